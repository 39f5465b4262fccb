//! What a delivery does: log files with the records since the last digest of each trail, then a digest that names them.
//!
//! The last digest of a trail says how far it is delivered, so a digest that appears under its name is all there is to
//! commit. Log files are named after the digest before them: a delivery that was killed before its digest writes the same
//! files again.

use std::time::Duration;

use roster_domain::AccountRegion;
use roster_domain::audit::{AuditRecord, ChainedRecord, Hash};
use roster_model::shapes::Timestamp;
use roster_store::AuditLog;
use time::OffsetDateTime;

use crate::digest::{Contents, LoggedFile, SignedDigest, TrailName};
use crate::error::DeliveryError;
use crate::folder::{Folder, LockedFolder};
use crate::log_file::LogFile;
use crate::object_keys::{self, ROOT};
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

/// A delivery to a folder.
pub struct Delivery<'d> {
    /// Where it delivers.
    pub folder: &'d LockedFolder,
    /// What signs.
    pub key: &'d SigningKey,
    /// All keys that have ever signed.
    pub public_keys: &'d [PublicKey],
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
        let end = Position::end(log)?;
        let mut deliveries = self.known()?;
        let names = discover(log, &end, &mut deliveries)?;
        let mut delivered = Delivered::default();
        for delivering in deliveries {
            self.deliver_trail(log, &end, delivering, &names, &mut delivered)?;
        }
        Ok(delivered)
    }

    /// The trails that were delivered here before, or were to be.
    fn known(&self) -> Result<Vec<Delivering>, DeliveryError> {
        let mut trails = Vec::new();
        for account in self.folder.folders(&format!("{ROOT}/"))? {
            for region in self.folder.folders(&format!("{account}CloudTrail-Digest/"))? {
                trails.extend(object_keys::trail_of_folder(&region));
            }
        }
        let mut known = Vec::new();
        for trail in trails {
            let last = self.last(&trail)?;
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

    /// The last digest of a trail. A digest that no key of this database signed is refused: its position could skip records.
    fn last(&self, trail: &AccountRegion) -> Result<Option<SignedDigest>, DeliveryError> {
        let Some(key) = self.folder.last(&object_keys::digests(trail))? else {
            return Ok(None);
        };
        let object = self.folder.read(&key)?;
        let read = object.and_then(|object| SignedDigest::read(&key, &object.bytes, self.public_keys));
        match read {
            Some(digest) => Ok(Some(digest)),
            None => Err(DeliveryError::NotOurs(key)),
        }
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
        loop {
            let mut writer = LogWriter::new(self.folder, &trail, last.as_ref());
            let start = position(last.as_ref());
            let position = start.read(log, end, |chained, record| {
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
            delivered.records += records;
            delivered.log_files += log_files.len() as u64;
            delivered.digests += 1;
            let is_complete = position == *end;
            let contents = Contents {
                end: self.digest_end(last.as_ref()),
                log_files,
                position,
                trails: names.to_vec(),
            };
            let (digest, bytes) = SignedDigest::new(&trail, last.as_ref(), contents, self.key)?;
            self.folder.write(&digest.digest.digest_s3_object, &bytes)?;
            if is_complete {
                return Ok(());
            }
            last = Some(digest);
        }
    }

    /// When the next digest ends: now, but after the last one, as its name follows from it.
    fn digest_end(&self, last: Option<&SignedDigest>) -> OffsetDateTime {
        let now = second(self.now);
        last.map_or(now, |last| {
            now.max(last.digest.digest_end_time + Duration::from_secs(1))
        })
    }
}

/// How far a trail is delivered.
fn position(last: Option<&SignedDigest>) -> Position {
    last.map(|last| last.digest.roster_audit_position.clone())
        .unwrap_or_default()
}

/// Adds the trails of new records; gives the names of all.
fn discover(
    log: &mut dyn AuditLog,
    end: &Position,
    deliveries: &mut Vec<Delivering>,
) -> Result<Vec<TrailName>, DeliveryError> {
    let positions = deliveries
        .iter()
        .map(|delivering| position(delivering.last.as_ref()));
    let start = positions
        .reduce(|one, other| one.earlier(&other))
        .unwrap_or_default();
    start.read(log, end, |_, record| {
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
    folder: &'w Folder,
    trail: &'w AccountRegion,
    last: Option<&'w SignedDigest>,
    open: Option<LogFile>,
    records: u64,
    written: Vec<LoggedFile>,
}

impl<'w> LogWriter<'w> {
    fn new(folder: &'w Folder, trail: &'w AccountRegion, last: Option<&'w SignedDigest>) -> Self {
        Self {
            folder,
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
        let previous = self.last.map_or("null", |last| &last.signature);
        let hash = Hash::of(format!("{previous}\n{}", self.written.len()).as_bytes());
        let unique = hash.to_string().to_uppercase();
        let (bytes, logged) = file.finish(self.trail, time, &unique[..UNIQUE_DIGITS])?;
        self.folder.write(&logged.s3_object, &bytes)?;
        self.written.push(logged);
        Ok(())
    }
}
