//! What sessions hand on to sessions that are begun in them: who is behind them, and tags.

use insta::assert_snapshot;
use roster_testkit::{Actor, Answer, Key, Roster, each_engine, with};
use serde_json::{Value, json};

const ALL: [&str; 3] = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

fn arn(role: &str) -> String {
    format!("arn:aws:iam::123456789012:role/{role}")
}

/// Makes a role that may do everything, and that the account may do these things to.
async fn make_role(t: &Roster, role: &str, actions: &[&str]) {
    let statement = json!({"Effect": "Allow", "Action": actions, "Principal": {"AWS": "123456789012"}});
    let trust = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    let input = json!({"RoleName": role, "AssumeRolePolicyDocument": trust});
    t.root().done("iam:CreateRole", input).await;
    let anything = roster_testkit::policy("Allow", "*", "*");
    let input = json!({"RoleName": role, "PolicyName": "p", "PolicyDocument": anything});
    t.root().done("iam:PutRolePolicy", input).await;
}

async fn ana<'t>(t: &'t Roster, statements: &Value) -> Actor<'t> {
    let ana = t.root().make_iam_user("ana").await;
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let input = json!({"UserName": "ana", "PolicyName": "p", "PolicyDocument": document});
    t.root().done("iam:PutUserPolicy", input).await;
    ana
}

fn anything() -> Value {
    json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}])
}

async fn assume(actor: &Actor<'_>, role: &str, more: Value) -> Answer {
    let input = with(json!({"RoleArn": arn(role), "RoleSessionName": "ops"}), more);
    actor.call("sts:AssumeRole", input).await
}

async fn session<'t>(t: &'t Roster, actor: &Actor<'_>, role: &str, more: Value) -> Actor<'t> {
    let input = with(json!({"RoleArn": arn(role), "RoleSessionName": "ops"}), more);
    let assumed = actor.done("sts:AssumeRole", input).await;
    let text = |member: &str| assumed["Credentials"][member].as_str().expect(member).to_owned();
    let key = Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
    };
    t.actor(key).with_session_token(&text("SessionToken"))
}

#[test]
fn a_source_identity_needs_permissions_on_both_sides() {
    each_engine(async |t| {
        make_role(&t, "Open", &ALL).await;
        make_role(&t, "Closed", &["sts:AssumeRole"]).await;
        let ana = ana(&t, &anything()).await;
        let behind = json!({"SourceIdentity": "ana@desk"});

        let assumed = ana
            .done(
                "sts:AssumeRole",
                with(
                    json!({"RoleArn": arn("Open"), "RoleSessionName": "ops"}),
                    behind.clone(),
                ),
            )
            .await;
        assert_eq!(assumed["SourceIdentity"], "ana@desk");
        assert_snapshot!(assume(&ana, "Closed", behind.clone()).await, @"
        403 AccessDenied
        User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sts:SetSourceIdentity on resource: arn:aws:iam::123456789012:role/Closed
        ");
        let no_right = json!([{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]);
        let document = json!({"Version": "2012-10-17", "Statement": no_right}).to_string();
        let input = json!({"UserName": "ana", "PolicyName": "p", "PolicyDocument": document});
        t.root().done("iam:PutUserPolicy", input).await;
        assert_eq!(assume(&ana, "Open", behind).await.error(), Some("AccessDenied"));
        assert_eq!(assume(&ana, "Open", json!({})).await.status, 200);
    });
}

#[test]
fn a_trust_policy_can_require_a_source_identity() {
    each_engine(async |t| {
        let statement = json!({"Effect": "Allow", "Action": ALL, "Principal": {"AWS": "123456789012"},
            "Condition": {"StringEquals": {"sts:SourceIdentity": "ana"}}});
        let trust = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let input = json!({"RoleName": "Named", "AssumeRolePolicyDocument": trust});
        t.root().done("iam:CreateRole", input).await;
        let ana = ana(&t, &anything()).await;

        for (more, status) in [
            (json!({}), 403),
            (json!({"SourceIdentity": "eve"}), 403),
            (json!({"SourceIdentity": "ana"}), 200),
        ] {
            assert_eq!(assume(&ana, "Named", more.clone()).await.status, status, "{more}");
        }
    });
}

#[test]
fn who_is_behind_a_session_stays_behind_those_begun_in_it_and_is_audited() {
    each_engine(async |t| {
        for role in ["First", "Second"] {
            make_role(&t, role, &ALL).await;
        }
        make_role(&t, "Closed", &["sts:AssumeRole"]).await;
        let ana = ana(&t, &anything()).await;
        let first = session(&t, &ana, "First", json!({"SourceIdentity": "ana"})).await;

        let second = session(&t, &first, "Second", json!({})).await;

        assert_eq!(
            assume(&first, "Second", json!({"SourceIdentity": "ana"}))
                .await
                .status,
            200
        );
        assert_snapshot!(assume(&first, "Second", json!({"SourceIdentity": "eve"})).await, @"
        400 ValidationError
        The session of the caller has another SourceIdentity, which cannot be changed; leave it out
        ");
        // Not even by saying nothing.
        assert_eq!(
            assume(&first, "Closed", json!({})).await.error(),
            Some("AccessDenied")
        );
        let audited = t.audited();
        second.done("iam:CreateUser", json!({"UserName": "ben"})).await;
        let trail = t.audit(audited);
        let record = trail.only();
        assert_eq!(record.source_identity.as_deref(), Some("ana"));
        let input = json!({"RoleName": "Second", "PolicyName": "p", "PolicyDocument": json!({
            "Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "*", "Resource": "*"},
                {"Effect": "Deny", "Action": "*", "Resource": "*",
                    "Condition": {"StringEquals": {"aws:SourceIdentity": "ana"}}},
            ],
        }).to_string()});
        t.root().done("iam:PutRolePolicy", input).await;
        assert_eq!(
            second.call("iam:ListUsers", json!({})).await.error(),
            Some("AccessDenied")
        );
    });
}

#[test]
fn transitive_tags_go_on_and_cannot_be_changed() {
    each_engine(async |t| {
        for role in ["First", "Second", "Third"] {
            make_role(&t, role, &ALL).await;
        }
        make_role(&t, "Closed", &["sts:AssumeRole"]).await;
        let ana = ana(&t, &anything()).await;
        let tags = json!({
            "Tags": [{"Key": "team", "Value": "blue"}, {"Key": "site", "Value": "a"}],
            "TransitiveTagKeys": ["team"],
        });
        let first = session(&t, &ana, "First", tags).await;
        let second = session(&t, &first, "Second", json!({})).await;
        let third = session(&t, &second, "Third", json!({})).await;
        let has = async |actor: &Actor<'_>, role: &str, tag: &str| {
            let condition = json!({"Null": {format!("aws:PrincipalTag/{tag}"): "false"}});
            let statements = json!([
                {"Effect": "Allow", "Action": "sts:*", "Resource": "*"},
                {"Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": condition},
            ]);
            let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
            let input = json!({"RoleName": role, "PolicyName": "p", "PolicyDocument": document});
            t.root().done("iam:PutRolePolicy", input).await;
            actor.call("iam:ListUsers", json!({})).await.status == 200
        };

        assert!(has(&first, "First", "team").await && has(&first, "First", "site").await);
        assert!(has(&second, "Second", "team").await && !has(&second, "Second", "site").await);
        assert!(has(&third, "Third", "team").await);
        let other = json!({"Tags": [{"Key": "Team", "Value": "red"}]});
        assert_snapshot!(assume(&first, "Second", other).await, @"
        400 ValidationError
        The tag Team comes from the session of the caller and cannot be given another value; leave it out
        ");
        assert_snapshot!(assume(&ana, "First", json!({"TransitiveTagKeys": ["team"]})).await, @"
        400 ValidationError
        TransitiveTagKeys has the key team, but Tags has no such tag; give the tag, or leave the key out
        ");
        // To hand tags on is to tag.
        assert_eq!(
            assume(&first, "Closed", json!({})).await.error(),
            Some("AccessDenied")
        );
    });
}
