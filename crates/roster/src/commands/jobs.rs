//! `roster jobs`.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::time::SystemTime;

use roster_domain::Id;
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::random::SystemEntropy;
use roster_domain::records::{Job, JobState};
use roster_store::Store;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::arguments::{JobList, Jobs, ListFormat};
use crate::terminal_text::{escaped, escaped_json, word};
use crate::text_table::{TextTable, terminal_width};
use crate::{engine, offline};

/// How many lines a table has unless `--limit` sets another number.
const TABLE_LINES: NonZeroUsize = NonZeroUsize::new(50).unwrap();

const HEADINGS: [&str; 6] = ["ID", "TYPE", "STATE", "DUE", "ATTEMPTS", "LAST ERROR"];

/// Runs the commands on background jobs.
pub(crate) fn jobs(command: &Jobs) -> anyhow::Result<ExitCode> {
    let runtime = offline::runtime()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match command {
        Jobs::List(arguments) => {
            let store = engine::open_read_only(&arguments.data, &arguments.records)?;
            runtime.block_on(list(&*store, arguments, terminal_width(), &mut out))?;
        }
        Jobs::Retry {
            data,
            records,
            ids,
            all_dead,
        } => {
            let store = offline::open_store(data, records)?;
            runtime.block_on(async {
                let done = retry(&*store, ids, *all_dead, &mut out).await;
                store.stop().await;
                done
            })?;
        }
        Jobs::Discard { data, records, ids } => {
            let store = offline::open_store(data, records)?;
            runtime.block_on(async {
                let done = discard(&*store, ids, &mut out).await;
                store.stop().await;
                done
            })?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

async fn list(
    store: &dyn Store,
    arguments: &JobList,
    width: Option<usize>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let limit = match arguments.format {
        ListFormat::Text => arguments.limit.unwrap_or(TABLE_LINES).get(),
        ListFormat::Json => arguments.limit.map_or(usize::MAX, NonZeroUsize::get),
    };
    let jobs = roster_jobs::list(store, arguments.state.map(JobState::from), limit).await?;
    match arguments.format {
        ListFormat::Text => {
            let rows: Vec<_> = jobs.iter().map(row).collect::<anyhow::Result<_>>()?;
            TextTable::of(HEADINGS, rows).print(out, width)?;
        }
        ListFormat::Json => {
            for job in &jobs {
                writeln!(out, "{}", escaped_json(&serde_json::to_string(job)?))?;
            }
        }
    }
    Ok(())
}

/// A line of the table. No cell holds anything that a terminal would act on.
fn row(job: &Job) -> anyhow::Result<[String; 6]> {
    let due = OffsetDateTime::from(SystemTime::from(job.due)).replace_nanosecond(0)?;
    Ok([
        job.id.to_string(),
        word(&job.job_type).into_owned(),
        job.state.name().to_owned(),
        due.format(&Rfc3339)?,
        job.attempts.to_string(),
        escaped(job.last_error.as_deref().unwrap_or("-")).into_owned(),
    ])
}

async fn retry(store: &dyn Store, ids: &[Id], all_dead: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let ids = if all_dead {
        let dead = roster_jobs::list(store, Some(JobState::Dead), usize::MAX).await?;
        dead.into_iter().map(|job| job.id).collect()
    } else {
        ids.to_vec()
    };
    for id in &ids {
        let now = SystemClock.now();
        let record = offline::audit_record("roster jobs retry", now, &SystemEntropy::default());
        let left_by = |job: &Job| roster_service::left_by_retried_job(job, now);
        roster_jobs::retry(store, id, now, record, left_by).await?;
        writeln!(out, "Job {id} is due now")?;
    }
    if ids.is_empty() {
        writeln!(out, "No job is dead")?;
    }
    Ok(())
}

async fn discard(store: &dyn Store, ids: &[Id], out: &mut impl Write) -> anyhow::Result<()> {
    for id in ids {
        let now = SystemClock.now();
        let record = offline::audit_record("roster jobs discard", now, &SystemEntropy::default());
        let left_by = |job: &Job| roster_service::left_by_discarded_job(job, now);
        roster_jobs::discard(store, id, record, left_by).await?;
        writeln!(out, "Job {id} is removed")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use roster_domain::AccountRegion;
    use roster_domain::account_mail::AccountMailKind;
    use roster_domain::records::{Mail, MailState};
    use roster_store::Transaction;
    use roster_testkit::{Engine, change, look};
    use serde_json::json;

    use super::*;
    use crate::arguments::{Arguments, Command};

    const DEAD: &str = "87654321-2222-1234-1234-111234567891";
    const WAITING: &str = "98765432-3333-2345-2345-222345678902";

    fn id(text: &str) -> Id {
        Id::parse(text).unwrap()
    }

    /// A store with a dead job and a waiting one.
    async fn store() -> std::sync::Arc<dyn Store> {
        let store = Engine::SqliteMemory.place().open(3);
        let job = |text: &str| {
            let due = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_795_256_130);
            Job::new(
                id(text),
                "deliver-mail".to_owned(),
                json!({"UserId": "mary"}),
                due.into(),
            )
        };
        let dead = Job {
            state: JobState::Dead,
            attempts: 10,
            last_error: Some("the mail server is away\u{1b}[2J".to_owned()),
            ..job(DEAD)
        };
        let jobs = [dead, job(WAITING)];
        let storing = change(
            &*store,
            Box::new(move |transaction| {
                let jobs = jobs.clone();
                Box::pin(async move {
                    for job in &jobs {
                        transaction.insert(job).await?;
                    }
                    Ok(())
                })
            }),
        );
        storing.await;
        store
    }

    async fn listed(store: &dyn Store, arguments: &[&str]) -> String {
        let words = ["roster", "jobs", "list"].iter().chain(arguments);
        let Command::Jobs {
            command: Jobs::List(arguments),
        } = Arguments::parse_from(words).command
        else {
            panic!("roster jobs list");
        };
        let mut out = Vec::new();
        list(store, &arguments, None, &mut out).await.unwrap();
        String::from_utf8(out).unwrap()
    }

    #[tokio::test]
    async fn jobs_are_listed_one_line_each() {
        let table = listed(&*store().await, &[]).await;

        let expected = "\
ID                                    TYPE          STATE    DUE                   ATTEMPTS  LAST ERROR
98765432-3333-2345-2345-222345678902  deliver-mail  waiting  2026-11-21T10:15:30Z  0         -
87654321-2222-1234-1234-111234567891  deliver-mail  dead     2026-11-21T10:15:30Z  10        the mail server is away\\u{1b}[2J
";
        assert_eq!(table, expected);
    }

    #[tokio::test]
    async fn a_state_and_a_limit_leave_the_others_out() {
        let store = store().await;

        let dead = listed(&*store, &["--state", "dead"]).await;
        assert!(dead.contains(DEAD) && !dead.contains(WAITING), "{dead}");
        let first = listed(&*store, &["--limit", "1"]).await;
        assert!(first.contains(WAITING) && !first.contains(DEAD), "{first}");
    }

    #[tokio::test]
    async fn json_has_everything_of_a_job() {
        let lines = listed(&*store().await, &["--format", "json", "--state", "dead"]).await;

        let job: serde_json::Value = serde_json::from_str(&lines).unwrap();
        assert_eq!(
            job,
            json!({
                "Id": DEAD,
                "JobType": "deliver-mail",
                "Payload": {"UserId": "mary"},
                "State": "dead",
                "Due": 1_795_256_130.0,
                "Attempts": 10,
                "Version": 0,
                "Created": 1_795_256_130.0,
                "LastError": "the mail server is away\u{1b}[2J",
            })
        );
    }

    #[tokio::test]
    async fn all_dead_jobs_are_retried_and_no_other() {
        let (store, mut out) = (store().await, Vec::new());

        retry(&*store, &[], true, &mut out).await.unwrap();
        retry(&*store, &[], true, &mut out).await.unwrap();

        let out = String::from_utf8(out).unwrap();
        assert_eq!(out, format!("Job {DEAD} is due now\nNo job is dead\n"));
        assert!(!listed(&*store, &[]).await.contains("dead "));
    }

    /// Stores the mail of a job, in a state.
    async fn store_mail(store: &dyn Store, job: &str, state: MailState) {
        let mail = Mail {
            id: id(job),
            account_region: AccountRegion::of_region("123456789012", "us-east-1").unwrap(),
            instance_id: id(DEAD),
            user_id: id(DEAD),
            kind: AccountMailKind::PasswordChanged,
            to: "mary@example.com".to_owned(),
            created: SystemTime::UNIX_EPOCH.into(),
            state,
            state_time: SystemTime::UNIX_EPOCH.into(),
            content: "AAAA".to_owned(),
        };
        let storing = change(
            store,
            Box::new(move |transaction| {
                let mail = mail.clone();
                Box::pin(async move { transaction.insert(&mail).await })
            }),
        );
        storing.await;
    }

    /// The state of the mail of a job.
    async fn mail_state(store: &dyn Store, job: &'static str) -> MailState {
        let found: Option<Mail> = look(
            store,
            Box::new(|rows| Box::pin(async { Transaction::new(rows).get(&Mail::key_of(&id(job))).await })),
        )
        .await;
        found.unwrap().state
    }

    #[tokio::test]
    async fn the_mail_of_a_discarded_job_has_failed() {
        let store = store().await;
        store_mail(&*store, WAITING, MailState::Queued).await;

        discard(&*store, &[id(WAITING)], &mut Vec::new()).await.unwrap();

        assert_eq!(mail_state(&*store, WAITING).await, MailState::Failed);
    }

    #[tokio::test]
    async fn the_mail_of_a_retried_job_is_queued_so_that_it_is_kept() {
        let store = store().await;
        store_mail(&*store, DEAD, MailState::Failed).await;

        retry(&*store, &[id(DEAD)], false, &mut Vec::new()).await.unwrap();

        assert_eq!(mail_state(&*store, DEAD).await, MailState::Queued);
    }

    #[tokio::test]
    async fn a_job_that_is_not_there_is_named() {
        let store = store().await;
        discard(&*store, &[id(DEAD)], &mut Vec::new()).await.unwrap();

        let refusal = discard(&*store, &[id(DEAD)], &mut Vec::new()).await.unwrap_err();

        assert_eq!(
            refusal.to_string(),
            format!("there is no job {DEAD}: see `roster jobs list`")
        );
    }
}
