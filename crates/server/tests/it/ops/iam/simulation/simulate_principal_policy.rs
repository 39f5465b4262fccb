use insta::assert_snapshot;
use roster_testkit::{Roster, each_engine, in_memory, policy, trust, with};
use serde_json::{Value, json};

const ANA: &str = "arn:aws:iam::123456789012:user/team/ana";
const ROLE: &str = "arn:aws:iam::123456789012:role/HelpDesk";

async fn make_ana(t: &Roster) {
    let tags = json!([{"Key": "team", "Value": "blue"}]);
    let user = json!({"UserName": "ana", "Path": "/team/", "Tags": tags});
    t.root().done("iam:CreateUser", user).await;
}

async fn make_role(t: &Roster) {
    let trust = trust(&json!({"AWS": "*"}));
    let role = json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust});
    t.root().done("iam:CreateRole", role).await;
}

async fn make_policy(t: &Roster, name: &str, document: String) -> Value {
    let input = json!({"PolicyName": name, "PolicyDocument": document});
    t.root().done("iam:CreatePolicy", input).await["Policy"]["Arn"].take()
}

async fn tried(t: &Roster, source: &str, more: Value) -> Value {
    let input = with(
        json!({"PolicySourceArn": source, "ActionNames": ["connect:DescribeUser"]}),
        more,
    );
    t.root().done("iam:SimulatePrincipalPolicy", input).await["EvaluationResults"].take()
}

#[test]
fn a_users_own_policies_are_tried_with_those_of_the_request() {
    each_engine(async |t| {
        make_ana(&t).await;
        let look = policy("Allow", "connect:Describe*", "*");
        let inline = json!({"UserName": "ana", "PolicyName": "look", "PolicyDocument": look});
        t.root().done("iam:PutUserPolicy", inline).await;
        let managed = make_policy(&t, "all", policy("Allow", "connect:*", "*")).await;
        let attached = json!({"UserName": "ana", "PolicyArn": managed});
        t.root().done("iam:AttachUserPolicy", attached).await;

        let own = tried(&t, ANA, json!({})).await;

        assert_eq!(own[0]["EvalDecision"], "allowed");
        assert_eq!(
            own[0]["MatchedStatements"],
            json!([
                {"SourcePolicyId": "look", "SourcePolicyType": "user"},
                {"SourcePolicyId": "all", "SourcePolicyType": "user-managed"},
            ])
        );
        assert_eq!(own[0]["PermissionsBoundaryDecisionDetail"], Value::Null);
        let denying = json!({"PolicyInputList": [policy("Deny", "connect:*", "*")]});
        let denied = tried(&t, ANA, denying).await;
        assert_eq!(denied[0]["EvalDecision"], "explicitDeny");
        assert_eq!(
            denied[0]["MatchedStatements"],
            json!([{"SourcePolicyId": "PolicyInputList.1", "SourcePolicyType": "none"}])
        );
    });
}

#[test]
fn a_roles_boundary_counts_until_another_is_given() {
    each_engine(async |t| {
        make_role(&t).await;
        let all = policy("Allow", "connect:*", "*");
        let inline = json!({"RoleName": "HelpDesk", "PolicyName": "all", "PolicyDocument": all});
        t.root().done("iam:PutRolePolicy", inline).await;
        let most = make_policy(&t, "most", policy("Allow", "connect:List*", "*")).await;
        let boundary = json!({"RoleName": "HelpDesk", "PermissionsBoundary": most});
        t.root().done("iam:PutRolePermissionsBoundary", boundary).await;

        let limited = tried(&t, ROLE, json!({})).await;
        let other = json!({"PermissionsBoundaryPolicyInputList": [all]});
        let free = tried(&t, ROLE, other).await;

        assert_eq!(limited[0]["EvalDecision"], "implicitDeny");
        let detail = |allowed: bool| json!({"AllowedByPermissionsBoundary": allowed});
        assert_eq!(limited[0]["PermissionsBoundaryDecisionDetail"], detail(false));
        assert_eq!(free[0]["EvalDecision"], "allowed");
        assert_eq!(free[0]["PermissionsBoundaryDecisionDetail"], detail(true));
        assert_eq!(
            free[0]["MatchedStatements"],
            json!([{"SourcePolicyId": "all", "SourcePolicyType": "role"}])
        );
    });
}

#[test]
fn a_simulation_says_what_a_request_would_hear() {
    each_engine(async |t| {
        let bea = t.root().make_iam_user("bea").await;
        let statement = json!({
            "Effect": "Allow", "Action": "iam:ListAccessKeys",
            "Resource": "arn:aws:iam::123456789012:user/${aws:username}",
            "Condition": {"StringEquals": {"aws:PrincipalType": "User"}, "Bool": {"aws:ViaAWSService": "false"}},
        });
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let inline = json!({"UserName": "bea", "PolicyName": "own", "PolicyDocument": document});
        t.root().done("iam:PutUserPolicy", inline).await;
        t.root().done("iam:CreateUser", json!({"UserName": "bob"})).await;

        for (name, decision, status) in [("bea", "allowed", 200), ("bob", "implicitDeny", 403)] {
            let results = tried(
                &t,
                "arn:aws:iam::123456789012:user/bea",
                json!({
                    "ActionNames": ["iam:ListAccessKeys"],
                    "ResourceArns": [format!("arn:aws:iam::123456789012:user/{name}")],
                }),
            )
            .await;
            let answer = bea.call("iam:ListAccessKeys", json!({"UserName": name})).await;

            assert_eq!(results[0]["EvalDecision"], decision, "{name}");
            assert_eq!(answer.status, status, "{name}: {answer}");
        }
    });
}

#[test]
fn only_users_and_roles_that_are_there_have_policies() {
    each_engine(async |t| {
        make_ana(&t).await;
        let mut told = Vec::new();
        for source in [
            "arn:aws:iam::123456789012:user/ana",
            "arn:aws:iam::123456789012:user/team/bob",
            "arn:aws:iam::123456789012:role/HelpDesk",
            "arn:aws:iam::210987654321:user/team/ana",
            "arn:aws:iam::123456789012:group/Admins",
            "arn:aws:iam::123456789012:root",
            "arn:aws:sts::123456789012:assumed-role/HelpDesk/ops",
            "something of twenty characters",
        ] {
            let input = json!({"PolicySourceArn": source, "ActionNames": ["connect:DescribeUser"]});
            let answer = t.root().call("iam:SimulatePrincipalPolicy", input).await;
            told.push(answer.to_string());
        }
        assert_snapshot!(told.join("\n"), @"
        404 NoSuchEntity
        The user with name ana cannot be found.
        404 NoSuchEntity
        The user with name bob cannot be found.
        404 NoSuchEntity
        The role with name HelpDesk cannot be found.
        404 NoSuchEntity
        The user with name ana cannot be found.
        400 InvalidInput
        PolicySourceArn cannot be used: give the ARN of a user or role of IAM; of a session, that of its role
        400 InvalidInput
        PolicySourceArn cannot be used: give the ARN of a user or role of IAM; of a session, that of its role
        400 InvalidInput
        PolicySourceArn cannot be used: give the ARN of a user or role of IAM; of a session, that of its role
        400 InvalidInput
        PolicySourceArn cannot be used: give the ARN of a user or role of IAM; of a session, that of its role
        ");
    });
}

#[test]
fn who_may_try_out_one_may_not_try_out_another() {
    in_memory(async |t| {
        make_ana(&t).await;
        make_role(&t).await;
        let bea = t.root().make_iam_user("bea").await;
        let statement = json!({
            "Effect": "Allow", "Action": "iam:SimulatePrincipalPolicy", "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}},
        });
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let inline = json!({"UserName": "bea", "PolicyName": "try", "PolicyDocument": document});
        t.root().done("iam:PutUserPolicy", inline).await;
        let status = async |source: &str| {
            let input = json!({"PolicySourceArn": source, "ActionNames": ["connect:DescribeUser"]});
            bea.call("iam:SimulatePrincipalPolicy", input).await.status
        };

        assert_eq!(status(ANA).await, 200);
        assert_eq!(status(ROLE).await, 403);
        assert_eq!(status("arn:aws:iam::123456789012:user/bea").await, 403);
    });
}

#[test]
fn no_more_is_known_of_a_named_caller_than_the_arn_says() {
    in_memory(async |t| {
        make_ana(&t).await;
        t.root().done("iam:CreateUser", json!({"UserName": "bob"})).await;
        let statement = json!({
            "Effect": "Allow", "Action": "connect:*", "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue"}},
        });
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let asked = json!({
            "PolicyInputList": [document], "ActionNames": ["connect:DescribeUser"], "CallerArn": ANA,
        });

        let of_herself = tried(&t, ANA, asked.clone()).await;
        let of_bob = tried(&t, "arn:aws:iam::123456789012:user/bob", asked.clone()).await;
        let of_nobody = t.root().done("iam:SimulateCustomPolicy", asked).await;

        assert_eq!(of_herself[0]["EvalDecision"], "allowed");
        assert_eq!(of_bob[0]["EvalDecision"], "implicitDeny");
        let of_nobody = &of_nobody["EvaluationResults"][0];
        assert_eq!(of_nobody["EvalDecision"], "implicitDeny");
        assert_eq!(
            of_nobody["MissingContextValues"],
            json!(["aws:PrincipalTag/team"])
        );
    });
}
