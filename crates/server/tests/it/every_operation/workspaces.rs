//! How the operations on workspaces succeed, and change something.

use roster_testkit::{MANAGED, MARY, Roster, with};
use serde_json::{Value, json};

/// What an operation on workspaces needs, beside what it requires.
pub(super) async fn of_workspaces(t: &Roster, operation: &str, required: Value) -> Value {
    let more = match operation {
        "UpdateWorkspaceMetadata" => json!({"Name": "Office"}),
        "UpdateWorkspaceVisibility" => json!({"Visibility": "ALL"}),
        "UpdateWorkspaceTheme" => {
            json!({"Theme": {"Light": {"Palette": {"Header": {"Background": "#fff"}}}}})
        }
        "AssociateWorkspace" => json!({"ResourceArns": [mary(t).await]}),
        "DisassociateWorkspace" => {
            associate(t, &required["WorkspaceId"]).await;
            json!({"ResourceArns": [mary(t).await]})
        }
        "ListWorkspaces" | "SearchWorkspaces" => {
            workspace(t).await;
            json!({})
        }
        "SearchWorkspaceAssociations" => {
            associate(t, &workspace(t).await).await;
            json!({})
        }
        _ => json!({}),
    };
    with(required, more)
}

async fn mary(t: &Roster) -> Value {
    t.root().user(MANAGED, MARY).await["Arn"].take()
}

/// Associates a workspace with Mary, unless it is.
async fn associate(t: &Roster, workspace: &Value) {
    let input = json!({
        "InstanceId": MANAGED, "WorkspaceId": workspace, "ResourceArns": [mary(t).await],
    });
    t.root().done("AssociateWorkspace", input).await;
}

/// The id of the first of two workspaces, which are made unless they are there.
pub(super) async fn workspace(t: &Roster) -> Value {
    for name in ["Desk", "Home"] {
        let input = json!({"InstanceId": MANAGED, "Name": name});
        let answer = t.root().call("CreateWorkspace", input).await;
        assert!(matches!(answer.status, 200 | 409), "{answer}");
    }
    t.root()
        .all("ListWorkspaces", json!({"InstanceId": MANAGED}), 10)
        .await[0]["Id"]
        .take()
}
