//! Whom a trust policy means: those who were there when it was given, whoever gets their names later.

use roster_domain::records::iam::{IamRole, named};
use roster_store::{BoxFuture, Rows, StoreError, Transaction, Verdict, Work};
use roster_testkit::{
    ACCOUNT, Actor, Answer, CHINESE_ACCOUNT, Key, Roster, each_engine, each_engine_together, in_memory,
    policy, trust, with,
};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::oneshot;

const ANA: &str = "arn:aws:iam::123456789012:user/ana";
const LURE: &str = "arn:aws:iam::123456789012:role/lure";

async fn create_role(t: &Roster, name: &str, trust: &str) -> Answer {
    let input = json!({"RoleName": name, "AssumeRolePolicyDocument": trust});
    t.root().call("iam:CreateRole", input).await
}

/// Makes the role `lure`, which trusts these principals.
async fn make_lure(t: &Roster, principals: Value) {
    let answer = create_role(t, "lure", &trust(&json!({"AWS": principals}))).await;
    assert_eq!(answer.status, 200, "{answer}");
}

async fn take_on(actor: &Actor<'_>, role: &str) -> Answer {
    actor
        .call(
            "sts:AssumeRole",
            json!({"RoleArn": role, "RoleSessionName": "ops"}),
        )
        .await
}

/// Somebody in a session of a role.
async fn session<'t>(t: &'t Roster, actor: &Actor<'_>, role: &str) -> Actor<'t> {
    let input = json!({"RoleArn": role, "RoleSessionName": "ops"});
    let credentials = actor.done("sts:AssumeRole", input).await["Credentials"].take();
    let text = |member: &str| credentials[member].as_str().expect(member).to_owned();
    let key = Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
    };
    t.actor(key).with_session_token(&text("SessionToken"))
}

async fn delete_user(t: &Roster, actor: &Actor<'_>, name: &str) {
    let key = json!({"UserName": name, "AccessKeyId": actor.key().id});
    t.root().done("iam:DeleteAccessKey", key).await;
    t.root().done("iam:DeleteUser", json!({"UserName": name})).await;
}

/// The trust policy of a role, as `GetRole` and `ListRoles` show it.
async fn shown(t: &Roster, role: &str) -> Value {
    let found = t.root().done("iam:GetRole", json!({"RoleName": role})).await;
    let document = found["Role"]["AssumeRolePolicyDocument"]
        .as_str()
        .expect("a document");
    let roles = t.root().all("iam:ListRoles", json!({}), 100).await;
    let listed = roles
        .iter()
        .find(|other| other["RoleName"] == role)
        .expect("the role");
    assert_eq!(listed["AssumeRolePolicyDocument"], document);
    let decoded = percent_encoding::percent_decode_str(document)
        .decode_utf8()
        .expect("text");
    serde_json::from_str(&decoded).expect("JSON")
}

#[test]
fn who_gets_the_name_of_a_deleted_user_is_not_trusted() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_lure(&t, json!(ANA)).await;
        assert_eq!(take_on(&ana, LURE).await.status, 200);

        delete_user(&t, &ana, "ana").await;
        let another = t.root().make_iam_user("ana").await;

        let answer = take_on(&another, LURE).await;
        assert_eq!(answer.error(), Some("AccessDenied"), "{answer}");
    });
}

#[test]
fn who_gets_the_name_of_a_deleted_role_is_not_trusted_nor_are_its_sessions() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let desk = "arn:aws:iam::123456789012:role/desk";
        let of_ops = "arn:aws:sts::123456789012:assumed-role/desk/ops";
        create_role(&t, "desk", &trust(&json!({"AWS": ANA}))).await;
        make_lure(&t, json!(desk)).await;
        create_role(&t, "lure-of-ops", &trust(&json!({"AWS": of_ops}))).await;
        let lures = [LURE, "arn:aws:iam::123456789012:role/lure-of-ops"];
        let in_desk = session(&t, &ana, desk).await;
        for lure in lures {
            assert_eq!(take_on(&in_desk, lure).await.status, 200, "{lure}");
        }

        t.root().done("iam:DeleteRole", json!({"RoleName": "desk"})).await;
        create_role(&t, "desk", &trust(&json!({"AWS": ANA}))).await;

        let in_desk = session(&t, &ana, desk).await;
        for lure in lures {
            assert_eq!(
                take_on(&in_desk, lure).await.error(),
                Some("AccessDenied"),
                "{lure}"
            );
        }
    });
}

#[test]
fn a_denial_names_the_principals_that_existed_too() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let trusted = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"},
            {"Effect": "Deny", "Action": "sts:AssumeRole", "NotPrincipal": {"AWS": ANA}},
        ]});
        let made = create_role(&t, "lure", &trusted.to_string()).await;
        assert_eq!(made.status, 200, "{made}");
        assert_eq!(take_on(&ana, LURE).await.status, 200);

        delete_user(&t, &ana, "ana").await;
        let another = t.root().make_iam_user("ana").await;

        assert_eq!(take_on(&another, LURE).await.error(), Some("AccessDenied"));
    });
}

#[test]
fn a_deleted_principal_is_shown_by_its_unique_id_even_if_its_name_is_reused() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let user = t.root().done("iam:GetUser", json!({"UserName": "ana"})).await;
        let id = &user["User"]["UserId"];
        make_lure(&t, json!([ANA, ACCOUNT])).await;
        let principals = async || shown(&t, "lure").await["Statement"]["Principal"]["AWS"].take();
        assert_eq!(principals().await, json!([ANA, ACCOUNT]));

        delete_user(&t, &ana, "ana").await;
        assert_eq!(principals().await, json!([id, ACCOUNT]));
        t.root().make_iam_user("ana").await;
        assert_eq!(principals().await, json!([id, ACCOUNT]));
    });
}

#[test]
fn a_unique_id_in_a_trust_policy_stays_one() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let user = t.root().done("iam:GetUser", json!({"UserName": "ana"})).await;
        let id = &user["User"]["UserId"];

        make_lure(&t, id.clone()).await;

        assert_eq!(take_on(&ana, LURE).await.status, 200);
        assert_eq!(shown(&t, "lure").await["Statement"]["Principal"]["AWS"], *id);
        delete_user(&t, &ana, "ana").await;
        let another = t.root().make_iam_user("ana").await;
        assert_eq!(take_on(&another, LURE).await.error(), Some("AccessDenied"));
    });
}

#[test]
fn a_trust_policy_names_only_existing_principals() {
    each_engine(async |t| {
        t.root().make_iam_user("ana").await;
        t.stranger().make_iam_user("eve").await;
        t.chinese().make_iam_user("mei").await;
        let role = create_role(&t, "desk", &trust(&json!({"AWS": "*"}))).await;
        assert_eq!(role.status, 200, "{role}");
        let user = t.root().done("iam:GetUser", json!({"UserName": "ana"})).await;
        let eve = t.stranger().done("iam:GetUser", json!({"UserName": "eve"})).await;

        for principal in [
            "arn:aws:iam::123456789012:user/gone",
            "arn:aws:iam::123456789012:user/Ana",
            "arn:aws:iam::123456789012:user/team/ana",
            "arn:aws:iam::123456789012:role/ana",
            "arn:aws:iam::123456789012:role/self",
            "arn:aws:iam::123456789012:group/ana",
            "arn:aws:iam::123456789012:root/ana",
            "arn:aws:iam::210987654321:user/ana",
            "arn:aws:iam::999999999999:user/ana",
            "arn:aws:iam::999999999999:root",
            "999999999999",
            "arn:aws-cn:iam::123456789012:root",
            "arn:aws-cn:iam::123456789012:user/ana",
            &format!("arn:aws-cn:iam::{CHINESE_ACCOUNT}:user/mei"),
            &format!("arn:aws:iam::{CHINESE_ACCOUNT}:user/mei"),
            CHINESE_ACCOUNT,
            "arn:aws:sts::123456789012:assumed-role/gone/ops",
            "arn:aws:sts::123456789012:assumed-role/Desk/ops",
            "arn:aws:sts::123456789012:assumed-role/desk/",
            "arn:aws:sts::123456789012:federated-user/ana",
            "AIDA00000000000000ANA",
            "AROA00000000000000OPS",
            eve["User"]["UserId"].as_str().expect("an id"),
        ] {
            let trusting = trust(&json!({"AWS": [ANA, principal]}));
            let answer = create_role(&t, "self", &trusting).await;
            assert_eq!(answer.error(), Some("MalformedPolicyDocument"), "{answer}");
            assert_eq!(
                answer.message(),
                format!(r#"Invalid principal in policy: "AWS":"{principal}""#)
            );
        }
        for (index, principals) in [
            json!({"AWS": ANA}),
            json!({"AWS": "arn:aws:iam::123456789012:role/desk"}),
            json!({"AWS": "arn:aws:sts::123456789012:assumed-role/desk/ops"}),
            json!({"AWS": ["*", ACCOUNT, "arn:aws:iam::123456789012:root"]}),
            json!({"AWS": ["210987654321", "arn:aws:iam::210987654321:user/eve"]}),
            json!({"AWS": user["User"]["UserId"]}),
            json!({"Service": "connect.amazonaws.com"}),
            json!("*"),
        ]
        .iter()
        .enumerate()
        {
            let answer = create_role(&t, &format!("role-{index}"), &trust(principals)).await;
            assert_eq!(answer.status, 200, "{principals}: {answer}");
        }
    });
}

#[test]
fn who_gets_the_name_of_a_deleted_user_of_another_account_is_not_trusted() {
    each_engine(async |t| {
        let eve = async || {
            let eve = t.stranger().make_iam_user("eve").await;
            let allow = json!({
                "UserName": "eve", "PolicyName": "go", "PolicyDocument": policy("Allow", "sts:*", "*"),
            });
            t.stranger().done("iam:PutUserPolicy", allow).await;
            eve
        };
        let first = eve().await;
        make_lure(&t, json!("arn:aws:iam::210987654321:user/eve")).await;
        assert_eq!(take_on(&first, LURE).await.status, 200);

        let key = json!({"UserName": "eve", "AccessKeyId": first.key().id});
        t.stranger().done("iam:DeleteAccessKey", key).await;
        let inline = json!({"UserName": "eve", "PolicyName": "go"});
        t.stranger().done("iam:DeleteUserPolicy", inline).await;
        t.stranger()
            .done("iam:DeleteUser", json!({"UserName": "eve"}))
            .await;

        assert_eq!(take_on(&eve().await, LURE).await.error(), Some("AccessDenied"));
    });
}

/// Makes a role as a Roster stored it that did not keep whom its trust policy means.
struct Forget {
    role: &'static str,
    done: oneshot::Sender<()>,
}

impl Work for Forget {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut transaction = Transaction::new(rows);
            let entry = named(&IamRole::BY_NAME, ACCOUNT, self.role);
            let role: IamRole = transaction.find(&entry).await?.expect("the role");
            let old = IamRole {
                principals: None,
                ..role.clone()
            };
            transaction
                .update(&role, &old)
                .await
                .expect("a role that can be updated");
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        outcome.expect("it is stored");
        let _ = self.done.send(());
    }
}

async fn forget_principals(t: &Roster, role: &'static str) {
    let (done, hears) = oneshot::channel();
    t.store().write(Box::new(Forget { role, done }));
    hears.await.expect("it is done");
}

#[test]
fn a_role_of_an_older_version_trusts_by_name_only_principals_older_than_itself() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        t.clock.advance(Duration::from_secs(1));
        make_lure(&t, json!(ANA)).await;
        forget_principals(&t, "lure").await;
        assert_eq!(take_on(&ana, LURE).await.status, 200);
        assert_eq!(shown(&t, "lure").await["Statement"]["Principal"]["AWS"], ANA);

        delete_user(&t, &ana, "ana").await;
        t.clock.advance(Duration::from_secs(1));
        let another = t.root().make_iam_user("ana").await;

        assert_eq!(take_on(&another, LURE).await.error(), Some("AccessDenied"));
    });
}

#[test]
fn a_role_of_an_older_version_still_denies_younger_principals_by_name() {
    each_engine(async |t| {
        let mallory = t.root().make_iam_user("mallory").await;
        let trusted = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"},
            {"Effect": "Deny", "Action": "sts:AssumeRole",
             "Principal": {"AWS": "arn:aws:iam::123456789012:user/mallory"}},
        ]});
        create_role(&t, "lure", &trusted.to_string()).await;
        forget_principals(&t, "lure").await;
        assert_eq!(take_on(&mallory, LURE).await.error(), Some("AccessDenied"));

        delete_user(&t, &mallory, "mallory").await;
        t.clock.advance(Duration::from_secs(1));
        let another = t.root().make_iam_user("mallory").await;

        assert_eq!(take_on(&another, LURE).await.error(), Some("AccessDenied"));
        let bob = t.root().make_iam_user("bob").await;
        assert_eq!(take_on(&bob, LURE).await.status, 200, "whom no ARN names");
    });
}

#[test]
fn a_request_without_a_name_means_the_caller_and_not_a_later_user_of_that_name() {
    each_engine_together(async |rosters| {
        let [t, .., other] = &rosters[..] else { return };
        let ana = t.root().make_iam_user("ana").await;
        let input = json!({
            "UserName": "ana", "PolicyName": "all", "PolicyDocument": policy("Allow", "iam:*", "*"),
        });
        t.root().done("iam:PutUserPolicy", input.clone()).await;
        let elsewhere = other.actor(ana.key());
        assert_eq!(elsewhere.call("iam:GetUser", json!({})).await.status, 200);

        let inline = with(input, json!({"PolicyDocument": null}));
        t.root().done("iam:DeleteUserPolicy", inline).await;
        delete_user(t, &ana, "ana").await;
        t.root().done("iam:CreateUser", json!({"UserName": "ana"})).await;

        // The other server remembers the key for a moment yet.
        for operation in ["iam:GetUser", "iam:ListAccessKeys", "iam:CreateAccessKey"] {
            let answer = elsewhere.call(operation, json!({})).await;
            assert_eq!(answer.error(), Some("NoSuchEntity"), "{operation}: {answer}");
        }
    });
}

#[test]
fn a_trust_policy_may_name_a_principal_twice() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_lure(&t, json!([ANA, ANA])).await;
        assert_eq!(take_on(&ana, LURE).await.status, 200);
    });
}
