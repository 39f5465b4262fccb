//! Looks at the files of the certificate while a server runs: takes up new ones, and warns before the end.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use roster_server::{Certificate, ServedCertificate};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::tls::{CertificateFiles, FileVersions, LoadedCertificate};

/// How often the files are looked at.
pub(crate) const INTERVAL: Duration = Duration::from_secs(5);

/// How long before the end the log begins to warn.
pub(crate) const WARNED: Duration = Duration::from_hours(14 * 24);

/// How often it warns.
const BETWEEN_WARNINGS: Duration = Duration::from_hours(24);

/// A certificate that is served, and its files.
pub(crate) struct CertificateWatch {
    served: Arc<ServedCertificate>,
    files: CertificateFiles,
    /// The state of the files that is served, or that cannot be.
    known: FileVersions,
    /// The state at the last look.
    seen: FileVersions,
    warned_at: Option<SystemTime>,
}

impl CertificateWatch {
    /// Begins with a certificate that was just loaded.
    pub(crate) fn new(loaded: LoadedCertificate) -> Self {
        Self {
            served: Arc::new(ServedCertificate::new(loaded.certificate)),
            files: loaded.files,
            known: loaded.versions,
            seen: loaded.versions,
            warned_at: None,
        }
    }

    /// What new connections get.
    pub(crate) fn served(&self) -> &Arc<ServedCertificate> {
        &self.served
    }

    /// Serves another certificate from now on.
    pub(crate) fn replace(&mut self, loaded: LoadedCertificate) {
        self.files = loaded.files;
        self.seen = loaded.versions;
        self.serve(loaded.certificate, loaded.versions);
    }

    /// Serves what is in the files, if they have changed, but not since the last look: they may still be written.
    pub(crate) async fn look(&mut self) {
        let (files, known, seen) = (self.files.clone(), self.known, self.seen);
        let looking = tokio::task::spawn_blocking(move || {
            let versions = files.versions();
            let has_changed = versions != known && versions == seen;
            (versions, has_changed.then(|| files.read()))
        });
        let (versions, read) = match looking.await {
            Ok(looked) => looked,
            Err(error) => {
                tracing::error!(%error, "the look at the TLS certificate panicked: report the log");
                return;
            }
        };
        self.seen = versions;
        match read {
            None => {}
            Some(Ok(certificate)) => {
                self.serve(certificate, versions);
                tracing::info!(
                    "{} has changed: new connections get {self}",
                    self.files.certificate.display()
                );
            }
            Some(Err(error)) => {
                self.known = versions;
                tracing::error!(
                    "a file of the TLS certificate has changed and cannot be used, so connections get the certificate from before: {error:#}: repair the file, and the server takes it up by itself"
                );
            }
        }
    }

    fn serve(&mut self, certificate: Certificate, versions: FileVersions) {
        self.served.replace(certificate);
        self.known = versions;
        self.warned_at = None;
    }

    /// Warns if the certificate ends soon and the last warning is a day old.
    pub(crate) fn warn_in_time(&mut self, now: SystemTime) {
        if let Some(warning) = self.due_warning(now) {
            tracing::warn!("{warning}");
        }
    }

    fn due_warning(&mut self, now: SystemTime) -> Option<String> {
        let is_fresh =
            |warned: SystemTime| now.duration_since(warned).is_ok_and(|age| age < BETWEEN_WARNINGS);
        let remaining = self.served.expiry().duration_since(now).unwrap_or_default();
        if remaining > WARNED || self.warned_at.is_some_and(is_fresh) {
            return None;
        }
        self.warned_at = Some(now);
        let path = self.files.certificate.display();
        let advice = if self.files.are_self_made {
            "send SIGHUP to the server, which makes a new one, and give clients the new ca.pem"
        } else {
            "put a new one in its place, and the server takes it up by itself"
        };
        Some(if remaining.is_zero() {
            format!("the TLS certificate {path} has expired, so clients refuse it: {advice}")
        } else {
            let days = remaining.as_secs() / (24 * 60 * 60);
            format!("the TLS certificate {path} expires soon (days left: {days}): {advice}")
        })
    }
}

impl std::fmt::Display for CertificateWatch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let expiry = OffsetDateTime::from(self.served.expiry()).format(&Rfc3339);
        write!(
            formatter,
            "the certificate {}, valid until {}",
            self.files.certificate.display(),
            expiry.unwrap_or_default()
        )
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};
    use roster_domain::clock::Clock;
    use roster_testkit::SteppedClock;
    use tempfile::TempDir;

    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    /// Writes a certificate for so long, and its key, and returns where.
    fn write(folder: &TempDir, clock: &SteppedClock, validity: Duration) -> CertificateFiles {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_after = (clock.now() + validity).into();
        let key = KeyPair::generate().unwrap();
        let files = CertificateFiles {
            certificate: folder.path().join("cert.pem"),
            key: folder.path().join("key.pem"),
            are_self_made: false,
        };
        std::fs::write(&files.certificate, params.self_signed(&key).unwrap().pem()).unwrap();
        std::fs::write(&files.key, key.serialize_pem()).unwrap();
        files
    }

    fn watch(files: CertificateFiles) -> CertificateWatch {
        CertificateWatch::new(LoadedCertificate {
            versions: files.versions(),
            certificate: files.read().unwrap(),
            files,
        })
    }

    #[tokio::test]
    async fn a_new_certificate_is_served_once_it_has_not_changed_for_a_while() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), SteppedClock::default());
        let mut watch = watch(write(&folder, &clock, DAY * 30));
        let first = watch.served().expiry();
        watch.look().await;
        write(&folder, &clock, DAY * 300);

        watch.look().await;
        assert_eq!(watch.served().expiry(), first);
        watch.look().await;

        assert_eq!(watch.served().expiry(), first + DAY * 270);
    }

    #[tokio::test]
    async fn a_broken_certificate_is_not_served_and_its_repair_is() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), SteppedClock::default());
        let files = write(&folder, &clock, DAY * 30);
        let mut watch = watch(files.clone());
        let first = watch.served().expiry();

        std::fs::remove_file(&files.key).unwrap();
        for _ in 0..3 {
            watch.look().await;
        }
        assert_eq!(watch.served().expiry(), first);
        write(&folder, &clock, DAY * 31);
        for _ in 0..2 {
            watch.look().await;
        }

        assert_eq!(watch.served().expiry(), first + DAY);
    }

    #[test]
    fn the_log_warns_once_a_day_from_the_fourteenth_day_before_the_end() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), SteppedClock::default());
        let mut watch = watch(write(&folder, &clock, DAY * 15));
        let mut warned = Vec::new();

        for hour in 0..17 * 24 {
            if let Some(warning) = watch.due_warning(clock.now()) {
                warned.push((hour, warning));
            }
            clock.advance(Duration::from_hours(1));
        }

        let hours: Vec<i32> = warned.iter().map(|(hour, _)| *hour).collect();
        assert_eq!(hours, (1..17).map(|day| day * 24).collect::<Vec<_>>());
        assert!(warned[0].1.contains("(days left: 14)"), "{warned:?}");
        assert!(warned[13].1.contains("(days left: 1)"), "{warned:?}");
        assert!(warned[14].1.contains("has expired"), "{warned:?}");
    }
}
