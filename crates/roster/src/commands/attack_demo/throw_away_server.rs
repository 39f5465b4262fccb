//! A server in this process that keeps nothing.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail};
use roster_client::{ApiClient, ClientOptions, Config, Parameters};
use roster_domain::audit::AuditRecord;
use roster_model::operation::Operation;
use roster_service::demo;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::arguments::{Serve, serve_by};
use crate::audit_reader::AuditReader;
use crate::commands::serve::{LockedData, run};
use crate::data_dir::DataDir;
use crate::engine;

/// How long the server may take for anything.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often the audit is looked at for what the server does after its answer.
const INTERVAL: Duration = Duration::from_millis(20);

/// A server with the demonstration, on a free port of this machine. It stops when it is dropped, and its data is removed.
pub(super) struct ThrowAwayServer {
    pub(super) endpoint: String,
    arguments: Arc<Serve>,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<anyhow::Result<()>>>,
    // Dropped last.
    _data: TempDir,
}

impl ThrowAwayServer {
    /// Starts one with a mode of the takeover guard.
    pub(super) fn start(guard: &str) -> anyhow::Result<Self> {
        let data = tempfile::tempdir().context("cannot make a folder for the server")?;
        let arguments = Arc::new(serve_by(&flags(guard, data.path())?)?);
        let (stop, stopped) = oneshot::channel();
        let (sender, endpoint) = mpsc::channel();
        let serving = thread::spawn({
            let arguments = Arc::clone(&arguments);
            move || serve(&arguments, stopped, &sender)
        });
        let endpoint = endpoint.recv_timeout(PATIENCE);
        let server = Self {
            endpoint: endpoint.clone().unwrap_or_default(),
            arguments,
            stop: Some(stop),
            serving: Some(serving),
            _data: data,
        };
        match endpoint {
            Ok(_) => Ok(server),
            Err(_) => Err(server.failure()),
        }
    }

    /// The output of an operation, called by the holder of the root access key.
    pub(super) fn call<O: Operation>(&self, parameters: &Parameters) -> anyhow::Result<Value> {
        let options = ClientOptions {
            service: O::DESCRIPTION.service,
            endpoint_url: Some(self.endpoint.clone()),
            region: Some(demo::REGION.to_owned()),
            ..ClientOptions::default()
        };
        let credentials = DataDir::new(&self.arguments.data.data_dir).credentials();
        let called = || {
            let config = Config::of_file(&credentials, "default")?;
            ApiClient::new(&options, &config, Box::new(()))?.call(O::DESCRIPTION, parameters)
        };
        called().map_err(|error| anyhow!(roster_aws_cli::sentence(error)))
    }

    /// The records of the audit, oldest first.
    pub(super) fn audit(&self) -> anyhow::Result<Vec<AuditRecord>> {
        let mut log = engine::open_audit(&self.arguments.data, &self.arguments.records)?;
        let mut records = Vec::new();
        AuditReader::starting_after(0).read(&mut *log, |found| {
            records.push(found.record);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(records)
    }

    /// Waits until an operation is in the audit: the page for forgotten passwords answers before it does anything.
    pub(super) fn until_audited(&self, operation: &str) -> anyhow::Result<()> {
        let patience = Instant::now() + PATIENCE;
        let is_it = |record: &AuditRecord| record.operation.as_deref() == Some(operation);
        while !self.audit()?.iter().any(is_it) {
            if Instant::now() > patience {
                bail!("the server does not do {operation}");
            }
            wait();
        }
        Ok(())
    }

    /// Why the server has ended.
    fn failure(mut self) -> anyhow::Error {
        match self.end() {
            Some(Err(error)) => error,
            Some(Ok(())) | None => anyhow!("the server does not start"),
        }
    }

    /// Stops the server, and waits for its end.
    fn end(&mut self) -> Option<anyhow::Result<()>> {
        drop(self.stop.take());
        let serving = self.serving.take()?;
        Some(
            serving
                .join()
                .unwrap_or_else(|_| Err(anyhow!("the server has panicked"))),
        )
    }
}

impl Drop for ThrowAwayServer {
    fn drop(&mut self) {
        // The attack has been played; how the server ends says nothing about it.
        let _ = self.end();
    }
}

/// The flags of the server. No file or variable changes them.
fn flags<'f>(guard: &'f str, data: &'f Path) -> anyhow::Result<[&'f str; 7]> {
    let data = data
        .to_str()
        .context("the folder for temporary files is not UTF-8")?;
    Ok([
        "--demo",
        "--listen=127.0.0.1:0",
        "--takeover-guard",
        guard,
        "--threads=1",
        "--data-dir",
        data,
    ])
}

fn serve(
    arguments: &Serve,
    stopped: oneshot::Receiver<()>,
    endpoint: &mpsc::Sender<String>,
) -> anyhow::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let stop = async |_running| {
        // It is dropped when the server is to stop.
        let _ = stopped.await;
    };
    let listening = |address: &str| Ok(endpoint.send(address.to_owned())?);
    runtime.block_on(run(arguments, LockedData::of(arguments)?, stop, listening))
}

#[allow(
    clippy::disallowed_methods,
    reason = "the audit has no notification for its readers"
)]
fn wait() {
    thread::sleep(INTERVAL);
}
