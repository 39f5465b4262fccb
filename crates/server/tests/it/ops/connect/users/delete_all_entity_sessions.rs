use insta::assert_snapshot;
use roster_testkit::{Browser, MANAGED, Roster, SAM, each_engine, in_memory};
use serde_json::{Value, json};

/// The password of users that the kit makes.
const PASSWORD: &str = "Passw0rd";

fn sessions_of(user: &str) -> Value {
    json!({"InstanceId": MANAGED, "EntityId": user, "EntityType": "USER"})
}

async fn signed_in<'t>(t: &'t Roster, username: &str) -> Browser<'t> {
    let mut browser = t.browser();
    browser.sign_in(username, PASSWORD).await;
    assert_eq!(browser.profile().await.status(), 200);
    browser
}

#[test]
fn a_user_is_signed_out_of_every_browser_and_can_sign_in_again() {
    each_engine(async |t| {
        let id = t.root().make_user(MANAGED, "ana").await;
        let mut browsers = [signed_in(&t, "ana").await, signed_in(&t, "ana").await];
        let audited = t.audited();

        let answer = t.root().call("DeleteAllEntitySessions", sessions_of(&id)).await;

        assert_snapshot!(answer, @"
        200
        {}
        ");
        for browser in &mut browsers {
            let profile = browser.profile().await;
            assert_eq!((profile.status(), profile.location()), (303, Some("sign-in")));
        }
        assert_snapshot!(t.audit(audited), @"DeleteAllEntitySessions on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d by arn:aws:iam::123456789012:root");
        let again = browsers[0].sign_in("ana", PASSWORD).await;
        assert_eq!((again.status(), again.location()), (303, Some("profile")));
    });
}

#[test]
fn a_user_without_sessions_is_signed_out_as_well_and_as_often_as_asked() {
    in_memory(async |t| {
        let id = t.root().make_user(MANAGED, "ana").await;
        let arn = format!("arn:aws:connect:us-east-1:123456789012:instance/{MANAGED}/agent/{id}");

        for reference in [&id, &id, &arn] {
            t.root()
                .done("DeleteAllEntitySessions", sessions_of(reference))
                .await;
        }
    });
}

#[test]
fn other_users_stay_signed_in() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        t.root().make_user(MANAGED, "ben").await;
        let mut ben = signed_in(&t, "ben").await;

        t.root().done("DeleteAllEntitySessions", sessions_of(&ana)).await;

        assert_eq!(ben.profile().await.status(), 200);
    });
}

#[test]
fn nobody_is_signed_out_by_a_request_that_names_no_user_of_the_instance() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut ana = signed_in(&t, "ana").await;
        let ask = async |input| t.root().call("DeleteAllEntitySessions", input).await;

        assert_snapshot!(ask(sessions_of(SAM)).await, @"
        404 ResourceNotFoundException
        There is no user 98765432-3333-2345-2345-222345678902 in this instance
        ");
        assert_snapshot!(ask(sessions_of("ana")).await, @r#"
        400 InvalidParameterException
        EntityId must be an id or an ARN, but is "ana"
        "#);
        assert_snapshot!(ask(sessions_of("")).await, @"
        400 InvalidParameterException
        EntityId must have 1 to 256 characters, but has 0
        ");
        let queue = json!({"InstanceId": MANAGED, "EntityId": SAM, "EntityType": "QUEUE"});
        assert_snapshot!(ask(queue).await, @"
        400 InvalidParameterException
        EntityType must be one of USER
        ");
        assert_snapshot!(ask(json!({"InstanceId": MANAGED})).await, @"
        400 InvalidRequestException
        EntityId is required; EntityType is required
        ");
        assert_eq!(ana.profile().await.status(), 200);
    });
}

#[test]
fn the_right_depends_on_the_user_and_its_tags() {
    in_memory(async |t| {
        let team = json!({"Tags": {"team": "blue"}});
        let new = roster_testkit::with(t.root().new_user(MANAGED, "ana").await, team);
        let made = t.root().done("CreateUser", new).await;
        let ana = made["UserId"].as_str().expect("an id");
        let ben = t.root().make_user(MANAGED, "ben").await;
        let desk = t.root().make_iam_user("desk").await;
        let document = json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "connect:DeleteAllEntitySessions", "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}},
        }});
        let policy = json!({"UserName": "desk", "PolicyName": "p", "PolicyDocument": document.to_string()});
        t.root().done("iam:PutUserPolicy", policy).await;

        desk.done("DeleteAllEntitySessions", sessions_of(ana)).await;

        let denied = desk.call("DeleteAllEntitySessions", sessions_of(&ben)).await;
        assert_eq!(denied.error(), Some("AccessDeniedException"), "{denied}");
    });
}
