//! The arguments of `roster guard`.

use clap::{Args, Subcommand};

use super::Administration;

#[derive(Debug, Subcommand)]
pub(crate) enum Guard {
    /// List the changes of primary addresses that wait
    List(GuardList),
}

#[derive(Args, Debug)]
pub(crate) struct GuardList {
    #[command(flatten)]
    pub(crate) administration: Administration,

    /// Instance id [default: every instance of the account in the Region]
    #[arg(long, value_name = "ID")]
    pub(crate) instance_id: Option<String>,
}
