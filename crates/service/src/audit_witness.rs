//! Notes the head of the audit outside of the database, again and again. A person who can write the database can rebuild its
//! audit, but cannot reach what was noted (docs/decisions/0061-heads-of-the-whole-audit.md).

use std::mem;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use roster_domain::audit::{AuditHead, NotedHead};
use roster_domain::clock::{Clock, timeout};
use roster_model::shapes::Timestamp;
use roster_store::AuditHeadReader;

use crate::delivered_audit::OpenAudit;

/// How long the first failure is waited for. Each further one doubles it, up to the interval.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// Notes a head outside of the database; a failure is told in a sentence.
pub type NoteHead = Arc<dyn Fn(&NotedHead) -> Result<(), String> + Send + Sync>;

/// Notes the head of the audit at an interval, if it has changed.
///
/// Each server of a database does it: every head covers the records of all of them.
pub struct AuditWitness {
    open: OpenAudit,
    note: NoteHead,
    clock: Arc<dyn Clock>,
    interval: Duration,
    reader: AuditHeadReader,
    last: Option<AuditHead>,
    /// How many times in a row it failed.
    failures: u32,
    metrics: Arc<WitnessMetrics>,
}

/// What a witness has counted.
#[derive(Debug, Default)]
pub struct WitnessMetrics {
    noted: AtomicU64,
    failed: AtomicU64,
}

impl WitnessMetrics {
    /// How many heads were noted.
    pub fn noted(&self) -> u64 {
        self.noted.load(Ordering::Relaxed)
    }

    /// How many times a head could not be read or noted.
    pub fn failed(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }
}

impl AuditWitness {
    /// What notes the head of the audit that `open` opens.
    pub fn new(open: OpenAudit, note: NoteHead, clock: Arc<dyn Clock>, interval: Duration) -> Self {
        Self {
            open,
            note,
            clock,
            interval,
            reader: AuditHeadReader::default(),
            last: None,
            failures: 0,
            metrics: Arc::default(),
        }
    }

    /// What it counts.
    pub fn metrics(&self) -> Arc<WitnessMetrics> {
        Arc::clone(&self.metrics)
    }

    /// Notes heads until `stop` ends.
    pub async fn run(&mut self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        loop {
            self.note().await;
            if timeout(&*self.clock, self.wait(), stop.as_mut()).await.is_some() {
                return;
            }
        }
    }

    /// Notes the head once, if it has changed. A failure is logged and counted.
    pub async fn note(&mut self) {
        let (open, note, time) = (Arc::clone(&self.open), Arc::clone(&self.note), self.clock.now());
        let (mut reader, last) = (mem::take(&mut self.reader), self.last.clone());
        let noting = tokio::task::spawn_blocking(move || {
            let noted = note_if_changed(&open, &note, &mut reader, last.as_ref(), time.into());
            (reader, noted)
        });
        let noted = match noting.await {
            Ok((reader, noted)) => {
                self.reader = reader;
                noted
            }
            Err(_) => Err("the witness panicked".to_owned()),
        };
        match noted {
            Ok(Some(head)) => {
                self.metrics.noted.fetch_add(1, Ordering::Relaxed);
                self.last = Some(head);
                self.failures = 0;
            }
            Ok(None) => self.failures = 0,
            Err(error) => {
                tracing::warn!(error, "the head of the audit is not noted");
                self.metrics.failed.fetch_add(1, Ordering::Relaxed);
                self.failures = self.failures.saturating_add(1);
            }
        }
    }

    fn wait(&self) -> Duration {
        match self.failures.checked_sub(1) {
            Some(doublings) => FIRST_WAIT
                .saturating_mul(2_u32.saturating_pow(doublings))
                .min(self.interval),
            None => self.interval,
        }
    }
}

/// Notes the head, if it is not the last one; returns it then.
fn note_if_changed(
    open: &OpenAudit,
    note: &NoteHead,
    reader: &mut AuditHeadReader,
    last: Option<&AuditHead>,
    time: Timestamp,
) -> Result<Option<AuditHead>, String> {
    let head = reader.read(&mut *open()?).map_err(|error| error.to_string())?;
    if last == Some(&head) {
        return Ok(None);
    }
    note(&NotedHead::new(head.clone(), time))?;
    Ok(Some(head))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use roster_domain::audit::{ChainedRecord, Head};
    use roster_store::AuditLog;
    use roster_testkit::SteppedClock;
    use tokio::sync::oneshot;

    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    /// An audit, and a place where heads are noted, which fails at times.
    #[derive(Default)]
    struct Scene {
        audit: Mutex<Vec<ChainedRecord>>,
        noted: Mutex<Vec<String>>,
        is_failing: Mutex<bool>,
        clock: Arc<SteppedClock>,
    }

    impl Scene {
        fn write(&self) -> Head {
            let mut audit = self.audit.lock().unwrap();
            let mut head = audit.last().map(ChainedRecord::head).unwrap_or_default();
            audit.push(head.append(b"{}".to_vec()));
            head
        }

        fn witness(self: &Arc<Self>) -> AuditWitness {
            let (audit, place) = (Arc::clone(self), Arc::clone(self));
            let open: OpenAudit = Arc::new(move || {
                let audit = audit.audit.lock().unwrap().clone();
                Ok(Box::new(audit) as Box<dyn AuditLog>)
            });
            let note: NoteHead = Arc::new(move |noted| {
                if *place.is_failing.lock().unwrap() {
                    return Err("out of reach".to_owned());
                }
                place.noted.lock().unwrap().push(noted.head.to_string());
                Ok(())
            });
            let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as _;
            AuditWitness::new(open, note, clock, MINUTE)
        }

        fn noted(&self) -> Vec<String> {
            self.noted.lock().unwrap().clone()
        }
    }

    #[tokio::test]
    async fn a_head_is_noted_at_each_interval_if_it_has_changed() {
        let scene = Arc::new(Scene::default());
        let first = scene.write();
        let mut witness = scene.witness();
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move {
            witness.run(async { drop(stopped.await) }).await;
            witness.metrics().noted()
        });
        scene.clock.until_asleep_for(MINUTE).await;

        // Nothing has changed in the first minute.
        scene.clock.advance(MINUTE);
        scene.clock.until_asleep_for(MINUTE).await;
        let second = scene.write();
        scene.clock.advance(MINUTE);
        scene.clock.until_asleep_for(MINUTE).await;

        assert_eq!(scene.noted(), [first.to_string(), second.to_string()]);
        drop(stop);
        assert_eq!(running.await.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_failure_is_counted_and_tried_again_ever_later() {
        let scene = Arc::new(Scene::default());
        let head = scene.write();
        let mut witness = scene.witness();
        *scene.is_failing.lock().unwrap() = true;
        let mut waits = Vec::new();
        for _ in 0..8 {
            witness.note().await;
            waits.push(witness.wait().as_secs());
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        *scene.is_failing.lock().unwrap() = false;

        witness.note().await;

        assert_eq!(scene.noted(), [head.to_string()]);
        assert_eq!((witness.metrics.noted(), witness.metrics.failed()), (1, 8));
        assert_eq!(witness.wait(), MINUTE);
    }
}
