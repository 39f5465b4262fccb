//! `roster health`: for the health checks of containers and scripts, which have no other client.

use std::process::ExitCode;

use anyhow::Context;

use crate::arguments::Data;
use crate::data_dir::DataDir;
use crate::health::ask;
use crate::terminal_text::escaped;

/// Prints the health of the server on a data directory. Succeeds if it carries requests out.
pub(crate) fn health(data: &Data) -> anyhow::Result<ExitCode> {
    let data_dir = DataDir::new(&data.data_dir);
    let endpoint = data_dir.endpoint()?;
    let endpoint = endpoint.with_context(|| format!("no server runs on {}", data_dir.path().display()))?;
    let health = ask(&endpoint)?;
    println!("{}", escaped(health.answer.trim()));
    Ok(if health.is_ready {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
