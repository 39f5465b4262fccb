//! Changes of many users by Amazon Connect's API: reads a file and the directory, and applies a plan so that it can be
//! stopped, resumed and undone. `roster-plan` decides, this crate does the I/O, and the caller prints.

mod applying;
mod columns;
mod decoding;
mod delimited;
mod directory;
mod error;
mod exporting;
mod journal;
mod objects;
mod pace;
mod parallel;
mod patience;
mod plan_file;
mod planner;
mod report;
mod runs;
mod service;
mod table;

pub use applying::{Ended, Watch, apply};
pub use columns::{ColumnMap, sheet};
pub use directory::{Instance, accounts, edits_users, everybody, find_instance, people};
pub use error::{Error, FileError};
pub use exporting::{csv, jsonl};
pub use pace::{Pace, Rate};
pub use parallel::Work;
pub use plan_file::{PlanFile, PlanInstance};
pub use planner::{Made, Options, calls, make};
pub use report::{outcome, report};
pub use runs::{Run, RunSummary, Runs, timestamp};
pub use service::{Calls, Endpoint, Service};
pub use table::{Table, read_table};
