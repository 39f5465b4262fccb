//! The takeover guard: what becomes of a change of a user's primary address.

mod approval;
mod attack;
mod changes_that_wait;
mod domains;
mod mails;
mod restarts;
mod servers;
mod trust;

use roster_domain::Key;
use roster_domain::records::Mail;
use roster_domain::rules::takeover::TakeoverGuard;
use roster_store::Transaction;
use roster_testkit::{Actor, MANAGED, MARY, Roster, Setup};
use serde_json::{Value, json};

use crate::mails::token;

pub(crate) const OLD: &str = "mary@example.com";
pub(crate) const NEW: &str = "mallory@example.net";

/// A setup with the guard in a mode.
pub(crate) fn guarding(takeover_guard: TakeoverGuard) -> Setup {
    Setup {
        takeover_guard,
        ..Setup::default()
    }
}

pub(crate) fn enforcing() -> Setup {
    guarding(TakeoverGuard::Enforce)
}

/// Olga, who may change addresses and administer changes that wait.
pub(crate) async fn operator<'t>(t: &'t Roster, name: &str) -> Actor<'t> {
    let olga = t.root().make_iam_user(name).await;
    permit(t, name, &["connect:*", "roster:*"]).await;
    olga
}

/// A principal that may change addresses, and is trusted by name.
async fn trusted(t: &Roster) -> Actor<'_> {
    let sync = t.root().make_iam_user("sync").await;
    let actions = ["connect:UpdateUserIdentityInfo", "roster:TrustedSync"];
    permit(t, "sync", &actions).await;
    sync
}

/// Gives a user of IAM just these actions.
async fn permit(t: &Roster, name: &str, actions: &[&str]) {
    let statement = json!({"Effect": "Allow", "Action": actions, "Resource": "*"});
    put_policy(t, name, &statement).await;
}

/// Replaces the policy of a user of IAM.
async fn put_policy(t: &Roster, name: &str, statements: &Value) {
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let input = json!({"UserName": name, "PolicyName": "p", "PolicyDocument": document});
    t.root().done("iam:PutUserPolicy", input).await;
}

/// Sets Mary's address, or removes it if it is empty; the names stay.
pub(crate) async fn set_address(actor: &Actor<'_>, email: &str) {
    let info = json!({"FirstName": "Mary", "LastName": "Miller", "Email": email});
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
    let answer = actor.call("UpdateUserIdentityInfo", input).await;
    assert_eq!((answer.status, answer.body.len()), (200, 0), "{answer}");
}

pub(crate) async fn address(t: &Roster) -> Value {
    t.root().user(MANAGED, MARY).await["IdentityInfo"]["Email"].take()
}

/// The changes that wait.
pub(crate) async fn waiting(t: &Roster) -> Vec<Value> {
    t.root().all("roster:ListPendingChanges", json!({}), 10).await
}

/// The one change that waits.
pub(crate) async fn only_waiting(t: &Roster) -> Value {
    let [change]: [Value; 1] = waiting(t).await.try_into().expect("one change");
    change
}

/// An input about Mary's change of this id.
pub(crate) fn about(change: &Value) -> Value {
    json!({"InstanceId": MANAGED, "UserId": MARY, "ChangeId": change["Id"]})
}

/// Gives Mary the security profile of this name.
pub(crate) async fn make_mary(t: &Roster, profile: &'static str) {
    use roster_domain::records::{SecurityProfile, User};

    t.change(Box::new(move |transaction| {
        Box::pin(async move {
            let profiles: Vec<SecurityProfile> =
                transaction.all(&SecurityProfile::BY_NAME, &Key::new()).await?;
            for old in transaction.all::<User>(&User::BY_USERNAME, &Key::new()).await? {
                let of_instance = |candidate: &&SecurityProfile| {
                    candidate.name == profile && candidate.instance_id == old.instance_id
                };
                let found = profiles.iter().find(of_instance);
                if old.id.as_str() == MARY {
                    let new = User {
                        security_profile_ids: vec![found.expect("the profile").id.clone()],
                        ..old.clone()
                    };
                    transaction.update(&old, &new).await?;
                }
            }
            Ok(())
        })
    }))
    .await;
}

/// The path of the link in the newest mail of a kind to an address.
pub(crate) async fn link_to(t: &Roster, kind: &str, to: &str) -> Option<String> {
    let mails: Vec<Mail> = t
        .look(Box::new(|rows| {
            Box::pin(async { Transaction::new(rows).all(Mail::BY_TIME, &Key::new()).await })
        }))
        .await;
    let mut newest_first = mails.iter().rev();
    let mail = newest_first.find(|mail| mail.kind.name() == kind && mail.to == to)?;
    let content = t.service().mail_content(mail).expect("the content of a mail");
    let (_, url) = content.text.split_once("http://")?;
    let path = &url[url.find('/')?..];
    path.split_whitespace().next().map(str::to_owned)
}

/// Opens a link and pushes the button of its page; gives the status.
pub(crate) async fn push(t: &Roster, link: &str) -> u16 {
    let mut browser = t.browser();
    assert_eq!(browser.get(link).await.status(), 200);
    let (page, _) = link.split_once('?').expect("a token");
    browser.post(page, &[("token", token(link))]).await.status()
}
