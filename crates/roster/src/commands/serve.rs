//! `roster serve`.

use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context, bail};
use clap::ArgMatches;
use roster_audit_delivery::Location;
use roster_domain::Id;
use roster_domain::audit::{AuditRecord, Change, UnenforcedAccess};
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::random::{Random, SystemEntropy};
use roster_domain::rules::{identity_info, quotas, second_factor, takeover};
use roster_server::{Access, Limits, Listener, Pipeline, PipelineConfig, ServedCertificate};
use roster_service::{
    AuditDelivery, AuditRetention, AuditWitness, DeliveredAudit, OpenAudit, SecretCiphers, Service, Settings,
    demo,
};
use roster_store::Store;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::arguments::{
    AccessMode, LogFormat, OmittedEmail, Quotas, SecondFactorPolicy, Serve, TakeoverGuard,
};
use crate::audit_witness::RunningWitness;
use crate::certificate_watch::CertificateWatch;
use crate::data_dir::{DataDir, Lock};
use crate::last_engine::{Engine, LastEngine};
use crate::logging::LogHandle;
use crate::master_key_file::KeyFile;
use crate::reload::{Changeable, Place};
use crate::roots::Roots;
use crate::signals::Signals;
use crate::{
    background_jobs, core_dumps, engine, file_modes, logging, offline, outgoing_mail, password_hashing, tls,
    upkeep,
};

/// Serves until a signal stops it, or the store crashes. The log begins with the warnings, and ends with the cause.
pub(crate) fn serve(arguments: &Serve, matches: ArgMatches, warnings: &[String]) -> anyhow::Result<ExitCode> {
    let log = logging::start(arguments.log_format, arguments.log_level);
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    match serve_until_stopped(arguments, matches, log) {
        Ok(cause) => {
            tracing::info!(cause, "stopped");
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if arguments.log_format == LogFormat::Json => {
            tracing::error!("{error:#}");
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error),
    }
}

/// Returns the cause of the stop.
fn serve_until_stopped(
    arguments: &Serve,
    matches: ArgMatches,
    log: LogHandle,
) -> anyhow::Result<Option<&'static str>> {
    core_dumps::forbid();
    refuse_danger(arguments)?;
    allow_many_connections();
    let runtime = runtime(arguments.threads)?;
    let mut signals = {
        let _runtime = runtime.enter();
        Signals::register()?
    };
    let data = LockedData::of(arguments)?;
    let data_dir = data.data_dir.clone();
    let new_key = data.roots.new_key().map(str::to_owned);
    let place = Place {
        secret_key: KeyFile::of_server(arguments, &data_dir).path().to_owned(),
        data_dir: data_dir.clone(),
        is_demo: arguments.demo,
    };
    let mut cause = None;
    runtime.block_on(async {
        let listening = |endpoint: &str| announce(arguments, &data_dir, endpoint, new_key.as_deref());
        let stop = async |running: Running| {
            let server = Changeable {
                pipeline: running.pipeline,
                certificate: running.certificate,
                log,
                log_level: arguments.log_level,
                shutdown_delay: arguments.shutdown_delay,
                started_with: matches,
                place,
            };
            cause = Some(upkeep::until_stopped(&mut signals, server, &SystemClock).await);
        };
        Box::pin(run(arguments, data, stop, listening)).await
    })?;
    Ok(cause)
}

/// A server that answers requests.
pub(crate) struct Running {
    pub(crate) pipeline: Arc<Pipeline>,
    pub(crate) certificate: Option<CertificateWatch>,
}

/// A data directory that is locked for a server, and the accounts in it.
pub(crate) struct LockedData {
    data_dir: DataDir,
    roots: Roots,
    _lock: Lock,
}

impl LockedData {
    /// The data directory of a server; the first start makes it, with a root access key.
    pub(crate) fn of(arguments: &Serve) -> anyhow::Result<Self> {
        let data_dir = DataDir::new(&arguments.data.data_dir);
        data_dir.create()?;
        let lock = data_dir.lock()?;
        file_modes::examine(&data_dir, KeyFile::of_server(arguments, &data_dir).path())?;
        let random = SystemEntropy::default();
        let first = (arguments.account.as_str(), arguments.partition);
        let roots = Roots::read_or_make(&data_dir, first, &random)?;
        if arguments.demo {
            roots.require_demo_account(&data_dir)?;
        }
        Ok(Self {
            data_dir,
            roots,
            _lock: lock,
        })
    }
}

/// Serves until `stop`, which gets the server, ends, or the store crashes. `listening` gets the address of the server.
pub(crate) async fn run(
    arguments: &Serve,
    data: LockedData,
    stop: impl AsyncFnOnce(Running),
    listening: impl FnOnce(&str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let data_dir = &data.data_dir;
    let (clock, random): (Arc<dyn Clock>, Arc<dyn Random>) =
        (Arc::new(SystemClock), Arc::new(SystemEntropy::default()));
    let (store, vault) = open_records(arguments, data_dir, &*random).await?;
    let password_hasher = password_hashing::password_hasher(arguments.password_hashing, &*store).await?;
    let certificate = tls::load(arguments, data_dir, clock.now())?.map(CertificateWatch::new);
    let served_certificate = certificate.as_ref().map(|watch| Arc::clone(watch.served()));
    let tls = served_certificate
        .as_ref()
        .map(ServedCertificate::config)
        .transpose()?;
    let tcp = bind(arguments.listen, "--listen").await?;
    let endpoint = endpoint(tcp.local_addr()?, tls.is_some());
    let settings = settings(arguments, &endpoint);
    let delivery = outgoing_mail::delivery(&arguments.delivery, &store, &vault, &clock)?;
    let audit_folder = arguments.audit_delivery.as_ref().map(Location::folder);
    let delivered_audit = delivered_audit(arguments, &store, &vault, &clock, &random);
    let audit_delivery = delivered_audit.clone().map(AuditDelivery::new);
    if let Some(delivery) = &audit_delivery {
        delivery.keys().await?;
    }
    let audit_retention = delivered_audit.zip(arguments.audit_retention);
    let audit_retention = audit_retention.map(|(audit, retention)| AuditRetention::new(audit, retention));
    let jobs = background_jobs::runner(
        Arc::clone(&store),
        Arc::clone(&clock),
        Arc::clone(&random),
        delivery,
        outgoing_mail::retention(&arguments.delivery, &store, &clock),
        audit_delivery,
        audit_retention,
    );
    let service = Service::new(
        Arc::clone(&store),
        Arc::clone(&clock),
        Arc::clone(&random),
        password_hasher,
        vault,
        settings,
        data.roots.accounts(),
    )
    .with_outbox(outgoing_mail::outbox(&arguments.delivery)?)
    .waking(jobs.notifier());
    if arguments.demo {
        seed_demo(&service, clock.now(), &*random).await?;
    }

    let witness = audit_witness(arguments, &clock);
    let metrics_listener = metrics_listener(arguments).await?;
    data_dir.set_endpoint(&endpoint)?;

    let config = pipeline_config(arguments);
    if let Some(access) = config.access.unenforced() {
        record_unenforced_start(access, &*store, clock.now(), &*random).await?;
    }
    let pipeline = Pipeline::new(service, data.roots.into_credentials()?, config, clock, random)
        .with_delivered(audit_folder.transpose()?.flatten())
        .watching_certificate(served_certificate)
        .watching_jobs(jobs.metrics())
        .watching_witness(witness.as_ref().map(AuditWitness::metrics));
    let pipeline = Arc::new(pipeline);
    listening(&endpoint)?;
    let listener = Listener {
        tcp,
        tls: tls.map(Arc::new),
        metrics_listener,
    };
    let (stop_jobs, jobs_stopped) = oneshot::channel::<()>();
    let jobs = tokio::spawn(jobs.run(async {
        // It is dropped when the server begins to stop.
        let _ = jobs_stopped.await;
    }));
    let witness = witness.map(RunningWitness::start);
    let running = Running {
        pipeline: Arc::clone(&pipeline),
        certificate,
    };
    let stop = async {
        stop_or_crash(stop(running), &*store).await;
        drop(stop_jobs);
    };
    roster_server::serve(listener, pipeline, stop).await;
    let drained = jobs.await;
    store.stop().await;
    if let Some(witness) = witness {
        witness.finish().await;
    }
    match store.crash() {
        None => drained.context("the runner of background jobs panicked: report the log"),
        Some(crash) => {
            Err(crash).context("the server has stopped because of a fault: restart it, and report its log")
        }
    }
}

/// The store of the records, which must be where they were at the last start, and the keys to its secrets.
async fn open_records(
    arguments: &Serve,
    data_dir: &DataDir,
    random: &dyn Random,
) -> anyhow::Result<(Arc<dyn Store>, Arc<SecretCiphers>)> {
    let key_file = KeyFile::of_server(arguments, data_dir);
    let Some(engine) = Engine::of(arguments) else {
        let store = engine::open_store(arguments, data_dir)?;
        let keys = key_file.for_server(&*store, random).await?;
        return Ok((store, keys));
    };
    let last = LastEngine::read(data_dir)?;
    last.require_place(engine)?;
    let store = engine::open_store(arguments, data_dir)?;
    last.require_records(engine, &*store).await?;
    let keys = key_file.for_server(&*store, random).await?;
    last.note(engine)?;
    Ok((store, keys))
}

/// Creates the demonstration, unless it is there.
async fn seed_demo(service: &Service, now: SystemTime, random: &dyn Random) -> anyhow::Result<()> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    let seeded = demo::seed(service, now.into(), Id::from_random(bytes).to_string()).await;
    seeded.map_err(|refusal| anyhow::anyhow!("cannot create the demonstration: {refusal}"))
}

/// What the administrator has chosen where AWS is silent.
fn settings(arguments: &Serve, endpoint: &str) -> Settings {
    Settings {
        omitted_email: match arguments.omitted_email {
            OmittedEmail::Keep => identity_info::OmittedEmail::Keep,
            OmittedEmail::Clear => identity_info::OmittedEmail::Clear,
        },
        quotas: match arguments.quotas {
            Quotas::Off => quotas::Quotas::Off,
            Quotas::Aws => quotas::Quotas::Aws,
        },
        takeover_guard: match arguments.takeover_guard {
            TakeoverGuard::Off => takeover::TakeoverGuard::Off,
            TakeoverGuard::Observe => takeover::TakeoverGuard::Observe,
            TakeoverGuard::Enforce => takeover::TakeoverGuard::Enforce,
        },
        cool_off: arguments.takeover_cool_off,
        mail_language: arguments.delivery.mail_language,
        email_domains: Arc::new(arguments.email_domains.clone().unwrap_or_default()),
        welcome_mail: arguments.delivery.welcome_mail,
        new_sign_in_mail: arguments.delivery.new_sign_in_mail,
        second_factor: match arguments.second_factor {
            SecondFactorPolicy::Off => second_factor::SecondFactorPolicy::Off,
            SecondFactorPolicy::Editors => second_factor::SecondFactorPolicy::Editors,
        },
        max_waiting: arguments.max_waiting as usize,
        audit_bucket: arguments.audit_delivery.as_ref().map(Location::bucket),
        public_url: arguments.public_url.as_deref().unwrap_or(endpoint).into(),
    }
}

/// Ends with `stop`, or when the store has crashed. Only a restart helps then, by the supervisor of this process.
async fn stop_or_crash(stop: impl Future<Output = ()>, store: &dyn Store) {
    tokio::select! {
        () = stop => {}
        () = store.crashed() => {}
    }
}

/// What is needed to deliver the audit, if it is delivered.
fn delivered_audit(
    arguments: &Serve,
    store: &Arc<dyn Store>,
    vault: &Arc<SecretCiphers>,
    clock: &Arc<dyn Clock>,
    random: &Arc<dyn Random>,
) -> Option<DeliveredAudit> {
    let location = arguments.audit_delivery.clone()?;
    Some(DeliveredAudit {
        store: Arc::clone(store),
        secret_ciphers: Arc::clone(vault),
        clock: Arc::clone(clock),
        random: Arc::clone(random),
        open: open_audit(arguments),
        location,
    })
}

/// What notes the head of the audit outside of the database.
fn audit_witness(arguments: &Serve, clock: &Arc<dyn Clock>) -> Option<AuditWitness> {
    let note = arguments.audit_witness.clone()?.note_head();
    let interval = arguments.audit_witness_interval;
    Some(AuditWitness::new(
        open_audit(arguments),
        note,
        Arc::clone(clock),
        interval,
    ))
}

/// What opens the audit of the database.
fn open_audit(arguments: &Serve) -> OpenAudit {
    let (data, records) = (arguments.data.clone(), arguments.records.clone());
    Arc::new(move || engine::open_audit(&data, &records).map_err(|error| format!("{error:#}")))
}

/// A listener on the address that a flag gives.
async fn bind(address: SocketAddr, flag: &str) -> anyhow::Result<TcpListener> {
    let tcp = TcpListener::bind(address).await;
    tcp.with_context(|| format!("cannot listen on {address}: choose another {flag}"))
}

/// The listener of --metrics-listen.
async fn metrics_listener(arguments: &Serve) -> anyhow::Result<Option<TcpListener>> {
    let Some(address) = arguments.metrics_listen else {
        return Ok(None);
    };
    let tcp = bind(address, "--metrics-listen").await?;
    let line = format!("Metrics are at {}/metrics", endpoint(tcp.local_addr()?, false));
    tell(arguments.log_format, &line)?;
    Ok(Some(tcp))
}

/// Writes the audit record of a start that does not enforce access: reads leave no record of their own that would tell.
async fn record_unenforced_start(
    access: UnenforcedAccess,
    store: &dyn Store,
    now: SystemTime,
    random: &dyn Random,
) -> anyhow::Result<()> {
    let change = Change {
        record: "server".to_owned(),
        member: "Access".to_owned(),
        before: None,
        after: Some(access.name().into()),
        ..Change::default()
    };
    let record = AuditRecord {
        access: Some(access),
        changes: vec![change],
        ..offline::audit_record("roster serve", now, random)
    };
    Ok(roster_service::write_audit_record(store, record).await?)
}

/// Refuses settings that would open the directory to other machines.
fn refuse_danger(arguments: &Serve) -> anyhow::Result<()> {
    let loopback = arguments.listen.ip().is_loopback();
    if arguments.access == AccessMode::Off {
        if !loopback {
            bail!(
                "--access off lets anyone do anything, so it listens on loopback only: not on {}",
                arguments.listen
            );
        }
        tracing::warn!("ACCESS IS OFF: every process on this machine may do everything, unsigned");
    }
    if arguments.demo && !loopback && !arguments.demo_published {
        bail!(
            "--demo listens on loopback only: not on {}; --demo-published lets it, as in a container",
            arguments.listen
        );
    }
    let plain = arguments.tls.is_none() && arguments.tls_cert.is_none();
    if plain && !loopback {
        tracing::warn!(
            listen = %arguments.listen,
            "without TLS, names and addresses can be read on the way: use --tls-cert and --tls-key, or a proxy"
        );
    }
    Ok(())
}

/// Raises the limit on open files as far as the system allows: each connection is an open file.
fn allow_many_connections() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "cannot raise the limit on open files");
    }
}

fn pipeline_config(arguments: &Serve) -> PipelineConfig {
    PipelineConfig {
        access: match arguments.access {
            AccessMode::Enforce => Access::Enforce,
            AccessMode::Observe => Access::Observe,
            AccessMode::Off => Access::Off,
        },
        clock_skew: arguments.clock_skew,
        throttle: arguments.throttle,
        source_limit: arguments.unproven_limit,
        limits: Limits {
            unproven_body_bytes: usize::from(arguments.unproven_bodies) * 1024 * 1024,
            connections: arguments.max_connections as usize,
            connections_of_source: arguments.max_connections_per_address.map(|limit| limit as usize),
            ..Limits::default()
        },
        audit_reads: arguments.audit_reads,
        access_log: arguments.access_log,
    }
}

/// A runtime for the connections: one thread needs no scheduler. The writer has a thread of its own.
fn runtime(threads: Option<u16>) -> anyhow::Result<Runtime> {
    let threads = match threads {
        Some(threads) => usize::from(threads),
        None => std::thread::available_parallelism().map_or(1, NonZero::get),
    };
    let mut builder = if threads == 1 {
        Builder::new_current_thread()
    } else {
        Builder::new_multi_thread()
    };
    builder.worker_threads(threads).thread_name("roster-http");
    Ok(builder.enable_all().build()?)
}

fn endpoint(address: SocketAddr, tls: bool) -> String {
    let scheme = if tls { "https" } else { "http" };
    let host = match address {
        SocketAddr::V4(address) if address.ip().is_unspecified() => "127.0.0.1".to_owned(),
        SocketAddr::V6(address) if address.ip().is_unspecified() => "[::1]".to_owned(),
        // A certificate is for names first.
        address if tls && address.ip().is_loopback() => "localhost".to_owned(),
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    };
    format!("{scheme}://{host}:{}", address.port())
}

/// Prints the address of the server and how to use it.
fn announce(
    arguments: &Serve,
    data_dir: &DataDir,
    endpoint: &str,
    new_key: Option<&str>,
) -> anyhow::Result<()> {
    if let Some(key) = new_key {
        let (account, path) = (&arguments.account, data_dir.credentials());
        let line = format!(
            "Made the root access key {key} of account {account}, in {}",
            path.display()
        );
        tell(arguments.log_format, &line)?;
    }
    tell(arguments.log_format, &format!("Roster listens on {endpoint}"))?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "To use it from a shell: eval \"$({} env{})\"",
        program(),
        data_dir_flag(&arguments.data.data_dir)
    )?;
    Ok(out.flush()?)
}

/// Prints a line of the start. Where machines read the log, it stands there too.
fn tell(format: LogFormat, line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}").context("cannot print the lines of the start")?;
    match format {
        LogFormat::Json => tracing::info!("{line}"),
        LogFormat::Text => {}
    }
    Ok(())
}

/// The program as it was called, so that the printed command can be pasted.
fn program() -> String {
    std::env::args().next().unwrap_or_else(|| "roster".to_owned())
}

fn data_dir_flag(path: &Path) -> String {
    if path == crate::arguments::default_data_dir() {
        String::new()
    } else {
        format!(" --data-dir {}", path.display())
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use roster_store::{BoxFuture, CrashLatch, ReadKind, StoreError, Work};

    use super::*;

    /// A store that crashes when a test says so.
    #[derive(Default)]
    struct Crashing(CrashLatch);

    impl Store for Crashing {
        fn read(&self, _: ReadKind, work: Box<dyn Work>) {
            work.finish(Err(StoreError::Stopped));
        }

        fn write(&self, work: Box<dyn Work>) {
            work.finish(Err(StoreError::Stopped));
        }

        fn crash(&self) -> Option<StoreError> {
            self.0.get().cloned()
        }

        fn crashed(&self) -> BoxFuture<'static, ()> {
            self.0.crashed()
        }

        fn stop(&self) -> BoxFuture<'static, ()> {
            Box::pin(async {})
        }
    }

    #[test]
    fn a_store_that_crashes_stops_the_server() {
        let runtime = runtime(Some(1)).unwrap();
        runtime.block_on(async {
            let store = Crashing::default();
            let crashes = async { store.0.set(StoreError::Crashed("roster-writer".to_owned())) };

            tokio::join!(stop_or_crash(pending(), &store), crashes);

            let crash = store.crash().unwrap().to_string();
            assert_eq!(
                crash,
                "the thread roster-writer of the server has panicked, so nothing is done until a restart"
            );
        });
    }
}
