mod associate_workspace;
mod create_workspace;
mod delete_workspace;
mod describe_workspace;
mod disassociate_workspace;
mod list_workspaces;
mod search_workspaces;
mod update_workspace_metadata;
mod update_workspace_theme;
mod update_workspace_visibility;

use roster_testkit::{Answer, MANAGED, Roster, with};
use serde_json::{Value, json};

/// Creates the workspace `Desk`, with some members replaced.
async fn create_desk(t: &Roster, replaced: Value) -> Answer {
    let desk = json!({"InstanceId": MANAGED, "Name": "Desk"});
    t.root().call("CreateWorkspace", with(desk, replaced)).await
}

/// Creates a workspace; gives what names it.
pub(super) async fn workspace(t: &Roster, name: &str) -> Value {
    let id = create_desk(t, json!({"Name": name})).await.json()["WorkspaceId"].take();
    json!({"InstanceId": MANAGED, "WorkspaceId": id})
}

/// What `DescribeWorkspace` says of a workspace.
async fn described(t: &Roster, workspace: &Value) -> Value {
    t.root().done("DescribeWorkspace", workspace.clone()).await["Workspace"].take()
}

/// The ARN of a user.
pub(super) async fn arn_of_user(t: &Roster, id: &str) -> Value {
    t.root().user(MANAGED, id).await["Arn"].take()
}

/// The ARN of the routing profile that comes with the managed instance.
pub(super) async fn arn_of_profile(t: &Roster) -> Value {
    let of_instance = json!({"InstanceId": MANAGED});
    t.root().all("ListRoutingProfiles", of_instance, 10).await[0]["Arn"].take()
}

/// Associates a workspace with what has these ARNs.
pub(super) async fn associate(t: &Roster, workspace: &Value, arns: &[&Value]) -> Value {
    let input = with(workspace.clone(), json!({"ResourceArns": arns}));
    t.root().done("AssociateWorkspace", input).await
}

/// The names of what workspaces are associated with: all that a search finds.
pub(super) async fn associated(t: &Roster, search: Value) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let found = t.root().all("SearchWorkspaceAssociations", input, 2).await;
    let mut names: Vec<_> = found
        .iter()
        .map(|association| association["ResourceName"].as_str().expect("a name").to_owned())
        .collect();
    names.sort();
    names
}

/// Calls an operation on the workspace `Desk` with members, one after the other, and looks at what has changed.
async fn changed(t: &Roster, operation: &str, changes: impl IntoIterator<Item = Value>, expected: Value) {
    let desk = workspace(t, "Desk").await;
    let before = described(t, &desk).await;
    t.clock.advance(std::time::Duration::from_mins(1));

    for change in changes {
        t.root().done(operation, with(desk.clone(), change)).await;
    }

    let after = described(t, &desk).await;
    let time = json!({"LastModifiedTime": after["LastModifiedTime"]});
    assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
    assert_eq!(after, with(with(before, expected), time));
}
