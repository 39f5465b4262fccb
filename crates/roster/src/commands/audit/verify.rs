//! `roster audit verify`.

mod check;
mod noted_heads;
mod snapshot;
mod state;
mod walk;

use std::num::NonZero;
use std::process::ExitCode;
use std::thread::available_parallelism;

use anyhow::{bail, ensure};
use roster_audit_delivery::{Location, delivered_heads};
use roster_domain::audit::{Broken, ChainHead, ChainedRecord};
use roster_service::audit_signing_keys::public_keys;

use super::checkpoints;
use super::counted::counted;
use crate::arguments::{AuditVerify, KeyPlace};
use crate::terminal_text::word;
use crate::{engine, offline};

use self::check::{CheckError, Verified, check};
pub(crate) use self::noted_heads::read as read_noted_heads;

use self::noted_heads::NotedHeads;
use self::snapshot::Snapshot;
use self::state::{Comparison, State};
use self::walk::Readers;

/// How many readers a check has at most: each is a connection.
const READERS: usize = 8;

const UNCOMPARED: &str = "No noted head can be compared: their records were removed under a checkpoint";

/// Checks the audit, and prints what came of it.
pub(super) fn verify(arguments: &AuditVerify) -> anyhow::Result<ExitCode> {
    // What was noted is read first: records that are written meanwhile come behind it.
    let mut noted = NotedHeads::new(noted(arguments)?);
    let verified = if arguments.state {
        verify_state(arguments, &mut noted)
    } else {
        check_place(&arguments.place, &mut noted).map(|verified| (verified, None))
    };
    match verified {
        Ok((verified, comparison)) => {
            print_verified(&verified, noted.uncompared());
            let holds = comparison.is_none_or(|comparison| print_comparison(&comparison));
            Ok(if holds {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        Err(CheckError::Broken { chain, broken }) => {
            println!("{}", sentence(&chain, &broken));
            Ok(ExitCode::FAILURE)
        }
        Err(CheckError::Uncompared) => {
            println!("{UNCOMPARED}");
            Ok(ExitCode::FAILURE)
        }
        Err(CheckError::Failed(error)) => Err(error),
    }
}

/// Makes sure that an audit is unbroken and covers noted heads; gives the number of its records in words.
pub(crate) fn require_unbroken(place: &KeyPlace, noted: Vec<ChainHead>) -> anyhow::Result<String> {
    match check_place(place, &mut NotedHeads::new(noted)) {
        Ok(Verified { records, .. }) => Ok(counted(records, "record")),
        Err(CheckError::Broken { chain, broken }) => bail!("{}", sentence(&chain, &broken)),
        Err(CheckError::Uncompared) => bail!(UNCOMPARED),
        Err(CheckError::Failed(error)) => Err(error),
    }
}

/// Checks an audit with a reader for each processor.
fn check_place(place: &KeyPlace, noted: &mut NotedHeads) -> Result<Verified, CheckError> {
    let open = || engine::open_audit(&place.data, &place.records);
    let processors = available_parallelism().map_or(1, NonZero::get).min(READERS);
    let mut log = open().map_err(CheckError::Failed)?;
    let others: anyhow::Result<Vec<_>> = (1..processors).map(|_| open()).collect();
    let checkpoints = checkpoints::read(&mut *log, place).map_err(CheckError::Failed)?;
    let mut readers = Readers {
        first: &mut *log,
        others: &mut others.map_err(CheckError::Failed)?,
    };
    check(&mut readers, &checkpoints, noted, &mut |_| Ok(()))
}

/// The heads that were noted, and those that the last digests in a folder have.
fn noted(arguments: &AuditVerify) -> anyhow::Result<Vec<ChainHead>> {
    let mut heads = Vec::new();
    if let Some(head) = &arguments.head {
        heads.extend(noted_heads::read(head)?);
    }
    if let Some(location) = &arguments.delivered {
        heads.extend(delivered(arguments, location)?);
    }
    Ok(heads)
}

fn delivered(arguments: &AuditVerify, location: &Location) -> anyhow::Result<Vec<ChainHead>> {
    if let Location::Folder(path) = location {
        ensure!(path.is_dir(), "{location} is not a folder");
    }
    let KeyPlace { data, records, .. } = &arguments.place;
    let store = engine::open_read_only(data, records)?;
    let public_keys = offline::runtime()?.block_on(public_keys(&*store))?;
    let heads = delivered_heads(&*location.files()?, &public_keys)?;
    // An empty place proves nothing.
    ensure!(!heads.is_empty(), "{location} has no digest files");
    Ok(heads)
}

/// Checks the audit, and compares the records with it, in one snapshot of the database.
fn verify_state(
    arguments: &AuditVerify,
    noted: &mut NotedHeads,
) -> Result<(Verified, Option<Comparison>), CheckError> {
    let KeyPlace { data, records, .. } = &arguments.place;
    let source = engine::open_snapshot(data, records).map_err(CheckError::Failed)?;
    let (mut snapshot, mut state) = (Snapshot(source), State::default());
    let checkpoints = checkpoints::read(&mut snapshot, &arguments.place).map_err(CheckError::Failed)?;
    let mut readers = Readers {
        first: &mut snapshot,
        others: &mut [],
    };
    let verified = check(&mut readers, &checkpoints, noted, &mut |chained| {
        state.read(chained)
    })?;
    if !verified.removed.is_empty() {
        state.lacks_beginning();
    }
    state.compare(&mut *snapshot.0).map_err(CheckError::Failed)?;
    if state.is_unclear() {
        let read_again = &mut |chained: &ChainedRecord| state.read_again(chained);
        let mut readers = Readers {
            first: &mut snapshot,
            others: &mut [],
        };
        check(&mut readers, &checkpoints, noted, read_again)?;
    }
    Ok((verified, Some(state.finish())))
}

fn print_verified(verified: &Verified, uncompared: usize) {
    let Verified {
        records,
        chains,
        erased,
        removed,
        head,
    } = verified;
    let records = counted(*records, "record");
    let has_names = head
        .chain_heads()
        .iter()
        .any(|chain_head| !chain_head.chain.is_empty());
    if has_names {
        let (chains, head) = (counted(*chains, "chain"), head.to_string());
        println!("The chains hold: {records} in {chains}, head {}", word(&head));
    } else {
        println!("The chain holds: {records}, head {head}");
    }
    for ChainHead { chain, head } in removed {
        let of_chain = if chain.is_empty() {
            String::new()
        } else {
            format!(" of the chain {}", word(chain))
        };
        let last = head.sequence;
        println!("Records 1 to {last}{of_chain} were removed under a checkpoint of a server: {head}");
    }
    if uncompared > 0 {
        println!(
            "{uncompared} of the noted heads cannot be compared: their records were removed under a checkpoint"
        );
    }
    if *erased > 0 {
        let records = counted(*erased, "record");
        println!("Erasures that the audit shows have taken the personal values of {records}");
    }
}

/// Prints what came of the comparison; returns whether all records are as the audit says.
fn print_comparison(comparison: &Comparison) -> bool {
    let Comparison {
        equal,
        existing,
        older,
        removed,
        faults,
        unlisted,
    } = comparison;
    for fault in faults {
        println!("{fault}");
    }
    if *unlisted > 0 {
        println!("and {unlisted} more");
    }
    let holds = faults.is_empty();
    let verdict = if holds {
        "The state holds"
    } else {
        "The state does not hold"
    };
    println!("{verdict}: {} as the audit says", counted(*equal, "record"));
    for (count, what) in [
        (
            existing,
            "there, but not compared: the audit has no values of them, or not all changes",
        ),
        (
            older,
            "not compared: their first changes are removed, or of an older version",
        ),
        (removed, "removed with their owners, or to be removed"),
    ] {
        if *count > 0 {
            println!("  {count} {what}");
        }
    }
    holds
}

fn sentence(chain: &str, broken: &Broken) -> String {
    if chain.is_empty() {
        format!("The chain is broken: {broken}")
    } else {
        format!("The chain {} is broken: {broken}", word(chain))
    }
}
