use insta::assert_snapshot;
use roster_testkit::{Actor, Browser, MANAGED, Roster, SAM, SAML, each_engine, in_memory, trust};
use serde_json::{Value, json};

/// A session, of this name, of a role with the policy that the administrator guide shows for SAML.
pub(crate) async fn role_session<'t>(t: &'t Roster, name: &str) -> Actor<'t> {
    let ana = t.root().make_iam_user("ana").await;
    let trusted = trust(&json!({"AWS": "arn:aws:iam::123456789012:user/ana"}));
    let role = json!({"RoleName": "Agents", "AssumeRolePolicyDocument": trusted});
    let arn = t.root().done("iam:CreateRole", role).await["Role"]["Arn"].take();
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "connect:GetFederationToken",
        "Resource": ["arn:aws:connect:*:*:instance/*/user/${aws:userid}"],
    }]});
    let policy =
        json!({"RoleName": "Agents", "PolicyName": "federate", "PolicyDocument": policy.to_string()});
    t.root().done("iam:PutRolePolicy", policy).await;
    let session = json!({"RoleArn": arn, "RoleSessionName": name});
    t.session(&ana.done("sts:AssumeRole", session).await)
}

/// The link of an answer, without the address of the server.
pub(crate) fn link(answer: &Value) -> String {
    let url = answer["SignInUrl"].as_str().expect("a link");
    url[url.find("/console/").expect("a page")..].to_owned()
}

async fn profile(browser: &mut Browser<'_>) -> (u16, bool) {
    let page = browser.get("/console/demo-saml/profile").await;
    (page.status(), page.text().contains("sam@example.com"))
}

#[test]
fn a_role_session_with_the_name_of_a_user_gets_a_link_that_signs_the_user_in_once() {
    each_engine(async |t| {
        let sam = role_session(&t, "sam@example.com").await;

        let answer = sam.done("GetFederationToken", json!({"InstanceId": SAML})).await;

        assert_eq!(answer["UserId"], SAM);
        assert_eq!(answer["UserArn"], t.root().user(SAML, SAM).await["Arn"]);
        let token = answer["Credentials"]["AccessToken"].as_str().expect("a token");
        assert_eq!(
            link(&answer),
            format!("/console/demo-saml/federate?token={token}")
        );
        let mut browser = t.browser();
        assert_eq!(browser.get(&link(&answer)).await.status(), 200);
        assert_eq!(profile(&mut browser).await, (200, true));
        let mut other = t.browser();
        assert_eq!(other.get(&link(&answer)).await.status(), 400);
        assert_eq!(profile(&mut other).await.0, 303);
    });
}

#[test]
fn neither_the_audit_nor_the_events_hold_the_token_of_the_link() {
    in_memory(async |t| {
        let sam = role_session(&t, "sam@example.com").await;
        let audited = t.audited();

        let answer = sam.done("GetFederationToken", json!({"InstanceId": SAML})).await;

        let token = answer["Credentials"]["AccessToken"].as_str().expect("a token");
        let audit = t.audit(audited);
        assert!(!format!("{:?}", audit.only()).contains(token));
        assert_snapshot!(audit, @"GetFederationToken on arn:aws:connect:us-east-1:123456789012:instance/b2c3d4e5-6789-01ab-cdef-EXAMPLE22222/agent/98765432-3333-2345-2345-222345678902 by arn:aws:sts::123456789012:assumed-role/Agents/sam@example.com");
        let events = t.root().done("cloudtrail:LookupEvents", json!({})).await;
        assert!(!events.to_string().contains(token), "{events}");
        t.browser().get(&link(&answer)).await;
        let events = t.root().done("cloudtrail:LookupEvents", json!({})).await;
        assert!(!events.to_string().contains(token), "{events}");
    });
}

#[test]
fn a_user_of_iam_stands_for_the_user_of_its_name() {
    in_memory(async |t| {
        let sam = t.root().make_iam_user("sam@example.com").await;
        let policy = json!({"UserName": "sam@example.com", "PolicyArn": "arn:aws:iam::aws:policy/AmazonConnect_FullAccess"});
        t.root().done("iam:AttachUserPolicy", policy).await;

        let answer = sam.done("GetFederationToken", json!({"InstanceId": SAML})).await;

        assert_eq!(answer["UserId"], SAM);
    });
}

#[test]
fn root_cannot_be_federated() {
    in_memory(async |t| {
        let answer = t
            .root()
            .call("GetFederationToken", json!({"InstanceId": SAML}))
            .await;
        assert_snapshot!(answer, @"
        400 InvalidRequestException
        arn:aws:iam::123456789012:root cannot be used for federation: call with the credentials of a role session, or of a user of IAM, whose name is the Username of the user
        ");
    });
}

#[test]
fn a_session_without_a_user_of_its_name_is_refused() {
    in_memory(async |t| {
        let nobody = role_session(&t, "nobody").await;
        let answer = nobody
            .call("GetFederationToken", json!({"InstanceId": SAML}))
            .await;
        assert_snapshot!(answer, @"
        404 UserNotFoundException
        There is no user in this instance whose Username is the name of the caller, nobody
        ");
    });
}

#[test]
fn users_of_other_instances_than_saml_are_not_federated() {
    in_memory(async |t| {
        let mary = role_session(&t, "mary").await;
        let answer = mary
            .call("GetFederationToken", json!({"InstanceId": MANAGED}))
            .await;
        assert_snapshot!(answer, @"
        400 InvalidRequestException
        Only users of SAML instances are signed in by federation, and this instance is none: users sign in at its page
        ");
    });
}

#[test]
fn a_policy_on_the_instance_alone_does_not_allow_it() {
    in_memory(async |t| {
        let policy = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "connect:GetFederationToken",
            "Resource": format!("arn:aws:connect:us-east-1:123456789012:instance/{SAML}"),
        }]});
        let ben = t.root().make_iam_user("ben").await;
        let policy = json!({"UserName": "ben", "PolicyName": "p", "PolicyDocument": policy.to_string()});
        t.root().done("iam:PutUserPolicy", policy).await;

        let answer = ben.call("GetFederationToken", json!({"InstanceId": SAML})).await;

        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
    });
}

#[test]
fn a_trust_policy_holds_callers_to_the_user_of_their_own_name() {
    in_memory(async |t| {
        let sam = t.root().make_iam_user("sam").await;
        let mut trusted: Value =
            serde_json::from_str(&trust(&json!({"AWS": "arn:aws:iam::123456789012:root"}))).expect("JSON");
        trusted["Statement"]["Condition"] =
            json!({"StringEquals": {"sts:RoleSessionName": "${aws:username}"}});
        let role = json!({"RoleName": "Own", "AssumeRolePolicyDocument": trusted.to_string()});
        let arn = t.root().done("iam:CreateRole", role).await["Role"]["Arn"].take();
        let policy = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": arn},
        ]});
        let policy = json!({"UserName": "sam", "PolicyName": "p", "PolicyDocument": policy.to_string()});
        t.root().done("iam:PutUserPolicy", policy).await;

        for (name, status) in [("sam", 200), ("mary", 403)] {
            let session = json!({"RoleArn": arn, "RoleSessionName": name});
            let answer = sam.call("sts:AssumeRole", session).await;
            assert_eq!(answer.status, status, "{name}: {answer}");
        }
    });
}
