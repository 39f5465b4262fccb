//! The arguments of `roster audit`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use roster_audit_delivery::Location;
use roster_audit_export::TargetAddress;

use super::{AuditHead, AuditVerify, CalledServer, Data, KeyPlace, ListFormat, Records};
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
    /// Erase the personal values of a deleted user; the records stay, and the chains still verify
    Erase(AuditErase),
    /// Check that no record was edited, removed or moved
    Verify(AuditVerify),
    /// Print the head of the audit, to note it elsewhere; verify --head proves later that nothing was lost or changed
    Head(AuditHead),
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

    /// Only requests of this run, such as one of roster bulk, or of whatever a client sent as x-roster-run-id
    #[arg(long, value_name = "ID")]
    pub(crate) run: Option<String>,

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

    /// File that says how far the audit was exported: go on behind that, and move it. A new file starts with the first record, or with --since
    #[arg(long, value_name = "FILE", conflicts_with = "until")]
    pub(crate) cursor: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) target: ExportTarget,
}

/// Where records are sent, instead of being printed.
#[derive(Args, Debug)]
pub(crate) struct ExportTarget {
    /// Send records there instead of printing them: syslog+udp://HOST:PORT, syslog+tcp://HOST:PORT, syslog+tls://HOST:PORT, https://HOST/PATH, http://HOST/PATH or file:PATH. The cursor moves when the target has acknowledged them
    #[arg(long, value_name = "TARGET", requires = "cursor", value_parser = TargetAddress::parse)]
    pub(crate) to: Option<TargetAddress>,

    /// File of the certificates, in PEM, of the authorities that the certificate of the target must come from [default: those of the system]
    #[arg(long, value_name = "FILE", requires = "to")]
    pub(crate) ca_file: Option<PathBuf>,

    /// File whose first line a webhook gets as the header Authorization, such as "Bearer TOKEN"
    #[arg(long, value_name = "FILE", requires = "to")]
    pub(crate) authorization_file: Option<PathBuf>,

    /// File whose first line is the key that signs what a webhook gets, as Standard Webhooks has it: whsec_ and base64
    #[arg(long, value_name = "FILE", requires = "to")]
    pub(crate) signing_key_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct AuditErase {
    #[command(flatten)]
    pub(crate) source: AuditSource,

    /// The deleted user, by id
    #[arg(long, value_name = "ID")]
    pub(crate) user: String,

    /// Erase without asking
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Deliver {
    #[command(flatten)]
    pub(crate) place: KeyPlace,

    /// Folder, or `s3://BUCKET[/PREFIX][?endpoint=URL&region=REGION]`, that gets the files; a folder is made if it is missing, and
    /// each delivery goes on from the last
    #[arg(long, value_name = "DIR|s3://BUCKET")]
    pub(crate) to: Location,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// CloudTrail's records, without changed values
    Cloudtrail,
    /// Documents of the Elastic Common Schema, without changed values
    Ecs,
    /// Roster's own records, with values before and after; they contain personal data
    Jsonl,
}
