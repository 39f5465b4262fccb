//! The measurements, one after another.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::ValueEnum as _;

use super::bulk::Bulk;
use super::contents::Contents;
use super::deletion::Deletion;
use super::directory::{Directory, fill_with_passwords, remove_copies};
use super::figures::{self, Figure};
use super::http::Target;
use super::index_entries;
use super::load::Load;
use super::machine::Machine;
use super::moto::Moto;
use super::part::Part;
use super::pgbench::Pgbench;
use super::postgres::Postgres;
use super::principal;
use super::processes::{self, Processes};
use super::processor_time::{self, RequestTime};
use super::queues;
use super::report::Report;
use super::rounds::{Contender, Pace, median, take_turns};
use super::searchers;
use super::server::{Server, empty};
use super::sqlite_alone::{Shape, SqliteAlone};
use super::traffic::Requests;

/// What to measure, and how long.
pub(super) struct Bench {
    pub(super) machine: Machine,
    pub(super) roster: PathBuf,
    /// The AWS CLI, if it is installed.
    pub(super) aws: Option<PathBuf>,
    /// Where data goes that is made on the way.
    pub(super) home: PathBuf,
    pub(super) users: u64,
    /// How many users a second directory has, if there is one.
    pub(super) many_users: Option<u64>,
    /// How many users an instance has that is deleted.
    pub(super) deleted_users: u64,
    /// How many access keys are used in turn.
    pub(super) keys: usize,
    pub(super) reuse: bool,
    pub(super) rounds: usize,
    pub(super) turn: Duration,
    pub(super) moto: bool,
    /// The parts to measure; all of them if it is empty.
    pub(super) only: Vec<Part>,
}

/// What the server does not say: that it starts and stops, again and again.
const QUIET: &[&str] = &["--log-level", "warn"];
/// A server that checks no signatures.
const UNSIGNED: &[&str] = &["--access", "off"];
/// How many turns of processes there are for one of requests.
const TURNS: usize = 3;
/// The copy that the server is on which most figures are about.
const SERVER_COPY: &str = "main";
/// The schemas of directories in PostgreSQL.
const FEW_USERS: &str = "few_users";
const MANY_USERS: &str = "many_users";
const DELETED_USERS: &str = "deleted_users";
/// How often a start is repeated.
const STARTS: usize = 11;
/// How many users with a password are made: hundreds take seconds.
const WITH_PASSWORDS: u64 = 200;

impl Bench {
    pub(super) fn run(&self) -> anyhow::Result<Report> {
        let mut report = Report::new(self.machine.clone(), self.users);
        if self.includes(Part::Starts) {
            self.starts(&mut report)?;
        }
        if self.includes(Part::Commands) {
            self.commands(&mut report)?;
        }
        if self.includes(Part::Passwords) {
            self.passwords(&mut report)?;
        }
        let mut parts = Part::value_variants().iter();
        if parts.any(|part| part.is_on_directory() && self.includes(*part)) {
            self.on_directory(&mut report)?;
        }
        if self.includes(Part::Deletion) {
            self.deletion(&mut report)?;
        }
        remove_copies(&self.home)?;
        if self.includes(Part::Postgres) {
            self.postgres(&mut report)?;
        }
        Ok(report)
    }

    /// Whether a part is measured.
    fn includes(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    /// What is about one directory on SQLite.
    fn on_directory(&self, report: &mut Report) -> anyhow::Result<()> {
        let directory = Directory::of(&self.roster, &self.home, self.users, self.reuse)?;
        let contents = &directory.contents;
        report.made(contents, "");
        let server = self.serve(&directory, SERVER_COPY, &[])?;
        if self.includes(Part::Operations) {
            self.operations(&server, contents, report)?;
        }
        if self.includes(Part::SqliteAlone) {
            self.sqlite_alone(&server, &directory, report)?;
        }
        if self.includes(Part::Policies) {
            self.policies(&directory, report)?;
        }
        if self.includes(Part::Commits) {
            self.commits(&server, &directory, report)?;
        }
        if self.includes(Part::Bulk) {
            self.bulk(&server, contents, report)?;
        }
        if self.includes(Part::Searchers) {
            self.searchers(&figures::SEARCHERS, "", (&server, contents), report)?;
        }
        if self.includes(Part::Keys) {
            self.keys(&figures::SQLITE_KEYS, "", &server, contents, report)?;
        }
        if self.includes(Part::Sizes) {
            self.many_users(&server, contents, report)?;
        }
        if self.includes(Part::Moto)
            && let Err(error) = self.rival(&server, contents, report)
        {
            println!("moto could not be measured: {error:#}");
            report.figure(figures::MOTO.not_measured());
        }
        server.stop()
    }

    /// How fast it starts, and what memory that takes.
    fn starts(&self, report: &mut Report) -> anyhow::Result<()> {
        println!("Starting …");
        let (mut times, mut memory) = (Vec::new(), Vec::new());
        for _ in 0..STARTS {
            let empty = empty(self.home.join("start"))?;
            let (time, bytes) = Server::first_answer(&self.roster, &empty)?;
            times.push(milliseconds(time));
            memory.push(megabytes(bytes));
        }
        report.figure(figures::START.measured(median(times)));
        report.figure(figures::IDLE_MEMORY.measured(median(memory)));
        Ok(())
    }

    /// How many users with a password one caller makes in a second, with each hash.
    fn passwords(&self, report: &mut Report) -> anyhow::Result<()> {
        println!("Making users with passwords …");
        for hashing in ["argon2id", "test"] {
            let empty = empty(self.home.join("passwords"))?;
            let flags = [
                "--access",
                "off",
                "--log-level",
                "error",
                "--password-hashing",
                hashing,
            ];
            let server = Server::start(&self.roster, &empty, &flags)?;
            let made = fill_with_passwords(&server, "passwords", WITH_PASSWORDS)?;
            server.stop()?;
            report.note(format!(
                "Users with a password made with CreateUser by one caller, --password-hashing {hashing}: {:.0} per second",
                made.rate()
            ));
        }
        Ok(())
    }

    /// The command line against the AWS CLI. It comes early: a process begins with the memory of the one
    /// that starts it.
    fn commands(&self, report: &mut Report) -> anyhow::Result<()> {
        println!("Running commands …");
        let empty = empty(self.home.join("demo"))?;
        let server = Server::start(&self.roster, &empty, &[QUIET, &["--demo"]].concat())?;
        let roster_aws = self.roster.with_file_name("roster-aws");
        let processes = Processes {
            roster: &self.roster,
            roster_aws: &roster_aws,
            aws: self.aws.as_deref(),
            server: &server,
            rounds: self.rounds * TURNS,
        };
        let command = processes.compare(processes::EXAMPLE)?;
        let skeleton = processes.compare(processes::SKELETON)?;
        let own = format!(
            "The documentation's command takes roster {:.1} ms, roster-aws {:.1} ms",
            command.roster.wall, command.roster_aws.wall
        );
        report.note(match (processes.version()?, command.aws) {
            (Some(version), Some(aws)) => format!("{own} and {version} {:.0} ms", aws.wall),
            _ => format!("{own}; the AWS CLI is not installed"),
        });
        let row = |figure: &'static Figure, times: Option<f64>| match times {
            Some(times) => figure.measured(times),
            None => figure.not_measured(),
        };
        let (command_times, skeleton_times) = (command.times.as_ref(), skeleton.times.as_ref());
        report.figure(row(
            &figures::COMMAND,
            command_times.map(|times| times.roster_aws),
        ));
        report.figure(row(
            &figures::COMMAND_ROSTER,
            command_times.map(|times| times.roster),
        ));
        report.figure(row(
            &figures::COMMAND_SKELETON,
            skeleton_times.map(|times| times.roster_aws),
        ));
        report.figure(figures::SKELETON.measured(skeleton.roster.processor));
        report.figure(figures::COMMAND_FAULTS.measured(command.roster_aws.page_faults));
        report.figure(figures::COMMAND_MEMORY.measured(command.roster.memory_bytes / 1e6));
        let size = std::fs::metadata(&roster_aws)?.len();
        report.figure(figures::COMMAND_SIZE.measured(megabytes(size)));
        server.stop()
    }

    /// Reads and updates against nothing at all.
    fn operations(&self, server: &Server, contents: &Contents, report: &mut Report) -> anyhow::Result<()> {
        println!("Reading and updating …");
        let target = &server.target;
        let (instance, users) = (&contents.instance, &contents.users);
        let paces = self.compare(vec![
            Contender::new("no-op", target, Requests::no_op(target)?)?,
            Contender::new(
                "DescribeUser",
                target,
                Requests::describe_users(target, instance, users)?,
            )?,
            Contender::new(
                "UpdateUserIdentityInfo",
                target,
                Requests::update_users(target, instance, users)?,
            )?,
            Contender::new(
                "DescribeSecurityProfile",
                target,
                Requests::describe_security_profile(target, contents)?,
            )?,
            Contender::new(
                "UpdateUserPhoneConfig",
                target,
                Requests::update_phone_configs(target, instance, users)?,
            )?,
        ])?;
        let [no_op, describe, update, describe_other, update_other] = &paces[..] else {
            unreachable!("five were given");
        };
        report.figure(figures::DESCRIBE.measured(describe.relative_to(no_op)));
        report.figure(figures::UPDATE.measured(update.relative_to(no_op)));
        report.figure(figures::DESCRIBE_OTHERS.measured(describe_other.relative_to(describe)));
        report.figure(figures::UPDATE_OTHERS.measured(update_other.relative_to(update)));
        let slowest = update.latencies.context("answers are timed")?.p99;
        report.figure(figures::LATENCY.measured(milliseconds(slowest)));
        report.figure(figures::LOADED_MEMORY.measured(megabytes(server.memory_bytes()?)));
        report.paces(paces);
        Ok(())
    }

    /// Updates beside SQLite alone, and where their processor time goes.
    fn sqlite_alone(
        &self,
        server: &Server,
        directory: &Directory,
        report: &mut Report,
    ) -> anyhow::Result<()> {
        println!("Updating beside SQLite alone …");
        let Contents { instance, users, .. } = &directory.contents;
        let updates = |target| Requests::update_users(target, instance, users);
        let together = server.updates_of_commit()?;
        report.note(format!("{together:.1} updates shared a commit"));
        let shape = Shape::of(&directory.copy_path(SERVER_COPY), together)?;
        let alone = Rc::new(RefCell::new(SqliteAlone::on(
            &directory.copy("sqlite-alone")?,
            shape,
        )?));
        let turns = Rc::clone(&alone);
        let paces = self.compare(vec![
            Contender::other("updates by SQLite alone", move |time| {
                turns.borrow_mut().run(time)
            })?,
            Contender::new("updates beside it", &server.target, updates(&server.target)?)?,
        ])?;
        report.figure(figures::SQLITE_ALONE.measured(paces[1].relative_to(&paces[0])));
        report.paces(paces);

        let open = self.serve(directory, "unsigned", &["--access", "off"])?;
        let unsigned = Target {
            key: None,
            ..open.target.clone()
        };
        let time = self.turn * u32::try_from(self.rounds)?;
        report.processor_time(processor_time::parts(
            &RequestTime::of(server, Requests::no_op(&server.target)?, time)?,
            &RequestTime::of(&open, updates(&unsigned)?, time)?,
            &RequestTime::of(server, updates(&server.target)?, time)?,
            alone.borrow().times_of_update(),
        ));
        open.stop()
    }

    /// Updates by a user with policies against updates without signatures and policies.
    fn policies(&self, directory: &Directory, report: &mut Report) -> anyhow::Result<()> {
        println!("Updating with policies and with access off …");
        let enforcing = self.serve(directory, "enforcing", &[])?;
        let open = self.serve(directory, "open", &["--access", "off"])?;
        let user = Target {
            key: Some(principal::make(&enforcing.target)?),
            ..enforcing.target.clone()
        };
        let Contents { instance, users, .. } = &directory.contents;
        let updating =
            |name, target| Contender::new(name, target, Requests::update_users(target, instance, users)?);
        let paces = self.compare(vec![
            updating("updates, access off", &open.target)?,
            updating("updates, by the root", &enforcing.target)?,
            updating("updates, by a user with 50 statements", &user)?,
        ])?;
        let [off, _, policies] = &paces[..] else {
            unreachable!("three were given");
        };
        report.figure(figures::POLICIES.measured(policies.relative_to(off)));
        report.paces(paces);
        [enforcing, open].into_iter().try_for_each(Server::stop)
    }

    /// `roster bulk`, and its run beside the same updates.
    fn bulk(&self, server: &Server, contents: &Contents, report: &mut Report) -> anyhow::Result<()> {
        println!("Planning and applying …");
        let bulk = Bulk {
            roster: &self.roster,
            server,
            contents,
            home: self.home.join("bulk"),
        };
        let cost = bulk.measure()?;
        report.figure(figures::BULK_PLAN.measured(cost.plan.wall / 1000.0));
        report.figure(figures::BULK_PLAN_MEMORY.measured(cost.plan.memory_bytes / 1e6));
        report.figure(figures::BULK_APPLY.measured(cost.applied));
        report.note(format!(
            "`roster bulk apply` made {:.0} changes in a second",
            cost.rate
        ));
        Ok(())
    }

    /// One commit for many against one for each, on this disk and on a slower one.
    fn commits(&self, server: &Server, directory: &Directory, report: &mut Report) -> anyhow::Result<()> {
        println!("Committing together and one by one …");
        let slowly = &["--commit-delay", "1000"];
        let alone = self.serve(directory, "alone", &["--commit-batch", "1"])?;
        let slow = self.serve(directory, "slow", slowly)?;
        let slow_alone = self.serve(
            directory,
            "slow-alone",
            &[&slowly[..], &["--commit-batch", "1"]].concat(),
        )?;
        let updating = |name, server: &Server| {
            let requests = Requests::update_users(
                &server.target,
                &directory.contents.instance,
                &directory.contents.users,
            )?;
            Contender::new(name, &server.target, requests)
        };
        let paces = self.compare(vec![
            updating("updates, group commit", server)?,
            updating("updates, a transaction each", &alone)?,
            updating("updates, group commit, 1 ms more", &slow)?,
            updating("updates, a transaction each, 1 ms more", &slow_alone)?,
        ])?;
        let [together, alone_pace, slow_together, slow_alone_pace] = &paces[..] else {
            unreachable!("four were given");
        };
        report.figure(figures::GROUP_COMMIT.measured(together.relative_to(alone_pace)));
        report.figure(figures::SLOW_GROUP_COMMIT.measured(slow_together.relative_to(slow_alone_pace)));
        report.paces(paces);
        [alone, slow, slow_alone].into_iter().try_for_each(Server::stop)
    }

    /// The same with many more users.
    fn many_users(&self, few: &Server, contents: &Contents, report: &mut Report) -> anyhow::Result<()> {
        let Some(count) = self.many_users else {
            not_measured(&figures::SQLITE_SIZES.all(), report);
            return Ok(());
        };
        let directory = Directory::of(&self.roster, &self.home, count, self.reuse)?;
        report.made(&directory.contents, "");
        let many = directory.serve(&self.roster, QUIET)?;
        let sizes = [(few, contents), (&many, &directory.contents)];
        self.sizes(&figures::SQLITE_SIZES, "", sizes, report)?;
        many.stop()?;
        self.fill(&figures::SQLITE_SIZES.fill, &directory, None, report)?;
        if self.reuse { Ok(()) } else { directory.remove() }
    }

    /// Lists beside searches.
    fn searchers(
        &self,
        figure: &'static Figure,
        engine: &str,
        (server, contents): (&Server, &Contents),
        report: &mut Report,
    ) -> anyhow::Result<()> {
        println!("Listing beside searchers …");
        let paces = self.compare(searchers::contenders(&server.target, contents, engine)?)?;
        report.figure(figure.measured(paces[1].relative_to(&paces[0])));
        report.paces(paces);
        Ok(())
    }

    /// Updates while a large instance is deleted.
    fn deletion(&self, report: &mut Report) -> anyhow::Result<()> {
        let directory = Directory::of(&self.roster, &self.home, self.deleted_users, self.reuse)?;
        report.made(&directory.contents, "");
        let server = self.serve(&directory, "deletion", UNSIGNED)?;
        self.delete(&figures::DELETION, "", (server, &directory.contents), report)
    }

    fn delete(
        &self,
        figure: &'static Figure,
        engine: &str,
        (server, contents): (Server, &Contents),
        report: &mut Report,
    ) -> anyhow::Result<()> {
        println!("Updating while an instance is deleted …");
        let deletion = Deletion::of(contents, &server, self.turn)?;
        report.figure(figure.measured(milliseconds(deletion.longest)));
        report.note(format!(
            "Removing what an instance of {} users held took {:.1} s{engine}",
            contents.count,
            deletion.took.as_secs_f64()
        ));
        server.stop()
    }

    /// Updates on PostgreSQL, beside PostgreSQL's own load and with many more users.
    fn postgres(&self, report: &mut Report) -> anyhow::Result<()> {
        let postgres = match Postgres::start() {
            Ok(postgres) => postgres,
            Err(error) => {
                println!("PostgreSQL could not be measured: {error:#}");
                not_measured(
                    &[
                        &figures::PGBENCH,
                        &figures::POSTGRES_SEARCHERS,
                        &figures::POSTGRES_DELETION,
                        &figures::POLICIES_OF_USERS,
                    ],
                    report,
                );
                not_measured(&figures::POSTGRES_KEYS.all(), report);
                not_measured(&figures::POSTGRES_SIZES.all(), report);
                return Ok(());
            }
        };
        report.note(postgres.description()?);
        let few = self.in_database(&postgres, FEW_USERS, self.users, report)?;
        let server = few.serve(&self.roster, QUIET)?;
        self.beside_pgbench(&postgres, &server, &few.contents, report)?;
        let lists = (&server, &few.contents);
        self.searchers(&figures::POSTGRES_SEARCHERS, ", PostgreSQL", lists, report)?;
        self.keys(
            &figures::POSTGRES_KEYS,
            ", PostgreSQL",
            &server,
            &few.contents,
            report,
        )?;
        self.policies_of_users(&server, &few.contents, report)?;
        if let Some(count) = self.many_users {
            let many = self.in_database(&postgres, MANY_USERS, count, report)?;
            let large = many.serve(&self.roster, QUIET)?;
            let sizes = [(&server, &few.contents), (&large, &many.contents)];
            self.sizes(&figures::POSTGRES_SIZES, ", PostgreSQL", sizes, report)?;
            large.stop()?;
            let place = Some((&postgres, MANY_USERS));
            self.fill(&figures::POSTGRES_SIZES.fill, &many, place, report)?;
        } else {
            not_measured(&figures::POSTGRES_SIZES.all(), report);
        }
        server.stop()?;
        let deleted = self.in_database(&postgres, DELETED_USERS, self.deleted_users, report)?;
        let server = deleted.serve(&self.roster, &[QUIET, UNSIGNED].concat())?;
        self.delete(
            &figures::POSTGRES_DELETION,
            ", on PostgreSQL",
            (server, &deleted.contents),
            report,
        )
    }

    /// Makes users in a schema of their own: two directories may have as many.
    fn in_database(
        &self,
        postgres: &Postgres,
        schema: &str,
        count: u64,
        report: &mut Report,
    ) -> anyhow::Result<Directory> {
        let directory = Directory::in_schema(&self.roster, &self.home, count, (postgres, schema))?;
        report.made(&directory.contents, " on PostgreSQL");
        Ok(directory)
    }

    fn beside_pgbench(
        &self,
        postgres: &Postgres,
        server: &Server,
        contents: &Contents,
        report: &mut Report,
    ) -> anyhow::Result<()> {
        println!("Updating beside pgbench …");
        let updates = || Requests::update_users(&server.target, &contents.instance, &contents.users);
        // So that there are users and audit records as updates leave them.
        Contender::new("", &server.target, updates()?)?.warm_up(self.turn)?;
        let mut pgbench = Pgbench::of(postgres, FEW_USERS)?;
        let paces = self.compare(vec![
            Contender::other("updates by pgbench", move |time| pgbench.run(time))?,
            Contender::new("updates, PostgreSQL", &server.target, updates()?)?,
        ])?;
        report.figure(figures::PGBENCH.measured(paces[1].relative_to(&paces[0])));
        report.paces(paces);
        Ok(())
    }

    /// What size costs: a few users and many, on one engine.
    fn sizes(
        &self,
        figures: &'static figures::Sizes,
        engine: &str,
        sizes: [(&Server, &Contents); 2],
        report: &mut Report,
    ) -> anyhow::Result<()> {
        println!("Comparing few users and many …");
        let loads: [(&'static Figure, &str, Make); 6] = [
            (&figures.update, "updates", |target, contents| {
                Requests::update_users(target, &contents.instance, &contents.users)
            }),
            (&figures.describe, "DescribeUser", |target, contents| {
                Requests::describe_users(target, &contents.instance, &contents.users)
            }),
            (
                &figures.first_page,
                "ListUsers, first page",
                |target, contents| Requests::first_page(target, &contents.instance),
            ),
            (
                &figures.middle_page,
                "ListUsers, page in the middle",
                Requests::middle_page,
            ),
            (&figures.taken_name, "CreateUser, taken", Requests::taken_names),
            (&figures.search, "SearchUsers", Requests::searches),
        ];
        for (figure, load, make) in loads {
            let contenders = sizes.iter().map(|(server, contents)| {
                let name = format!("{load}, {} users{engine}", contents.count);
                Contender::new(name, &server.target, make(&server.target, contents)?)
            });
            let paces = self.compare(contenders.collect::<anyhow::Result<_>>()?)?;
            report.figure(figure.measured(paces[1].relative_to(&paces[0])));
            report.paces(paces);
        }
        let (server, contents) = sizes[1];
        let name = |load: &str| format!("{load}, {} users{engine}", contents.count);
        let paces = self.compare(index_entries::updates(&server.target, contents, name)?)?;
        report.figure(figures.names.measured(paces[1].relative_to(&paces[0])));
        report.paces(paces);
        self.searches(figures, engine, sizes[1], report)
    }

    /// Filling an index of a large directory.
    fn fill(
        &self,
        figure: &'static Figure,
        directory: &Directory,
        schema: Option<(&Postgres, &str)>,
        report: &mut Report,
    ) -> anyhow::Result<()> {
        println!("Filling an index …");
        let time = index_entries::fill(&self.roster, directory, schema)?;
        #[expect(clippy::cast_precision_loss, reason = "it is shown with one digit")]
        let millions = directory.contents.count as f64 / 1e6;
        report.figure(figure.measured(time.as_secs_f64() / millions));
        Ok(())
    }

    /// Searches in a large directory.
    fn searches(
        &self,
        figures: &'static figures::Sizes,
        engine: &str,
        (server, contents): (&Server, &Contents),
        report: &mut Report,
    ) -> anyhow::Result<()> {
        println!("Searching …");
        let target = &server.target;
        queues::make(target, contents)?;
        let name = |load: &str| format!("{load}, {} users, in turns{engine}", contents.count);
        let paces = self.compare(vec![
            Contender::new(
                name("DescribeUser"),
                target,
                Requests::describe_users(target, &contents.instance, &contents.users)?,
            )?,
            Contender::new(name("SearchUsers"), target, Requests::searches(target, contents)?)?,
            Contender::new(
                name("SearchQueues"),
                target,
                Requests::search_queues(target, contents)?,
            )?,
        ])?;
        let [describe, users, queues] = &paces[..] else {
            unreachable!("three were given");
        };
        report.figure(
            figures
                .search_beside_describe
                .measured(users.relative_to(describe)),
        );
        report.figure(figures.search_others.measured(queues.relative_to(users)));
        report.paces(paces);
        let mut anywhere = Requests::search_anywhere(target, contents)?;
        let run = Load::connect(target.address, 1)?.run(&mut anywhere, self.turn)?;
        let median = Duration::from_micros(run.latencies.value_at_quantile(0.5));
        report.figure(figures.search_anywhere.measured(milliseconds(median)));
        Ok(())
    }

    /// The same request to moto's server.
    fn rival(&self, server: &Server, contents: &Contents, report: &mut Report) -> anyhow::Result<()> {
        ensure!(self.moto, "it is left out of a quick run");
        println!("Comparing with moto …");
        let moto = Moto::start(&self.home)?;
        let describing = |name, target, instance| {
            Contender::new(name, target, Requests::describe_instance(target, instance)?)
        };
        let paces = self.compare(vec![
            describing("DescribeInstance", &server.target, &contents.instance)?,
            describing("DescribeInstance, moto", &moto.target, &moto.instance)?,
        ])?;
        report.figure(figures::MOTO.measured(paces[0].relative_to(&paces[1])));
        report.paces(paces);
        Ok(())
    }

    /// A server of its own on a copy of a directory.
    fn serve(&self, directory: &Directory, name: &str, flags: &[&str]) -> anyhow::Result<Server> {
        Server::start(&self.roster, &directory.copy(name)?, &[QUIET, flags].concat())
    }

    pub(super) fn compare(&self, contenders: Vec<Contender>) -> anyhow::Result<Vec<Pace>> {
        take_turns(contenders, self.rounds, self.turn)
    }
}

/// What makes requests about the users of a directory.
type Make = fn(&Target, &Contents) -> anyhow::Result<Requests>;

fn not_measured(figures: &[&'static Figure], report: &mut Report) {
    for figure in figures {
        report.figure(figure.not_measured());
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with one digit")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
