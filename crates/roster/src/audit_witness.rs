//! Where a server notes the head of its audit: a file, or a server that takes it by HTTP.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use roster_audit_export::append_lines;
use roster_domain::audit::NotedHead;
use roster_service::{AuditWitness, NoteHead};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use ureq::Agent;

/// How long a server may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A place outside of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Witness {
    /// A file that gets a line of JSON for each head.
    File(PathBuf),
    /// A server that gets each head as JSON, by `POST`.
    Url(Uri),
}

/// A witness that notes heads beside a server.
pub(crate) struct RunningWitness {
    stop: oneshot::Sender<()>,
    running: JoinHandle<AuditWitness>,
}

impl RunningWitness {
    /// Starts it on the runtime of the caller.
    pub(crate) fn start(mut witness: AuditWitness) -> Self {
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(async move {
            witness.run(async { drop(stopped.await) }).await;
            witness
        });
        Self { stop, running }
    }

    /// Stops it, and notes the last head: that of an audit to which the server does not write any more.
    pub(crate) async fn finish(self) {
        drop(self.stop);
        match self.running.await {
            Ok(mut witness) => witness.note().await,
            Err(_) => tracing::error!("the witness of the audit panicked: report the log"),
        }
    }
}

impl FromStr for Witness {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        if !text.contains("://") {
            return match text {
                "" => Err("name a file or a URL"),
                path => Ok(Self::File(path.into())),
            };
        }
        let url: Uri = text.parse().map_err(|_| "it is not a URL")?;
        match url.scheme_str() {
            Some("http" | "https") => Ok(Self::Url(url)),
            Some(_) | None => Err("a URL starts with http:// or https://"),
        }
    }
}

impl Witness {
    /// What notes heads here.
    pub(crate) fn note_head(self) -> NoteHead {
        match self {
            Self::File(path) => Arc::new(move |noted| {
                let line = json(noted)? + "\n";
                append_lines(&path, &line)
                    .map_err(|error| format!("cannot write {}: {error}", path.display()))
            }),
            Self::Url(url) => {
                let agent = agent();
                Arc::new(move |noted| post(&agent, &url, noted))
            }
        }
    }
}

fn json(noted: &NotedHead) -> Result<String, String> {
    serde_json::to_string(noted).map_err(|error| error.to_string())
}

fn agent() -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(TIMEOUT));
    config.build().new_agent()
}

/// Sends a head. Errors name the host only: the path of a URL may be a secret.
fn post(agent: &Agent, url: &Uri, noted: &NotedHead) -> Result<(), String> {
    let host = url.host().unwrap_or_default();
    let request = agent.post(url).content_type("application/json");
    match request.send(json(noted)?) {
        Ok(response) if response.status().is_success() => Ok(()),
        Ok(response) => Err(format!("{host} has answered {}", response.status())),
        Err(ureq::Error::Timeout(_)) => Err(format!("{host} has not answered in time")),
        Err(ureq::Error::Io(error)) => Err(format!("{host} cannot be reached: {}", error.kind())),
        Err(ureq::Error::Tls(_) | ureq::Error::Rustls(_)) => Err(format!("{host} has no valid certificate")),
        Err(_) => Err(format!("{host} cannot be reached")),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use roster_domain::audit::AuditHead;
    use roster_model::shapes::Timestamp;

    use super::*;

    fn noted(milliseconds: i64) -> NotedHead {
        NotedHead::new(AuditHead::default(), Timestamp { milliseconds })
    }

    #[test]
    fn a_place_is_a_file_or_a_url() {
        assert_eq!("/mnt/heads".parse(), Ok(Witness::File("/mnt/heads".into())));
        assert!(matches!("https://example.com/heads".parse(), Ok(Witness::Url(_))));
        for text in ["", "ftp://example.com", "https://", "http://a b"] {
            assert!(text.parse::<Witness>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn each_head_is_a_line_of_a_file_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("heads");
        let note = Witness::File(path.clone()).note_head();

        note(&noted(0)).unwrap();
        note(&noted(60_000)).unwrap();

        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<NotedHead> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines, [noted(0), noted(60_000)]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing/heads");

        let error = Witness::File(path.clone()).note_head()(&noted(0)).unwrap_err();

        assert!(
            error.starts_with(&format!("cannot write {}: ", path.display())),
            "{error}"
        );
    }

    #[test]
    fn a_server_that_cannot_be_reached_is_named_without_the_path() {
        let witness: Witness = "http://127.0.0.1:1/secret".parse().unwrap();

        let error = witness.note_head()(&noted(0)).unwrap_err();

        assert!(error.starts_with("127.0.0.1 cannot be reached"), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
}
