//! The arguments of `roster serve`.

use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{FalseyValueParser, PossibleValue};
use clap::{ArgAction, Args, ValueEnum};
use roster_audit_delivery::Location;
use roster_domain::Partition;
use roster_domain::rules::email_domain::EmailDomains;
use roster_server::{Rate, SourceLimit, Throttle};

use super::{Data, Delivery, Records, account_id, interval, overlap, partition, seconds};
use crate::audit_witness::Witness;
use crate::time_bound::length;

#[derive(Args, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) data: Data,

    #[command(flatten)]
    pub(crate) records: Records,

    /// Maximum number of connections to the database of --database
    #[arg(long, env = "ROSTER_DATABASE_CONNECTIONS", value_name = "N", default_value = "8", value_parser = clap::value_parser!(u16).range(3..=1000))]
    pub(crate) database_connections: u16,

    /// Address and port to listen on, such as localhost:7420; port 0 picks a free port
    #[arg(
        long,
        env = "ROSTER_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:7420",
        value_parser = listen_address
    )]
    pub(crate) listen: SocketAddr,

    /// URL by which browsers reach this server: links in mails start with it
    /// [default: the listen address]
    #[arg(long, env = "ROSTER_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub(crate) public_url: Option<String>,

    /// Address for metrics and health only, unsigned and without TLS, for anyone; without it
    /// only programs on this machine may read them, at --listen
    #[arg(long, env = "ROSTER_METRICS_LISTEN", value_name = "ADDRESS", value_parser = listen_address)]
    pub(crate) metrics_listen: Option<SocketAddr>,

    /// Start with the instances and users of AWS's documentation example; loopback only
    #[arg(long, env = "ROSTER_DEMO", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) demo: bool,

    /// Let --demo listen on other addresses, as in a container whose port is published: all who reach it may try keys
    #[arg(long, env = "ROSTER_DEMO_PUBLISHED", requires = "demo", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) demo_published: bool,

    /// Keep the records in memory only
    #[arg(long, env = "ROSTER_MEMORY", conflicts_with = "database", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) memory: bool,

    /// How access is checked
    #[arg(long, env = "ROSTER_ACCESS", value_enum, default_value_t = AccessMode::Enforce)]
    pub(crate) access: AccessMode,

    /// Account of the root access key that the first start creates
    #[arg(long, env = "ROSTER_ACCOUNT", value_name = "ID", default_value = roster_service::demo::ACCOUNT, value_parser = account_id)]
    pub(crate) account: String,

    /// Partition of that account
    #[arg(long, env = "ROSTER_PARTITION", value_name = "PARTITION", default_value = "aws", value_parser = partition)]
    pub(crate) partition: Partition,

    /// File of the master key that encrypts the secrets of access keys, created if missing; all servers of a database need the same [default: secret.key in the data directory]
    #[arg(long, env = "ROSTER_SECRET_KEY_FILE", value_name = "FILE")]
    pub(crate) secret_key_file: Option<PathBuf>,

    /// Maximum difference between the time of a signature and the server's clock, in seconds
    #[arg(long, env = "ROSTER_CLOCK_SKEW", value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub(crate) clock_skew: Duration,

    /// Limit for each operation, per account and Region: off, aws, or requests per second and burst,
    /// such as 2:5
    #[arg(long, env = "ROSTER_THROTTLE", value_name = "off|aws|RATE:BURST", default_value = "off", value_parser = throttle)]
    pub(crate) throttle: Throttle,

    /// Limit for unproven requests (unsigned, or with an unknown key or a wrong signature), per address:
    /// usual, off, or requests per second and burst, such as 10:100
    #[arg(long, env = "ROSTER_UNPROVEN_LIMIT", value_name = "usual|off|RATE:BURST", default_value = "usual", value_parser = unproven_limit)]
    pub(crate) unproven_limit: SourceLimit,

    /// Memory for the bodies of all requests with unchecked signatures, in MiB
    #[arg(long, env = "ROSTER_UNPROVEN_BODIES", value_name = "MIB", default_value = "64", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) unproven_bodies: u16,

    /// Effect of UpdateUserIdentityInfo without a primary address
    #[arg(long, env = "ROSTER_OMITTED_EMAIL", value_enum, default_value_t = OmittedEmail::Keep)]
    pub(crate) omitted_email: OmittedEmail,

    /// Quotas of what instances hold, such as 500 users, that AWS raises on request
    #[arg(long, env = "ROSTER_QUOTAS", value_enum, default_value_t = Quotas::Off)]
    pub(crate) quotas: Quotas,

    /// What happens when a principal changes the primary address of a user, to which password-reset mail goes
    #[arg(long, env = "ROSTER_TAKEOVER_GUARD", value_enum, default_value_t = TakeoverGuard::Observe)]
    pub(crate) takeover_guard: TakeoverGuard,

    /// How long after such a change a password reset is reported (observe) or impossible (enforce), such as 24h
    #[arg(long, env = "ROSTER_TAKEOVER_COOL_OFF", value_name = "DURATION", default_value = "24h", value_parser = overlap)]
    pub(crate) takeover_cool_off: Duration,

    /// Users who sign in to the pages with a second factor: codes of an authenticator app
    #[arg(long, env = "ROSTER_SECOND_FACTOR", value_enum, default_value_t = SecondFactorPolicy::Off)]
    pub(crate) second_factor: SecondFactorPolicy,

    /// How the passwords of users are hashed
    #[arg(long, env = "ROSTER_PASSWORD_HASHING", value_enum, default_value_t = PasswordHashing::Argon2id)]
    pub(crate) password_hashing: PasswordHashing,

    /// Domains that e-mail addresses of users may have, for instances that have none of their own, such as
    /// example.com,example.org [default: any]
    #[arg(long, env = "ROSTER_EMAIL_DOMAINS", value_name = "DOMAINS", value_parser = email_domains)]
    pub(crate) email_domains: Option<EmailDomains>,

    #[command(flatten)]
    pub(crate) delivery: Delivery,

    /// Folder, or `s3://BUCKET[/PREFIX][?endpoint=URL&region=REGION]`, that gets the audit every five minutes, as `roster audit
    /// deliver` writes it; reads of S3 are answered from the folder
    #[arg(
        long,
        env = "ROSTER_AUDIT_DELIVERY",
        value_name = "DIR|s3://BUCKET",
        conflicts_with = "memory"
    )]
    pub(crate) audit_delivery: Option<Location>,

    /// How long records of the audit are kept after their delivery, such as 400d [default: for ever]
    #[arg(long, env = "ROSTER_AUDIT_RETENTION", value_name = "DURATION", value_parser = retention, requires = "audit_delivery")]
    pub(crate) audit_retention: Option<Duration>,

    /// File outside of the database that gets the head of the audit, a line of JSON each time, or URL that it is posted to
    #[arg(
        long,
        env = "ROSTER_AUDIT_WITNESS",
        value_name = "URL|FILE",
        conflicts_with = "memory"
    )]
    pub(crate) audit_witness: Option<Witness>,

    /// How often the head is noted, if it has changed, such as 30s or 5m
    #[arg(long, env = "ROSTER_AUDIT_WITNESS_INTERVAL", value_name = "DURATION", default_value = "1m", value_parser = interval)]
    pub(crate) audit_witness_interval: Duration,

    /// Audit reads of personal data, such as DescribeUser and SearchUsers: a record for each principal, access key, operation, address and minute
    #[arg(long, env = "ROSTER_AUDIT_READS", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) audit_reads: bool,

    /// Serve TLS with a self-made certificate
    #[arg(long, env = "ROSTER_TLS", value_enum, conflicts_with_all = ["tls_cert", "tls_key"])]
    pub(crate) tls: Option<TlsMode>,

    /// Serve TLS with this certificate chain, in PEM
    #[arg(long, env = "ROSTER_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,

    /// Private key of the certificate, in PEM
    #[arg(long, env = "ROSTER_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,

    /// How long requests are still answered after SIGTERM, while health says that the server is stopping, such as 10s
    #[arg(long, env = "ROSTER_SHUTDOWN_DELAY", value_name = "DURATION", default_value = "0s", value_parser = shutdown_delay)]
    pub(crate) shutdown_delay: Duration,

    /// Format of log lines
    #[arg(long, env = "ROSTER_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,

    /// Log a line for each request, at every log level: principal, operation, outcome, duration, request id and source address
    #[arg(long, env = "ROSTER_ACCESS_LOG", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) access_log: bool,

    /// Minimum log level
    #[arg(long, env = "ROSTER_LOG_LEVEL", value_enum, default_value_t = LogLevel::Info)]
    pub(crate) log_level: LogLevel,

    /// Number of threads for requests [default: the number of processors]
    #[arg(long, env = "ROSTER_THREADS", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,

    /// Maximum number of connections per address or IPv6 network of 64 bits [default: 1000; unlimited for this machine]
    #[arg(long, env = "ROSTER_MAX_CONNECTIONS_PER_ADDRESS", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) max_connections_per_address: Option<u32>,

    /// Maximum number of connections; beyond it, idle ones are closed
    #[arg(long, env = "ROSTER_MAX_CONNECTIONS", value_name = "N", default_value = "10000", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) max_connections: u32,

    /// Maximum number of changes, of reads and of lists that wait for the database; further requests get 503
    /// and ThrottlingException at once
    #[arg(long, env = "ROSTER_MAX_WAITING", value_name = "N", default_value = "4096", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) max_waiting: u32,

    /// Maximum number of requests per commit
    #[arg(long, env = "ROSTER_COMMIT_BATCH", value_name = "N", default_value = "512", value_parser = clap::value_parser!(u16).range(1..), hide = true)]
    pub(crate) commit_batch: u16,

    /// Wait before each flush, in microseconds: imitates a slow disk
    #[cfg(feature = "slow-disk")]
    #[arg(
        long,
        env = "ROSTER_COMMIT_DELAY",
        value_name = "MICROSECONDS",
        default_value = "0",
        hide = true
    )]
    pub(crate) commit_delay: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Quotas {
    /// There are none but those that AWS never raises, such as 50 agent statuses
    Off,
    /// The defaults of AWS
    Aws,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TakeoverGuard {
    /// The change applies at once, as on AWS
    Off,
    /// The change applies at once; a mail to the old address has a link that undoes it
    Observe,
    /// The change waits until a link in a mail to the new address is opened; the old address can cancel it
    Enforce,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SecondFactorPolicy {
    /// No users
    Off,
    /// Users whose security profiles let them edit users or permissions; they set it up at the next sign-in
    Editors,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PasswordHashing {
    /// argon2id with 19 MiB and two passes, as OWASP recommends
    #[value(name = "argon2id")]
    Argon2id,
    /// argon2id with as little work as it allows, for tests that make many users; refused beside real hashes
    Test,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AccessMode {
    /// Require a valid signature and policies that allow the request
    Enforce,
    /// Require a valid signature; requests that policies deny are reported and carried out
    Observe,
    /// Check nothing; loopback only
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OmittedEmail {
    /// Keep the stored address, so that no user loses the recovery address by omission
    Keep,
    /// Clear it, like every other absent member
    Clear,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TlsMode {
    /// Create a certificate, and write its authority, for clients to trust, to DIR/ca.pem
    SelfSigned,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Text for people
    Text,
    /// One JSON object per line
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLevel {
    /// Failures
    Error,
    /// Problems that may become failures
    Warn,
    /// Actions of the server
    Info,
    /// The outcome of every request
    Debug,
}

impl fmt::Display for LogLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value();
        formatter.write_str(value.as_ref().map_or("", PossibleValue::get_name))
    }
}

/// An address or the name of a host, and a port. Of a name's addresses, one of IPv4 is taken, because
/// clients that know the name try that one too.
fn listen_address(text: &str) -> Result<SocketAddr, String> {
    let refusal = "say an address and a port, such as 127.0.0.1:7420, [::1]:7420 or localhost:0";
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let (host, port) = text.rsplit_once(':').ok_or(refusal)?;
    let port: u16 = port.parse().map_err(|_| refusal)?;
    if host.is_empty() || host.contains([':', '[', ']', '/']) {
        return Err(refusal.to_owned());
    }
    let addresses = (host, port)
        .to_socket_addrs()
        .map_err(|error| format!("the name {host} has no address ({error}): {refusal}"))?;
    let addresses: Vec<_> = addresses.collect();
    let of_ipv4 = addresses.iter().find(|address| address.is_ipv4());
    let chosen = of_ipv4.or(addresses.first()).copied();
    chosen.ok_or_else(|| format!("the name {host} has no address: {refusal}"))
}

/// A URL of scheme, host and port, and possibly a path below which a proxy serves Roster.
fn public_url(text: &str) -> Result<String, &'static str> {
    let refusal =
        "say http:// or https://, a host, and possibly a port and a path, such as https://roster.example.com";
    let uri: http::Uri = text.parse().map_err(|_| refusal)?;
    let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    let host = uri.host().unwrap_or_default();
    let is_plain = uri.query().is_none() && !text.contains(['#', '@']);
    if is_web && is_plain && !host.is_empty() {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(refusal)
    }
}

pub(super) fn email_domains(text: &str) -> Result<EmailDomains, &'static str> {
    EmailDomains::parse(text)
        .ok_or("say one domain or more, with commas between them, such as example.com,example.org")
}

fn throttle(text: &str) -> Result<Throttle, &'static str> {
    let refusal = "say off, aws, or how many requests a second (0.01 to 1000000) and at once (1 to 1000000), such as 2:5";
    match text {
        "off" => Ok(Throttle::Off),
        "aws" => Ok(Throttle::Aws),
        _ => rate(text).map(Throttle::Rate).ok_or(refusal),
    }
}

fn unproven_limit(text: &str) -> Result<SourceLimit, &'static str> {
    let refusal = "say usual, off, or how many requests a second (0.01 to 1000000) and at once (1 to 1000000), such as 10:100";
    match text {
        "usual" => Ok(SourceLimit::Usual),
        "off" => Ok(SourceLimit::Off),
        _ => rate(text).map(SourceLimit::Rate).ok_or(refusal),
    }
}

/// Requests per second and burst, such as `2:5`.
fn rate(text: &str) -> Option<Rate> {
    let (rate, burst) = text.split_once(':')?;
    let per_second: f64 = rate.parse().ok()?;
    let burst: u32 = burst.parse().ok()?;
    let is_sensible = (0.01..=1e6).contains(&per_second) && (1..=1_000_000).contains(&burst);
    is_sensible.then(|| Rate {
        period: Duration::from_secs_f64(1.0 / per_second),
        burst,
    })
}

fn shutdown_delay(text: &str) -> Result<Duration, &'static str> {
    const LONGEST: Duration = Duration::from_hours(1);
    length(text)
        .filter(|length| *length <= LONGEST)
        .ok_or("say for how long, such as 0s, 10s or 1m, and 1h at most")
}

fn retention(text: &str) -> Result<Duration, &'static str> {
    length(text)
        .filter(|length| !length.is_zero())
        .ok_or("say for how long, such as 90d, 52w or 400d")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::arguments::Arguments;

    #[test]
    fn a_throttle_is_off_aws_or_a_rate_and_a_burst() {
        let rate = |milliseconds, burst| {
            let period = Duration::from_millis(milliseconds);
            Ok(Throttle::Rate(Rate { period, burst }))
        };
        assert_eq!(throttle("off"), Ok(Throttle::Off));
        assert_eq!(throttle("aws"), Ok(Throttle::Aws));
        assert_eq!(throttle("2:5"), rate(500, 5));
        assert_eq!(throttle("0.5:1"), rate(2_000, 1));
        for nonsense in [
            "", "on", "2", "2:", ":5", "0:5", "2:0", "-1:5", "NaN:5", "inf:5", "2:5:7",
        ] {
            assert!(throttle(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn a_limit_of_unproven_requests_is_usual_off_or_a_rate_and_a_burst() {
        let period = Duration::from_millis(100);
        assert_eq!(unproven_limit("usual"), Ok(SourceLimit::Usual));
        assert_eq!(unproven_limit("off"), Ok(SourceLimit::Off));
        assert_eq!(
            unproven_limit("10:100"),
            Ok(SourceLimit::Rate(Rate { period, burst: 100 }))
        );
        for nonsense in ["", "aws", "10", "10:", "0:5", "10:0"] {
            assert!(unproven_limit(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn a_listen_address_is_an_address_or_a_name_with_a_port() {
        for (text, address) in [
            ("127.0.0.1:7420", "127.0.0.1:7420"),
            ("[::1]:0", "[::1]:0"),
            ("localhost:0", "127.0.0.1:0"),
            ("localhost:7420", "127.0.0.1:7420"),
        ] {
            assert_eq!(listen_address(text), Ok(address.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn a_listen_address_without_a_host_or_a_port_says_how_one_looks() {
        for nonsense in [
            "",
            "localhost",
            "127.0.0.1",
            "7420",
            ":7420",
            "::1",
            "::1:7420",
            "localhost:port",
            "localhost:65536",
            "http://localhost:7420",
        ] {
            let refusal = listen_address(nonsense).unwrap_err();
            assert!(
                refusal.contains("such as 127.0.0.1:7420"),
                "{nonsense}: {refusal}"
            );
        }
    }

    #[test]
    fn a_public_url_has_a_scheme_and_a_host_and_no_slash_at_its_end() {
        for (text, taken) in [
            ("https://roster.example.com", "https://roster.example.com"),
            ("http://127.0.0.1:7420/", "http://127.0.0.1:7420"),
            ("https://example.com/roster/", "https://example.com/roster"),
        ] {
            assert_eq!(public_url(text).as_deref(), Ok(taken));
        }
        for nonsense in [
            "",
            "roster.example.com",
            "/console",
            "ftp://example.com",
            "https://",
            "https://mary@example.com",
            "https://example.com?a=b",
            "https://example.com#a",
        ] {
            assert!(public_url(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn every_flag_of_serve_has_its_variable() {
        let command = Arguments::command();
        let serve = command.find_subcommand("serve").unwrap();
        for argument in serve.get_arguments() {
            let Some(long) = argument.get_long() else { continue };
            if matches!(long, "help" | "version") {
                continue;
            }
            let expected = format!("ROSTER_{}", long.replace('-', "_").to_uppercase());
            let variable = argument
                .get_env()
                .unwrap_or_else(|| panic!("--{long} has no variable"));
            assert_eq!(variable.to_str(), Some(expected.as_str()));
        }
    }
}
