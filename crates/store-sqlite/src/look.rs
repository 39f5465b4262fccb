//! Looking at the records of a file that a server may be writing to.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use roster_store::{BoxFuture, Store, StoreError, Weight, Work};
use rusqlite::Connection;

use crate::cache::Bodies;
use crate::job::Job;
use crate::open::{self, OpenError};
use crate::readers;

/// The records of a file, to look at. A server may have the file open, and go on writing.
pub struct SqliteLook {
    connection: Mutex<Connection>,
    /// Closed: of a file that somebody else writes to, nothing stays known.
    bodies: Bodies,
}

impl SqliteLook {
    /// Opens the file at a path, which must be there.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let connection = open::to_look(path)?;
        let bodies = Bodies::new();
        bodies.close();
        Ok(Self {
            connection: Mutex::new(connection),
            bodies,
        })
    }
}

impl Store for SqliteLook {
    fn read(&self, _: Weight, work: Box<dyn Work>) {
        let mut job = Job::new(work);
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = readers::read(&mut connection, &self.bodies, &mut job);
        job.finish(outcome);
    }

    fn write(&self, work: Box<dyn Work>) {
        work.finish(Err(StoreError::Engine(
            "the records were opened to look at only".to_owned(),
        )));
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}
