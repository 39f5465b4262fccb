//! `roster audit verify`.

use std::process::ExitCode;

use anyhow::bail;
use roster_domain::audit::{Broken, ChainHead, Hash, Head, REGISTER, Register, verify_link};
use roster_store::AuditLog;

use crate::audit_reader::CHUNK;
use crate::terminal_text::word;

/// Checks every chain, and if there are several, that none is missing.
pub(super) fn verify(log: &mut dyn AuditLog, known: Option<&str>) -> anyhow::Result<ExitCode> {
    let known = &known.map(parse_head).transpose()?;
    let known = known.as_ref();
    // The heads are read first: records that are written meanwhile come after them.
    let chains = log.chains()?;
    let mut ends = Vec::new();
    let mut register = Register::default();
    // A former head stays in its chain, also after `roster copy`.
    let mut passed_known = known.is_none_or(|known| *known == Head::default());
    for chain_head in &chains {
        match walk(log, chain_head, known, &mut passed_known, &mut register)? {
            Ok(head) => ends.push(ChainHead {
                chain: chain_head.chain.clone(),
                head,
            }),
            Err(broken) => return Ok(broken_chain(&chain_head.chain, &broken)),
        }
    }
    if let Err((chain, broken)) = register.check(&ends) {
        return Ok(broken_chain(&chain, &broken));
    }
    // The chain that still grows: the unnamed one, or the register.
    let goes_on = |chain_head: &&ChainHead| chain_head.chain.is_empty() && chain_head.head.sequence > 0;
    let Some(ChainHead { chain, head }) = ends.iter().find(goes_on).or(ends.first()) else {
        bail!("the database has no audit");
    };
    if let Some(known) = known.filter(|_| !passed_known) {
        let (expected, found) = (*known, *head);
        return Ok(broken_chain(chain, &Broken::End { expected, found }));
    }
    let of_records = ends.iter().filter(|chain_head| chain_head.chain != REGISTER);
    let (count, records) = of_records.fold((0, 0), |(count, records), chain_head| {
        (count + 1, records + chain_head.head.sequence)
    });
    let of_register = if chain.is_empty() { "" } else { " of the register" };
    let Head { sequence, hash } = head;
    if ends.len() == 1 && chain.is_empty() {
        let records = counted(records, "record");
        println!("The chain holds: {records}, head {sequence}:{hash}");
    } else {
        let (records, chains) = (counted(records, "record"), counted(count, "chain"));
        println!("The chains hold: {records} in {chains}, head{of_register} {sequence}:{hash}");
    }
    Ok(ExitCode::SUCCESS)
}

/// A count with its noun.
fn counted(count: u64, name: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {name}{ending}")
}

fn broken_chain(chain: &str, broken: &Broken) -> ExitCode {
    if chain.is_empty() {
        println!("The chain is broken: {broken}");
    } else {
        println!("The chain {} is broken: {broken}", word(chain));
    }
    ExitCode::FAILURE
}

fn walk(
    log: &mut dyn AuditLog,
    chain_head: &ChainHead,
    known: Option<&Head>,
    passed_known: &mut bool,
    register: &mut Register,
) -> anyhow::Result<Result<Head, Broken>> {
    let mut head = Head::default();
    let mut passed_end = chain_head.head == head;
    loop {
        let records = log.after(&chain_head.chain, head.sequence, CHUNK)?;
        if records.is_empty() {
            break;
        }
        for chained in &records {
            head = match verify_link(&head, chained) {
                Ok(head) => head,
                Err(broken) => return Ok(Err(broken)),
            };
            passed_end |= head == chain_head.head;
            *passed_known |= known == Some(&head);
            // A chain that was opened after the heads were read would seem to be missing.
            if chain_head.chain == REGISTER
                && head.sequence <= chain_head.head.sequence
                && let Err(broken) = register.read(chained)
            {
                return Ok(Err(broken));
            }
        }
    }
    let (expected, found) = (chain_head.head, head);
    Ok(if passed_end {
        Ok(head)
    } else {
        Err(Broken::End { expected, found })
    })
}

fn parse_head(text: &str) -> anyhow::Result<Head> {
    let parsed = text.split_once(':').and_then(|(sequence, hash)| {
        Some(Head {
            sequence: sequence.parse().ok()?,
            hash: Hash::parse(hash)?,
        })
    });
    match parsed {
        Some(head) => Ok(head),
        None => bail!("{text:?} is not a head: it looks like 12:9f86d0… as `roster audit verify` prints it"),
    }
}
