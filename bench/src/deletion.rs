//! Updates of one instance while another, of very many users, is deleted.

use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use super::contents::Contents;
use super::directory::fill;
use super::http::Target;
use super::load::{CONNECTIONS, Load};
use super::server::Server;
use super::traffic::Requests;

/// How many users the other instance has.
const OTHERS: u64 = 1_000;
/// How often the server is asked whether it still removes what the instance held.
const INTERVAL: Duration = Duration::from_millis(200);
/// After so many answers that it does not, it is done: between two jobs, none runs for a moment.
const QUIET: usize = 5;

/// How a deletion went.
pub(super) struct Deletion {
    /// The longest update meanwhile.
    pub(super) longest: Duration,
    /// How long it took until nothing was left.
    pub(super) took: Duration,
}

impl Deletion {
    /// Deletes the instance of a directory on a server that checks no signatures.
    pub(super) fn of(contents: &Contents, server: &Server, warm_up: Duration) -> anyhow::Result<Self> {
        let target = Target {
            key: None,
            ..server.target.clone()
        };
        let others = fill(server, "others", OTHERS)?;
        let mut updates = Requests::update_users(&target, &others.instance, &others.users)?;
        let mut load = Load::connect(target.address, CONNECTIONS)?;
        load.run(&mut updates, warm_up)?;
        let begun = Instant::now();
        let mut deletion = Requests::delete_instance(&target, &contents.instance)?;
        Load::connect(target.address, 1)?.run(&mut deletion, Duration::ZERO)?;
        let (mut latencies, mut took, mut quiet) = (Histogram::<u64>::new(3)?, Duration::ZERO, 0);
        while quiet < QUIET {
            let run = load.run(&mut updates, INTERVAL)?;
            latencies.add(&run.latencies)?;
            if server.runs_jobs()? {
                (took, quiet) = (begun.elapsed(), 0);
            } else {
                quiet += 1;
            }
        }
        Ok(Self {
            longest: Duration::from_micros(latencies.max()),
            took,
        })
    }
}
