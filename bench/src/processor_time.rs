//! Where the processor time of an update goes: the times of the server's threads, and the differences between loads.

use std::time::Duration;

use super::load::Load;
use super::server::Server;
use super::sqlite_alone::ProcessorTimes;
use super::thread_times::ThreadTimes;
use super::traffic::Requests;

/// The processor time of a server's threads for one request of a load, on average, in microseconds.
pub(super) struct RequestTime {
    /// The threads that read requests, check them and write answers.
    http: f64,
    writer: f64,
    flush: f64,
    checkpoints: f64,
    all: f64,
}

/// One part of an update's processor time.
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) microseconds: f64,
}

impl RequestTime {
    /// Sends requests for a time, after a warm-up of half of it.
    pub(super) fn of(server: &Server, mut requests: Requests, time: Duration) -> anyhow::Result<Self> {
        let mut load = Load::connect(server.target.address, super::load::CONNECTIONS)?;
        load.run(&mut requests, time / 2)?;
        let before = ThreadTimes::of(server.process_id())?;
        let run = load.run(&mut requests, time)?;
        let times = ThreadTimes::of(server.process_id())?.since(&before);
        #[expect(clippy::cast_precision_loss, reason = "a run is not that long")]
        let answers = run.latencies.len() as f64;
        let each = |is_wanted: fn(&str) -> bool| microseconds(times.sum(is_wanted)) / answers;
        Ok(Self {
            http: each(|name| ["roster", "roster-http"].contains(&name)),
            writer: each(|name| name == "roster-writer"),
            flush: each(|name| name == "roster-flush"),
            checkpoints: each(|name| name == "roster-log"),
            all: each(|_| true),
        })
    }
}

/// The parts of a signed update, of which the last is all of it. `unsigned` is the same update on a server that
/// checks no signatures, `alone` what SQLite alone takes for it.
pub(super) fn parts(
    no_op: &RequestTime,
    unsigned: &RequestTime,
    signed: &RequestTime,
    alone: ProcessorTimes,
) -> Vec<Part> {
    let statements = microseconds(alone.statements);
    let counted = signed.http + signed.writer + signed.flush + signed.checkpoints;
    [
        ("HTTP", no_op.http),
        (
            "JSON, validation, the way to the writer and back",
            unsigned.http - no_op.http,
        ),
        ("signature and access", signed.http - unsigned.http),
        ("handler and audit record", signed.writer - statements),
        ("statements of SQLite", statements),
        ("flushes", signed.flush),
        ("checkpoints", signed.checkpoints),
        ("other threads", signed.all - counted),
        ("all", signed.all),
    ]
    .map(|(name, microseconds)| Part { name, microseconds })
    .into()
}

fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(http: f64, writer: f64) -> RequestTime {
        RequestTime {
            http,
            writer,
            flush: 1.0,
            checkpoints: 2.0,
            all: http + writer + 3.5,
        }
    }

    #[test]
    fn the_parts_add_up_to_the_whole() {
        let alone = ProcessorTimes {
            statements: Duration::from_micros(9),
            ..ProcessorTimes::default()
        };
        let mut parts = parts(&time(5.0, 0.0), &time(11.0, 20.0), &time(16.0, 21.0), alone);
        let all = parts.pop().unwrap();
        let sum: f64 = parts.iter().map(|part| part.microseconds).sum();
        assert!((all.microseconds - sum).abs() < 1e-9);
        assert_eq!((all.name, all.microseconds), ("all", 40.5));
    }
}
