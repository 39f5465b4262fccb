//! Log files: records of CloudTrail's, compressed.

use std::io::Write;

use flate2::{Compression, GzBuilder};
use roster_domain::audit::{AuditRecord, ChainedRecord, Hash};
use time::OffsetDateTime;

use crate::bucket::Bucket;
use crate::digest::LoggedFile;
use crate::error::DeliveryError;
use crate::times::second;

/// How many records a log file has at most.
const MAX_RECORDS: usize = 5_000;

/// How many bytes a log file has at most, before it is compressed, but for its last record.
const MAX_BYTES: usize = 16 * 1024 * 1024;

const BEGINNING: &[u8] = br#"{"Records":["#;

/// A log file that is being filled.
pub(crate) struct LogFile {
    text: Vec<u8>,
    records: usize,
    oldest: OffsetDateTime,
    newest: OffsetDateTime,
}

impl LogFile {
    /// A log file with a first record.
    pub(crate) fn starting_with(
        chained: &ChainedRecord,
        record: &AuditRecord,
    ) -> Result<Self, DeliveryError> {
        let mut file = Self {
            text: BEGINNING.to_vec(),
            records: 0,
            oldest: second(record.time),
            newest: second(record.time),
        };
        file.add(chained, record)?;
        Ok(file)
    }

    /// Adds a record.
    pub(crate) fn add(&mut self, chained: &ChainedRecord, record: &AuditRecord) -> Result<(), DeliveryError> {
        if self.records > 0 {
            self.text.push(b',');
        }
        serde_json::to_writer(&mut self.text, &record.cloudtrail(&chained.hash))
            .map_err(|error| DeliveryError::Encoding(error.to_string()))?;
        self.records += 1;
        self.oldest = self.oldest.min(second(record.time));
        self.newest = self.newest.max(second(record.time));
        Ok(())
    }

    /// Whether no more records are to be added.
    pub(crate) const fn is_full(&self) -> bool {
        self.records >= MAX_RECORDS || self.text.len() >= MAX_BYTES
    }

    /// The time of its oldest record.
    pub(crate) const fn oldest(&self) -> OffsetDateTime {
        self.oldest
    }

    /// The finished file.
    pub(crate) fn finish(mut self) -> FinishedLog {
        self.text.extend_from_slice(b"]}");
        FinishedLog {
            hash: Hash::of(&self.text),
            text: self.text,
            oldest: self.oldest,
            newest: self.newest,
        }
    }
}

/// A finished log file.
pub(crate) struct FinishedLog {
    text: Vec<u8>,
    pub(crate) hash: Hash,
    oldest: OffsetDateTime,
    newest: OffsetDateTime,
}

impl FinishedLog {
    /// Its bytes.
    pub(crate) fn compressed(&self) -> Result<Vec<u8>, DeliveryError> {
        compressed(&self.text, None)
    }

    /// What a digest says of it where it has a key in a bucket.
    pub(crate) fn logged(&self, bucket: &Bucket, key: &str) -> LoggedFile {
        LoggedFile {
            s3_bucket: bucket.name().to_owned(),
            s3_object: bucket.key(key),
            hash_value: self.hash,
            hash_algorithm: "SHA-256".to_owned(),
            newest_event_time: self.newest,
            oldest_event_time: self.oldest,
        }
    }
}

/// A text as a gzip stream, with a comment in its head.
pub(crate) fn compressed(text: &[u8], comment: Option<&str>) -> Result<Vec<u8>, DeliveryError> {
    let mut builder = GzBuilder::new();
    if let Some(comment) = comment {
        builder = builder.comment(comment);
    }
    let mut encoder = builder.write(Vec::new(), Compression::default());
    let written = encoder.write_all(text).and_then(|()| encoder.finish());
    written.map_err(|error| DeliveryError::Encoding(error.to_string()))
}
