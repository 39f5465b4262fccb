//! Reading beside the writer. A read sees the last commit before it began, whatever the writer is
//! in the middle of.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, SendError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use futures_channel::oneshot;
use roster_domain::audit::Head;
use roster_store::{StoreError, Tally, Weight};
use rusqlite::Connection;

use crate::cache::Bodies;
use crate::flush::Flusher;
use crate::job::Job;
use crate::open;
use crate::rows::{Access, Recall, WorkRows};
use crate::sql::{execute, store_error};
use crate::trust::Sentry;
use crate::writer::{Message, Stopped};

/// Connections that read, and the thread for what takes longer.
pub(crate) struct Readers {
    pool: Arc<Pool>,
    scans: Sender<Message>,
}

/// The connections that nobody uses now.
struct Pool {
    path: PathBuf,
    bodies: Arc<Bodies>,
    flusher: Flusher,
    tally: Arc<Tally>,
    /// None once the engine has stopped.
    idle: Mutex<Option<Vec<Connection>>>,
}

impl Readers {
    pub(crate) fn start(
        path: &Path,
        bodies: Arc<Bodies>,
        flusher: Flusher,
        tally: Arc<Tally>,
    ) -> std::io::Result<Self> {
        let pool = Arc::new(Pool {
            path: path.to_owned(),
            bodies,
            flusher,
            tally,
            idle: Mutex::new(Some(Vec::new())),
        });
        let (scans, queue) = mpsc::channel();
        let scanner = Arc::clone(&pool);
        thread::Builder::new()
            .name("roster-scans".to_owned())
            .spawn(move || serve(&scanner, &queue))?;
        Ok(Self { pool, scans })
    }

    /// Reads a few rows here and now, or many elsewhere and soon.
    pub(crate) fn run(&self, weight: Weight, job: Job) {
        match weight {
            Weight::Point => self.pool.run(job),
            Weight::Scan => {
                self.pool.tally.scans.rise(1);
                if let Err(SendError(unsent)) = self.scans.send(Message::Run(Access::Read, job)) {
                    self.pool.tally.scans.fall(1);
                    unsent.fail(self.pool.flusher.trust.gone());
                }
            }
        }
    }

    /// Lets the scans given so far finish, and then no more reads.
    pub(crate) fn stop(&self) -> Stopped {
        let (done, stopped) = oneshot::channel();
        drop(self.scans.send(Message::Stop(done)));
        stopped
    }
}

fn serve(pool: &Pool, queue: &Receiver<Message>) {
    let _sentry = Sentry {
        trust: pool.flusher.trust.clone(),
        bodies: Arc::clone(&pool.bodies),
    };
    for message in queue {
        match message {
            Message::Run(_, job) => {
                pool.tally.scans.fall(1);
                pool.run(job);
            }
            Message::Stop(_) => break,
        }
    }
    pool.close();
}

impl Pool {
    fn run(&self, mut job: Job) {
        self.tally.busy.rise(1);
        let outcome = self.take().and_then(|mut connection| {
            let outcome = read(&mut connection, &self.bodies, &mut job);
            self.give_back(connection);
            outcome
        });
        self.tally.busy.fall(1);
        self.flusher.finish_read(job, outcome);
    }

    fn take(&self) -> Result<Connection, StoreError> {
        match self.idle().as_mut() {
            Some(idle) => idle.pop().map_or_else(|| self.open(), Ok),
            None => Err(StoreError::Stopped),
        }
    }

    fn open(&self) -> Result<Connection, StoreError> {
        let connection = open::reader(&self.path).map_err(store_error)?;
        self.tally.open.rise(1);
        Ok(connection)
    }

    fn give_back(&self, connection: Connection) {
        // One that is still inside a transaction would go on seeing the past.
        if connection.is_autocommit()
            && let Some(idle) = self.idle().as_mut()
        {
            idle.push(connection);
        } else {
            self.tally.open.fall(1);
        }
    }

    fn close(&self) {
        *self.idle() = None;
    }

    fn idle(&self) -> MutexGuard<'_, Option<Vec<Connection>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs work that only looks, on one state of the records.
pub(crate) fn read(connection: &mut Connection, bodies: &Bodies, job: &mut Job) -> Result<(), StoreError> {
    let recall = Recall {
        bodies,
        moment: bodies.moment(),
        written: None,
    };
    execute(connection, "BEGIN", []).map_err(store_error)?;
    let verdict = job.run(&mut WorkRows::new(
        connection,
        Access::Read,
        Head::default(),
        recall,
    ));
    execute(connection, "COMMIT", []).map_err(store_error)?;
    verdict.map(drop)
}
