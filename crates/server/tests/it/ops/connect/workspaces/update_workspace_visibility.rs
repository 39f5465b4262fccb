use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{changed, workspace};

#[test]
fn a_workspace_is_shown_to_everybody() {
    each_engine(async |t| {
        let visible = json!({"Visibility": "ALL"});

        changed(&t, "UpdateWorkspaceVisibility", [visible.clone()], visible).await;
    });
}

#[test]
fn a_change_is_audited_with_its_value_before() {
    each_engine(async |t| {
        let desk = workspace(&t, "Desk").await;
        let audited = t.audited();

        let visible = with(desk, json!({"Visibility": "ASSIGNED"}));
        t.root().done("UpdateWorkspaceVisibility", visible).await;

        assert_snapshot!(t.audit(audited), @r#"
        UpdateWorkspaceVisibility on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/workspace/11111111-1111-4111-8000-00000000001c by arn:aws:iam::123456789012:root
          workspace Visibility: "NONE" → "ASSIGNED"
        "#);
    });
}
