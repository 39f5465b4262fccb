//! How the operations on what instances are associated with succeed, and change something.

use roster_testkit::{MANAGED, Roster, with};
use serde_json::{Value, json};

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
