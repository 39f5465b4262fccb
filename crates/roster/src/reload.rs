//! What SIGHUP makes a server take up: settings, root access keys, the certificate. All of it is read before any of it
//! is used, so that a failure changes nothing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use clap::ArgMatches;
use roster_domain::clock::Clock;
use roster_server::Pipeline;

use crate::arguments::{LogLevel, Serve, changed_settings, read_serve_again};
use crate::certificate_watch::CertificateWatch;
use crate::data_dir::DataDir;
use crate::file_modes;
use crate::logging::LogHandle;
use crate::roots::Roots;
use crate::tls::{self, LoadedCertificate};

/// Settings that a reload takes up.
const TAKEN_UP: [&str; 2] = ["log-level", "shutdown-delay"];

/// Settings that it takes up where the server has had a certificate from its start.
const TAKEN_UP_WITH_TLS: [&str; 3] = ["tls", "tls-cert", "tls-key"];

/// The parts of a running server that can change.
pub(crate) struct Changeable {
    pub(crate) pipeline: Arc<Pipeline>,
    pub(crate) certificate: Option<CertificateWatch>,
    pub(crate) log: LogHandle,
    pub(crate) log_level: LogLevel,
    pub(crate) shutdown_delay: Duration,
    /// The settings of the start.
    pub(crate) started_with: ArgMatches,
    pub(crate) place: Place,
}

/// Where a server has its files.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) data_dir: DataDir,
    pub(crate) secret_key: PathBuf,
    /// Whether it has the demonstration.
    pub(crate) is_demo: bool,
}

/// What was read.
struct Fresh {
    arguments: Serve,
    matches: ArgMatches,
    roots: Roots,
    certificate: Option<LoadedCertificate>,
}

impl Fresh {
    fn read(place: &Place, now: SystemTime) -> anyhow::Result<Self> {
        let (arguments, matches) = read_serve_again().context("the settings")?;
        file_modes::examine(&place.data_dir, &place.secret_key)?;
        let roots = Roots::read(&place.data_dir)?;
        if place.is_demo {
            roots.require_demo_account(&place.data_dir)?;
        }
        let certificate = tls::load(&arguments, &place.data_dir, now)?;
        Ok(Self {
            arguments,
            matches,
            roots,
            certificate,
        })
    }
}

impl Changeable {
    /// Reads everything again and takes it up. A failure is logged and changes nothing.
    pub(crate) async fn reload(&mut self, clock: &dyn Clock) {
        let (place, now) = (self.place.clone(), clock.now());
        let reading = tokio::task::spawn_blocking(move || Fresh::read(&place, now));
        let read = match reading.await {
            Ok(read) => read,
            Err(error) => Err(error).context("the reload panicked: report the log"),
        };
        if let Err(error) = read.and_then(|fresh| self.take_up(fresh)) {
            tracing::error!(
                "nothing was reloaded, and everything stays as it was: {error:#}: repair it, and send SIGHUP again"
            );
        }
    }

    fn take_up(&mut self, fresh: Fresh) -> anyhow::Result<()> {
        let Fresh {
            arguments,
            matches,
            roots,
            certificate,
        } = fresh;
        let credentials = self.place.data_dir.credentials();
        let mut taken_up = vec![format!(
            "the root access keys of {} ({})",
            credentials.display(),
            roots.key_count()
        )];
        let accounts = roots.accounts();
        self.pipeline.replace_roots(&accounts, roots.into_credentials()?);
        let mut settings = TAKEN_UP.to_vec();
        if let Some((watch, loaded)) = self.certificate.as_mut().zip(certificate) {
            settings.extend(TAKEN_UP_WITH_TLS);
            watch.replace(loaded);
            taken_up.push(watch.to_string());
        }
        if arguments.log_level != self.log_level {
            taken_up.push(format!("log-level ({})", arguments.log_level));
        }
        if arguments.shutdown_delay != self.shutdown_delay {
            taken_up.push("shutdown-delay".to_owned());
        }
        let mut need_restart = changed_settings(&self.started_with, &matches);
        need_restart.retain(|setting| !settings.contains(&setting.as_str()));
        self.log.change(self.log_level, arguments.log_level, || {
            tracing::info!("reloaded {}", taken_up.join(", "));
            if !need_restart.is_empty() {
                tracing::warn!(
                    "these settings have changed since the start and need a restart: {}",
                    need_restart.join(", ")
                );
            }
        });
        self.log_level = arguments.log_level;
        self.shutdown_delay = arguments.shutdown_delay;
        Ok(())
    }
}
