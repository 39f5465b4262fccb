//! The arguments of `roster doctor`.

use std::path::PathBuf;

use clap::Args;

use super::Serve;

#[derive(Args, Debug)]
pub(crate) struct Doctor {
    /// Print the findings as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// Folder of the backups of `roster backup`: the newest must be younger than a day and a half
    #[arg(long, env = "ROSTER_BACKUPS", value_name = "DIR")]
    pub(crate) backups: Option<PathBuf>,

    /// The settings of the server: those of its command line, environment and roster.toml
    #[command(flatten)]
    pub(crate) serve: Box<Serve>,
}
