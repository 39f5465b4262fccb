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

    /// Instance id
    #[arg(long, value_name = "ID")]
    pub(crate) instance_id: String,

    /// User id
    #[arg(value_name = "ID")]
    pub(crate) user_id: String,
}
