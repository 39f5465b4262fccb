//! The roster under test: how it is set up, started and started again.

mod jobs;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use roster_audit_delivery::{Bucket, Folder};
use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_domain::rules::email_domain::EmailDomains;
use roster_domain::rules::identity_info::OmittedEmail;
use roster_domain::rules::quotas::Quotas;
use roster_domain::rules::second_factor::SecondFactorPolicy;
use roster_domain::rules::takeover::TakeoverGuard;
use roster_domain::{Accounts, Id, Language, Partition};
use roster_mail::Templates;
use roster_server::{
    Access, Credential, Credentials, Limits, Listener, Pipeline, PipelineConfig, SourceLimit, Throttle,
};
use roster_service::{
    Computing, MasterKey, Outbox, PasswordHasher, SecretCiphers, Service, Settings, demo, rotation,
};
use roster_store::Store;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::actor::{Actor, Key};
use crate::audit_records::AuditRecords;
use crate::browser::Browser;
use crate::connection::Connection;
use crate::counting::Counting;
use crate::engine::{self, Engine};
use crate::gate::Gate;
use crate::hold::{Held, Hold};
use crate::look::{Change, Look};
use crate::metrics::Metrics;
use crate::recording::{Call, Recording};
use crate::stepped_clock::SteppedClock;
use crate::watched::{Flaw, Seen, Watched};

/// The account that the demonstration belongs to.
pub const ACCOUNT: &str = demo::ACCOUNT;
/// Another account with a root key.
pub const OTHER_ACCOUNT: &str = "210987654321";
/// An account of the partition `aws-cn` with a root key.
pub const CHINESE_ACCOUNT: &str = "111122223333";
/// The Region that the demonstration is in.
pub const REGION: &str = demo::REGION;
/// The `CONNECT_MANAGED` instance of the demonstration, alias `demo`.
pub const MANAGED: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
/// The user of [`MANAGED`]: Mary Miller, `mary@example.com`.
pub const MARY: &str = "87654321-2222-1234-1234-111234567891";
/// The `SAML` instance of the demonstration, alias `demo-saml`.
pub const SAML: &str = "b2c3d4e5-6789-01ab-cdef-EXAMPLE22222";
/// The user of [`SAML`]: Sam Santos.
pub const SAM: &str = "98765432-3333-2345-2345-222345678902";
/// The `EXISTING_DIRECTORY` instance of the demonstration.
pub const DIRECTORY: &str = "c3d4e5f6-7890-12ab-cdef-EXAMPLE33333";
/// The user of [`DIRECTORY`]: Dora Diaz.
pub const DORA: &str = "09876543-4444-3456-3456-333456789013";

/// For how long after its start a roster takes the root access key that was exchanged.
pub const OLD_KEY_VALID: Duration = Duration::from_hours(24);

/// With so many connections one writes, so that all happens in the same order every time.
const ONE_WRITES: u16 = 3;
/// With so many, three write and three read.
const SEVERAL_WRITE: u16 = 8;

/// How a roster is set up.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Setup {
    /// What requests must prove.
    pub access: Access,
    /// How often operations may be called.
    pub throttle: Throttle,
    /// How many requests that prove nothing are answered, for each source.
    pub source_limit: SourceLimit,
    /// How large and how slow a request may be.
    pub limits: Limits,
    /// Whether reads of personal data are audited.
    pub audit_reads: bool,
    /// What becomes of a primary address that an update leaves out.
    pub omitted_email: OmittedEmail,
    /// Whether the quotas hold that AWS raises on request.
    pub quotas: Quotas,
    /// What happens when a principal changes the primary address of a user.
    pub takeover_guard: TakeoverGuard,
    /// The language of mails.
    pub mail_language: Language,
    /// The domains that e-mail addresses may have, if not any.
    pub email_domains: Option<&'static str>,
    /// How many changes, reads and lists may each wait for its store, if not as many as usual.
    pub max_waiting: Option<usize>,
    /// Whether mails are given to a job for delivery; there is none that does it.
    pub delivers_mail: bool,
    /// Whether new users get a mail with a link for choosing a password.
    pub welcome_mail: bool,
    /// Whether users get a mail when they sign in from an unknown place.
    pub new_sign_in_mail: bool,
    /// Which users need a second factor.
    pub second_factor: SecondFactorPolicy,
    /// Whether the audit is delivered.
    pub trail: TrailSetup,
    /// Which servers can write to its store.
    pub writers: Writers,
    /// What is wrong with its store.
    pub flaw: Flaw,
}

/// Whether the audit is delivered, so that there is a trail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrailSetup {
    /// It is.
    #[default]
    Delivered,
    /// It is not.
    Absent,
}

/// Which servers can write to a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writers {
    /// Several, as on PostgreSQL.
    #[default]
    Several,
    /// This one, as on SQLite.
    One,
}

impl Setup {
    /// Runs a test once on every engine, each time with a new roster that holds the demonstration.
    pub fn each_engine(&self, test: impl AsyncFn(Roster)) {
        insta::allow_duplicates! {
            for engine in Engine::all() {
                self.on(engine, &test);
            }
        }
    }

    /// Runs a test that is not about records, so that one engine says it all.
    pub fn in_memory(&self, test: impl AsyncFn(Roster)) {
        self.on(Engine::SqliteMemory, &test);
    }

    /// Runs a test of much at once on every engine, with as many rosters of one directory as may
    /// share it: three, or one.
    pub fn each_engine_together(&self, test: impl AsyncFn(Vec<Roster>)) {
        for engine in Engine::all() {
            self.together_on(engine, &test);
        }
    }

    /// The same on one engine.
    pub fn together_in_memory(&self, test: impl AsyncFn(Vec<Roster>)) {
        self.together_on(Engine::SqliteMemory, &test);
    }

    /// On several threads, so that as much as possible happens at once.
    fn together_on(&self, engine: Engine, test: &impl AsyncFn(Vec<Roster>)) {
        eprintln!("on {engine:?}:");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(3)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let first = Roster::start(*self, engine, SEVERAL_WRITE).await;
            let mut rosters = vec![first];
            if rosters[0].place.records.can_be_shared() {
                for _ in 0..2 {
                    rosters.push(rosters[0].beside().await);
                }
            }
            test(rosters).await;
        });
    }

    /// On one thread, so that all happens in the same order every time.
    fn on(&self, engine: Engine, test: &impl AsyncFn(Roster)) {
        eprintln!("on {engine:?}:");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async { test(Roster::start(*self, engine, ONE_WRITES).await).await });
    }
}

/// Runs a test with the usual setup, once on every engine.
pub fn each_engine(test: impl AsyncFn(Roster)) {
    Setup::default().each_engine(test);
}

/// Runs a test of much at once with the usual setup, on every engine.
pub fn each_engine_together(test: impl AsyncFn(Vec<Roster>)) {
    Setup::default().each_engine_together(test);
}

/// Runs a test that is not about records with the usual setup.
pub fn in_memory(test: impl AsyncFn(Roster)) {
    Setup::default().in_memory(test);
}

/// A running roster that holds the demonstration.
pub struct Roster {
    /// The clock of the server and of all clients.
    pub clock: Arc<SteppedClock>,
    running: Running,
    pub(crate) place: Arc<Place>,
    pub(crate) recording: Recording,
}

/// The server as it runs.
struct Running {
    address: SocketAddr,
    metrics_listener: SocketAddr,
    store: Arc<dyn Store>,
    serving: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

/// What outlives a restart.
pub(crate) struct Place {
    setup: Setup,
    connections: u16,
    records: engine::Place,
    seen: Seen,
    gate: Arc<Gate>,
    gate_behind_reads: Arc<Gate>,
    hold: Hold,
    request_ids: Arc<dyn Random>,
    record_ids: Arc<dyn Random>,
    pub(crate) delivered: Folder,
    _delivered: TempDir,
}

impl Roster {
    async fn start(setup: Setup, engine: Engine, connections: u16) -> Self {
        log_warnings();
        let delivered = TempDir::new().expect("a folder");
        let place = Arc::new(Place {
            delivered: Folder::open(delivered.path()).expect("a folder"),
            _delivered: delivered,
            setup,
            connections,
            records: engine.place(),
            seen: Seen::default(),
            gate: Arc::default(),
            gate_behind_reads: Arc::default(),
            hold: Hold::default(),
            request_ids: Arc::new(Counting::new(0x00)),
            record_ids: Arc::new(Counting::new(0x11)),
        });
        let clock = Arc::new(SteppedClock::default());
        Self {
            running: place.run(&clock).await,
            clock,
            place,
            recording: Recording::default(),
        }
    }

    /// Another roster of the same directory, with the same clock.
    async fn beside(&self) -> Self {
        Self {
            running: self.place.run(&self.clock).await,
            clock: Arc::clone(&self.clock),
            place: Arc::clone(&self.place),
            recording: Recording::default(),
        }
    }

    /// The same roster after a stop and a new start; none if its engine keeps nothing.
    pub async fn restarted(self) -> Option<Self> {
        let setup = self.place.setup;
        self.restarted_with(setup).await
    }

    /// The same, with another setup.
    ///
    /// # Panics
    ///
    /// If another roster of the directory runs.
    pub async fn restarted_with(self, setup: Setup) -> Option<Self> {
        let Self {
            clock,
            running,
            mut place,
            recording: _,
        } = self;
        if !place.records.keeps_records() {
            return None;
        }
        running.stop().await;
        Arc::get_mut(&mut place).expect("no other roster").setup = setup;
        Some(Self {
            running: place.run(&clock).await,
            clock,
            place,
            recording: Recording::default(),
        })
    }

    /// Stops, when what was begun is finished.
    pub async fn stopped(self) {
        self.running.stop().await;
    }

    /// Keeps the calls of operations from here on.
    pub fn begin_recording(&self) {
        self.recording.begin();
    }

    /// The calls that were kept, in order.
    pub fn end_recording(&self) -> Vec<Call> {
        self.recording.end()
    }

    /// The root of [`ACCOUNT`], at work in [`REGION`].
    pub fn root(&self) -> Actor<'_> {
        Actor::new(self, Some(Key::root_of(ACCOUNT)))
    }

    /// The root of [`ACCOUNT`], with the access key that was exchanged.
    pub fn root_with_old_key(&self) -> Actor<'_> {
        Actor::new(self, Some(Key::old_root_of(ACCOUNT)))
    }

    /// The root of [`OTHER_ACCOUNT`].
    pub fn stranger(&self) -> Actor<'_> {
        Actor::new(self, Some(Key::root_of(OTHER_ACCOUNT)))
    }

    /// The root of [`CHINESE_ACCOUNT`], at work in `cn-north-1`.
    pub fn chinese(&self) -> Actor<'_> {
        Actor::new(self, Some(Key::root_of(CHINESE_ACCOUNT))).in_region("cn-north-1")
    }

    /// A client that does not sign.
    pub fn anonymous(&self) -> Actor<'_> {
        Actor::new(self, None)
    }

    /// Someone with an access key that is not of this roster.
    pub fn unknown(&self) -> Actor<'_> {
        Actor::new(self, Some(Key::root_of("999999999999")))
    }

    /// A client with the credentials of a session, from the answer of `AssumeRole`.
    pub fn session(&self, assumed: &Value) -> Actor<'_> {
        let text = |member: &str| assumed["Credentials"][member].as_str().expect(member).to_owned();
        let key = Key {
            id: text("AccessKeyId"),
            secret: text("SecretAccessKey"),
        };
        self.actor(key).with_session_token(&text("SessionToken"))
    }

    /// Someone with this access key.
    pub fn actor(&self, key: Key) -> Actor<'_> {
        Actor::new(self, Some(key))
    }

    /// A new browser.
    pub fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// A new connection.
    pub async fn connect(&self) -> Connection {
        Connection::open(self.running.address).await
    }

    /// A new connection from another address of this machine, such as 127.0.0.2.
    pub async fn connect_from(&self, source: IpAddr) -> Connection {
        Connection::open_from(source, self.running.address).await
    }

    /// A new connection to the listener for health and metrics.
    pub async fn watch(&self) -> Connection {
        Connection::open(self.running.metrics_listener).await
    }

    /// What its metrics say now.
    pub async fn metrics(&self) -> Metrics {
        let mut connection = self.watch().await;
        connection
            .send(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .await;
        Metrics::new(&connection.answer().await)
    }

    /// Where its records are.
    pub fn store(&self) -> &dyn Store {
        &*self.running.store
    }

    /// Another service on the same store, for what no request can ask for.
    pub fn service(&self) -> Service {
        self.place.service(
            Arc::clone(&self.running.store),
            Arc::<SteppedClock>::clone(&self.clock),
            self.running.address,
        )
    }

    /// Looks into the store.
    pub async fn look<T: Send + 'static>(&self, look: Look<T>) -> T {
        crate::look::look(&*self.running.store, look).await
    }

    /// The gate in front of its store.
    pub fn gate(&self) -> Arc<Gate> {
        Arc::clone(&self.place.gate)
    }

    /// The gate behind its reads, where they wait with what they have found.
    pub fn gate_behind_reads(&self) -> Arc<Gate> {
        Arc::clone(&self.place.gate_behind_reads)
    }

    /// Makes every read of the store fail, or no more.
    pub fn fail_reads(&self, fail: bool) {
        self.place.seen.fail_reads(fail);
    }

    /// Makes every change fail as on a disk that is full, or no more.
    pub fn fill_disk(&self, is_full: bool) {
        self.place.seen.fill_disk(is_full);
    }

    /// Waits until the server waits for exactly so long, and lets the time pass.
    pub async fn pass(&self, duration: Duration) {
        self.clock.until_asleep_for(duration).await;
        self.clock.advance(duration);
    }

    /// Waits until it has answered all requests, those too whose callers have gone.
    pub async fn at_rest(&self) {
        while self.metrics().await.count("roster_requests_in_flight") > 0 {}
    }

    /// Changes records in the store.
    pub async fn change(&self, change: Change) {
        crate::look::change(&*self.running.store, change).await;
    }

    /// Cuts every connection to the database; returns how many there were.
    pub fn cut(&self) -> i64 {
        self.place.records.cut()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.running.address
    }

    /// What the audit says from its `after`-th record on.
    pub fn audit(&self, after: usize) -> AuditRecords {
        AuditRecords(self.place.seen.records(after))
    }

    /// Holds up what the server computes beside the store, as long as what is returned is kept.
    pub fn hold_computations(&self) -> Held {
        self.place.hold.begin()
    }

    /// How often the store was read.
    pub fn reads(&self) -> usize {
        self.place.seen.reads()
    }

    /// How many rows scans were given.
    pub fn scanned(&self) -> usize {
        self.place.seen.scanned()
    }

    /// How many records of the audit reads were given.
    pub fn audit_reads(&self) -> usize {
        self.place.seen.audit_reads()
    }

    /// How many records the audit has.
    pub fn audited(&self) -> usize {
        self.place.seen.count()
    }

    /// The stored audit chain, verified; none if only its engine can read it.
    pub fn stored_audit(&self) -> Option<AuditRecords> {
        let stored = self.place.records.stored_audit_records();
        stored.map(AuditRecords)
    }
}

impl Running {
    async fn stop(self) {
        self.stop.send(()).expect("the server runs");
        self.serving.await.expect("the server stops");
        self.store.stop().await;
    }
}

impl Place {
    async fn run(&self, clock: &Arc<SteppedClock>) -> Running {
        let store: Arc<dyn Store> = Arc::new(Watched {
            store: self.records.open(self.connections),
            seen: self.seen.clone(),
            gate: Arc::clone(&self.gate),
            gate_behind_reads: Arc::clone(&self.gate_behind_reads),
            flaw: self.setup.flaw,
            has_other_writers: self.setup.writers == Writers::Several,
        });
        rotation::adopt(&*store, &Arc::new(SecretCiphers::new(&master_key(), &[])))
            .await
            .expect("the master key goes with the store");
        let tcp = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = tcp.local_addr().expect("an address");
        let service = self.service(Arc::clone(&store), Arc::<SteppedClock>::clone(clock), address);
        demo::seed(&service, clock.now().into(), self.new_request_id())
            .await
            .expect("the demonstration is made");
        let pipeline = Pipeline::new(
            service,
            credentials(&**clock),
            PipelineConfig {
                access: self.setup.access,
                clock_skew: Duration::from_mins(5),
                throttle: self.setup.throttle,
                source_limit: self.setup.source_limit,
                limits: self.setup.limits,
                audit_reads: self.setup.audit_reads,
                access_log: false,
            },
            Arc::clone(clock) as Arc<dyn Clock>,
            Arc::clone(&self.request_ids),
        )
        .with_delivered((self.setup.trail == TrailSetup::Delivered).then(|| self.delivered.clone()));
        let metrics_listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let watched_at = metrics_listener.local_addr().expect("an address");
        let listener = Listener {
            tcp,
            tls: None,
            metrics_listener: Some(metrics_listener),
        };
        let (stop, stopped) = oneshot::channel();
        let serving = roster_server::serve(listener, Arc::new(pipeline), async {
            // A roster that is dropped stops as well.
            let _ = stopped.await;
        });
        Running {
            address,
            metrics_listener: watched_at,
            store,
            serving: tokio::spawn(serving),
            stop,
        }
    }

    /// The service on a store, as it is set up, of a server at an address.
    fn service(&self, store: Arc<dyn Store>, clock: Arc<dyn Clock>, address: SocketAddr) -> Service {
        Service::new(
            store,
            clock,
            Arc::clone(&self.record_ids),
            PasswordHasher::cheapest(),
            Arc::new(SecretCiphers::new(&master_key(), &[next_master_key()])),
            Settings {
                omitted_email: self.setup.omitted_email,
                quotas: self.setup.quotas,
                takeover_guard: self.setup.takeover_guard,
                cool_off: Settings::default().cool_off,
                mail_language: self.setup.mail_language,
                email_domains: Arc::new(
                    self.setup
                        .email_domains
                        .map_or_else(EmailDomains::default, |list| {
                            EmailDomains::parse(list).expect("domains")
                        }),
                ),
                welcome_mail: self.setup.welcome_mail,
                new_sign_in_mail: self.setup.new_sign_in_mail,
                second_factor: self.setup.second_factor,
                audit_bucket: (self.setup.trail == TrailSetup::Delivered).then(Bucket::of_folder),
                max_waiting: self.setup.max_waiting.unwrap_or(Settings::default().max_waiting),
                public_url: format!("http://{address}").into(),
            },
            accounts(),
        )
        .with_outbox(if self.setup.delivers_mail {
            Outbox::delivering(Templates::built_in())
        } else {
            Outbox::default()
        })
        .computing_in(Computing::after({
            let hold = self.hold.clone();
            move || hold.pass()
        }))
    }

    fn new_request_id(&self) -> String {
        let mut bytes = [0; 16];
        self.request_ids.fill(&mut bytes);
        Id::from_random(bytes).to_string()
    }
}

/// Lets everything else go on until something is so.
pub async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::task::yield_now().await;
    }
}

fn accounts() -> Accounts {
    let accounts = [
        (ACCOUNT, Partition::Aws),
        (OTHER_ACCOUNT, Partition::Aws),
        (CHINESE_ACCOUNT, Partition::AwsCn),
    ];
    let accounts = accounts.into_iter();
    accounts
        .map(|(account, partition)| (account.into(), partition))
        .collect()
}

/// The master key that secrets are encrypted with.
pub fn master_key() -> MasterKey {
    MasterKey::new([7; MasterKey::BYTES])
}

/// A master key that every server has already, for a rotation.
pub fn next_master_key() -> MasterKey {
    MasterKey::new([8; MasterKey::BYTES])
}

fn credentials(clock: &dyn Clock) -> Credentials {
    let credential = |account: &str, key: Key, valid_until| Credential {
        access_key_id: key.id,
        secret_access_key: key.secret.into(),
        account: account.into(),
        valid_until,
    };
    let good = [ACCOUNT, OTHER_ACCOUNT, CHINESE_ACCOUNT]
        .map(|account| credential(account, Key::root_of(account), None));
    let end = clock.now() + OLD_KEY_VALID;
    let old = credential(ACCOUNT, Key::old_root_of(ACCOUNT), Some(end));
    Credentials::new(ACCOUNT, good.into_iter().chain([old]))
}

/// Prints what servers log as a warning or an error, so that a test that fails says why.
fn log_warnings() {
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .with_test_writer();
    // The log of an earlier server of the process goes on.
    _ = log.try_init();
}
