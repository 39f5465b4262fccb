//! What the checks look at.

use std::time::SystemTime;

use crate::arguments::Doctor;
use crate::data_dir::DataDir;

/// The settings of a server and its data directory.
pub(super) struct Examined<'a> {
    pub(super) arguments: &'a Doctor,
    pub(super) data_dir: DataDir,
    pub(super) now: SystemTime,
}
