//! Commands that read a database for longer than an answer may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use roster_domain::BoxFuture;
use roster_domain::clock::{Clock, SystemClock};
use roster_store::AuditLog;
use roster_store::copy::Contents;
use roster_store_postgres::{Options, PostgresAudit, PostgresStore, Settings, cluster, copy};

/// The machine's clock, some hours ahead.
#[derive(Default)]
struct HoursAhead(AtomicU64);

impl HoursAhead {
    fn ahead(&self) -> Duration {
        Duration::from_hours(self.0.load(Ordering::Relaxed))
    }
}

impl Clock for HoursAhead {
    fn now(&self) -> SystemTime {
        SystemClock.now() + self.ahead()
    }

    fn instant(&self) -> Instant {
        SystemClock.instant() + self.ahead()
    }

    fn sleep_until(&self, deadline: SystemTime) -> BoxFuture<'static, ()> {
        SystemClock.sleep_until(deadline - self.ahead())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        SystemClock.sleep(duration)
    }
}

#[test]
fn the_time_out_is_for_each_answer_and_not_for_the_whole_command() {
    let url = cluster::place();
    drop(PostgresStore::open(cluster::settings(&url), &Options::of_connections(3)).expect("a store"));
    let clock = Arc::new(HoursAhead::default());
    let limit = Duration::from_secs(10);
    let settings = Settings::parse(&url, None, limit, Arc::clone(&clock) as _).expect("a URL");
    let mut audit = PostgresAudit::open(&settings).expect("an audit");
    let mut source = copy::source(&settings).expect("a source");

    clock.0.fetch_add(1, Ordering::Relaxed);

    assert!(audit.chains().is_ok());
    assert!(source.chains().is_ok());
}
