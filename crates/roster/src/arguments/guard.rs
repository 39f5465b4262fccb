//! The arguments of `roster guard`.

use clap::{Args, Subcommand};

use super::Administration;

#[derive(Debug, Subcommand)]
pub(crate) enum Guard {
    /// List the changes of primary addresses that wait
    List(GuardList),
    /// Show what a change that waits would do
    Show(GuardChange),
    /// Approve a change, or those of a run, as a second principal
    Approve(GuardDecision),
    /// Drop a change, or those of a run
    Reject(GuardDecision),
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
pub(crate) struct GuardDecision {
    #[command(flatten)]
    pub(crate) administration: Administration,

    #[command(flatten)]
    pub(crate) changes: DecidedChanges,

    /// Of a run, only the changes that this principal asked for, by ARN
    #[arg(long, value_name = "ARN", requires = "run", conflicts_with = "id")]
    pub(crate) asked_by: Option<String>,
}

/// What is decided on.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct DecidedChanges {
    /// Change id, as in `roster guard list`
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,

    /// All changes of this run that wait, such as a run of `roster bulk`
    #[arg(long, value_name = "RUN")]
    pub(crate) run: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct GuardList {
    #[command(flatten)]
    pub(crate) administration: Administration,

    /// Instance, by id or alias [default: every instance of the account in the Region]
    #[arg(long, alias = "instance-id", value_name = "ID|ALIAS")]
    pub(crate) instance: Option<String>,

    /// Only changes of this run, such as a run of `roster bulk`
    #[arg(long, value_name = "RUN")]
    pub(crate) run: Option<String>,
}
