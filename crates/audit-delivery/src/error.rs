//! Why a delivery stops.

use std::io;
use std::path::PathBuf;

use roster_domain::audit::Broken;
use roster_store::StoreError;
use thiserror::Error;

use crate::signing_key::KeyFault;

/// Why a delivery stops. What was delivered stays delivered.
#[derive(Debug, Error)]
pub enum DeliveryError {
    /// A file cannot be read or written.
    #[error("{} cannot be used: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// An object of a bucket cannot be read or written.
    #[error("{object} cannot be used: {error}")]
    Object {
        /// The object, as an `s3://` address.
        object: String,
        /// Why.
        error: String,
    },
    /// A bucket cannot be used at all.
    #[error("{0}")]
    Bucket(String),
    /// A commit that was there is gone.
    #[error("{0} was there and is gone: nothing but Roster may delete or change what is delivered")]
    CommitGone(String),
    /// The audit cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A chain of the audit does not go on from what was delivered of it.
    #[error("the chain {chain:?} of the audit does not go on from what was delivered: {broken}")]
    Broken {
        /// The name of the chain.
        chain: String,
        /// How it is broken.
        broken: Broken,
    },
    /// The last digest file of a trail is not what was delivered.
    #[error(
        "the last digest file is not one that was delivered here: {0}; deliver to another place, and find out who changed it"
    )]
    NotOurs(String),
    /// A digest file or log file cannot be written.
    #[error("a file cannot be encoded: {0}")]
    Encoding(String),
    /// The signing key does not sign.
    #[error(transparent)]
    Key(#[from] KeyFault),
}
