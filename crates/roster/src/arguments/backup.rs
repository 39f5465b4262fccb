//! The arguments of `roster backup` and `roster restore`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::KeyPlace;

#[derive(Args, Debug)]
pub(crate) struct Backup {
    /// Folder that gets the backup, in a folder of its own that is named after the time; it is made if it is missing
    pub(crate) to: PathBuf,

    #[command(flatten)]
    pub(crate) place: KeyPlace,

    /// How many backups stay in the folder: older ones are removed when the new one is complete [default: all]
    #[arg(long, value_name = "COUNT")]
    pub(crate) keep: Option<NonZeroUsize>,

    /// Leave out the file of the master keys and the files of a certificate, so that the backup alone decrypts no secret
    #[arg(long)]
    pub(crate) without_keys: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Restore {
    /// Folder of the backup: the one that has backup.json
    pub(crate) from: PathBuf,

    #[command(flatten)]
    pub(crate) place: KeyPlace,

    /// Head of the audit that was noted elsewhere, or file of such heads: the backup must have all that it covers
    #[arg(long, value_name = "HEAD|FILE")]
    pub(crate) head: Option<String>,
}
