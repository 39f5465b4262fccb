//! `roster audit erase`.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::process::ExitCode;

use anyhow::bail;
use roster_client::Parameters;
use roster_model::operation::Operation;
use roster_model::ops::roster::audit::EraseAuditRecords;
use roster_store::AuditLog;

use super::counted::counted;
use super::source;
use crate::arguments::AuditErase;
use crate::audit_reader::AuditReader;
use crate::confirmation::confirm;
use crate::terminal_text::word;

/// Asks a running server to erase the personal values of a deleted user.
pub(super) fn erase(arguments: &AuditErase) -> anyhow::Result<ExitCode> {
    let mut log = source::open(&arguments.source)?;
    let found = records_of(&mut *log, &arguments.user)?;
    let (user, records) = match &found.into_iter().collect::<Vec<_>>()[..] {
        [] => bail!(
            "the audit has no record of a user with the id {:?}",
            arguments.user
        ),
        [(user, records)] => (user.clone(), *records),
        [(first, _), (second, _), ..] => {
            bail!("the audit has records of two users with this id: {first} and {second}")
        }
    };
    let is_database = !source::is_server(&arguments.source)?;
    if is_database && records.with_values_inside > 0 {
        println!(
            "Of {}, {} written by an older version: their values cannot be erased, only retention removes them",
            counted(records.all, "record"),
            records.with_values_inside
        );
    }
    let id = word(&arguments.user);
    let question = format!(
        "Erase the personal values of user {id} from the audit, which has {} of this user, for ever?",
        counted(records.all, "record")
    );
    if !arguments.yes && !confirm(&question)? {
        println!("Nothing was erased");
        return Ok(ExitCode::SUCCESS);
    }
    let parameters = parameters(&user)?;
    arguments
        .source
        .server
        .call(EraseAuditRecords::DESCRIPTION, &parameters)?;
    println!(
        "The server erases the personal values of user {id}: `roster audit user {id}` shows a record by `roster serve` when it is done"
    );
    Ok(ExitCode::SUCCESS)
}

/// How many records are about a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Records {
    all: u64,
    /// Those with personal values that are not kept apart.
    with_values_inside: u64,
}

/// The records of the users with an id, by ARN.
fn records_of(log: &mut dyn AuditLog, id: &str) -> anyhow::Result<BTreeMap<String, Records>> {
    let mut found: BTreeMap<String, Records> = BTreeMap::new();
    AuditReader::starting_after(0).read(log, |entry| {
        let user = entry.record.user_arn();
        if let Some(user) = user.filter(|user| user.rsplit('/').next() == Some(id)) {
            let records = found.entry(user).or_default();
            records.all += 1;
            if entry.chained.personal.is_none() && entry.record.holds_personal_values() {
                records.with_values_inside += 1;
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// The parameters of the call. The ARN is `…:instance/ID/agent/ID`.
fn parameters(user: &str) -> anyhow::Result<Parameters> {
    let mut parts = user.rsplit('/');
    let (user_id, instance_id) = (parts.next(), parts.nth(1));
    let (Some(user_id), Some(instance_id)) = (user_id, instance_id) else {
        bail!("{user:?} is not the ARN of a user");
    };
    let members = [("InstanceId", instance_id), ("UserId", user_id)];
    Ok(members
        .map(|(name, id)| (name.to_owned(), id.into()))
        .into_iter()
        .collect())
}
