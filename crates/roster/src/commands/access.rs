//! `roster access`.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context, ensure};
use roster_domain::AccountRegion;
use roster_domain::audit::AuditRecord;
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::decision::Verdict;
use roster_model::operations;
use roster_model::service::Service;
use roster_service::access::{Holder, LeastPolicy, Lint, Linted, Right};
use roster_store::{AuditLog, Store};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::arguments::{Access, WhoCan};
use crate::audit_reader::AuditReader;
use crate::commands::audit::is_by;
use crate::credentials_file;
use crate::data_dir::DataDir;
use crate::engine;
use crate::terminal_text::{escaped_json, word, write_line};
use crate::time_bound::TimeBound;

/// Runs the commands on permissions.
pub(crate) fn access(command: &Access) -> anyhow::Result<ExitCode> {
    match command {
        Access::Observed { data, records, since } => {
            observed(&mut *engine::open_audit(data, records)?, *since)
        }
        Access::Policy {
            data,
            records,
            from_audit,
            since,
        } => policy(&mut *engine::open_audit(data, records)?, from_audit, *since),
        Access::WhoCan(asked) => who_can(asked),
        Access::Lint {
            data,
            records,
            account,
        } => lint(&*engine::open_read_only(data, records)?, account.as_deref()),
    }
}

/// Lists requests that were carried out although policies deny them.
fn observed(log: &mut dyn AuditLog, since: Option<TimeBound>) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    each_record_since(log, since, |record| {
        if let Some(decision) = &record.decision
            && decision.verdict == Verdict::Observed
        {
            let time = OffsetDateTime::from(SystemTime::from(record.time)).format(&Rfc3339)?;
            write_line!(
                &mut out,
                "{time} {} by {} on {}: {}",
                record.operation.as_deref().map_or("-".into(), word),
                record.principal.as_deref().map_or("-".into(), word),
                decision.resource.as_deref().map_or("*".into(), word),
                record.request_id
            )?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the least policy that covers what a principal did.
fn policy(log: &mut dyn AuditLog, principal: &str, since: Option<TimeBound>) -> anyhow::Result<ExitCode> {
    let mut deeds = Deeds::of(principal);
    each_record_since(log, since, |record| {
        deeds.look_at(record);
        Ok(())
    })?;
    println!("{}", escaped_json(&deeds.policy()?));
    Ok(ExitCode::SUCCESS)
}

/// What a principal did, given by ARN, unique id or name.
struct Deeds<'a> {
    principal: &'a str,
    /// The unique ids of the principals with this name.
    ids: BTreeSet<String>,
    least: LeastPolicy,
}

impl<'a> Deeds<'a> {
    fn of(principal: &'a str) -> Self {
        Self {
            principal,
            ids: BTreeSet::new(),
            least: LeastPolicy::default(),
        }
    }

    fn look_at(&mut self, record: &AuditRecord) {
        if is_by(record, self.principal) && record.error_code.is_none() {
            self.ids.extend(record.principal_id.clone());
            self.least.cover(record);
        }
    }

    /// The least policy. Fails if several principals had the ARN: one would get the rights of another.
    fn policy(&self) -> anyhow::Result<String> {
        let principal = self.principal;
        let ids: Vec<&str> = self.ids.iter().map(String::as_str).collect();
        ensure!(
            ids.len() < 2,
            "several principals were called {principal}, one after the other: give the unique id of one of them, {}",
            ids.join(" or ")
        );
        self.least.document().with_context(|| {
            format!("the audit has nothing that {principal} did: it keeps changes, and only those reads that were observed")
        })
    }
}

/// Lists the principals that could call an operation on a user.
fn who_can(asked: &WhoCan) -> anyhow::Result<ExitCode> {
    let operation = operations::find(Service::Connect, &asked.operation)
        .with_context(|| format!("Roster has no operation {} of Connect", asked.operation))?;
    let question = roster_service::access::WhoCan {
        operation,
        account_region: account_region(asked)?,
        instance: asked.instance.clone(),
        user: asked.user.clone(),
        fields: asked.field.iter().map(|field| field.name()).collect(),
    };
    let store = engine::open_read_only(&asked.data, &asked.records)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let holders = runtime.block_on(question.ask(&*store))?;
    let mut out = io::stdout().lock();
    for Holder { principal, right } in holders {
        match right {
            Right::Root => write_line!(&mut out, "{principal}: the root of an account has no policy")?,
            Right::Surely(statements) => {
                let statements: Vec<String> = statements.iter().map(ToString::to_string).collect();
                write_line!(&mut out, "{principal}: by {}", statements.join(" and "))?;
            }
            Right::Perhaps(conditions) => {
                write_line!(&mut out, "{principal}: it depends")?;
                for condition in conditions {
                    let verb = if condition.denies { "denies" } else { "allows" };
                    write_line!(
                        &mut out,
                        "    {} {verb} if {}",
                        condition.statement,
                        condition.because
                    )?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The account and Region of the command line. The partition is that of the credentials file. If the file does
/// not have the account, as on a machine without a server, it is that of the Region.
fn account_region(asked: &WhoCan) -> anyhow::Result<AccountRegion> {
    let (account, region) = (asked.account.as_str(), asked.region.as_str());
    let profiles = credentials_file::read(&DataDir::new(&asked.data.data_dir).credentials())?;
    let profile = profiles.iter().find(|profile| *profile.account == *account);
    match profile.map(|profile| profile.partition) {
        Some(partition) => AccountRegion::new(partition, account, region).with_context(|| {
            format!(
                "{region:?} is no Region of the partition {partition}, which account {account} is in: give --region as one of {}",
                partition.regions().join(", ")
            )
        }),
        None => AccountRegion::of_region(account, region)
            .with_context(|| format!("{region:?} is no Region of AWS's: give --region as us-east-1")),
    }
}

/// Lists statements with condition keys that their requests do not have.
fn lint(store: &dyn Store, account: Option<&str>) -> anyhow::Result<ExitCode> {
    let question = Lint {
        account: account.map(Into::into),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let linted = runtime.block_on(question.ask(store))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for Linted {
        owner,
        policy,
        findings,
    } in &linted
    {
        for finding in findings {
            write_line!(&mut out, "{owner}: {policy}: {finding}")?;
        }
    }
    out.flush()?;
    Ok(if linted.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn each_record_since(
    log: &mut dyn AuditLog,
    since: Option<TimeBound>,
    mut look: impl FnMut(&AuditRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let start = since.map(|since| since.time(SystemClock.now()));
    AuditReader::starting_after(0).read(log, |found| {
        if start.is_none_or(|start| SystemTime::from(found.record.time) >= start) {
            look(&found.record)?;
        }
        Ok(ControlFlow::Continue(()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: &str = "arn:aws:iam::123456789012:user/ana";

    fn deed(operation: &str, id: &str) -> AuditRecord {
        AuditRecord {
            operation: Some(operation.to_owned()),
            principal: Some(ANA.to_owned()),
            principal_id: Some(id.to_owned()),
            account: Some("123456789012".into()),
            region: Some("us-east-1".into()),
            ..AuditRecord::default()
        }
    }

    #[test]
    fn actions_of_two_principals_with_one_name_are_kept_apart() {
        let records = [deed("CreateInstance", "AIDA1"), deed("ListInstances", "AIDA2")];
        let policy_of = |principal| {
            let mut deeds = Deeds::of(principal);
            for record in &records {
                deeds.look_at(record);
            }
            deeds.policy().map_err(|error| error.to_string())
        };

        assert_eq!(
            policy_of("ana"),
            policy_of(ANA).map_err(|error| error.replace(ANA, "ana"))
        );
        let refusal = policy_of(ANA).expect_err("two are called so");
        assert!(
            refusal.ends_with("give the unique id of one of them, AIDA1 or AIDA2"),
            "{refusal}"
        );
        let document = policy_of("AIDA2").expect("a policy");
        assert!(document.contains("connect:ListInstances"), "{document}");
        assert!(!document.contains("connect:CreateInstance"), "{document}");
    }
}
