//! `roster account`.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::ensure;
use roster_domain::Partition;
use roster_domain::audit::{AuditRecord, Change};
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::random::SystemEntropy;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::arguments::{Account, Data, Records};
use crate::credentials_file::{self, Rotated};
use crate::data_dir::DataDir;
use crate::offline;
use crate::terminal_text::{escaped, write_json};
use crate::text_table::{TextTable, terminal_width};

const HEADINGS: [&str; 5] = ["PROFILE", "ACCOUNT", "PARTITION", "ACCESS KEY", "VALID UNTIL"];

/// Lists, creates and replaces root access keys.
pub(crate) fn account(command: &Account) -> anyhow::Result<ExitCode> {
    match command {
        Account::List { data, json } => list(data, *json),
        Account::Create {
            data,
            account,
            partition,
            profile,
        } => create(data, (account, *partition), profile.as_deref()),
        Account::Rotate {
            data,
            records,
            account,
            profile,
            overlap,
        } => rotate(data, records, account, profile.as_deref(), *overlap),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the profiles of the credentials file, without secrets.
fn list(data: &Data, json: bool) -> anyhow::Result<()> {
    let path = DataDir::new(&data.data_dir).credentials();
    let profiles = credentials_file::read(&path)?;
    ensure!(
        !profiles.is_empty(),
        "{} is missing or has no profile: the first start of a server makes it",
        path.display()
    );
    let mut rows = Vec::new();
    for profile in &profiles {
        let end = profile.credential.as_ref().and_then(|key| key.valid_until);
        let end = end
            .map(|end| OffsetDateTime::from(end).format(&Rfc3339))
            .transpose()?;
        rows.push((profile, end));
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    if json {
        let objects = rows.iter().map(|(profile, end)| {
            json!({
                "Profile": profile.name, "Account": profile.account, "Partition": profile.partition.name(),
                "AccessKeyId": profile.access_key_id(), "ValidUntil": end,
            })
        });
        write_json(&mut out, &objects.collect::<Vec<_>>())?;
    } else {
        let rows = rows.iter().map(|(profile, end)| {
            let cell = |text: Option<&str>| escaped(text.unwrap_or("-")).into_owned();
            [
                cell(Some(&profile.name)),
                cell(Some(&profile.account)),
                profile.partition.to_string(),
                cell(profile.access_key_id()),
                cell(end.as_deref()),
            ]
        });
        TextTable::of(HEADINGS, rows).print(&mut out, terminal_width())?;
    }
    Ok(out.flush()?)
}

/// Creates a root access key for another account.
fn create(data: &Data, (account, partition): (&str, Partition), profile: Option<&str>) -> anyhow::Result<()> {
    let data_dir = DataDir::new(&data.data_dir);
    data_dir.create()?;
    let name = profile.unwrap_or(account);
    let path = data_dir.credentials();
    let profile = credentials_file::create(&path, name, (account, partition), &SystemEntropy::default())?;
    println!(
        "Made the root access key {} of account {account}, as profile {name} in {}",
        profile.access_key_id().unwrap_or_default(),
        path.display()
    );
    if data_dir.endpoint()?.is_some() {
        println!("Send SIGHUP to the running server, which then takes it up.");
    }
    Ok(())
}

/// Replaces the root access key of an account.
fn rotate(
    data: &Data,
    records: &Records,
    account: &str,
    profile: Option<&str>,
    overlap: Duration,
) -> anyhow::Result<()> {
    let data_dir = DataDir::new(&data.data_dir);
    let (now, random) = (SystemClock.now(), SystemEntropy::default());
    let path = data_dir.credentials();
    let rotated = credentials_file::rotate(&path, account, profile, now, overlap, &random)?;
    println!(
        "Made the root access key {} of account {account}, as profile {} in {}",
        rotated.new_id,
        rotated.profile,
        path.display()
    );
    let end = rotated.end.format(&Rfc3339)?;
    if overlap.is_zero() {
        println!("The old key, {}, is gone.", rotated.old_id);
    } else {
        println!(
            "The old key is valid until {end}, as profile {}",
            rotated.old_profile
        );
    }
    if data_dir.endpoint()?.is_some() {
        println!("Send SIGHUP to the running server: until then it accepts the old key only.");
    }
    let record = AuditRecord {
        account: Some(account.into()),
        changes: changes(rotated, end),
        ..offline::audit_record("roster account rotate", now, &random)
    };
    match tell_audit(data, records, record) {
        Ok(()) => println!("The audit has a record of it."),
        Err(error) => println!("The audit has no record of it: {error:#}"),
    }
    Ok(())
}

/// The audit changes of a replaced key.
fn changes(rotated: Rotated, end: String) -> Vec<Change> {
    let change = |member: &str, before: Option<String>, after: String| Change {
        record: "root_access_key".to_owned(),
        member: member.to_owned(),
        before: before.map(Value::from),
        after: Some(after.into()),
        ..Change::default()
    };
    vec![
        change("Id", Some(rotated.old_id), rotated.new_id),
        change("OldValidUntil", None, end),
    ]
}

fn tell_audit(data: &Data, records: &Records, record: AuditRecord) -> anyhow::Result<()> {
    let (runtime, store) = (offline::runtime()?, offline::open_store(data, records)?);
    let told = runtime.block_on(roster_service::write_audit_record(&*store, record));
    runtime.block_on(store.stop());
    Ok(told?)
}
