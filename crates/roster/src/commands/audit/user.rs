//! `roster audit user`.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::ControlFlow;

use anyhow::ensure;
use roster_domain::audit::AuditRecord;
use roster_store::AuditLog;

use super::full::print_json;
use super::selection::{Usernames, subject, user_ids, users_of};
use super::table::{row, table};
use crate::arguments::{AuditUser, ListFormat};
use crate::audit_reader::AuditReader;
use crate::terminal_text::{word, write_line};
use crate::text_table::terminal_width;

/// Prints every record that is about a user or of a request of that user, the oldest first.
pub(super) fn user(log: &mut dyn AuditLog, arguments: &AuditUser) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    tell(log, arguments, &mut out, terminal_width())?;
    Ok(out.flush()?)
}

fn tell(
    log: &mut dyn AuditLog,
    arguments: &AuditUser,
    out: &mut impl Write,
    width: Option<usize>,
) -> anyhow::Result<()> {
    let ids = ids(log, &arguments.user)?;
    ensure!(
        !ids.is_empty(),
        "no record is about a user with the id or username {:?}",
        arguments.user
    );
    let (mut usernames, mut rows) = (Usernames::default(), Vec::new());
    AuditReader::starting_after(0).read(log, |found| {
        usernames.learn(&found.record);
        if users_of(&found.record).any(|user| ids.contains(user)) {
            match arguments.format {
                ListFormat::Json => print_json(out, &found)?,
                ListFormat::Text => rows.push(row(&found.record, &subject(&found.record, &usernames))?),
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if arguments.format == ListFormat::Text {
        for id in &ids {
            let name = usernames.name(id).unwrap_or("a user without a known name");
            write_line!(out, "{} is {}", word(id), word(name))?;
        }
        table(rows).print(out, width)?;
    }
    Ok(())
}

/// The ids of the users that are given by an id or a username. A username can have been used again after a deletion.
fn ids(log: &mut dyn AuditLog, given: &str) -> anyhow::Result<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    AuditReader::starting_after(0).read(log, |found| {
        ids.extend(ids_in(&found.record, given));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(ids)
}

/// The users in a record that have this id, or get this username.
fn ids_in(record: &AuditRecord, given: &str) -> Vec<String> {
    let by_id = users_of(record).filter(|id| *id == given).map(str::to_owned);
    let by_name = user_ids(record, given).into_iter().map(str::to_owned);
    by_id.chain(by_name).collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use roster_domain::audit::Change;
    use roster_testkit::chain_of;

    use super::super::selection::tests::{USER, trail};
    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        user: AuditUser,
    }

    fn told(records: &[AuditRecord], arguments: &[&str]) -> anyhow::Result<String> {
        let line = Line::try_parse_from([&["user"], arguments].concat())?;
        let mut out = Vec::new();
        tell(&mut chain_of(records), &line.user, &mut out, None)?;
        Ok(String::from_utf8(out)?)
    }

    /// A sign-out of the user by the user, and a creation of another user with the name after a deletion.
    fn later() -> [AuditRecord; 2] {
        let [create, update, ..] = trail();
        let sign_out = AuditRecord {
            operation: Some("SignOut".to_owned()),
            principal: update.resource,
            changes: Vec::new(),
            ..create.clone()
        };
        let again = AuditRecord {
            changes: create
                .changes
                .iter()
                .cloned()
                .map(|change| match &*change.member {
                    "Id" => Change {
                        after: Some("other".into()),
                        ..change
                    },
                    _ => change,
                })
                .collect(),
            ..create
        };
        [sign_out, again]
    }

    #[test]
    fn the_story_of_a_user_has_what_happened_and_what_the_user_did() {
        let records = [&trail()[..], &later()[..1]].concat();

        for user in [USER, "mary"] {
            let story = told(&records, &[user]).unwrap();
            let expected = format!("\
{USER} is mary
TIME                  WHO                                   WHAT                    ON WHOM             CHANGE
1970-01-01T00:00:00Z  root                                  CreateUser              mary                Id: - → 12345678-1111-2222-3333-12345678…, Username: - → mary
1970-01-01T00:00:00Z  Desk/ana                              UpdateUserIdentityInfo  mary                Email: - → mary@example.com
1970-01-01T00:00:00Z  bob                                   UpdateUserIdentityInfo  mary                refused: AccessDeniedException
1970-01-01T00:00:00Z  12345678-1111-2222-3333-12345678…     SignOut                 instance/87654321…  -
");
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words(&story), words(&expected), "{story}");
        }
    }

    #[test]
    fn a_name_that_was_used_again_is_told_of_all_who_had_it_and_an_id_of_one() {
        let records = [&trail()[..], &later()[1..]].concat();

        let of_name = told(&records, &["mary"]).unwrap();
        let of_id = told(&records, &["other"]).unwrap();

        assert!(
            of_name.starts_with(&format!("{USER} is mary\nother is mary\n")),
            "{of_name}"
        );
        assert_eq!(of_id.matches("CreateUser").count(), 1, "{of_id}");
        assert!(!of_id.contains("UpdateUserIdentityInfo"), "{of_id}");
    }

    #[test]
    fn json_has_everything_of_each_record() {
        let story = told(&trail(), &["mary", "--format", "json"]).unwrap();
        let ids = story.lines().map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            record["RequestId"].as_str().unwrap().to_owned()
        });
        assert_eq!(ids.collect::<Vec<_>>(), ["create", "update", "refusal"]);
    }

    #[test]
    fn a_user_without_records_is_an_error() {
        let error = told(&trail(), &["nobody"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no record is about a user with the id or username \"nobody\""
        );
    }
}
