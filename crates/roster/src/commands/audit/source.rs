//! Where the audit is read: from the database, or from a running server by signed calls.

use anyhow::Context;
use roster_client::Parameters;
use roster_domain::audit::{ChainHead, ChainedRecord, Hash, Head};
use roster_model::operation::Operation;
use roster_model::ops::roster::audit::ListAuditRecords;
use roster_store::{AuditLog, StoreError};
use serde_json::Value;

use crate::arguments::{AuditSource, CalledServer};
use crate::data_dir::DataDir;
use crate::{engine, private_file};

/// How many records a call returns at most. Each call is audited, so they are few.
const PAGE: i32 = 1_000;

/// Opens the audit.
pub(super) fn open(source: &AuditSource) -> anyhow::Result<Box<dyn AuditLog>> {
    if is_server(source)? {
        return Ok(Box::new(ListedRecords::of(&source.server)?));
    }
    engine::open_audit(&source.data, &source.records)
}

/// Whether the audit is read from a running server: if its address is given, or if there is no database.
pub(super) fn is_server(source: &AuditSource) -> anyhow::Result<bool> {
    let AuditSource {
        data,
        records,
        server,
    } = source;
    if server.endpoint_url.is_some() || records.database.is_some() {
        return Ok(server.endpoint_url.is_some());
    }
    Ok(!private_file::is_there(&DataDir::new(&data.data_dir).database())?)
}

/// The records of an account that a server has listed, as one chain, the oldest first. Their numbers may have gaps, so only the
/// database shows whether the chains hold.
pub(super) struct ListedRecords(Vec<ChainedRecord>);

impl ListedRecords {
    /// A chain of these records.
    #[cfg(test)]
    pub(super) fn chain_of(records: &[roster_domain::audit::AuditRecord]) -> Self {
        let mut head = Head::default();
        let link = |record| {
            let body = serde_json::to_vec(record).unwrap();
            head = head.link(&body);
            let Head { sequence, hash } = head;
            ChainedRecord { sequence, body, hash }
        };
        Self(records.iter().map(link).collect())
    }

    /// Calls a server until all records are listed.
    fn of(server: &CalledServer) -> anyhow::Result<Self> {
        let parameters = [("MaxResults".to_owned(), Value::from(PAGE))];
        let parameters: Parameters = parameters.into_iter().collect();
        let listed = server
            .all(ListAuditRecords::DESCRIPTION, parameters)
            .context("the audit is not in a database here, so the server was asked")?;
        let records = listed.iter().rev().map(chained_record);
        Ok(Self(
            records
                .collect::<Option<_>>()
                .context("the server has sent records that cannot be read")?,
        ))
    }
}

fn chained_record(listed: &Value) -> Option<ChainedRecord> {
    Some(ChainedRecord {
        sequence: listed["Number"].as_u64()?,
        hash: Hash::parse(listed["Hash"].as_str()?)?,
        body: listed["Record"].as_str()?.as_bytes().to_vec(),
    })
}

impl AuditLog for ListedRecords {
    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        let head = self.0.last().map_or_else(Head::default, |last| Head {
            sequence: last.sequence,
            hash: last.hash,
        });
        let chain = String::new();
        Ok(vec![ChainHead { chain, head }])
    }

    fn after(&mut self, _chain: &str, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>, StoreError> {
        let behind = self.0.partition_point(|record| record.sequence <= sequence);
        Ok(self.0[behind..].iter().take(limit).cloned().collect())
    }
}
