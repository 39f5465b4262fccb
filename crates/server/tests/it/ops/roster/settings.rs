mod describe_instance_settings;
mod update_instance_settings;

use roster_testkit::Roster;
use serde_json::{Value, json};

/// The settings in force for an instance.
async fn settings(t: &Roster, instance: &str) -> Value {
    let input = json!({"InstanceId": instance});
    t.root().done("roster:DescribeInstanceSettings", input).await
}
