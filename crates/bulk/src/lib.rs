//! Changes of many users by Amazon Connect's API: reads a file and the directory, and applies a plan so that it can be
//! stopped, resumed and undone. `roster-plan` decides, this crate does the I/O, and the caller prints.

mod access;
mod applying;
mod attempting;
mod columns;
mod decoding;
mod delimited;
mod directory;
mod error;
mod exporting;
mod input_file;
mod journal;
mod notes;
mod objects;
mod pace;
mod parallel;
mod passwords;
mod patience;
mod plan_file;
mod planner;
mod referents;
mod report;
mod runs;
mod service;
mod spreadsheet;
mod table;
mod yaml;

pub use access::{Access, Policies};
pub use applying::{Ended, apply};
pub use columns::{ColumnMap, sheet};
pub use directory::{accounts, everybody, find_instance, people};
pub use error::{Error, FileError};
pub use exporting::{csv, jsonl};
pub use input_file::read_table;
pub use notes::Watch;
pub use pace::{Pace, Rate};
pub use parallel::Work;
pub use plan_file::PlanFile;
pub use planner::{Made, Options, calls, columns, make};
pub use referents::references;
pub use report::{outcome, report};
pub use runs::{Run, RunSummary, Runs, started, timestamp};
pub use service::{Calls, Endpoint, Service, is_of_aws};
pub use spreadsheet::xlsx;
pub use table::Table;
pub use yaml::yaml;
