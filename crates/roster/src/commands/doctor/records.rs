//! The records: they are where the last start had them, this version reads them, and the master key is theirs.

use roster_domain::records::JobState;
use roster_service::rotation::{self, Kept};
use roster_store::Store;

use super::examined::Examined;
use super::finding::Finding;
use crate::last_engine::{Engine, LastEngine};
use crate::master_key_file::KeyFile;
use crate::{engine, offline};

/// How many dead jobs are counted.
const COUNTED: usize = 1000;

pub(super) fn check(examined: &Examined<'_>) -> anyhow::Result<Vec<Finding>> {
    let serve = &examined.arguments.serve;
    let Some(engine) = Engine::of(serve) else {
        return Ok(vec![Finding::warning(
            "--memory keeps no records: they are lost when the server stops",
        )]);
    };
    let last = LastEngine::read(&examined.data_dir)?;
    last.require_place(engine)?;
    let store = engine::open_read_only(&serve.data, &serve.records)?;
    offline::runtime()?.block_on(async {
        last.require_records(engine, &*store).await?;
        let mut findings = vec![Finding::ok(format!(
            "the records are in {engine}, and this version reads them"
        ))];
        findings.push(master_key(examined, &*store).await?);
        findings.extend(dead_jobs(&*store).await?);
        store.stop().await;
        Ok(findings)
    })
}

/// Whether the file of master keys has the one that is in use.
async fn master_key(examined: &Examined<'_>, store: &dyn Store) -> anyhow::Result<Finding> {
    let file = KeyFile::of_server(&examined.arguments.serve, &examined.data_dir);
    let path = file.path().display();
    let keys = file.require()?;
    Ok(match rotation::kept(store).await? {
        Kept::Nothing | Kept::Secrets => Finding::warning(
            "the database does not say which master key it uses: start a server of this version on it",
        ),
        Kept::InUse(in_use) if in_use.previous.is_some() => {
            Finding::warning("a rotation of the master key is not finished: run `roster key rotate` again")
        }
        Kept::InUse(in_use) if keys.since(&in_use.fingerprint).is_some() => Finding::ok(format!(
            "{path} has the master key in use, {}: keep a copy of it elsewhere",
            rotation::short(&in_use.fingerprint)
        )),
        Kept::InUse(in_use) => Finding::failure(format!(
            "{path} holds {keys}, but the database is encrypted with the master key {}: restore that file, as without it no access key of a user works",
            rotation::short(&in_use.fingerprint)
        )),
    })
}

async fn dead_jobs(store: &dyn Store) -> anyhow::Result<Option<Finding>> {
    let dead = roster_jobs::list(store, Some(JobState::Dead), COUNTED)
        .await?
        .len();
    Ok((dead > 0).then(|| {
        Finding::warning(format!(
            "{dead}{} background jobs have failed for the last time: see `roster jobs list --state dead`",
            if dead == COUNTED { " or more" } else { "" }
        ))
    }))
}
