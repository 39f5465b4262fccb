//! Helpers for commands that change the store without a server.

use std::sync::Arc;
use std::time::SystemTime;

use anyhow::bail;
use roster_domain::Id;
use roster_domain::audit::AuditRecord;
use roster_domain::random::Random;
use roster_store::Store;
use tokio::runtime::{Builder, Runtime};

use crate::arguments::{Data, Records};
use crate::data_dir::DataDir;
use crate::{engine, private_file};

/// A runtime for work on a store.
pub(crate) fn runtime() -> anyhow::Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Opens the store for changes. An SQLite file must exist, and no server may be using it.
pub(crate) fn open_store(data: &Data, records: &Records) -> anyhow::Result<Arc<dyn Store>> {
    let database = DataDir::new(&data.data_dir).database();
    if records.database.is_none() && !private_file::is_there(&database)? {
        bail!(
            "{} is not there: start a server first, which makes it",
            database.display()
        );
    }
    engine::open_to_administer(data, records)
}

/// The audit record of a command.
pub(crate) fn audit_record(command: &str, now: SystemTime, random: &dyn Random) -> AuditRecord {
    let mut id = [0; 16];
    random.fill(&mut id);
    AuditRecord {
        time: now.into(),
        request_id: Id::from_random(id).to_string(),
        principal: Some(command.to_owned()),
        source_address: "127.0.0.1".to_owned(),
        ..AuditRecord::default()
    }
}
