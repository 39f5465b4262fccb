//! Lists beside searches that read a whole instance.

use std::thread;

use super::contents::Contents;
use super::http::Target;
use super::load::{CONNECTIONS, Load};
use super::rounds::Contender;
use super::traffic::Requests;

/// How many searches there are at once.
const SEARCHERS: usize = 4;

/// Lists alone, and beside searchers.
pub(super) fn contenders(
    target: &Target,
    contents: &Contents,
    engine: &str,
) -> anyhow::Result<Vec<Contender>> {
    let lists = || Requests::first_page(target, &contents.instance);
    let (mut list, mut search) = (lists()?, Requests::search_in_vain(target, &contents.instance)?);
    let (address, mut loads) = (target.address, None);
    let beside = Contender::other(
        format!("ListUsers beside {SEARCHERS} searchers{engine}"),
        move |time| {
            let (listing, searching) = match &mut loads {
                Some(loads) => loads,
                None => loads.insert((
                    Load::connect(address, CONNECTIONS)?,
                    Load::connect(address, SEARCHERS)?,
                )),
            };
            thread::scope(|scope| {
                let searches = scope.spawn(|| searching.run(&mut search, time));
                let run = listing.run(&mut list, time);
                searches.join().expect("the searchers do not panic")?;
                run
            })
        },
    )?;
    let alone = Contender::new(format!("ListUsers alone{engine}"), target, lists()?)?;
    Ok(vec![alone, beside])
}
