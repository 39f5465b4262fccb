//! Log lines on standard error, as text or JSON. They never contain a member of a request.

use std::io::IsTerminal;

use roster_server::ACCESS_LOG;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Registry, fmt, registry, reload};

use crate::arguments::{LogFormat, LogLevel};

/// What changes the level of a log that runs.
pub(crate) struct LogHandle(reload::Handle<Targets, Registry>);

/// Starts logging.
pub(crate) fn start(format: LogFormat, level: LogLevel) -> LogHandle {
    let (filter, handle) = reload::Layer::new(targets(filter(level)));
    // A line that cannot be written is lost. To complain on the same standard error would end the thread.
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .log_internal_errors(false);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    registry().with(filter).with(lines).init();
    LogHandle(handle)
}

impl LogHandle {
    /// Logs a line at one of two levels, whichever shows more, and goes on with the second.
    pub(crate) fn change(&self, before: LogLevel, after: LogLevel, line: impl FnOnce()) {
        let (before, after) = (filter(before), filter(after));
        self.set(before.max(after));
        line();
        self.set(after);
    }

    fn set(&self, level: LevelFilter) {
        if let Err(error) = self.0.reload(targets(level)) {
            tracing::error!(%error, "the log level cannot be changed: restart the server");
        }
    }
}

/// The lines of a level. Those of the access log are there at every level, if the server writes them.
fn targets(level: LevelFilter) -> Targets {
    Targets::new()
        .with_default(level)
        .with_target(ACCESS_LOG, LevelFilter::INFO)
}

const fn filter(level: LogLevel) -> LevelFilter {
    match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    }
}
