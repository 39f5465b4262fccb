//! Where the events of an export go: to the standard output, or to a target.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use roster_audit_export::{Acceptance, Event, Retry, SendError, Target, TargetSettings, Wait, open_target};
use roster_domain::clock::{Clock, SystemClock};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use zeroize::Zeroizing;

use crate::arguments::ExportTarget;
use crate::stop_signal::StopSignal;

/// How often a batch is sent by an export that does not follow.
const MAX_ATTEMPTS: u32 = 5;

/// What takes the events of an export.
pub(super) trait Destination {
    /// Takes a batch. Breaks if the export is to stop before the batch is acknowledged.
    fn take(&mut self, batch: &[Event]) -> anyhow::Result<ControlFlow<()>>;
}

/// One event on a line.
pub(super) struct Printed<W>(pub(super) W);

impl<W: Write> Destination for Printed<W> {
    fn take(&mut self, batch: &[Event]) -> anyhow::Result<ControlFlow<()>> {
        for event in batch {
            writeln!(self.0, "{}", event.json)?;
        }
        self.0.flush()?;
        Ok(ControlFlow::Continue(()))
    }
}

/// A target, with what follows from its failures.
pub(super) struct Sent {
    target: Box<dyn Target>,
    retry: Retry,
    stop: StopSignal,
}

impl Sent {
    /// The target of the arguments.
    pub(super) fn to(
        arguments: &ExportTarget,
        follows: bool,
        stop: &StopSignal,
    ) -> anyhow::Result<Option<Self>> {
        let Some(address) = &arguments.to else {
            return Ok(None);
        };
        let secret = |path: &Option<_>| path.as_deref().map(secret).transpose();
        let settings = TargetSettings {
            authorities: arguments.ca_file.as_deref().map(certificates).transpose()?,
            authorization: secret(&arguments.authorization_file)?,
            signing_key: secret(&arguments.signing_key_file)?,
            host_name: rustix::system::uname().nodename().to_string_lossy().into_owned(),
            now: || SystemClock.now(),
        };
        // A service waits for its target. A single export ends with an error.
        let max_attempts = (!follows).then_some(MAX_ATTEMPTS);
        Ok(Some(Self {
            target: open_target(address.clone(), &settings)?,
            retry: Retry::new(max_attempts, fastrand::Rng::new()),
            stop: stop.clone(),
        }))
    }
}

impl Destination for Sent {
    fn take(&mut self, batch: &[Event]) -> anyhow::Result<ControlFlow<()>> {
        let sent = self.retry.send(&mut *self.target, batch, &self.stop, &mut report);
        match sent.context("the records are not acknowledged, and the cursor stays in front of them")? {
            Acceptance::Acknowledged => Ok(ControlFlow::Continue(())),
            Acceptance::Stopped => Ok(ControlFlow::Break(())),
        }
    }
}

fn report(error: &SendError, wait: Duration) {
    eprintln!("{error}; the next attempt is in {:.1} s", wait.as_secs_f64());
}

impl Wait for StopSignal {
    fn wait(&self, duration: Duration) -> ControlFlow<()> {
        Self::wait(self, duration)
    }
}

/// The first line of a file.
fn secret(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let text =
        Zeroizing::new(fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?);
    match text.lines().next().map(str::trim) {
        Some(line) if !line.is_empty() => Ok(Zeroizing::new(line.to_owned())),
        Some(_) | None => bail!("{} has nothing in its first line", path.display()),
    }
}

fn certificates(path: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .with_context(|| format!("cannot read the certificates of {}", path.display()))?;
    if certificates.is_empty() {
        bail!("{} has no certificates", path.display());
    }
    Ok(certificates)
}
