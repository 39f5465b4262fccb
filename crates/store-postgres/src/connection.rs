//! A connection with prepared statements, which are pipelined.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use futures_util::{FutureExt, TryStreamExt};
use roster_domain::clock::{Clock, timeout, timeout_at};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Row, Statement};

use crate::failure::Failure;
use crate::settings::Settings;

/// A parameter of a statement.
pub(crate) type Parameter = Box<dyn ToSql + Sync + Send>;

/// A message to the server.
pub(crate) enum Step {
    /// Commands without parameters or rows.
    Command(&'static str),
    /// A statement, prepared at its first use.
    Statement(&'static str, Vec<Parameter>),
}

/// Every statement is about keys or a range of keys, so an index is always right. A plan made while a table is empty would
/// read the whole table, and be kept while it grows. Parallel workers take longer to start than a page takes, but the
/// planner does not know how short a page is. Settings that a server does not have are left out.
const PLANS: &str = "SELECT set_config(name, CASE name WHEN 'plan_cache_mode' THEN 'force_generic_plan' \
        WHEN 'max_parallel_workers_per_gather' THEN '0' ELSE 'off' END, false) \
    FROM pg_settings WHERE name IN ('enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit', 'plan_cache_mode', \
        'max_parallel_workers_per_gather')";

/// A connection to a server that takes writes.
pub(crate) struct Connection {
    client: Client,
    statements: HashMap<&'static str, Statement>,
    clock: Arc<dyn Clock>,
    /// How long each answer may take if there is no deadline.
    timeout: Duration,
    /// The deadline for all answers.
    deadline: Option<Instant>,
}

impl Connection {
    /// Connects to the first host that takes writes, on the caller's runtime.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, Failure> {
        let (mut failures, mut is_full) = (Vec::new(), false);
        for host in &settings.hosts {
            // A host that does not answer must leave time for the next.
            let limit = settings.timeout_per_host();
            let opening = timeout(&*settings.clock, limit, Self::to(host, settings));
            match opening.await.unwrap_or_else(|| Err(timed_out())) {
                Ok(connection) => return Ok(connection),
                Err(Failure::Lost(reason)) => failures.push(reason),
                Err(Failure::NoFreeConnection(reason)) => {
                    is_full = true;
                    failures.push(reason);
                }
                Err(failure) => failures.push(failure.to_string()),
            }
        }
        let failures = failures.join("; ");
        Err(if is_full {
            Failure::NoFreeConnection(failures)
        } else {
            Failure::Lost(failures)
        })
    }

    async fn to(host: &Config, settings: &Settings) -> Result<Self, Failure> {
        let connection = Self {
            client: connect(host, settings).await?,
            statements: HashMap::new(),
            clock: Arc::clone(&settings.clock),
            timeout: settings.timeout,
            deadline: None,
        };
        let milliseconds = settings.timeout.as_millis();
        let limits = format!(
            "SET statement_timeout = {milliseconds}; SET lock_timeout = {milliseconds}; \
             SET idle_in_transaction_session_timeout = {milliseconds}; {PLANS}"
        );
        connection.command(&limits).await?;
        Ok(connection)
    }

    /// Sets the deadline for all answers from now on.
    pub(crate) fn set_deadline(&mut self, deadline: Instant) {
        self.deadline = Some(deadline);
    }

    /// The deadline for the next answer.
    fn next_deadline(&self) -> Instant {
        self.deadline
            .unwrap_or_else(|| self.clock.instant() + self.timeout)
    }

    /// Whether the connection is closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Sends all steps in order without waiting, then waits for all answers. The first failure comes with the number of its
    /// step.
    pub(crate) async fn send(&mut self, steps: &[Step]) -> Result<Vec<Vec<Row>>, (usize, Failure)> {
        for (number, step) in steps.iter().enumerate() {
            if let Step::Statement(sql, _) = step {
                self.prepare(sql).await.map_err(|failure| (number, failure))?;
            }
        }
        let answers = join_all(steps.iter().map(|step| self.send_step(step)));
        let answers = timeout_at(&*self.clock, self.next_deadline(), answers)
            .await
            .ok_or_else(|| (steps.len(), timed_out()))?;
        let answers = answers.into_iter().enumerate();
        answers
            .map(|(number, answer)| answer.map_err(|error| (number, error.into())))
            .collect()
    }

    /// Sends one statement.
    pub(crate) async fn query(
        &mut self,
        sql: &'static str,
        parameters: Vec<Parameter>,
    ) -> Result<Vec<Row>, Failure> {
        let answers = self.send(&[Step::Statement(sql, parameters)]).await;
        let mut answers = answers.map_err(|(_, failure)| failure)?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// Sends commands that have no parameters and no rows.
    pub(crate) async fn command(&self, sql: &str) -> Result<(), Failure> {
        self.in_time(self.client.batch_execute(sql)).await
    }

    async fn prepare(&mut self, sql: &'static str) -> Result<(), Failure> {
        if !self.statements.contains_key(sql) {
            let statement = self.in_time(self.client.prepare(sql)).await?;
            self.statements.insert(sql, statement);
        }
        Ok(())
    }

    async fn send_step(&self, step: &Step) -> Result<Vec<Row>, tokio_postgres::Error> {
        match step {
            Step::Command(sql) => self.client.batch_execute(sql).await.map(|()| Vec::new()),
            Step::Statement(sql, parameters) => {
                let parameters = parameters
                    .iter()
                    .map(|parameter| &**parameter as &(dyn ToSql + Sync));
                let rows = self.client.query_raw(&self.statements[sql], parameters).await?;
                rows.try_collect().await
            }
        }
    }

    async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Failure> {
        match timeout_at(&*self.clock, self.next_deadline(), answer).await {
            Some(answer) => Ok(answer?),
            None => Err(timed_out()),
        }
    }
}

async fn connect(host: &Config, settings: &Settings) -> Result<Client, Failure> {
    // The connection ends when the client is dropped or the server closes it; the client notices that.
    match &settings.tls {
        None => {
            let (client, connection) = host.connect(NoTls).await?;
            tokio::spawn(connection.map(drop));
            Ok(client)
        }
        Some(tls) => {
            let (client, connection) = host.connect(tls.clone()).await?;
            tokio::spawn(connection.map(drop));
            Ok(client)
        }
    }
}

/// A server that does not answer in time counts as lost: the outcome of what it is doing is not known.
pub(crate) fn timed_out() -> Failure {
    Failure::Lost("it did not answer in time".to_owned())
}

#[cfg(all(test, feature = "cluster"))]
impl Connection {
    /// The plan of a statement, made without the values of its parameters.
    pub(crate) async fn plan(&self, sql: &str) -> Result<Vec<String>, Failure> {
        let parameters = self.client.prepare(sql).await?.params().len();
        let values = match parameters {
            0 => String::new(),
            count => format!("({})", vec!["NULL"; count].join(", ")),
        };
        let explain = format!("PREPARE page AS {sql}; EXPLAIN EXECUTE page {values}; DEALLOCATE page");
        let answers = self.client.simple_query(&explain).await?.into_iter();
        let lines = answers.filter_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        Ok(lines.collect())
    }
}
