//! How the operations on what instances are associated with succeed, and change something.

use roster_testkit::{MANAGED, Roster, with};
use serde_json::{Value, json};

use crate::ops::connect::integrations::{added_key, function, key, origin};
use crate::ops::connect::storage_configs::{associated, bucket, delivery, stream};

/// The input of an operation on storage configurations.
pub(super) async fn of_storage(t: &Roster, operation: &str) -> Value {
    let records = "CONTACT_TRACE_RECORDS";
    match operation {
        "AssociateInstanceStorageConfig" => json!({
            "InstanceId": MANAGED, "ResourceType": records, "StorageConfig": bucket("records"),
        }),
        "ListInstanceStorageConfigs" => {
            for config in [bucket("records"), stream(), delivery()] {
                associated(t, records, config).await;
            }
            json!({"InstanceId": MANAGED, "ResourceType": records})
        }
        "UpdateInstanceStorageConfig" => {
            let association = associated(t, records, bucket("records")).await;
            with(association, json!({"StorageConfig": bucket("all")}))
        }
        _ => associated(t, records, bucket("records")).await,
    }
}

/// The input of an operation on origins, keys and functions.
pub(super) async fn of_integrations(t: &Roster, operation: &str) -> Value {
    match operation {
        "AssociateApprovedOrigin" => origin("example.com"),
        "AssociateSecurityKey" => key("AAAA"),
        "AssociateLambdaFunction" => function("lookup"),
        "DisassociateApprovedOrigin" => {
            t.root()
                .done("AssociateApprovedOrigin", origin("example.com"))
                .await;
            origin("example.com")
        }
        "DisassociateSecurityKey" => added_key(t, "AAAA").await,
        "DisassociateLambdaFunction" => {
            t.root().done("AssociateLambdaFunction", function("lookup")).await;
            function("lookup")
        }
        "ListApprovedOrigins" => {
            for host in ["a.example.com", "b.example.com", "c.example.com"] {
                t.root().done("AssociateApprovedOrigin", origin(host)).await;
            }
            json!({"InstanceId": MANAGED})
        }
        "ListSecurityKeys" => {
            added_key(t, "AAAA").await;
            added_key(t, "BBBB").await;
            json!({"InstanceId": MANAGED})
        }
        "ListLambdaFunctions" => {
            for name in ["first", "second", "third"] {
                t.root().done("AssociateLambdaFunction", function(name)).await;
            }
            json!({"InstanceId": MANAGED})
        }
        other => panic!("say how {other} succeeds"),
    }
}
