use insta::assert_snapshot;
use roster_testkit::{each_engine, policy, trust, with};
use serde_json::json;

#[test]
fn a_role_is_made() {
    each_engine(async |t| {
        let input = json!({
            "RoleName": "HelpDesk", "Path": "/team/", "Description": "fixes names",
            "MaxSessionDuration": 7200, "Tags": [{"Key": "team", "Value": "blue"}],
            "AssumeRolePolicyDocument": trust(&json!({"AWS": "123456789012"})),
        });

        assert_snapshot!(t.root().call("iam:CreateRole", input).await, @"
        200
        CreateRoleResponse:
          CreateRoleResult:
            Role:
              Path: /team/
              RoleName: HelpDesk
              RoleId: AROACEIQAAAAAAAAAAA4
              Arn: arn:aws:iam::123456789012:role/team/HelpDesk
              CreateDate: 2026-11-21T10:15:30Z
              AssumeRolePolicyDocument: %7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22sts%3AAssumeRole%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22123456789012%22%7D%7D%7D
              Description: fixes names
              MaxSessionDuration: 7200
              Tags:
                member:
                  Key: team
                  Value: blue
        ");
    });
}

#[test]
fn a_role_needs_a_name_of_its_own_and_a_trust_policy() {
    each_engine(async |t| {
        let role = json!({
            "RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust(&json!({"AWS": "*"})),
        });
        t.root().done("iam:CreateRole", role.clone()).await;

        let again = with(role.clone(), json!({"RoleName": "helpdesk"}));
        assert_snapshot!(t.root().call("iam:CreateRole", again).await, @"
        409 EntityAlreadyExists
        Role with name helpdesk already exists.
        ");
        let not_trust = json!({"AssumeRolePolicyDocument": policy("Allow", "a:b", "*")});
        assert_snapshot!(t.root().call("iam:CreateRole", with(role.clone(), not_trust)).await, @r#"
        400 MalformedPolicyDocument
        Statement.Action: Actions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. "a:b": AssumeRole policy may only specify STS AssumeRole actions.
        "#);
        let many: Vec<_> = (0..50)
            .map(|user| format!("arn:aws:iam::123456789012:user/u{user:05}"))
            .collect();
        let long = json!({"AssumeRolePolicyDocument": trust(&json!({"AWS": many}))});
        assert_snapshot!(t.root().call("iam:CreateRole", with(role, long)).await, @"
        409 LimitExceeded
        Cannot exceed quota for ACLSizePerRole: 2048
        ");
    });
}
