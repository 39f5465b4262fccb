//! What a server counts.

use std::sync::Arc;
use std::time::Duration;

use roster_jobs::{Counts, Failure, Outcome};

use crate::world::{MAIL, SECOND, Work, each_engine};

#[test]
fn jobs_are_counted_with_the_age_of_the_oldest() {
    each_engine(async |world| {
        world.enqueue("of a newer version").await;
        world.enqueue(MAIL).await;
        let work = Work::new(async |_| Err(Failure::Permanent("no".to_owned())));
        let server = world.server(&Arc::new(work));
        server.until_ended(Outcome::GaveUp, 1).await;
        world.clock.until_asleep(1).await;
        assert_eq!(server.metrics.counts(), Some(counts(2, 0, 0)));

        world.clock.advance(SECOND * 20);
        world.clock.until_asleep(1).await;

        assert_eq!(server.metrics.counts(), Some(counts(1, 1, 20)));
        assert_eq!(server.metrics.running(), 0);
    });
}

fn counts(waiting: u64, dead: u64, seconds: u64) -> Counts {
    let oldest_due = Duration::from_secs(seconds);
    Counts {
        waiting,
        dead,
        oldest_due,
    }
}
