//! Whether a server works on the data directory, and carries requests out.

use super::examined::Examined;
use super::finding::Finding;
use crate::health::ask;

pub(super) fn check(examined: &Examined<'_>) -> anyhow::Result<Vec<Finding>> {
    let folder = examined.data_dir.path().display();
    let Some(endpoint) = examined.data_dir.endpoint()? else {
        return Ok(vec![Finding::warning(format!(
            "no server runs on {folder}: start it with `roster serve`"
        ))]);
    };
    let health = ask(&endpoint)?;
    Ok(vec![if health.is_ready {
        Finding::ok(format!("a server on {folder} listens on {endpoint}"))
    } else {
        Finding::failure(format!(
            "the server at {endpoint} carries no requests out, see its log: {}",
            health.answer.trim()
        ))
    }])
}
