//! The arguments of `roster audit`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{CalledServer, Data, KeyPlace, ListFormat, Records};
use crate::time_bound::TimeBound;

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// List the last changes and refusals, one line each; the records contain personal data
    List(AuditList),
    /// Print everything that a record says
    Show(AuditShow),
    /// Tell what happened to a user and what that user did, from the first record on
    User(AuditUser),
    /// Print records for other tools, one JSON object per line
    Export(Export),
    /// Deliver new records as CloudTrail does: log files and signed digest files
    Deliver(Deliver),
    /// Check that no record was edited, removed or moved
    Verify {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// Head that an earlier check printed; it must still be in the chain
        #[arg(long, value_name = "NUMBER:HASH")]
        head: Option<String>,
    },
}

/// Where the audit is read: from the database, or from a running server if --endpoint-url is given or no database is there.
#[derive(Args, Debug)]
pub(crate) struct AuditSource {
    #[command(flatten)]
    pub(crate) data: Data,

    #[command(flatten)]
    pub(crate) records: Records,

    #[command(flatten)]
    pub(crate) server: CalledServer,
}

#[derive(Args, Debug)]
pub(crate) struct AuditList {
    #[command(flatten)]
    pub(crate) source: AuditSource,

    /// Print all records with everything they say, instead of a table of the last ones
    #[arg(long)]
    pub(crate) full: bool,

    /// The format: a table (or with --full all of the record), or JSON with all of the record
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,

    /// Print only the last N records that match [default: 50 in a table; otherwise all]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<NonZeroUsize>,

    /// Only records about this user, by id or username
    #[arg(long, value_name = "ID|NAME")]
    pub(crate) user: Option<String>,

    /// Only requests of this principal, by ARN, by unique id, or by its name in the table
    #[arg(long, value_name = "PRINCIPAL")]
    pub(crate) principal: Option<String>,

    /// Only requests of this operation, such as UpdateUserIdentityInfo
    #[arg(long, value_name = "OPERATION")]
    pub(crate) operation: Option<String>,

    /// Only requests that succeeded, or only those that were refused
    #[arg(long, value_enum, value_name = "OUTCOME")]
    pub(crate) outcome: Option<Outcome>,

    /// Only records that changed this field, such as Email or IdentityInfo.Email
    #[arg(long, value_name = "FIELD")]
    pub(crate) field: Option<String>,

    /// Only records since this time, such as 2026-11-21T10:15:30Z, or this age, such as 15m, 2h or 7d
    #[arg(long, value_name = "TIME|DURATION", value_parser = TimeBound::parse)]
    pub(crate) since: Option<TimeBound>,

    /// Only records until this time or age
    #[arg(long, value_name = "TIME|DURATION", value_parser = TimeBound::parse)]
    pub(crate) until: Option<TimeBound>,

    /// Only records after this number of the chain
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) after: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Outcome {
    /// The request succeeded
    Ok,
    /// The request was refused
    Refused,
}

#[derive(Args, Debug)]
pub(crate) struct AuditShow {
    #[command(flatten)]
    pub(crate) source: AuditSource,

    /// Id of the request, id of the event, or number of the record in its chain
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// The format: text, or JSON
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Args, Debug)]
pub(crate) struct AuditUser {
    #[command(flatten)]
    pub(crate) source: AuditSource,

    /// The user, by id or username
    #[arg(value_name = "ID|NAME")]
    pub(crate) user: String,

    /// The format: a table, or JSON with all of each record
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Args, Debug)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) source: AuditSource,

    /// Format of the records
    #[arg(long, value_enum, default_value_t = ExportFormat::Cloudtrail)]
    pub(crate) format: ExportFormat,

    /// Only records since this time, such as 2026-11-21T10:15:30Z, or this age, such as 15m, 2h or 7d
    #[arg(long, value_name = "TIME|DURATION", value_parser = TimeBound::parse)]
    pub(crate) since: Option<TimeBound>,

    /// Only records until this time or age
    #[arg(long, value_name = "TIME|DURATION", value_parser = TimeBound::parse, conflicts_with = "follow")]
    pub(crate) until: Option<TimeBound>,

    /// Print new records as they are written
    #[arg(long)]
    pub(crate) follow: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Deliver {
    #[command(flatten)]
    pub(crate) place: KeyPlace,

    /// Folder that gets the files; it is made if it is missing, and each delivery goes on from the last
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// CloudTrail's records, without changed values
    Cloudtrail,
    /// Roster's own records, with values before and after; they contain personal data
    Jsonl,
}
