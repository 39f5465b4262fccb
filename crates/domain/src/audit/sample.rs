//! A record for the tests of what the audit is rendered as.

use serde_json::{Value, json};

use super::AuditRecord;

/// A record with these members.
pub(super) fn record(members: Value) -> AuditRecord {
    let mut record = json!({
        "Time": 1_795_256_130.125, "RequestId": "r-1", "SourceAddress": "192.0.2.1",
        "Account": "123456789012", "Region": "eu-west-2", "AccessKeyId": "AKIAEXAMPLE",
    });
    let (Value::Object(record_members), Value::Object(members)) = (&mut record, members) else {
        panic!("objects");
    };
    record_members.extend(members);
    serde_json::from_value(record).unwrap()
}
