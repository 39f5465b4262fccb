//! An audit in memory.

use std::collections::BTreeMap;

use roster_domain::audit::{ChainHead, ChainedRecord, Head};
use roster_store::{AuditLog, StoreError};
use serde_json::json;

use crate::{ACCOUNT, START};

/// The chains of some servers.
#[derive(Clone, Default)]
pub(crate) struct Audit(pub(crate) BTreeMap<String, Vec<ChainedRecord>>);

impl Audit {
    pub(crate) fn write(&mut self, chain: &str, request: &str, account: Option<(&str, &str)>) {
        let mut record =
            json!({"Time": START, "RequestId": request, "Operation": "DeleteUser", "SourceAddress": "::1"});
        if let Some((account, region)) = account {
            record["Account"] = json!(account);
            record["Region"] = json!(region);
        }
        let records = self.0.entry(chain.to_owned()).or_default();
        let body = record.to_string().into_bytes();
        let record = head(records).append(body);
        records.push(record);
    }

    pub(crate) fn write_in(&mut self, region: &str, request: &str) {
        self.write("", request, Some((ACCOUNT, region)));
    }
}

fn head(records: &[ChainedRecord]) -> Head {
    records.last().map(ChainedRecord::head).unwrap_or_default()
}

impl AuditLog for Audit {
    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        let chain_head = |(chain, records): (&String, &Vec<ChainedRecord>)| ChainHead {
            chain: chain.clone(),
            head: head(records),
        };
        Ok(self.0.iter().map(chain_head).collect())
    }

    fn after(&mut self, chain: &str, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>, StoreError> {
        let records = self.0.get(chain).into_iter().flatten();
        let behind = records.filter(|record| record.sequence > sequence);
        Ok(behind.take(limit).cloned().collect())
    }
}
