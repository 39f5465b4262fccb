//! What goes wrong with files, calls and runs.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why a command cannot go on.
#[derive(Debug, Error)]
pub enum Error {
    /// A call failed.
    #[error(transparent)]
    Client(#[from] roster_client::Error),
    /// The client cannot be set up.
    #[error(transparent)]
    Config(#[from] roster_client::ConfigError),
    /// The input file cannot be used.
    #[error("{}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: FileError,
    },
    /// A file of a plan or of a run cannot be read or written.
    #[error("{}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is no plan that this version understands.
    #[error("{} is no plan of this version of roster: {reason}", path.display())]
    NotAPlan {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A journal cannot be read.
    #[error("{}, line {line}: the journal is damaged: {reason}", path.display())]
    DamagedJournal {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
    /// No instance has this alias.
    #[error(
        "no instance of the account has the alias {alias} in this Region: see `roster connect list-instances`"
    )]
    UnknownInstance {
        /// As given.
        alias: String,
    },
    /// There is no such run.
    #[error("there is no run {id} in {}: see `roster bulk runs`", folder.display())]
    UnknownRun {
        /// As given.
        id: String,
        /// Where runs are.
        folder: PathBuf,
    },
    /// There is no run at all.
    #[error("there is no run in {}", folder.display())]
    NoRun {
        /// Where runs are.
        folder: PathBuf,
    },
    /// Another process works on the run.
    #[error("another process works on run {id}")]
    RunIsLocked {
        /// The run.
        id: String,
    },
    /// The service answered with something else than its description says.
    #[error("the answer of {operation} has no {member}")]
    UnexpectedAnswer {
        /// The operation.
        operation: &'static str,
        /// What is missing.
        member: &'static str,
    },
    /// The caller has no policies that can be simulated.
    #[error(
        "the access of {caller} cannot be checked beforehand: sign with the access key of a user or of a role of IAM, or leave out --check-access"
    )]
    NoPolicies {
        /// The ARN of the caller.
        caller: String,
    },
    /// The user interrupted the command.
    #[error("interrupted")]
    Interrupted,
}

/// Why an input file cannot be used.
#[derive(Debug, Error)]
pub enum FileError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// There is no encoding of this name.
    #[error("there is no encoding {name}: say utf-8, utf-16le, utf-16be or windows-1252")]
    UnknownEncoding {
        /// As given.
        name: String,
    },
    /// It is not in the encoding.
    #[error("line {line} is not {encoding}: {suggestion}")]
    Encoding {
        /// The line, from 1.
        line: usize,
        /// The encoding.
        encoding: &'static str,
        /// What to do.
        suggestion: &'static str,
    },
    /// A quote is open at the end.
    #[error("row {row}: a cell begins with a quote that is not closed")]
    OpenQuote {
        /// The row, as a spreadsheet counts.
        row: usize,
    },
    /// The parser of CSV refuses it.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// It is no JSON.
    #[error("it is no JSON array of objects: {0}")]
    Json(#[from] serde_json::Error),
    /// It is no workbook.
    #[error("it is no workbook in the format XLSX: {0}")]
    Workbook(#[from] calamine::XlsxError),
    /// It is a workbook of another format.
    #[error("workbooks of this format are not read: save it as .xlsx")]
    OtherWorkbook,
    /// A cell of a workbook holds nothing that can be a text.
    #[error(
        "row {row}, {heading}: the cell must be a text, a number or a truth value, not {found}: format the column as text and write the value again"
    )]
    Cell {
        /// The row, as a spreadsheet counts.
        row: usize,
        /// The heading of the column.
        heading: String,
        /// What the cell holds.
        found: String,
    },
    /// It is no YAML.
    #[error("it is no YAML: {0}")]
    Yaml(#[from] saphyr::ScanError),
    /// Its YAML is no list.
    #[error("it is no list of mappings")]
    NotAList,
    /// An item of its YAML is no mapping.
    #[error("row {row} is no mapping of columns to values")]
    NotAMapping {
        /// The item, from 1.
        row: usize,
    },
    /// A line is no JSON object.
    #[error("line {line} is no JSON object: {reason}")]
    JsonLine {
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: serde_json::Error,
    },
    /// A member of an object is a list or an object.
    #[error("row {row}, {heading}: the value must be a text, a number, true, false or null, not {found}")]
    NotText {
        /// The object, from 1.
        row: usize,
        /// The member.
        heading: String,
        /// What it is.
        found: String,
    },
    /// It has no headings.
    #[error("the file is empty: its first row must have the names of the columns")]
    Empty,
    /// A row has another number of cells than there are headings.
    #[error(
        "row {row} has {cells} cells and {headings} headings: a missing cell would clear a value, so write every cell"
    )]
    Ragged {
        /// The row, as a spreadsheet counts.
        row: usize,
        /// How many cells it has.
        cells: usize,
        /// How many there are.
        headings: usize,
    },
    /// A heading names nothing.
    #[error("column {heading} is unknown: {suggestion}")]
    UnknownColumn {
        /// The heading.
        heading: String,
        /// What to do.
        suggestion: String,
    },
    /// Two columns are the same.
    #[error("two columns are {name}: keep one of them")]
    ColumnTwice {
        /// The name of the field or key.
        name: String,
    },
    /// No column says who rows are about.
    #[error("no column says who a row is about: add a column Username, UserId or Email")]
    NoKey,
    /// There is nothing to manage.
    #[error("the file has no column to change: add one such as FirstName, RoutingProfile or tag:Department")]
    NoField,
    /// The map names a column that the file does not have.
    #[error("the file has no column {heading}, which --map names")]
    UnmappedColumn {
        /// The heading.
        heading: String,
    },
}
