//! The arguments of `roster guard`.

use clap::{Args, Subcommand};

use super::Administration;

#[derive(Debug, Subcommand)]
pub(crate) enum Guard {
    /// List the changes of primary addresses that wait
    List(GuardList),
    /// Show what a change that waits would do
    Show(GuardChange),
    /// Approve a change, as a second principal
    Approve(GuardChange),
    /// Drop a change
    Reject(GuardChange),
}

#[derive(Args, Debug)]
pub(crate) struct GuardChange {
    #[command(flatten)]
    pub(crate) administration: Administration,

    /// Change id, as in `roster guard list`
    #[arg(value_name = "ID")]
    pub(crate) id: String,
}

#[derive(Args, Debug)]
pub(crate) struct GuardList {
    #[command(flatten)]
    pub(crate) administration: Administration,

    /// Instance id [default: every instance of the account in the Region]
    #[arg(long, value_name = "ID")]
    pub(crate) instance_id: Option<String>,
}
