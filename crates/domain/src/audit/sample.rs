//! A record for the tests of what the audit is rendered as.

use serde_json::{Value, json};

use super::AuditRecord;

/// The ARN of a user.
pub(super) const USER: &str = "arn:aws:connect:eu-west-2:123456789012:instance/i/agent/u";

/// The members of a record of a changed address.
pub(super) fn changed_address() -> Value {
    json!({
        "Operation": "UpdateUserIdentityInfo", "Resource": USER,
        "Principal": "arn:aws:iam::123456789012:user/team/ana", "PrincipalId": "AIDAEXAMPLE",
        "UserAgent": "Boto3", "Tls": {"Version": "TLSv1.3", "CipherSuite": "TLS_AES_128_GCM_SHA256"},
        "Parameters": {"IdentityInfo": {"Email": "***"}, "UserId": "u", "InstanceId": "i"},
        "Changes": [{"Record": "user", "Member": "IdentityInfo.Email", "Before": "a@b.de", "After": "c@d.de"}],
    })
}

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
