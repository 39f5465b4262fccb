//! What is stored besides records: the audit, its register, and plans.

use std::borrow::Cow;

use roster_domain::Write;
use roster_domain::audit::{
    AuditRecord, Change, Hash, Head, Masked, ReadItems, Registered, Tls, UnenforcedAccess,
};
use roster_domain::decision::{Decision, Reason, StatementName, Traced, Verdict};
use roster_domain::plan::{Plan, PlannedRun, WrittenRecord};
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::Service;
use serde_json::json;

use crate::sample::{Sample, TIME};

pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample::new("audit", &audit_record()),
        Sample::new("audit_of_session", &audit_record_of_session()),
        Sample::new("audit_with_personal_values", &audit_record_with_personal_values()),
        Sample::new(
            "register_opened",
            &Registered::Opened {
                chain: "c1".to_owned(),
            },
        ),
        Sample::new(
            "register_closed",
            &Registered::Closed {
                chain: "c1".to_owned(),
                head: Head::default().link(b"a record"),
            },
        ),
        Sample::new("plan", &plan()),
    ]
}

fn operation(service: Service, name: &str) -> &'static Description {
    operations::find(service, name).expect("an operation")
}

/// As older versions wrote them, without the key of the record.
fn changes() -> Vec<Change> {
    vec![Change {
        record: "user".to_owned(),
        key: None,
        write: None,
        member: "IdentityInfo.FirstName".to_owned(),
        before: Some(json!("Mary")),
        after: Some(json!({"any": ["value", 1, 1.5, true, null]})),
    }]
}

fn changes_with_key() -> Vec<Change> {
    let with_key = |change| Change {
        key: Some("01a1".to_owned()),
        write: Some(Write::Update),
        ..change
    };
    changes().into_iter().map(with_key).collect()
}

/// Of a request that is denied in Connect: the service is not written.
fn audit_record() -> AuditRecord {
    let update = operation(Service::Connect, "UpdateUserIdentityInfo");
    let input = json!({"UserId": "u", "InstanceId": "i", "IdentityInfo": {"FirstName": "Maria"}});
    let statement = StatementName {
        sort: "identity-based policy".into(),
        policy: "FixNames".into(),
        number: 1,
        sid: Some("Names".into()),
    };
    AuditRecord {
        time: TIME,
        clock_time: Some(TIME),
        arrival_time: Some(TIME),
        request_id: "00000000-0000-4000-8000-000000000001".to_owned(),
        service: Service::Connect,
        operation: Some(update.name.to_owned()),
        resource: Some("arn:aws:connect:eu-west-2:123456789012:instance/i/agent/u".to_owned()),
        principal: Some("arn:aws:iam::123456789012:user/ana".to_owned()),
        principal_id: Some("AIDAQCAIBAEAQCAIBAEA".to_owned()),
        session_issuer: None,
        source_identity: None,
        access_key_id: Some("AKIAQCAIBAEAQCAIBAEA".to_owned()),
        account: Some("123456789012".into()),
        region: Some("eu-west-2".into()),
        source_address: "192.0.2.1".to_owned(),
        user_agent: Some("aws-cli/2".to_owned()),
        tls: Some(Tls {
            version: Cow::Borrowed("TLSv1.3"),
            cipher_suite: Cow::Borrowed("TLS_AES_128_GCM_SHA256"),
        }),
        parameters: Masked::new(update.request(), &input),
        response: None,
        error_code: Some("AccessDeniedException".to_owned()),
        access: Some(UnenforcedAccess::Observe),
        decision: Some(Decision {
            verdict: Verdict::Denied,
            reason: Some(Reason::Implicit("identity-based policy".into())),
            action: Some("connect:UpdateUserIdentityInfo".into()),
            resource: Some("arn:aws:connect:eu-west-2:123456789012:instance/i/agent/u".to_owned()),
            statements: vec![statement.clone()],
            trace: vec![Traced {
                statement,
                effect: "Allow".into(),
                because: Some("the action is another one".into()),
            }],
            policies: "0123456789abcdef".into(),
        }),
        error_message: Some("You may not".to_owned()),
        count: Some(12),
        run: Some("20261121T101530.250-ab12".into()),
        read: Some(ReadItems {
            different: 2,
            first: vec!["u1".into(), "u2".into()],
        }),
        changes: changes_with_key(),
        personal: None,
    }
}

/// Of a session at IAM that was allowed: the verdict is not written, nor are times and keys that older versions did not write.
fn audit_record_of_session() -> AuditRecord {
    let create = operation(Service::Iam, "CreateUser");
    AuditRecord {
        clock_time: None,
        arrival_time: None,
        access: None,
        service: Service::Iam,
        operation: Some(create.name.to_owned()),
        session_issuer: Some("arn:aws:iam::123456789012:role/HelpDesk".to_owned()),
        source_identity: Some("ana".to_owned()),
        response: Masked::new(create.response(), &json!({"User": {"UserName": "bob"}})),
        error_code: None,
        error_message: None,
        decision: Some(Decision {
            verdict: Verdict::Allowed,
            reason: Some(Reason::Explicit),
            action: None,
            resource: None,
            statements: Vec::new(),
            trace: Vec::new(),
            policies: "0123456789abcdef".into(),
        }),
        count: None,
        run: None,
        read: None,
        changes: changes(),
        ..audit_record()
    }
}

/// As a chain has it: its personal values stand beside it.
fn audit_record_with_personal_values() -> AuditRecord {
    AuditRecord {
        personal: Some(Hash::of(b"values")),
        ..audit_record()
    }
}

fn plan() -> Plan {
    let run = PlannedRun {
        time: TIME,
        new_ids: vec!["a1b2c3d4-5678-90ab-cdef-000000000007".to_owned()],
        written: vec![WrittenRecord {
            record: "user".to_owned(),
            key: "01a1".to_owned(),
            write: Write::Insert,
        }],
        changes: changes(),
    };
    let delete = operation(Service::Connect, "DeleteUser");
    Plan::new(delete, json!({"InstanceId": "i", "UserId": "u"}), run)
}
