//! The metrics of the process that Prometheus' own libraries export for every process. Source: the guidelines
//! on writing client libraries, "Process metrics".

use std::fmt;

use procfs::process::LimitValue;
use procfs::{ProcResult, boot_time_secs, page_size, ticks_per_second};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::store::Page;

/// This process.
#[derive(Debug)]
pub(super) struct Process;

struct Seen {
    processor_seconds: f64,
    start_seconds: u64,
    resident_bytes: u64,
    virtual_bytes: u64,
    open_files: u64,
    /// None if there is no limit.
    most_open_files: Option<u64>,
}

impl Collector for Process {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let seen = match look() {
            Ok(seen) => seen,
            Err(error) => {
                tracing::warn!(%error, "/proc does not tell of this process");
                return Ok(());
            }
        };
        let mut page = Page(encoder);
        page.counter_of_seconds(
            "process_cpu_seconds",
            "Processor time, of user and system",
            seen.processor_seconds,
        )?;
        page.gauge(
            "process_start_time_seconds",
            "When the process started, since the epoch",
            seen.start_seconds,
        )?;
        page.gauge(
            "process_resident_memory_bytes",
            "Memory that is in use",
            seen.resident_bytes,
        )?;
        page.gauge(
            "process_virtual_memory_bytes",
            "Memory that is reserved",
            seen.virtual_bytes,
        )?;
        page.gauge("process_open_fds", "Open files and sockets", seen.open_files)?;
        match seen.most_open_files {
            Some(most) => page.gauge("process_max_fds", "How many may be open", most),
            None => Ok(()),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "years of processor time are exact to the tick"
)]
fn look() -> ProcResult<Seen> {
    let process = procfs::process::Process::myself()?;
    let stat = process.stat()?;
    let ticks = ticks_per_second();
    Ok(Seen {
        processor_seconds: (stat.utime + stat.stime) as f64 / ticks as f64,
        start_seconds: boot_time_secs()? + stat.starttime / ticks,
        resident_bytes: stat.rss * page_size(),
        virtual_bytes: stat.vsize,
        open_files: process.fd_count()? as u64,
        most_open_files: match process.limits()?.max_open_files.soft_limit {
            LimitValue::Value(most) => Some(most),
            LimitValue::Unlimited => None,
        },
    })
}
