//! `roster serve`.

use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context, bail, ensure};
use roster_audit_delivery::Folder;
use roster_domain::audit::{AuditRecord, Change, UnenforcedAccess};
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::random::{Random, SystemEntropy};
use roster_domain::rules::{identity_info, quotas, second_factor, takeover};
use roster_domain::{Accounts, Id, Partition};
use roster_server::{Access, Credentials, Limits, Listener, Pipeline, PipelineConfig};
use roster_service::{AuditDelivery, OpenAudit, SecretCiphers, Service, Settings, demo};
use roster_store::Store;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::arguments::{AccessMode, OmittedEmail, Quotas, SecondFactorPolicy, Serve, TakeoverGuard, TlsMode};
use crate::credentials_file::{self, Profile};
use crate::data_dir::{DataDir, Lock};
use crate::master_key_file::KeyFile;
use crate::{
    background_jobs, core_dumps, engine, file_modes, logging, offline, outgoing_mail, password_hashing, tls,
};

/// Serves until a signal stops it, or the store crashes. The log begins with the warnings.
pub(crate) fn serve(arguments: &Serve, warnings: &[String]) -> anyhow::Result<ExitCode> {
    logging::start(arguments.log_format, arguments.log_level);
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    core_dumps::forbid();
    refuse_danger(arguments)?;
    allow_many_connections();
    let data = LockedData::of(arguments)?;
    let data_dir = data.data_dir.clone();
    let new_key = data.new_key();
    runtime(arguments.threads)?.block_on(async {
        let stop = stop_signal()?;
        let listening = |endpoint: &str| announce(arguments, &data_dir, endpoint, new_key.as_deref());
        run(arguments, data, stop, listening).await
    })?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// A data directory that is locked for a server, and the root access keys in it.
pub(crate) struct LockedData {
    data_dir: DataDir,
    profiles: Vec<Profile>,
    is_first_start: bool,
    _lock: Lock,
}

impl LockedData {
    /// The data directory of a server; the first start makes it, with a root access key.
    pub(crate) fn of(arguments: &Serve) -> anyhow::Result<Self> {
        let data_dir = DataDir::new(&arguments.data.data_dir);
        data_dir.create()?;
        let lock = data_dir.lock()?;
        file_modes::examine(&data_dir, key_file(arguments, &data_dir).path())?;
        let random = SystemEntropy::default();
        let first = (arguments.account.as_str(), arguments.partition);
        let (profiles, is_first_start) = profiles(&data_dir, first, &random)?;
        if arguments.demo {
            require_demo_account(&profiles, &data_dir)?;
        }
        Ok(Self {
            data_dir,
            profiles,
            is_first_start,
            _lock: lock,
        })
    }

    /// The root access key, if this start has made it.
    fn new_key(&self) -> Option<String> {
        let first = self.profiles.first().filter(|_| self.is_first_start)?;
        first.access_key_id().map(str::to_owned)
    }
}

/// Serves until `stop` ends, or the store crashes. `listening` gets the address of the server.
pub(crate) async fn run(
    arguments: &Serve,
    data: LockedData,
    stop: impl Future<Output = ()>,
    listening: impl FnOnce(&str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let data_dir = &data.data_dir;
    let (clock, random): (Arc<dyn Clock>, Arc<dyn Random>) =
        (Arc::new(SystemClock), Arc::new(SystemEntropy::default()));
    let store = engine::open_store(arguments, data_dir)?;
    let vault = key_file(arguments, data_dir)
        .for_server(&*store, &*random)
        .await?;
    let password_hasher = password_hashing::password_hasher(arguments.password_hashing, &*store).await?;
    let tls = match (arguments.tls, &arguments.tls_cert, &arguments.tls_key) {
        (Some(TlsMode::SelfSigned), _, _) => {
            Some(tls::self_signed(data_dir, arguments.listen.ip(), clock.now())?)
        }
        (None, Some(certificate), Some(key)) => Some(tls::from_files(certificate, key)?),
        _ => None,
    };
    let tcp = TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("cannot listen on {}: choose another --listen", arguments.listen))?;
    let endpoint = endpoint(tcp.local_addr()?, tls.is_some());
    let settings = settings(arguments, &endpoint);
    let delivery = outgoing_mail::delivery(&arguments.delivery, &store, &vault, &clock)?;
    let audit_folder = arguments
        .audit_delivery
        .as_deref()
        .map(Folder::open)
        .transpose()?;
    let audit_delivery = match audit_folder.clone() {
        Some(folder) => Some(audit_delivery(arguments, folder, &store, &vault, &clock, &random).await?),
        None => None,
    };
    let jobs = background_jobs::runner(
        Arc::clone(&store),
        Arc::clone(&clock),
        Arc::clone(&random),
        delivery,
        outgoing_mail::retention(&arguments.delivery, &store, &clock),
        audit_delivery,
    );
    let service = Service::new(
        Arc::clone(&store),
        Arc::clone(&clock),
        Arc::clone(&random),
        password_hasher,
        vault,
        settings,
        accounts(&data.profiles),
    )
    .with_outbox(outgoing_mail::outbox(&arguments.delivery)?)
    .waking(jobs.notifier());
    if arguments.demo {
        let mut bytes = [0; 16];
        random.fill(&mut bytes);
        let seeded = demo::seed(&service, clock.now().into(), Id::from_random(bytes).to_string()).await;
        seeded.map_err(|refusal| anyhow::anyhow!("cannot create the demonstration: {refusal}"))?;
    }

    let metrics_listener = metrics_listener(arguments.metrics_listen).await?;
    data_dir.set_endpoint(&endpoint)?;

    let config = pipeline_config(arguments);
    if let Some(access) = config.access.unenforced() {
        // Reads leave no record of their own that would tell.
        let record = start_without_enforcement(access, clock.now(), &*random);
        roster_service::write_audit_record(&*store, record).await?;
    }
    let pipeline = Pipeline::new(service, credentials(data.profiles)?, config, clock, random)
        .with_delivered(audit_folder)
        .watching_jobs(jobs.metrics());
    listening(&endpoint)?;
    let listener = Listener {
        tcp,
        tls,
        metrics_listener,
    };
    let (stop_jobs, jobs_stopped) = oneshot::channel::<()>();
    let jobs = tokio::spawn(jobs.run(async {
        // It is dropped when the server begins to stop.
        let _ = jobs_stopped.await;
    }));
    let stop = async {
        stop_or_crash(stop, &*store).await;
        drop(stop_jobs);
    };
    roster_server::serve(listener, Arc::new(pipeline), stop).await;
    let drained = jobs.await;
    store.stop().await;
    match store.crash() {
        None => drained.context("the runner of background jobs panicked: report the log"),
        Some(crash) => {
            Err(crash).context("the server has stopped because of a fault: restart it, and report its log")
        }
    }
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
        delivers_audit: arguments.audit_delivery.is_some(),
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

fn key_file(arguments: &Serve, data_dir: &DataDir) -> KeyFile {
    let path = arguments.secret_key_file.clone();
    KeyFile::new(path.unwrap_or_else(|| data_dir.secret_key()))
}

/// The job that delivers the audit to a folder, with a key that signs.
async fn audit_delivery(
    arguments: &Serve,
    folder: Folder,
    store: &Arc<dyn Store>,
    vault: &Arc<SecretCiphers>,
    clock: &Arc<dyn Clock>,
    random: &Arc<dyn Random>,
) -> anyhow::Result<AuditDelivery> {
    let (data, records) = (arguments.data.clone(), arguments.records.clone());
    let open: OpenAudit =
        Arc::new(move || engine::open_audit(&data, &records).map_err(|error| format!("{error:#}")));
    let (store, vault) = (Arc::clone(store), Arc::clone(vault));
    let (clock, random) = (Arc::clone(clock), Arc::clone(random));
    let delivery = AuditDelivery::new(store, vault, clock, random, open, folder);
    delivery.keys().await?;
    Ok(delivery)
}

/// The listener of --metrics-listen.
async fn metrics_listener(address: Option<SocketAddr>) -> anyhow::Result<Option<TcpListener>> {
    let Some(address) = address else {
        return Ok(None);
    };
    let tcp = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}: choose another --metrics-listen"))?;
    println!("Metrics are at {}/metrics", endpoint(tcp.local_addr()?, false));
    Ok(Some(tcp))
}

/// The audit record of a start that does not enforce access.
fn start_without_enforcement(access: UnenforcedAccess, now: SystemTime, random: &dyn Random) -> AuditRecord {
    let change = Change {
        record: "server".to_owned(),
        member: "Access".to_owned(),
        before: None,
        after: Some(access.name().into()),
    };
    AuditRecord {
        access: Some(access),
        changes: vec![change],
        ..offline::audit_record("roster serve", now, random)
    }
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
    if arguments.demo && !loopback {
        bail!("--demo listens on loopback only: not on {}", arguments.listen);
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

/// The profiles of the credentials file, and whether this call created the first one.
fn profiles(
    data_dir: &DataDir,
    first: (&str, Partition),
    random: &dyn Random,
) -> anyhow::Result<(Vec<Profile>, bool)> {
    let path = data_dir.credentials();
    let profiles = credentials_file::read(&path)?;
    if profiles.is_empty() {
        let root = credentials_file::create(&path, "default", first, random)?;
        return Ok((vec![root], true));
    }
    Ok((profiles, false))
}

fn require_demo_account(profiles: &[Profile], data_dir: &DataDir) -> anyhow::Result<()> {
    let path = data_dir.credentials();
    let Some(profile) = profiles.iter().find(|profile| &*profile.account == demo::ACCOUNT) else {
        bail!(
            "the demonstration belongs to account {}, of which {} has no key: add one with `roster account create {}`",
            demo::ACCOUNT,
            path.display(),
            demo::ACCOUNT
        )
    };
    ensure!(
        profile.partition == demo::PARTITION,
        "the demonstration is in {}, of the partition {}, but {} has account {} in {}: leave --demo out, or use another --data-dir",
        demo::REGION,
        demo::PARTITION,
        path.display(),
        demo::ACCOUNT,
        profile.partition
    );
    Ok(())
}

/// The accounts, each with its partition.
fn accounts(profiles: &[Profile]) -> Accounts {
    let account = |profile: &Profile| (profile.account.clone(), profile.partition);
    profiles.iter().map(account).collect()
}

/// The root access keys. With `--access off`, requests without a signature use the account of the first profile.
fn credentials(profiles: Vec<Profile>) -> anyhow::Result<Credentials> {
    let first = profiles.first().context("the credentials file has no profile")?;
    let account = first.account.clone();
    let keys = profiles.into_iter().filter_map(|profile| profile.credential);
    Ok(Credentials::new(account, keys))
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

fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing the requests that have begun");
    })
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
    let mut out = std::io::stdout().lock();
    if let Some(key) = new_key {
        writeln!(
            out,
            "Made the root access key {key} of account {}, in {}",
            arguments.account,
            data_dir.credentials().display()
        )?;
    }
    writeln!(out, "Roster listens on {endpoint}")?;
    writeln!(
        out,
        "To use it from a shell: eval \"$({} env{})\"",
        program(),
        data_dir_flag(&arguments.data.data_dir)
    )?;
    Ok(out.flush()?)
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
