//! Events, and targets with what they need.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use roster_audit_export::{
    Acceptance, Event, GaveUp, Retry, Target, TargetAddress, TargetSettings, Wait, open_target,
};

pub(crate) fn event(number: u64) -> Event {
    Event {
        id: format!("event-{number}"),
        chain: String::new(),
        sequence: number,
        time: UNIX_EPOCH + Duration::from_secs(1_795_256_130),
        operation: "UpdateUserIdentityInfo".to_owned(),
        is_refusal: number.is_multiple_of(5),
        json: format!(r#"{{"number":{number},"userName":"Zoë ]\""}}"#),
    }
}

pub(crate) fn events(numbers: std::ops::RangeInclusive<u64>) -> Vec<Event> {
    numbers.map(event).collect()
}

pub(crate) fn settings() -> TargetSettings {
    TargetSettings {
        authorities: None,
        authorization: None,
        signing_key: None,
        host_name: "directory.example.com".to_owned(),
        now,
    }
}

#[allow(clippy::disallowed_methods, reason = "no test looks at the time")]
fn now() -> SystemTime {
    SystemTime::now()
}

pub(crate) fn target(address: &str, settings: &TargetSettings) -> Box<dyn Target> {
    let address = TargetAddress::parse(address).expect("an address");
    open_target(address, settings).expect("a target")
}

/// Counts waits, and lets none take time.
#[derive(Default)]
pub(crate) struct NoWait(Cell<Duration>);

impl NoWait {
    pub(crate) fn longest(&self) -> Duration {
        self.0.get()
    }
}

impl Wait for NoWait {
    fn wait(&self, duration: Duration) -> ControlFlow<()> {
        self.0.set(self.0.get().max(duration));
        ControlFlow::Continue(())
    }
}

/// Sends a batch until it is acknowledged.
pub(crate) fn deliver(target: &mut dyn Target, batch: &[Event], wait: &NoWait) -> Result<Acceptance, GaveUp> {
    let mut retry = Retry::new(Some(100), fastrand::Rng::with_seed(7));
    retry.send(target, batch, wait, &mut |_, _| {})
}
