//! The arguments of `roster audit verify` and `roster audit head`.

use clap::Args;
use roster_audit_delivery::Location;

use super::{Data, KeyPlace, Records};

#[derive(Args, Debug)]
pub(crate) struct AuditVerify {
    #[command(flatten)]
    pub(crate) place: KeyPlace,

    /// Head that was noted, or file of such heads, as --audit-witness writes it; all that they cover must be unchanged
    #[arg(long, value_name = "HEAD|FILE")]
    pub(crate) head: Option<String>,

    /// Folder of delivered files, or `s3://BUCKET[/PREFIX][?endpoint=URL&region=REGION]`; all that was delivered when its last
    /// digests were signed must be unchanged
    #[arg(long, value_name = "DIR|s3://BUCKET")]
    pub(crate) delivered: Option<Location>,

    /// Compare the records with the last values in the audit, too: finds what was changed in the database past the server
    #[arg(long)]
    pub(crate) state: bool,
}

#[derive(Args, Debug)]
pub(crate) struct AuditHead {
    #[command(flatten)]
    pub(crate) data: Data,

    #[command(flatten)]
    pub(crate) records: Records,
}
