//! What many access keys and changes of policies cost.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow};

use super::contents::Contents;
use super::figures::{self, Keys};
use super::http::{AccessKey, Target};
use super::load::{Load, Run};
use super::measure::Bench;
use super::principal;
use super::report::Report;
use super::rounds::Contender;
use super::server::Server;
use super::traffic::Requests;

/// How many call `PutUserPolicy` at once, each for a user of its own.
const CALLERS: usize = 32;
/// How often a policy is rewritten beside other requests.
const REWRITTEN_EVERY: Duration = Duration::from_millis(100);

impl Bench {
    /// Reads by the keys of many users, and while a policy of one of them changes.
    pub(super) fn keys(
        &self,
        figures: &'static Keys,
        engine: &str,
        server: &Server,
        contents: &Contents,
        report: &mut Report,
    ) -> anyhow::Result<()> {
        println!("Reading by many keys …");
        let target = &server.target;
        let keys = principal::make_many(target, self.keys)?;
        // An eighth: 500 of 4,000.
        let some = &keys[..keys.len().div_ceil(8)];
        let describing = |keys: &[AccessKey]| {
            Requests::describe_users_by(target, keys, &contents.instance, &contents.users)
        };
        let by = |count: usize| format!("DescribeUser, by {count} keys{engine}");
        let paces = self.compare(vec![
            Contender::new(by(1), target, describing(&keys[..1])?)?,
            Contender::new(by(keys.len()), target, describing(&keys)?)?,
            Contender::new(by(some.len()), target, describing(some)?)?,
            beside_rewrites(
                format!("{}, a policy changes", by(some.len())),
                target,
                describing(some)?,
            )?,
        ])?;
        report.figure(figures.many.measured(paces[1].relative_to(&paces[0])));
        report.figure(figures.changing.measured(paces[3].relative_to(&paces[2])));
        report.paces(paces);
        Ok(())
    }

    /// `PutUserPolicy` for many users of IAM, which [`Self::keys`] has made, against updates of users of Connect.
    pub(super) fn policies_of_users(
        &self,
        server: &Server,
        contents: &Contents,
        report: &mut Report,
    ) -> anyhow::Result<()> {
        println!("Changing policies of many users …");
        let target = &server.target;
        let updates = Requests::update_users(target, &contents.instance, &contents.users)?;
        let paces = self.compare(vec![
            Contender::with_connections("updates, 32 callers, PostgreSQL", target, updates, CALLERS)?,
            Contender::with_connections(
                "PutUserPolicy, 32 users, PostgreSQL",
                target,
                Requests::put_user_policies(target, CALLERS)?,
                CALLERS,
            )?,
        ])?;
        report.figure(figures::POLICIES_OF_USERS.measured(paces[1].relative_to(&paces[0])));
        report.paces(paces);
        Ok(())
    }
}

/// Requests while a policy of the first user is rewritten again and again.
fn beside_rewrites(name: String, target: &Target, mut requests: Requests) -> anyhow::Result<Contender> {
    let target = target.clone();
    let mut load = None;
    Contender::other(name, move |time| {
        let load = match &mut load {
            Some(load) => load,
            None => load.insert(Load::connect(target.address, super::load::CONNECTIONS)?),
        };
        let (running, ended) = mpsc::channel();
        let target = &target;
        thread::scope(|scope| {
            let rewriting = scope.spawn(move || rewrite_until(target, &ended));
            let run: anyhow::Result<Run> = load.run(&mut requests, time);
            drop(running);
            let rewritten = rewriting
                .join()
                .map_err(|_| anyhow!("the other thread panicked"))?;
            rewritten.context("a policy could not be rewritten")?;
            run
        })
    })
}

fn rewrite_until(target: &Target, ended: &Receiver<()>) -> anyhow::Result<()> {
    let mut load = Load::connect(target.address, 1)?;
    let mut requests = Requests::put_user_policies(target, 1)?;
    loop {
        // One request.
        load.run(&mut requests, Duration::ZERO)?;
        match ended.recv_timeout(REWRITTEN_EVERY) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}
