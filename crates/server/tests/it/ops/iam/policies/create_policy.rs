use insta::assert_snapshot;
use roster_testkit::{each_engine, policy, with};
use serde_json::json;

#[test]
fn a_policy_is_made() {
    each_engine(async |t| {
        let input = json!({
            "PolicyName": "look", "Path": "/team/", "Description": "looks around",
            "PolicyDocument": policy("Allow", "connect:List*", "*"),
        });

        let answer = t.root().call("iam:CreatePolicy", input).await.to_string();
        // An engine may carry out a call a second time, with another id.
        let (before, rest) = answer.split_once("ANPA").unwrap();
        assert_snapshot!(format!("{before}ANPA…{}", &rest[16..]), @"
        200
        CreatePolicyResponse:
          CreatePolicyResult:
            Policy:
              PolicyName: look
              PolicyId: ANPA…
              Arn: arn:aws:iam::123456789012:policy/team/look
              Path: /team/
              DefaultVersionId: v1
              AttachmentCount: 0
              PermissionsBoundaryUsageCount: 0
              IsAttachable: true
              Description: looks around
              CreateDate: 2026-11-21T10:15:30Z
              UpdateDate: 2026-11-21T10:15:30Z
        ");
    });
}

#[test]
fn a_policy_needs_a_name_of_its_own_and_a_document_that_is_not_too_long() {
    each_engine(async |t| {
        let input = json!({"PolicyName": "look", "PolicyDocument": policy("Allow", "connect:List*", "*")});
        t.root().done("iam:CreatePolicy", input.clone()).await;

        let again = with(input.clone(), json!({"PolicyName": "LOOK"}));
        assert_snapshot!(t.root().call("iam:CreatePolicy", again).await, @"
        409 EntityAlreadyExists
        A policy called LOOK already exists. Duplicate names are not allowed.
        ");
        let broken = with(input.clone(), json!({"PolicyDocument": "{}"}));
        assert_eq!(
            t.root().call("iam:CreatePolicy", broken).await.error(),
            Some("MalformedPolicyDocument")
        );
        let long = policy("Allow", &format!("a:{}", "b".repeat(6_144)), "*");
        let long = with(input, json!({"PolicyDocument": long}));
        assert_snapshot!(t.root().call("iam:CreatePolicy", long).await, @"
        409 LimitExceeded
        Cannot exceed quota for PolicySize: 6144
        ");
    });
}
