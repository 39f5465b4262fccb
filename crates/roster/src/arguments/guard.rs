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

    /// Instance, by id or alias [default: every instance of the account in the Region]
    #[arg(long, alias = "instance-id", value_name = "ID|ALIAS")]
    pub(crate) instance: Option<String>,
}
