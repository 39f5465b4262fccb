//! The arguments of `roster second-factor`.

use clap::{Args, Subcommand};

use super::Administration;

#[derive(Debug, Subcommand)]
pub(crate) enum SecondFactor {
    /// Remove the second factor of a user, for instance because the device and the recovery codes are lost
    Delete(SecondFactorOf),
}

#[derive(Args, Debug)]
pub(crate) struct SecondFactorOf {
    #[command(flatten)]
    pub(crate) administration: Administration,

    /// Instance, by id or alias
    #[arg(long, alias = "instance-id", value_name = "ID|ALIAS")]
    pub(crate) instance: String,

    /// User, by id or username
    #[arg(value_name = "ID|NAME")]
    pub(crate) user: String,
}
