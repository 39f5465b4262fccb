//! SDKs of languages that are run beside the tests: a small program each, which reads a call from each line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use roster_e2e::places;
use serde_json::{Value, json};

use super::{Access, Client, Refusal, Success};

/// A running program.
pub(crate) struct Driver {
    child: Child,
    calls: Option<ChildStdin>,
    outcomes: BufReader<ChildStdout>,
}

impl Driver {
    /// The AWS SDK for Python.
    pub(crate) fn boto3(access: &Access) -> Self {
        let venv = places::venv().expect("a virtual environment");
        let mut command = Command::new(venv.join("bin/python"));
        command.arg(places::sources().join("clients/boto3_calls.py"));
        access.equip(&mut command);
        Self::spawn(command)
    }

    /// The AWS SDK for JavaScript.
    pub(crate) fn javascript(access: &Access) -> Self {
        let mut command = Command::new(places::node().expect("a virtual environment"));
        command
            .arg("--no-warnings")
            .arg(places::sources().join("clients/javascript_calls.mjs"));
        access.equip(&mut command);
        command.current_dir(places::javascript().expect("a folder"));
        if let Some(bundle) = &access.ca_bundle {
            // Node.js reads this variable instead.
            command.env("NODE_EXTRA_CA_CERTS", bundle);
        }
        Self::spawn(command)
    }

    /// The address of a call that is presigned for so many seconds, to be followed by GET. Only Python's SDK makes them here.
    pub(crate) fn presigned(&mut self, operation: &str, input: &Value, seconds: u32) -> String {
        let call = json!({"operation": operation, "input": input, "presignedFor": seconds});
        let outcome = self.ask(&call);
        let address = outcome["output"].as_str();
        address.unwrap_or_else(|| panic!("{outcome}")).to_owned()
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        Self {
            calls: child.stdin.take(),
            outcomes: BufReader::new(child.stdout.take().expect("a pipe")),
            child,
        }
    }

    fn ask(&mut self, call: &Value) -> Value {
        let calls = self.calls.as_mut().expect("a pipe");
        writeln!(calls, "{call}").expect("the driver listens");
        let mut outcome = String::new();
        self.outcomes.read_line(&mut outcome).expect("the driver answers");
        serde_json::from_str(&outcome).unwrap_or_else(|error| panic!("{error}: {outcome:?} to {call}"))
    }
}

impl Client for Driver {
    fn call(&mut self, operation: &str, input: &Value) -> Result<Success, Refusal> {
        let outcome = self.ask(&json!({"operation": operation, "input": input}));
        let text = |name: &str| outcome[name].as_str().map(str::to_owned);
        if outcome.get("output").is_some() {
            return Ok(Success {
                output: outcome["output"].clone(),
                request_id: text("requestId"),
            });
        }
        let status = outcome["status"].as_u64();
        Err(Refusal {
            class: text("class"),
            code: text("code").expect("a code"),
            message: text("message").expect("a message"),
            status: status.map(|status| u16::try_from(status).expect("an HTTP status")),
            request_id: text("requestId"),
        })
    }

    fn pages(&mut self, operation: &str, input: &Value, page_size: i32) -> Vec<Value> {
        let call = json!({"operation": operation, "input": input, "pageSize": page_size});
        let outcome = self.ask(&call);
        let pages = outcome["output"].as_array();
        pages.unwrap_or_else(|| panic!("{outcome}")).clone()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.calls.take());
        // Without its input it ends by itself.
        let _ = self.child.wait();
    }
}
