//! The arguments of `roster bulk`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use roster_bulk::{ColumnMap, Rate};
use roster_plan::{Limits, Share};

use super::interval;

#[derive(Debug, Subcommand)]
pub(crate) enum Bulk {
    /// Show what a file would change, and write the plan; exit with 0 for nothing, 2 for changes, 1 for refused rows
    Plan(BulkPlan),
    /// Apply a plan; exit with 0 if all is done, 2 if people were skipped, 1 if the service refused calls
    Apply(BulkApply),
    /// Go on with a run that was interrupted, and try refused calls again
    Resume(BulkResume),
    /// Restore what a run changed, unless it has changed again
    Undo(BulkUndo),
    /// List the runs of this machine, newest first
    Runs(BulkRuns),
    /// Show what became of a run
    Report(BulkReport),
    /// Write the people of an instance as a file that `roster bulk plan` reads
    Export(BulkExport),
    /// Show how two files or instances differ, by username; exit with 0 if they do not, 2 if they do
    Diff(BulkDiff),
    /// Copy people and what they refer to from one instance to another, which keeps what else it has
    Copy(BulkCopy),
}

/// The service to call, and how fast.
#[derive(Args, Clone, Debug)]
pub(crate) struct BulkTarget {
    /// Address of the service [default: as `roster connect` finds it]
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,

    /// Profile of AWS's shared files whose access key signs
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,

    /// Region of the instance
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,

    /// File of certificates to trust, in PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_bundle: Option<String>,

    /// Calls a second; 0 for any number [default: 2 after a burst of 5 on endpoints of AWS, otherwise any number]
    #[arg(long, value_name = "NUMBER")]
    pub(crate) rate: Option<Rate>,

    /// Calls that may be under way at once [default: 16; for changes at other endpoints than AWS's 64]
    #[arg(long, value_name = "NUMBER")]
    pub(crate) in_flight: Option<NonZeroUsize>,
}

/// The service of the second of two instances.
#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_field_names, reason = "they are named as their flags")]
pub(crate) struct BulkOther {
    /// Address of the service of B, if it is another
    #[arg(long, value_name = "URL")]
    pub(crate) to_endpoint_url: Option<String>,

    /// Profile for B, if it is another
    #[arg(long, value_name = "NAME")]
    pub(crate) to_profile: Option<String>,

    /// Region of B, if it is another
    #[arg(long, value_name = "REGION")]
    pub(crate) to_region: Option<String>,
}

impl BulkOther {
    /// The service of B: that of A, but for what is said of B.
    pub(crate) fn target(&self, first: &BulkTarget) -> BulkTarget {
        BulkTarget {
            endpoint_url: self
                .to_endpoint_url
                .clone()
                .or_else(|| first.endpoint_url.clone()),
            profile: self.to_profile.clone().or_else(|| first.profile.clone()),
            region: self.to_region.clone().or_else(|| first.region.clone()),
            ..first.clone()
        }
    }
}

/// How much a plan may change.
#[derive(Args, Clone, Copy, Debug)]
#[expect(clippy::struct_field_names, reason = "they are named as their flags")]
pub(crate) struct BulkLimits {
    /// Share of the directory that may change, if that is more than ten people
    #[arg(long, value_name = "PERCENT", default_value = "30%")]
    pub(crate) allow_changes: Share,

    /// Primary addresses that may change
    #[arg(long, value_name = "NUMBER", default_value = "50")]
    pub(crate) allow_addresses: usize,

    /// Allow changes of people who may edit users or their permissions
    #[arg(long)]
    pub(crate) allow_privileged: bool,
}

impl From<BulkLimits> for Limits {
    fn from(limits: BulkLimits) -> Self {
        Self {
            changes: limits.allow_changes,
            addresses: limits.allow_addresses,
            privileged: limits.allow_privileged,
        }
    }
}

/// Where runs are kept.
#[derive(Args, Clone, Debug)]
pub(crate) struct BulkJournal {
    /// Directory for the plans and journals of runs
    #[arg(long, env = "ROSTER_JOURNAL", value_name = "DIR", default_value_os_t = default_journal())]
    pub(crate) journal: PathBuf,
}

/// How files of people are read.
#[derive(Args, Clone, Debug)]
pub(crate) struct BulkReading {
    /// What a heading of a file stands for, such as Vorname=FirstName; HEADING= ignores a column; may be repeated
    #[arg(long, value_name = "HEADING=NAME", value_delimiter = ',')]
    pub(crate) map: Vec<ColumnMap>,

    /// Encoding of files, such as windows-1252 [default: by its byte order mark, otherwise utf-8]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
}

/// Which people are created and deleted.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct BulkMembership {
    /// Create the people who are only in the file, whose key must be Username
    #[arg(long)]
    pub(crate) create: bool,

    /// Delete the people who are not in the file, whose key must be Username or UserId; nothing brings them back
    #[arg(long)]
    pub(crate) delete_missing: bool,
}

#[derive(Args, Debug)]
pub(crate) struct BulkPlan {
    #[command(flatten)]
    pub(crate) target: BulkTarget,

    /// CSV, XLSX, JSON, JSONL or YAML file with one row for each person: a key (UserId, Username or Email) and the columns to manage
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Instance id, ARN or alias
    #[arg(long, value_name = "ID")]
    pub(crate) instance_id: String,

    /// Write the plan to this file, for `roster bulk apply`
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Write the plan as a page to this file, for a reader who approves it
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: BulkReading,

    #[command(flatten)]
    pub(crate) membership: BulkMembership,

    /// Normalise all cells to Unicode Normalization Form C, instead of refusing their rows
    #[arg(long)]
    pub(crate) nfc: bool,

    #[command(flatten)]
    pub(crate) limits: BulkLimits,

    /// Ask IAM beforehand which calls the policies of the caller deny, and refuse the plan then
    #[arg(long)]
    pub(crate) check_access: bool,

    /// Print the plan as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// Whether the output has colours
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto")]
    pub(crate) color: Color,
}

/// Whether output has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Args, Debug)]
pub(crate) struct BulkApply {
    #[command(flatten)]
    pub(crate) target: BulkTarget,

    #[command(flatten)]
    pub(crate) journal: BulkJournal,

    /// Plan to apply, from `roster bulk plan --out`
    #[arg(value_name = "PLAN")]
    pub(crate) plan: PathBuf,

    /// Apply without asking
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args, Debug)]
pub(crate) struct BulkResume {
    #[command(flatten)]
    pub(crate) target: BulkTarget,

    #[command(flatten)]
    pub(crate) journal: BulkJournal,

    /// Run id, as in `roster bulk runs` [default: the newest run]
    #[arg(value_name = "RUN")]
    pub(crate) run: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct BulkUndo {
    #[command(flatten)]
    pub(crate) target: BulkTarget,

    #[command(flatten)]
    pub(crate) journal: BulkJournal,

    /// Run id, as in `roster bulk runs` [default: the newest run]
    #[arg(value_name = "RUN")]
    pub(crate) run: Option<String>,

    /// Only write the plan of the way back to this file, for `roster bulk apply`
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Undo without asking
    #[arg(long)]
    pub(crate) yes: bool,

    /// Whether the output has colours
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Args, Debug)]
pub(crate) struct BulkRuns {
    #[command(flatten)]
    pub(crate) journal: BulkJournal,

    /// Print the runs as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct BulkReport {
    #[command(flatten)]
    pub(crate) journal: BulkJournal,

    /// Run id, as in `roster bulk runs` [default: the newest run]
    #[arg(value_name = "RUN")]
    pub(crate) run: Option<String>,

    /// Write all changes with their outcomes to this file, as CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,

    /// Write all changes with their outcomes to this file, as a page
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct BulkExport {
    #[command(flatten)]
    pub(crate) target: BulkTarget,

    /// Instance id, ARN or alias
    #[arg(long, value_name = "ID")]
    pub(crate) instance_id: String,

    /// Format of the file [default: as the name of the file says, otherwise csv]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(crate) format: Option<BulkFormat>,

    /// Write to this file, which only its owner can read [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// A format of files of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BulkFormat {
    /// Comma-separated, in UTF-8
    Csv,
    /// A JSON object per line
    Jsonl,
    /// A workbook of spreadsheet programs; needs --out
    Xlsx,
    /// A list of mappings
    Yaml,
}

#[derive(Args, Debug)]
pub(crate) struct BulkDiff {
    #[command(flatten)]
    pub(crate) target: BulkTarget,

    /// A file, or an instance by id, ARN or alias
    #[arg(value_name = "A")]
    pub(crate) left: String,

    /// Another file or instance
    #[arg(value_name = "B")]
    pub(crate) right: String,

    #[command(flatten)]
    pub(crate) other: BulkOther,

    #[command(flatten)]
    pub(crate) reading: BulkReading,

    /// Print the differences as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// Compare again at this interval, such as 5m or 1h, until Ctrl-C or SIGTERM, and print what differs now and what differs no more
    #[arg(long, value_name = "INTERVAL", value_parser = interval)]
    pub(crate) watch: Option<Duration>,

    /// Write the figures of each comparison to this file, for the textfile collector of Prometheus' node_exporter
    #[arg(long, value_name = "FILE", requires = "watch")]
    pub(crate) metrics: Option<PathBuf>,

    /// Whether the output has colours
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Args, Debug)]
pub(crate) struct BulkCopy {
    #[command(flatten)]
    pub(crate) target: BulkTarget,

    #[command(flatten)]
    pub(crate) journal: BulkJournal,

    /// Instance to copy from, by id, ARN or alias
    #[arg(value_name = "A")]
    pub(crate) from: String,

    /// Instance to copy to, by id, ARN or alias
    #[arg(value_name = "B")]
    pub(crate) to: String,

    #[command(flatten)]
    pub(crate) other: BulkOther,

    /// Copy what people refer to, and no people
    #[arg(long)]
    pub(crate) without_people: bool,

    #[command(flatten)]
    pub(crate) limits: BulkLimits,

    /// Only write the plan to this file, for `roster bulk apply`; exit with 0 for nothing, 2 for changes, 1 if it is refused
    #[arg(long, value_name = "FILE", conflicts_with = "yes")]
    pub(crate) out: Option<PathBuf>,

    /// Only print the plan as JSON
    #[arg(long, conflicts_with = "yes")]
    pub(crate) json: bool,

    /// Copy without asking
    #[arg(long)]
    pub(crate) yes: bool,

    /// Whether the output has colours
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto")]
    pub(crate) color: Color,
}

fn default_journal() -> PathBuf {
    super::home_folder("XDG_STATE_HOME", ".local/state").join("roster/bulk")
}
