//! The AWS CLI's `connect` commands alone, for a link named `aws`: smaller than `roster`, so that it starts faster.
//!
//! It has the system's allocator, because one call allocates little.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    roster_aws_cli::run_as_aws(&arguments)
}
