//! The arguments of `roster jobs`.

use std::num::NonZeroUsize;

use clap::{Args, Subcommand, ValueEnum};
use roster_domain::Id;
use roster_domain::records::JobState;

use super::{Data, ListFormat, Records};

#[derive(Debug, Subcommand)]
pub(crate) enum Jobs {
    /// List background jobs, one line each; with --format json they may contain personal data
    List(JobList),
    /// Let dead jobs be tried again now, with all their attempts
    Retry {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// Job ids, as in `roster jobs list`
        #[arg(value_name = "ID", value_parser = job_id, required_unless_present = "all_dead")]
        ids: Vec<Id>,

        /// All dead jobs
        #[arg(long, conflicts_with = "ids")]
        all_dead: bool,
    },
    /// Remove jobs without doing them
    Discard {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// Job ids, as in `roster jobs list`
        #[arg(value_name = "ID", value_parser = job_id, required = true)]
        ids: Vec<Id>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct JobList {
    #[command(flatten)]
    pub(crate) data: Data,

    #[command(flatten)]
    pub(crate) records: Records,

    /// Only jobs in this state
    #[arg(long, value_enum, value_name = "STATE")]
    pub(crate) state: Option<State>,

    /// The format: a table, or JSON with everything, one job per line
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,

    /// Print only the first N jobs that match [default: 50 in a table; otherwise all]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum State {
    /// Due later, or running
    Waiting,
    /// Failed for the last time
    Dead,
}

impl From<State> for JobState {
    fn from(state: State) -> Self {
        match state {
            State::Waiting => Self::Waiting,
            State::Dead => Self::Dead,
        }
    }
}

fn job_id(text: &str) -> Result<Id, &'static str> {
    Id::parse(text).ok_or("not the id of a job: see `roster jobs list`")
}
