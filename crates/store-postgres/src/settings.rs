//! What a URL says: <https://www.postgresql.org/docs/current/libpq-connect.html>, as far as it is
//! taken here.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::hosts;
use crate::store::Reason;
use crate::tls::{self, Files, Trust};

/// How to reach a database.
#[derive(Clone)]
pub struct Settings {
    /// Each host with all that is said of it, in the order in which they are tried.
    pub(crate) hosts: Vec<Config>,
    /// None where nothing is to be kept secret.
    pub(crate) tls: Option<MakeRustlsConnect>,
    pub(crate) patience: Duration,
}

/// What a URL says that is not for the driver.
#[derive(Default)]
struct Ours {
    mode: Option<String>,
    passfile: Option<PathBuf>,
    files: Files,
}

const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

impl Settings {
    /// Reads a URL. The password is for a URL that has none; `patience` is how long to wait for
    /// anything.
    ///
    /// # Errors
    ///
    /// If it is not understood, or a file that it names cannot be read.
    pub fn parse(url: &str, password: Option<&str>, patience: Duration) -> Result<Self, Reason> {
        if !SCHEMES.iter().any(|scheme| url.starts_with(scheme)) {
            return Err(Reason::Url("it must start with postgres://".to_owned()));
        }
        let (theirs, ours) = split(url)?;
        // What the driver says is about the form, and repeats no password.
        let mut config: Config = theirs
            .parse()
            .map_err(|error: tokio_postgres::Error| Reason::Url(error.to_string()))?;
        if config.get_password().is_none() {
            let of_file = ours.passfile.as_deref().map(|path| of_passfile(path, &config));
            if let Some(password) = of_file.transpose()?.flatten().or(password.map(str::to_owned)) {
                config.password(password);
            }
        }
        if !theirs.contains("target_session_attrs=") {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        config.tcp_user_timeout(patience).keepalives_idle(patience);
        let trust = trust(ours.mode.as_deref(), &mut config)?;
        let tls = trust
            .map(|trust| tls::connector(trust, &ours.files))
            .transpose()?;
        let mut settings = Self {
            hosts: hosts::each(&config),
            tls,
            patience,
        };
        // A name may have two addresses of which the first says nothing.
        let half = settings.patience_with_each() / 2;
        for host in &mut settings.hosts {
            if host.get_connect_timeout().is_none() {
                host.connect_timeout(half);
            }
        }
        Ok(settings)
    }

    /// How long each host may take, so that all have their turn while somebody waits.
    pub(crate) fn patience_with_each(&self) -> Duration {
        let count = u32::try_from(self.hosts.len()).unwrap_or(u32::MAX);
        self.patience / count.max(1)
    }
}

/// Takes out of a URL what the driver does not know.
fn split(url: &str) -> Result<(String, Ours), Reason> {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut theirs, mut ours) = (Vec::new(), Ours::default());
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = percent_decode_str(value).decode_utf8();
        let value = value.map_err(|_| Reason::Url(format!("{name} is not UTF-8")))?;
        match name {
            "sslmode" => ours.mode = Some(value.into_owned()),
            "sslrootcert" => ours.files.roots = Some(PathBuf::from(&*value)),
            "sslcert" => ours.files.certificate = Some(PathBuf::from(&*value)),
            "sslkey" => ours.files.key = Some(PathBuf::from(&*value)),
            "passfile" => ours.passfile = Some(PathBuf::from(&*value)),
            _ => theirs.push(parameter),
        }
    }
    let theirs = match theirs.as_slice() {
        [] => address.to_owned(),
        parameters => format!("{address}?{}", parameters.join("&")),
    };
    Ok((theirs, ours))
}

/// What must be proven of the server; none if nothing is encrypted.
fn trust(mode: Option<&str>, config: &mut Config) -> Result<Option<Trust>, Reason> {
    let (ssl_mode, trust) = match mode {
        Some("disable") => (SslMode::Disable, None),
        None | Some("prefer") => (SslMode::Prefer, Some(Trust::Anyone)),
        Some("require") => (SslMode::Require, Some(Trust::Anyone)),
        Some("verify-ca") => (SslMode::Require, Some(Trust::Authority)),
        Some("verify-full") => (SslMode::Require, Some(Trust::Name)),
        Some(other) => {
            return Err(Reason::Url(format!(
                "sslmode is disable, prefer, require, verify-ca or verify-full, not {other:?}"
            )));
        }
    };
    config.ssl_mode(ssl_mode);
    Ok(trust)
}

/// The password that a file in the form of libpq's `.pgpass` has for a host, port, database and user.
fn of_passfile(path: &Path, config: &Config) -> Result<Option<String>, Reason> {
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

/// The fields of a line: cut at colons, but for those behind a backslash.
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
    use super::*;

    fn parse(url: &str) -> Result<Settings, Reason> {
        Settings::parse(url, None, Duration::from_secs(1))
    }

    #[test]
    fn several_hosts_are_taken_and_only_one_that_writes_will_do() {
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
    fn what_is_not_understood_is_told_without_the_password() {
        for url in [
            "mysql://ana:secret@host/roster",
            "postgres://ana:secret@host/roster?sslmode=maybe",
            "postgres://ana:secret@host/roster?colour=red",
            "postgres://ana:secret@host/roster?sslmode=verify-full&sslrootcert=/nonexistent",
            "postgres://ana:secret@host/roster?sslcert=/nonexistent&sslkey=/nonexistent",
        ] {
            let Err(reason) = parse(url) else {
                panic!("{url} was taken")
            };
            assert!(!reason.to_string().contains("secret"), "{reason}");
        }
    }

    #[test]
    fn a_password_is_found_in_its_file() {
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
