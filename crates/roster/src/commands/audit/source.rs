//! Where the audit is read: from the database, or from a running server by signed calls.

use anyhow::Context;
use roster_client::Parameters;
use roster_domain::audit::{ChainedRecord, Hash};
use roster_model::operation::Operation;
use roster_model::ops::roster::audit::ListAuditRecords;
use roster_store::AuditLog;
use serde_json::Value;

use crate::arguments::{AuditSource, CalledServer};
use crate::data_dir::DataDir;
use crate::{engine, private_file};

/// How many records a call returns at most. Each call is audited, so they are few.
const PAGE: i32 = 1_000;

/// Opens the audit.
pub(super) fn open(source: &AuditSource) -> anyhow::Result<Box<dyn AuditLog>> {
    if is_server(source)? {
        return Ok(Box::new(listed_records(&source.server)?));
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
fn listed_records(server: &CalledServer) -> anyhow::Result<Vec<ChainedRecord>> {
    let parameters = [("MaxResults".to_owned(), Value::from(PAGE))];
    let parameters: Parameters = parameters.into_iter().collect();
    let listed = server
        .all(ListAuditRecords::DESCRIPTION, parameters)
        .context("the audit is not in a database here, so the server was asked")?;
    let records: Option<_> = listed.iter().rev().map(chained_record).collect();
    records.context("the server has sent records that cannot be read")
}

fn chained_record(listed: &Value) -> Option<ChainedRecord> {
    Some(ChainedRecord {
        sequence: listed["Number"].as_u64()?,
        hash: Hash::parse(listed["Hash"].as_str()?)?,
        body: listed["Record"].as_str()?.as_bytes().to_vec(),
        personal: None,
    })
}
