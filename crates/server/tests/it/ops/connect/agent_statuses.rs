mod create_agent_status;
mod describe_agent_status;
mod list_agent_statuses;
mod search_agent_statuses;
mod update_agent_status;

use roster_testkit::{MANAGED, Roster, with};
use serde_json::{Value, json};

/// The input that makes an agent status of this name.
fn new(name: &str, more: Value) -> Value {
    let status = json!({"InstanceId": MANAGED, "Name": name, "State": "ENABLED"});
    with(status, more)
}

/// Makes an agent status; gives the input that names it.
async fn make(t: &Roster, name: &str, more: Value) -> Value {
    let made = t.root().done("CreateAgentStatus", new(name, more)).await;
    json!({"InstanceId": MANAGED, "AgentStatusId": made["AgentStatusId"]})
}

async fn described(t: &Roster, status: &Value) -> Value {
    let mut answer = t.root().done("DescribeAgentStatus", status.clone()).await;
    answer["AgentStatus"].take()
}

/// The names of the agent statuses that are listed.
async fn names(t: &Roster, more: Value, size: usize) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), more);
    let listed = t.root().all("ListAgentStatuses", input, size).await;
    let name = |status: &Value| status["Name"].as_str().expect("a name").to_owned();
    listed.iter().map(name).collect()
}

/// The input that names the agent status of this name.
async fn named(t: &Roster, name: &str) -> Value {
    let input = json!({"InstanceId": MANAGED});
    let listed = t.root().all("ListAgentStatuses", input, 100).await;
    let found = listed.iter().find(|status| status["Name"] == name);
    json!({"InstanceId": MANAGED, "AgentStatusId": found.expect(name)["Id"]})
}
