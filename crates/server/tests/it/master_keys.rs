//! Servers at work while the master key is rotated.

use std::sync::Arc;
use std::time::Duration;

use roster_domain::audit::AuditRecord;
use roster_domain::random::{Random, SystemEntropy};
use roster_service::{MasterKey, SecretCiphers, rotation};
use roster_testkit::{
    Actor, Key, MANAGED, MARY, Roster, each_engine, master_key, next_master_key, policy, trust,
};
use serde_json::{Value, json};

use crate::second_factors::{PAGE, enroll, make_editor, next_code, requiring, send, show_password};

const ROLE: &str = "arn:aws:iam::123456789012:role/desk";

/// The key in use, one that servers have, and one that they do not have.
fn secret_ciphers() -> Arc<SecretCiphers> {
    Arc::new(SecretCiphers::new(&master_key(), &[next_master_key(), unknown()]))
}

/// A master key that no server has.
fn unknown() -> MasterKey {
    MasterKey::new([9; MasterKey::BYTES])
}

async fn begin(t: &Roster, to: &MasterKey) {
    let begun = rotation::begin(
        t.store(),
        &secret_ciphers(),
        to.fingerprint(),
        AuditRecord::default(),
    )
    .await;
    begun.expect("the rotation begins");
}

async fn finish(t: &Roster) {
    let random: Arc<dyn Random> = Arc::new(SystemEntropy::default());
    let encrypted = rotation::encrypt_anew(t.store(), &secret_ciphers(), &random, None, 100).await;
    assert_eq!(encrypted, Ok(None));
    let ended = rotation::end(t.store(), AuditRecord::default()).await;
    ended.expect("the rotation ends");
}

async fn assert_next_master_key_decrypts_all(t: &Roster) {
    let alone = Arc::new(SecretCiphers::new(&next_master_key(), &[]));
    let random: Arc<dyn Random> = Arc::new(SystemEntropy::default());
    let read = rotation::encrypt_anew(t.store(), &alone, &random, None, 100).await;
    assert_eq!(read, Ok(None));
}

/// A user who may take on a role.
async fn assumer(t: &Roster) -> Actor<'_> {
    let ana = t.root().make_iam_user("ana").await;
    let role = json!({
        "RoleName": "desk",
        "AssumeRolePolicyDocument": trust(&json!({"AWS": "arn:aws:iam::123456789012:user/ana"})),
    });
    t.root().done("iam:CreateRole", role).await;
    let document = policy("Allow", "sts:AssumeRole", ROLE);
    let input = json!({"UserName": "ana", "PolicyName": "assume", "PolicyDocument": document});
    t.root().done("iam:PutUserPolicy", input).await;
    ana
}

fn assume() -> Value {
    json!({"RoleArn": ROLE, "RoleSessionName": "ops"})
}

/// Takes on the role.
async fn session<'t>(t: &'t Roster, ana: &Actor<'_>) -> Actor<'t> {
    let assumed = ana.done("sts:AssumeRole", assume()).await;
    let text = |member: &str| assumed["Credentials"][member].as_str().expect(member).to_owned();
    let key = Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
    };
    t.actor(key).with_session_token(&text("SessionToken"))
}

/// The status of an answer to someone of whom the server remembers nothing.
async fn status(t: &Roster, actor: &Actor<'_>) -> u16 {
    t.clock.advance(Duration::from_secs(2));
    actor.call("sts:GetCallerIdentity", json!({})).await.status
}

#[test]
fn keys_and_sessions_go_on_while_the_master_key_is_rotated() {
    each_engine(async |t| {
        let ana = assumer(&t).await;
        let before = session(&t, &ana).await;

        begin(&t, &next_master_key()).await;
        let meanwhile = (session(&t, &ana).await, t.root().make_iam_user("bob").await);
        assert_eq!(status(&t, &ana).await, 200);
        finish(&t).await;

        for actor in [&ana, &before, &meanwhile.0, &meanwhile.1] {
            assert_eq!(status(&t, actor).await, 200);
        }
    });
}

#[test]
fn what_is_made_while_the_master_key_is_rotated_is_encrypted_with_the_new_one() {
    each_engine(async |t| {
        begin(&t, &next_master_key()).await;
        t.root().make_iam_user("ana").await;

        assert_next_master_key_decrypts_all(&t).await;
    });
}

#[test]
fn mails_come_under_the_new_master_key_too() {
    each_engine(async |t| {
        t.root()
            .done(
                "UpdateUserIdentityInfo",
                json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": {
                    "FirstName": "Mary", "LastName": "Major", "Email": "maria@example.net",
                }}),
            )
            .await;

        begin(&t, &next_master_key()).await;
        finish(&t).await;

        assert_next_master_key_decrypts_all(&t).await;
        let mails = t.root().all("roster:ListMails", json!({}), 10).await;
        assert_eq!(mails.len(), 2);
        assert!(mails.iter().all(|mail| mail["Text"].is_string()), "{mails:?}");
    });
}

#[test]
fn second_factors_come_under_the_new_master_key_too() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let (secret, _) = enroll(&t, &mut t.browser(), "ana").await;

        begin(&t, &next_master_key()).await;
        finish(&t).await;

        assert_next_master_key_decrypts_all(&t).await;
        let mut browser = t.browser();
        show_password(&mut browser, "ana").await;
        let answer = send(&mut browser, PAGE, &next_code(&t, &secret)).await;
        assert_eq!(answer.location(), Some("profile"));
    });
}

#[test]
fn a_server_without_the_new_master_key_encrypts_nothing_and_nothing_is_lost() {
    each_engine(async |t| {
        let ana = assumer(&t).await;
        t.root().done("iam:CreateUser", json!({"UserName": "bob"})).await;

        begin(&t, &unknown()).await;
        let bob = json!({"UserName": "bob"});
        let refused = [
            t.root().call("iam:CreateAccessKey", bob.clone()).await,
            ana.call("sts:AssumeRole", assume()).await,
        ];
        for answer in refused {
            assert_eq!(answer.status, 500, "{answer}");
        }
        assert_eq!(
            t.root().all("iam:ListAccessKeys", bob, 10).await,
            [] as [Value; 0]
        );
        assert_eq!(
            status(&t, &ana).await,
            200,
            "her secret is still encrypted with the old key"
        );

        finish(&t).await;
        assert_eq!(status(&t, &ana).await, 500, "the server cannot read her secret");

        begin(&t, &next_master_key()).await;
        finish(&t).await;
        assert_eq!(status(&t, &ana).await, 200);
    });
}

#[test]
fn two_rotations_do_not_mix() {
    each_engine(async |t| {
        begin(&t, &next_master_key()).await;

        let other = rotation::begin(
            t.store(),
            &secret_ciphers(),
            unknown().fingerprint(),
            AuditRecord::default(),
        )
        .await;

        let to = next_master_key().fingerprint().to_hex();
        assert_eq!(other, Err(rotation::KeyError::Unfinished { to }));
    });
}
