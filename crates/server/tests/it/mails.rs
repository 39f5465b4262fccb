//! Mails that were stored, and links as mails hold them.

use roster_domain::random::SystemEntropy;
use roster_domain::records::{LinkPurpose, Mail, OneTimeLink};
use roster_domain::{Id, Key, SecretToken};
use roster_store::Transaction;
use roster_testkit::{MANAGED, Roster};

/// The mails: the kind and the address of each, sorted.
pub(crate) async fn mails(t: &Roster) -> Vec<(&'static str, String)> {
    let mails: Vec<Mail> = t
        .look(Box::new(|rows| {
            Box::pin(async { Transaction::new(rows).all(Mail::BY_TIME, &Key::new()).await })
        }))
        .await;
    let mut mails: Vec<_> = mails
        .into_iter()
        .map(|mail| (mail.kind.name(), mail.to))
        .collect();
    mails.sort();
    mails
}

/// How many links there are for resetting a user's password.
pub(crate) async fn reset_links(t: &Roster, user: &str) -> usize {
    let user = user.to_owned();
    let links: Vec<OneTimeLink> = t
        .look(Box::new(move |rows| {
            let prefix = OneTimeLink::of_purpose(&id(MANAGED), &id(&user), LinkPurpose::ResetPassword);
            Box::pin(async move { Transaction::new(rows).all(OneTimeLink::BY_USER, &prefix).await })
        }))
        .await;
    links.len()
}

/// Stores a link for resetting a user's password; gives the path that a mail would hold.
pub(crate) async fn reset_link(t: &Roster, user: &str) -> String {
    let token = SecretToken::new(&SystemEntropy::default());
    let now = roster_domain::clock::Clock::now(&*t.clock).into();
    let link = OneTimeLink {
        instance_id: id(MANAGED),
        user_id: id(user),
        purpose: LinkPurpose::ResetPassword,
        token_hash: token.hash(),
        subject_id: None,
        created: now,
        expires: now + LinkPurpose::ResetPassword.lifetime(),
        browser_hash: None,
    };
    t.change(Box::new(move |transaction| {
        let link = link.clone();
        Box::pin(async move { transaction.insert(&link).await })
    }))
    .await;
    format!("/console/demo/reset-password?token={}", token.to_text())
}

/// The token of a link.
pub(crate) fn token(link: &str) -> &str {
    link.rsplit_once("token=").expect("a token").1
}

fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}
