//! Checks every chain of an audit, that none is missing, and that noted heads are still there.

use roster_domain::audit::{AuditHead, Broken, ChainHead, ChainedRecord, Erasures, Head, REGISTER, Register};
use roster_store::Checkpoints;

use super::noted_heads::NotedHeads;
use super::walk::{Readers, WalkError, walk};

/// An audit of which every chain holds.
pub(super) struct Verified {
    pub(super) records: u64,
    pub(super) chains: u64,
    /// How many records have lost their personal values by an erasure.
    pub(super) erased: u64,
    /// The checkpoints behind which chains begin.
    pub(super) removed: Vec<ChainHead>,
    pub(super) head: AuditHead,
}

/// Why an audit is not verified.
pub(super) enum CheckError {
    /// A chain is broken.
    Broken { chain: String, broken: Broken },
    /// No noted head can be compared, because all their records were removed under a checkpoint.
    Uncompared,
    /// A chain cannot be read.
    Failed(anyhow::Error),
}

impl CheckError {
    fn of(chain: &str) -> impl Fn(WalkError) -> Self {
        move |error| match error {
            WalkError::Broken(broken) => Self::Broken {
                chain: chain.to_owned(),
                broken,
            },
            WalkError::Failed(error) => Self::Failed(error),
        }
    }
}

impl From<(String, Broken)> for CheckError {
    fn from((chain, broken): (String, Broken)) -> Self {
        Self::Broken { chain, broken }
    }
}

/// Checks an audit, and shows each record to `look`, except those of the register.
pub(super) fn check(
    readers: &mut Readers<'_>,
    checkpoints: &Checkpoints,
    noted: &mut NotedHeads,
    look: &mut dyn FnMut(&ChainedRecord) -> anyhow::Result<()>,
) -> Result<Verified, CheckError> {
    // The ends are read first: records that are written meanwhile come behind them.
    let chains = readers
        .first
        .chains()
        .map_err(|error| CheckError::Failed(error.into()))?;
    let (mut ends, mut register, mut erasures) = (Vec::new(), Register::default(), Erasures::default());
    let mut removed = Vec::new();
    for chain_head in &chains {
        let chain = chain_head.chain.clone();
        let head = if chain == REGISTER {
            check_register(readers, chain_head.head, noted, &mut register)
        } else {
            let beginning = checkpoints.beginning(&mut *readers.first, chain_head);
            let beginning = beginning.map_err(|error| CheckError::Failed(error.into()))?;
            if beginning != Head::default() {
                let (chain, head) = (chain.clone(), beginning);
                removed.push(ChainHead { chain, head });
            }
            check_chain(readers, chain_head, beginning, noted, &mut |chained| {
                erasures.read(&chain, chained).map_err(WalkError::Broken)?;
                Ok(look(chained)?)
            })
        };
        let head = head.map_err(CheckError::of(&chain))?;
        ends.push(ChainHead { chain, head });
    }
    register.check(&ends)?;
    let erased = erasures.check()?;
    if let Some(missing) = noted.missing(&ends) {
        return Err(missing.into());
    }
    if noted.are_all_uncompared() {
        return Err(CheckError::Uncompared);
    }
    let of_records = ends.iter().filter(|chain_head| chain_head.chain != REGISTER);
    let (chains, records) = of_records.fold((0, 0), |(chains, records), chain_head| {
        (chains + 1, records + chain_head.head.sequence)
    });
    let gone: u64 = removed.iter().map(|beginning| beginning.head.sequence).sum();
    Ok(Verified {
        records: records - gone,
        chains,
        erased,
        removed,
        head: register.audit_head(&ends),
    })
}

/// Checks a chain behind its beginning, which has to reach a head. Returns its end.
fn check_chain(
    readers: &mut Readers<'_>,
    ChainHead { chain, head }: &ChainHead,
    beginning: Head,
    noted: &mut NotedHeads,
    look: &mut dyn FnMut(&ChainedRecord) -> Result<(), WalkError>,
) -> Result<Head, WalkError> {
    let mut ahead = noted.along(chain, &beginning);
    let mut passed_head = *head == beginning;
    let found = walk(readers, chain, beginning, *head, |chained, place| {
        passed_head |= place == head;
        ahead.pass(place);
        look(chained)
    })?;
    require(passed_head, *head, found)?;
    Ok(found)
}

/// Checks the register, and reads it up to the head that it has to reach. What is behind that is about chains that are not
/// checked. Returns the head.
fn check_register(
    readers: &mut Readers<'_>,
    head: Head,
    noted: &mut NotedHeads,
    register: &mut Register,
) -> Result<Head, WalkError> {
    let beginning = Head::default();
    let mut ahead = noted.along(REGISTER, &beginning);
    let mut passed_head = head == beginning;
    let found = walk(readers, REGISTER, beginning, head, |chained, place| {
        passed_head |= *place == head;
        ahead.pass(place);
        if place.sequence <= head.sequence {
            register.read(chained)?;
        }
        Ok(())
    })?;
    require(passed_head, head, found)?;
    Ok(head)
}

fn require(passed_head: bool, expected: Head, found: Head) -> Result<(), Broken> {
    if passed_head {
        Ok(())
    } else {
        Err(Broken::End { expected, found })
    }
}
