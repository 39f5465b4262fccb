//! The attack, step by step, and what comes of each.

use std::io::Write;

use anyhow::Context;
use roster_client::Parameters;
use roster_domain::audit::{AuditRecord, Change};
use roster_model::ops::connect::users::{DescribeUser, UpdateUserIdentityInfo};
use roster_model::ops::roster::guard::ListPendingChanges;
use roster_model::ops::roster::mail::ListMails;
use serde_json::{Value, json};

use super::browser::Browser;
use super::throw_away_server::ThrowAwayServer;

/// The user mary of the demonstration.
const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
const MARY: &str = "87654321-2222-1234-1234-111234567891";
const OLD: &str = "mary@example.com";
const NEW: &str = "mallory@example.net";
const PASSWORD: &str = "Mallory-was-here-1";
/// How the audit marks a reset within the cool-off of a change.
const SUSPECTED: &str = "SuspectedTakeover";

/// The attack on a server.
pub(super) struct Attack {
    server: ThrowAwayServer,
    mallory: Browser,
}

/// What came of the attack.
pub(super) struct Outcome {
    /// Whether Mallory could sign in as mary.
    pub(super) signed_in: bool,
    /// How many mails mary's old address got.
    pub(super) mails: usize,
    /// Whether the audit marks a suspected takeover.
    pub(super) is_suspected: bool,
}

impl Attack {
    /// The attack on a server of its own, with a mode of the guard.
    pub(super) fn on_server_with(guard: &str) -> anyhow::Result<Self> {
        Ok(Self {
            server: ThrowAwayServer::start(guard)?,
            mallory: Browser::new(),
        })
    }

    /// Plays it, and says what comes of each step.
    pub(super) fn play(&mut self, out: &mut impl Write) -> anyhow::Result<Outcome> {
        self.change_address(out)?;
        self.ask_for_password(out)?;
        self.open_link(out)?;
        let signed_in = self.sign_in(out)?;
        let mails = self.mails_to_mary(out)?;
        let is_suspected = self.audit(out)?;
        self.undo(signed_in, out)?;
        Ok(Outcome {
            signed_in,
            mails,
            is_suspected,
        })
    }

    fn change_address(&mut self, out: &mut impl Write) -> anyhow::Result<()> {
        let info = json!({"FirstName": "Mary", "LastName": "Miller", "Email": NEW});
        let change = parameters([
            ("InstanceId", INSTANCE.into()),
            ("UserId", MARY.into()),
            ("IdentityInfo", info),
        ]);
        self.server.call::<UpdateUserIdentityInfo>(&change)?;
        writeln!(out, "  1. Mallory changes the address of mary to {NEW}.")?;
        writeln!(out, "     Answer 200. The address is {}.", self.address()?)?;
        let waiting = self.server.call::<ListPendingChanges>(&Parameters::new())?;
        for change in waiting["PendingChanges"].as_array().into_iter().flatten() {
            let [waits_for, id] = [&change["WaitsFor"][0], &change["Id"]].map(text);
            writeln!(
                out,
                "     `roster guard list`: change {id} waits for {}.",
                waits_for.to_lowercase()
            )?;
        }
        if let Some(mail) = self.mail("ConfirmEmail", NEW)? {
            writeln!(
                out,
                "     Mallory opens the link of the mail to {NEW}: \"{}\".",
                text(&mail["Subject"])
            )?;
            let link = link(&mail)?;
            self.mallory.open(&link)?;
            push(&mut self.mallory, &link)?;
            writeln!(out, "     The address is {}.", self.address()?)?;
        }
        Ok(())
    }

    fn ask_for_password(&mut self, out: &mut impl Write) -> anyhow::Result<()> {
        self.mallory
            .submit(&self.page("forgot-password"), &[("username", "mary")])?;
        self.server.until_audited("RequestPasswordReset")?;
        writeln!(out, "  2. Mallory asks for a new password of mary.")?;
        match self.mail("PasswordReset", NEW)? {
            Some(mail) => writeln!(out, "     Mail to {NEW}: \"{}\".", text(&mail["Subject"]))?,
            None => writeln!(
                out,
                "     No mail: there is no reset within the cool-off of the change."
            )?,
        }
        Ok(())
    }

    fn open_link(&mut self, out: &mut impl Write) -> anyhow::Result<()> {
        writeln!(out, "  3. Mallory opens the link and chooses a password.")?;
        let Some(mail) = self.mail("PasswordReset", NEW)? else {
            writeln!(out, "     There is no link.")?;
            return Ok(());
        };
        let link = link(&mail)?;
        self.mallory.open(&link)?;
        let (page, token) = parts(&link)?;
        let status = self
            .mallory
            .submit(page, &[("token", token), ("password", PASSWORD)])?;
        writeln!(
            out,
            "     {}.",
            if status == 303 {
                "The password is set"
            } else {
                "It is refused"
            }
        )?;
        Ok(())
    }

    fn sign_in(&mut self, out: &mut impl Write) -> anyhow::Result<bool> {
        let fields = [("username", "mary"), ("password", PASSWORD)];
        let signed_in = self.mallory.submit(&self.page("sign-in"), &fields)? == 303;
        writeln!(out, "  4. Mallory signs in as mary.")?;
        writeln!(
            out,
            "     {}.",
            if signed_in {
                "Mallory is in"
            } else {
                "It is refused"
            }
        )?;
        Ok(signed_in)
    }

    /// Says what mary sees. Returns how many mails.
    fn mails_to_mary(&self, out: &mut impl Write) -> anyhow::Result<usize> {
        let mut mails = self.mails()?;
        mails.retain(|mail| mail["To"][0] == OLD);
        writeln!(out, "\n  What mary sees:")?;
        if mails.is_empty() {
            writeln!(out, "     No mail to {OLD}.")?;
        }
        for mail in &mails {
            writeln!(out, "     Mail to {OLD}: \"{}\".", text(&mail["Subject"]))?;
        }
        Ok(mails.len())
    }

    /// Says what the administrator sees. Returns whether a suspected takeover is among it.
    fn audit(&self, out: &mut impl Write) -> anyhow::Result<bool> {
        writeln!(out, "  What the administrator sees in the audit:")?;
        let records = self.server.audit()?;
        for record in &records {
            let changes = changes(record);
            if let Some(operation) = &record.operation
                && !changes.is_empty()
            {
                writeln!(out, "     {operation}: {}", changes.join(", "))?;
            }
        }
        let mut changes = records.iter().flat_map(|record| &record.changes);
        Ok(changes.any(|change| change.member == SUSPECTED))
    }

    /// Mary undoes the change, if a mail lets her.
    fn undo(&mut self, signed_in: bool, out: &mut impl Write) -> anyhow::Result<()> {
        let Some(mail) = self.mail("EmailChanged", OLD)? else {
            return Ok(());
        };
        let mut mary = Browser::new();
        let link = link(&mail)?;
        mary.open(&link)?;
        push(&mut mary, &link)?;
        writeln!(out, "  Mary opens the link that undoes the change.")?;
        writeln!(out, "     The address is {}.", self.address()?)?;
        if signed_in && self.mallory.open(&self.page("profile"))? == 303 {
            writeln!(out, "     Mallory is signed out.")?;
        }
        Ok(())
    }

    fn page(&self, name: &str) -> String {
        format!("{}/console/demo/{name}", self.server.endpoint)
    }

    /// The address of mary.
    fn address(&self) -> anyhow::Result<String> {
        let user = parameters([("InstanceId", INSTANCE.into()), ("UserId", MARY.into())]);
        let described = self.server.call::<DescribeUser>(&user)?;
        Ok(text(&described["User"]["IdentityInfo"]["Email"]).to_owned())
    }

    /// The newest mail of a kind to an address.
    fn mail(&self, kind: &str, address: &str) -> anyhow::Result<Option<Value>> {
        let is_it = |mail: &Value| mail["Kind"] == kind && mail["To"][0] == address;
        Ok(self.mails()?.into_iter().rfind(is_it))
    }

    fn mails(&self) -> anyhow::Result<Vec<Value>> {
        let mut listed = self.server.call::<ListMails>(&Parameters::new())?;
        match listed["Mails"].take() {
            Value::Array(mails) => Ok(mails),
            other => anyhow::bail!("not a list of mails: {other}"),
        }
    }
}

/// What a record of the audit says of a change: the members of the user and the mark of a suspected takeover, and the kinds of
/// all other records.
fn changes(record: &AuditRecord) -> Vec<String> {
    let mut changes: Vec<_> = record.changes.iter().map(change).collect();
    changes.dedup();
    changes
}

fn change(change: &Change) -> String {
    let (kind, member) = (&change.record, &change.member);
    if kind == "user" || member == SUSPECTED {
        format!("{kind}.{member}")
    } else {
        kind.clone()
    }
}

/// Pushes the button of the page of a link.
fn push(browser: &mut Browser, link: &str) -> anyhow::Result<()> {
    let (page, token) = parts(link)?;
    let status = browser.submit(page, &[("token", token)])?;
    anyhow::ensure!(status == 200, "{page} answers {status}");
    Ok(())
}

/// The page and the token of a link.
fn parts(link: &str) -> anyhow::Result<(&str, &str)> {
    link.split_once("?token=").context("a link without a token")
}

/// The link in a mail.
fn link(mail: &Value) -> anyhow::Result<String> {
    let mut words = text(&mail["Text"]).split_whitespace();
    let link = words.find(|word| word.starts_with("http://"));
    Ok(link.context("a mail without a link")?.to_owned())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn parameters<const N: usize>(members: [(&str, Value); N]) -> Parameters {
    let members = members.into_iter();
    members.map(|(name, value)| (name.to_owned(), value)).collect()
}
