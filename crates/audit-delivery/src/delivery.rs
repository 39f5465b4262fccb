//! What a delivery does: log files with the records since the last digest of each trail, then a digest that names them.
//!
//! The last digest of a trail says how far it is delivered, so a digest that appears under its name is all there is to
//! commit. Log files are named after the digest before them: a delivery that was killed before its digest writes the same
//! files again.
//!
//! Where no lock keeps other deliveries out, a digest is committed by a file that is named after the digest before
//! it, has the bytes of the new digest, and is made by one delivery only. All others put that digest in its place, and go
//! on behind it. Their log files may differ, so the names of these follow from what is in them, too.

use std::time::Duration;

use roster_domain::AccountRegion;
use roster_domain::audit::{AuditRecord, ChainHead, ChainedRecord, Hash};
use roster_model::shapes::Timestamp;
use roster_store::{AuditLog, Checkpoints};
use time::OffsetDateTime;

use crate::destination::{DeliveredFiles, Destination};
use crate::digest::{Contents, LoggedFile, SignedDigest, TrailName};
use crate::error::DeliveryError;
use crate::last_digests::{last_digest, trails};
use crate::log_file::{FinishedLog, LogFile};
use crate::object_keys;
use crate::position::{Position, Wants};
use crate::signing_key::{PublicKey, SigningKey};
use crate::times::second;

/// After this time a trail gets a digest without log files: so a missing digest is noticed where nothing happens, too.
/// Source: the CloudTrail user guide.
const QUIET: Duration = Duration::from_hours(1);

/// How many log files a digest names at most.
const MAX_LOG_FILES: usize = 100;

/// How many digits of a hash tell a log file from the others of its minute.
const UNIQUE_DIGITS: usize = 16;

/// A delivery.
pub struct Delivery<'d> {
    /// Where it delivers to.
    pub to: &'d dyn Destination,
    /// What signs.
    pub key: &'d SigningKey,
    /// All keys that have ever signed.
    pub public_keys: &'d [PublicKey],
    /// Where chains begin whose older records were removed.
    pub checkpoints: &'d Checkpoints,
    /// The time.
    pub now: Timestamp,
}

/// What was delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// How many records.
    pub records: u64,
    /// How many log files.
    pub log_files: u64,
    /// How many digest files.
    pub digests: u64,
}

/// A trail with its last digest.
struct Delivering {
    trail: AccountRegion,
    last: Option<SignedDigest>,
}

impl Delivery<'_> {
    /// Delivers the records that are in the audit now and are not delivered yet. Those of requests that proved no account
    /// are in no trail.
    pub fn deliver(&self, log: &mut dyn AuditLog) -> Result<Delivered, DeliveryError> {
        let mut deliveries = known(self.to, self.public_keys)?;
        // It is read behind the last digests, which others may be writing: so none is ahead of it.
        let end = Position::end(log)?;
        let names = discover(log, self.checkpoints, &end, &mut deliveries)?;
        let mut delivered = Delivered::default();
        for delivering in deliveries {
            self.deliver_trail(log, &end, delivering, &names, &mut delivered)?;
        }
        Ok(delivered)
    }

    fn deliver_trail(
        &self,
        log: &mut dyn AuditLog,
        end: &Position,
        delivering: Delivering,
        names: &[TrailName],
        delivered: &mut Delivered,
    ) -> Result<(), DeliveryError> {
        let Delivering { trail, mut last } = delivering;
        let mut end = end.clone();
        loop {
            if let Some(committed) = self.committed(&trail, last.as_ref())? {
                last = Some(committed);
                end = Position::end(log)?;
                continue;
            }
            let mut writer = LogWriter::new(self.to, &trail, last.as_ref());
            let start = position(last.as_ref());
            let position = start.read(log, self.checkpoints, &end, |chained, record| {
                if is_of(&trail, record) {
                    writer.add(chained, record)?;
                }
                Ok(if writer.written.len() < MAX_LOG_FILES {
                    Wants::More
                } else {
                    Wants::NoMore
                })
            })?;
            let (records, log_files) = writer.finish()?;
            let is_quiet = last
                .as_ref()
                .is_none_or(|last| second(self.now) < last.digest.digest_end_time + QUIET);
            if log_files.is_empty() && is_quiet {
                return Ok(());
            }
            let files = log_files.len() as u64;
            let is_complete = position == end;
            let contents = Contents {
                end: self.digest_end(last.as_ref()),
                log_files,
                position,
                trails: names.to_vec(),
            };
            let (digest, bytes) =
                SignedDigest::new(self.to.bucket(), &trail, last.as_ref(), contents, self.key)?;
            if !self.commit(&trail, last.as_ref(), &digest, &bytes)? {
                let committed = self.committed(&trail, last.as_ref())?;
                end = Position::end(log)?;
                last = Some(
                    committed.ok_or_else(|| DeliveryError::CommitGone(commit_key(&trail, last.as_ref())))?,
                );
                continue;
            }
            delivered.records += records;
            delivered.log_files += files;
            delivered.digests += 1;
            if is_complete {
                return Ok(());
            }
            last = Some(digest);
        }
    }

    /// Writes a digest; false if another delivery has committed one that follows the same digest.
    fn commit(
        &self,
        trail: &AccountRegion,
        last: Option<&SignedDigest>,
        digest: &SignedDigest,
        bytes: &[u8],
    ) -> Result<bool, DeliveryError> {
        let commit = commit_key(trail, last);
        let writes = self.to.conditional_writes();
        let is_ours = writes.map_or(Ok(true), |writes| writes.create(&commit, bytes))?;
        if is_ours {
            self.to.write(&digest_key(trail, digest), bytes)?;
        }
        Ok(is_ours)
    }

    /// The digest that was committed behind the last one, possibly by another delivery, once it is in its place.
    fn committed(
        &self,
        trail: &AccountRegion,
        last: Option<&SignedDigest>,
    ) -> Result<Option<SignedDigest>, DeliveryError> {
        if self.to.conditional_writes().is_none() {
            return Ok(None);
        }
        let commit = commit_key(trail, last);
        let Some(object) = self.to.read(&commit)? else {
            return Ok(None);
        };
        let committed = SignedDigest::read(&object.bytes, self.public_keys)
            .filter(|digest| {
                digest.follows(last) && digest.is_of(self.to.bucket(), &digest_key(trail, digest))
            })
            .ok_or(DeliveryError::NotOurs(commit))?;
        self.to.write(&digest_key(trail, &committed), &object.bytes)?;
        Ok(Some(committed))
    }

    /// When the next digest ends: now, but after the last one, as its name follows from it.
    fn digest_end(&self, last: Option<&SignedDigest>) -> OffsetDateTime {
        let now = second(self.now);
        last.map_or(now, |last| {
            now.max(last.digest.digest_end_time + Duration::from_secs(1))
        })
    }
}

/// How far every trail is delivered: the last record of each chain that is in the files of all of them.
///
/// # Errors
///
/// If the files cannot be read, or a last digest is not signed by one of the keys.
pub fn delivered(
    files: &dyn DeliveredFiles,
    public_keys: &[PublicKey],
) -> Result<Vec<ChainHead>, DeliveryError> {
    let known = known(files, public_keys)?;
    let positions = known.iter().map(|delivering| position(delivering.last.as_ref()));
    let common = positions
        .reduce(|one, other| one.earlier(&other))
        .unwrap_or_default();
    Ok(common.chain_heads().collect())
}

/// The trails that were delivered here before, or were to be.
fn known(files: &dyn DeliveredFiles, public_keys: &[PublicKey]) -> Result<Vec<Delivering>, DeliveryError> {
    let mut known = Vec::new();
    for trail in trails(files)? {
        let last = last_digest(files, &trail, public_keys)?;
        known.push(Delivering { trail, last });
    }
    let named: Vec<TrailName> = known
        .iter()
        .filter_map(|delivering| delivering.last.as_ref())
        .flat_map(|last| last.digest.roster_audit_trails.clone())
        .collect();
    for TrailName { account, region } in named {
        if let Some(trail) = object_keys::trail(&account, &region) {
            add(&mut known, &trail);
        }
    }
    Ok(known)
}

/// The key of a digest of a trail.
fn digest_key(trail: &AccountRegion, digest: &SignedDigest) -> String {
    object_keys::digest(trail, digest.digest.digest_end_time)
}

/// The key of the commit of the digest behind the last one.
fn commit_key(trail: &AccountRegion, last: Option<&SignedDigest>) -> String {
    object_keys::commit(trail, last.map(|last| &*last.signature))
}

/// How far a trail is delivered.
fn position(last: Option<&SignedDigest>) -> Position {
    last.map(|last| last.digest.roster_audit_position.clone())
        .unwrap_or_default()
}

/// Adds the trails of new records; gives the names of all.
fn discover(
    log: &mut dyn AuditLog,
    checkpoints: &Checkpoints,
    end: &Position,
    deliveries: &mut Vec<Delivering>,
) -> Result<Vec<TrailName>, DeliveryError> {
    let positions = deliveries
        .iter()
        .map(|delivering| position(delivering.last.as_ref()));
    let start = positions
        .reduce(|one, other| one.earlier(&other))
        .unwrap_or_default();
    start.read(log, checkpoints, end, |_, record| {
        if let Some(trail) = trail_of(record) {
            add(deliveries, &trail);
        }
        Ok(Wants::More)
    })?;
    let mut names: Vec<TrailName> = deliveries
        .iter()
        .map(|delivering| (&delivering.trail).into())
        .collect();
    names.sort();
    Ok(names)
}

fn add(deliveries: &mut Vec<Delivering>, trail: &AccountRegion) {
    if deliveries.iter().all(|delivering| delivering.trail != *trail) {
        deliveries.push(Delivering {
            trail: trail.clone(),
            last: None,
        });
    }
}

/// The trail that a record belongs to; none if its request proved no account.
fn trail_of(record: &AuditRecord) -> Option<AccountRegion> {
    object_keys::trail(record.account.as_deref()?, record.region.as_deref()?)
}

fn is_of(trail: &AccountRegion, record: &AuditRecord) -> bool {
    record.account.as_ref() == Some(&trail.account) && record.region.as_ref() == Some(&trail.region)
}

/// Writes the log files of a digest.
struct LogWriter<'w> {
    to: &'w dyn Destination,
    trail: &'w AccountRegion,
    last: Option<&'w SignedDigest>,
    open: Option<LogFile>,
    records: u64,
    written: Vec<LoggedFile>,
}

impl<'w> LogWriter<'w> {
    fn new(to: &'w dyn Destination, trail: &'w AccountRegion, last: Option<&'w SignedDigest>) -> Self {
        Self {
            to,
            trail,
            last,
            open: None,
            records: 0,
            written: Vec::new(),
        }
    }

    fn add(&mut self, chained: &ChainedRecord, record: &AuditRecord) -> Result<(), DeliveryError> {
        self.records += 1;
        let file = match self.open.take() {
            Some(mut file) => {
                file.add(chained, record)?;
                file
            }
            None => LogFile::starting_with(chained, record)?,
        };
        if file.is_full() {
            return self.write(file);
        }
        self.open = Some(file);
        Ok(())
    }

    fn finish(mut self) -> Result<(u64, Vec<LoggedFile>), DeliveryError> {
        if let Some(file) = self.open.take() {
            self.write(file)?;
        }
        Ok((self.records, self.written))
    }

    fn write(&mut self, file: LogFile) -> Result<(), DeliveryError> {
        let time = match (self.last, self.written.first()) {
            (Some(last), _) => last.digest.digest_end_time,
            (None, Some(first)) => first.oldest_event_time,
            (None, None) => file.oldest(),
        };
        let file = file.finish();
        let key = object_keys::log_file(self.trail, time, &self.unique(&file));
        self.to.write(&key, &file.compressed()?)?;
        self.written.push(file.logged(self.to.bucket(), &key));
        Ok(())
    }

    /// What tells a log file from the others of its minute.
    fn unique(&self, file: &FinishedLog) -> String {
        let previous = self.last.map_or("null", |last| &last.signature);
        let number = self.written.len();
        let named = match self.to.conditional_writes() {
            None => format!("{previous}\n{number}"),
            Some(_) => format!("{previous}\n{number}\n{}", file.hash),
        };
        let hash = Hash::of(named.as_bytes()).to_string().to_uppercase();
        hash[..UNIQUE_DIGITS].to_owned()
    }
}
