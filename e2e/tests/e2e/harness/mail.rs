//! The mails that a server has stored.

use std::time::Instant;

use serde_json::Value;

use super::output::PATIENCE;
use super::{Roster, Wire};

/// A mail, as `GET /_roster/mail` lists it.
#[derive(Debug)]
pub(crate) struct Mail(pub(crate) Value);

impl Mail {
    /// Waits for a mail of a kind to an address, and returns the newest.
    pub(crate) fn to(server: &Roster, kind: &str, address: &str) -> Self {
        let of_kind = |mail: &Value| mail["Kind"] == kind && mail["To"][0] == address;
        Self::until(server, &format!("no {kind} to {address}"), of_kind)
    }

    /// Waits for a mail that is as wanted, and returns the newest.
    pub(crate) fn until(server: &Roster, otherwise: &str, is_wanted: impl Fn(&Value) -> bool) -> Self {
        let wire = Wire::to(server).of_service("roster");
        let patience = Instant::now() + PATIENCE;
        loop {
            let listed = wire.send("GET", "/_roster/mail", None);
            assert_eq!(listed.status, 200, "{}", listed.refusal());
            let listed = listed.json();
            let mails = listed["Mails"].as_array().expect("a list");
            if let Some(mail) = mails.iter().rev().find(|mail| is_wanted(mail)) {
                return Self(mail.clone());
            }
            assert!(Instant::now() < patience, "{otherwise}: {listed}");
        }
    }

    /// The only link in its text.
    pub(crate) fn link(&self) -> String {
        let text = self.0["Text"].as_str().expect("a text");
        let links: Vec<_> = text
            .split_whitespace()
            .filter(|word| word.starts_with("http"))
            .collect();
        let [link] = links[..] else {
            panic!("not one link in {text}");
        };
        link.to_owned()
    }
}
