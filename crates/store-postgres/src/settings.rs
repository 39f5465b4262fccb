//! Connection settings from a URL. Source: <https://www.postgresql.org/docs/current/libpq-connect.html>.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use roster_domain::clock::Clock;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::hosts;
use crate::open_error::Reason;
use crate::tls::{self, TlsFiles, Verification};

/// How to reach a database.
#[derive(Clone)]
pub struct Settings {
    /// The hosts with all their settings, in the order in which they are tried.
    pub(crate) hosts: Vec<Config>,
    /// `None` for connections without encryption.
    pub(crate) tls: Option<MakeRustlsConnect>,
    pub(crate) timeout: Duration,
    pub(crate) clock: Arc<dyn Clock>,
}

/// The parameters of a URL that the driver does not know.
#[derive(Default)]
struct OwnParameters {
    mode: Option<String>,
    passfile: Option<PathBuf>,
    files: TlsFiles,
}

const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

impl Settings {
    /// Parses a URL. The password is for a URL without one; `timeout` limits every request to the database, as `clock`
    /// measures it.
    ///
    /// # Errors
    ///
    /// If the URL is not valid, or a file that it names cannot be read.
    pub fn parse(
        url: &str,
        password: Option<&str>,
        timeout: Duration,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Reason> {
        if !SCHEMES.iter().any(|scheme| url.starts_with(scheme)) {
            return Err(Reason::Url("it must start with postgres://".to_owned()));
        }
        let (driver_url, own) = split(url)?;
        // The driver's message is about the form, and does not contain the password.
        let mut config: Config = driver_url
            .parse()
            .map_err(|error: tokio_postgres::Error| Reason::Url(error.to_string()))?;
        if config.get_password().is_none() {
            let of_file = own
                .passfile
                .as_deref()
                .map(|path| password_in_file(path, &config));
            if let Some(password) = of_file.transpose()?.flatten().or(password.map(str::to_owned)) {
                config.password(password);
            }
        }
        if !driver_url.contains("target_session_attrs=") {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        config.tcp_user_timeout(timeout).keepalives_idle(timeout);
        let verification = verification(own.mode.as_deref(), &mut config)?;
        let tls = verification
            .map(|verification| tls::connector(verification, &own.files))
            .transpose()?;
        let mut settings = Self {
            hosts: hosts::each(&config),
            tls,
            timeout,
            clock,
        };
        // A name may have two addresses, of which the first does not answer.
        let half = settings.timeout_per_host() / 2;
        for host in &mut settings.hosts {
            if host.get_connect_timeout().is_none() {
                host.connect_timeout(half);
            }
        }
        Ok(settings)
    }

    /// How long each host may take, so that all can be tried within the timeout.
    pub(crate) fn timeout_per_host(&self) -> Duration {
        let count = u32::try_from(self.hosts.len()).unwrap_or(u32::MAX);
        self.timeout / count.max(1)
    }
}

/// Separates the parameters that the driver does not know from the URL.
fn split(url: &str) -> Result<(String, OwnParameters), Reason> {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut driver_parameters, mut own) = (Vec::new(), OwnParameters::default());
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = percent_decode_str(value).decode_utf8();
        let value = value.map_err(|_| Reason::Url(format!("{name} is not UTF-8")))?;
        match name {
            "sslmode" => own.mode = Some(value.into_owned()),
            "sslrootcert" => own.files.roots = Some(PathBuf::from(&*value)),
            "sslcert" => own.files.certificate = Some(PathBuf::from(&*value)),
            "sslkey" => own.files.key = Some(PathBuf::from(&*value)),
            "passfile" => own.passfile = Some(PathBuf::from(&*value)),
            _ => driver_parameters.push(parameter),
        }
    }
    let driver_url = match driver_parameters.as_slice() {
        [] => address.to_owned(),
        parameters => format!("{address}?{}", parameters.join("&")),
    };
    Ok((driver_url, own))
}

/// What is verified of the server; `None` for connections without encryption.
fn verification(mode: Option<&str>, config: &mut Config) -> Result<Option<Verification>, Reason> {
    let (ssl_mode, verification) = match mode {
        Some("disable") => (SslMode::Disable, None),
        None | Some("prefer") => (SslMode::Prefer, Some(Verification::None)),
        Some("require") => (SslMode::Require, Some(Verification::None)),
        Some("verify-ca") => (SslMode::Require, Some(Verification::Authority)),
        Some("verify-full") => (SslMode::Require, Some(Verification::HostName)),
        Some(other) => {
            return Err(Reason::Url(format!(
                "sslmode is disable, prefer, require, verify-ca or verify-full, not {other:?}"
            )));
        }
    };
    config.ssl_mode(ssl_mode);
    Ok(verification)
}

/// The password for a host, port, database and user in a file in the format of libpq's `.pgpass`.
fn password_in_file(path: &Path, config: &Config) -> Result<Option<String>, Reason> {
    let text = fs::read_to_string(path)
        .map_err(|error| Reason::Failed(format!("cannot read {}: {error}", path.display())))?;
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(_) => "localhost".to_owned(),
    });
    let hosts: Vec<_> = hosts.collect();
    let ports: Vec<_> = config.get_ports().iter().map(u16::to_string).collect();
    let user = config.get_user().unwrap_or_default();
    let database = config.get_dbname().unwrap_or(user);
    let lines = text.lines().filter(|line| !line.starts_with('#')).map(fields);
    let found = lines.into_iter().find_map(|fields| match fields.as_slice() {
        [host, port, of_database, of_user, password] => {
            let fits = |field: &str, value: &str| field == "*" || field == value;
            let any = |field: &str, values: &[String], usual: &str| {
                values.iter().any(|value| fits(field, value)) || values.is_empty() && fits(field, usual)
            };
            (any(host, &hosts, "localhost")
                && any(port, &ports, "5432")
                && fits(of_database, database)
                && fits(of_user, user))
            .then(|| password.clone())
        }
        _ => None,
    });
    Ok(found)
}

/// The fields of a line, split at colons that have no backslash before them.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ':' if fields.len() < 5 => fields.push(String::new()),
            letter => {
                let letter = if letter == '\\' {
                    letters.next()
                } else {
                    Some(letter)
                };
                if let Some(field) = fields.last_mut() {
                    field.extend(letter);
                }
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use roster_domain::clock::SystemClock;

    use super::*;

    fn parse(url: &str) -> Result<Settings, Reason> {
        Settings::parse(url, None, Duration::from_secs(1), Arc::new(SystemClock))
    }

    #[test]
    fn several_hosts_must_accept_writes() {
        let settings = parse("postgres://ana@one:5433,two:5434/roster?sslmode=disable").unwrap();
        let hosts = settings.hosts.iter().flat_map(Config::get_hosts).cloned();
        let hosts: Vec<_> = hosts.collect();
        assert_eq!(hosts, ["one", "two"].map(|name| Host::Tcp(name.to_owned())));
        for host in &settings.hosts {
            assert_eq!(host.get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
        }
        assert!(settings.tls.is_none());
    }

    #[test]
    fn an_invalid_url_is_refused_without_the_password() {
        for url in [
            "mysql://ana:secret@host/roster",
            "postgres://ana:secret@host/roster?sslmode=maybe",
            "postgres://ana:secret@host/roster?colour=red",
            "postgres://ana:secret@host/roster?sslmode=verify-full&sslrootcert=/nonexistent",
            "postgres://ana:secret@host/roster?sslcert=/nonexistent&sslkey=/nonexistent",
        ] {
            let Err(reason) = parse(url) else {
                panic!("{url} was accepted")
            };
            assert!(!reason.to_string().contains("secret"), "{reason}");
        }
    }

    #[test]
    fn a_password_is_read_from_the_password_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let lines = "# ours\nother:*:*:*:wrong\nhost:5432:roster:*:with\\:colon\n*:*:*:*:last\n";
        fs::write(file.path(), lines).unwrap();
        let password = |host: &str, own: &str| {
            let path = file.path().display();
            let url = format!("postgres://ana{own}@{host}/roster?sslmode=disable&passfile={path}");
            let settings = parse(&url).unwrap();
            String::from_utf8(settings.hosts[0].get_password().unwrap().to_vec()).unwrap()
        };
        assert_eq!(password("host", ""), "with:colon");
        assert_eq!(password("elsewhere", ""), "last");
        assert_eq!(password("host", ":own"), "own");
    }
}
