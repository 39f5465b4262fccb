use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

use super::workspace;

#[test]
fn workspaces_are_listed_by_name() {
    each_engine(async |t| {
        for name in ["Office", "Desk"] {
            workspace(&t, name).await;
        }

        let listed = t
            .root()
            .all("ListWorkspaces", json!({"InstanceId": MANAGED}), 1)
            .await;

        let names: Vec<_> = listed.iter().map(|workspace| &workspace["Name"]).collect();
        assert_eq!(names, ["Desk", "Office"]);
    });
}

#[test]
fn an_instance_without_workspaces_has_an_empty_list() {
    each_engine(async |t| {
        let listed = t
            .root()
            .done("ListWorkspaces", json!({"InstanceId": MANAGED}))
            .await;

        assert_eq!(listed, json!({"WorkspaceSummaryList": []}));
    });
}
