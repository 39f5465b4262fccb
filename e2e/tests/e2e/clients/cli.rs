//! The AWS CLI, both versions: a process a call.

use std::process::Command;

use roster_e2e::places;
use roster_sigv4::Timestamp;
use serde_json::{Value, json};

use super::{Access, Client, Refusal, Success};
use crate::harness::{Finished, finish};

/// An AWS CLI.
pub(crate) struct Cli {
    version: u8,
    access: Access,
}

impl Cli {
    /// Version 1, from PyPI.
    pub(crate) fn v1(access: &Access) -> Self {
        Self {
            version: 1,
            access: access.clone(),
        }
    }

    /// Version 2, from Debian.
    pub(crate) fn v2(access: &Access) -> Self {
        Self {
            version: 2,
            access: access.clone(),
        }
    }

    /// Runs `aws connect …`.
    pub(crate) fn run<S: AsRef<str>>(&self, arguments: &[S]) -> Finished {
        self.run_for("connect", arguments)
    }

    fn run_for<S: AsRef<str>>(&self, service: &str, arguments: &[S]) -> Finished {
        let program = match self.version {
            1 => places::venv().expect("a virtual environment").join("bin/aws"),
            _ => places::debian_aws().to_owned(),
        };
        let mut command = Command::new(program);
        self.access.equip(&mut command);
        command
            .arg(service)
            .args(arguments.iter().map(AsRef::as_ref))
            .args(["--output", "json"]);
        if self.version == 2 {
            // The variable came later.
            command.args(["--endpoint-url", &self.access.endpoint]);
        }
        finish(&mut command)
    }

    /// The exit code where the service refuses.
    pub(crate) fn refused_code(&self) -> i32 {
        if self.version == 1 { 255 } else { 254 }
    }
}

impl Client for Cli {
    fn call(&mut self, operation: &str, input: &Value) -> Result<Success, Refusal> {
        let (service, operation) = operation.split_once(':').unwrap_or(("connect", operation));
        let finished = self.run_for(service, &arguments(operation, input));
        if finished.status.success() {
            assert_eq!(finished.stderr, "");
            return Ok(Success {
                output: output(&finished.stdout),
                request_id: None,
            });
        }
        assert_eq!(finished.code(), self.refused_code(), "{finished:?}");
        assert_eq!(finished.stdout, "");
        Err(refusal(operation, &finished.stderr))
    }

    fn pages(&mut self, operation: &str, input: &Value, page_size: i32) -> Vec<Value> {
        let (service, operation) = operation.split_once(':').unwrap_or(("connect", operation));
        let mut arguments = arguments(operation, input);
        arguments.extend(["--page-size".to_owned(), page_size.to_string()]);
        // It prints all pages as one.
        vec![output(&self.run_for(service, &arguments).printed())]
    }
}

fn arguments(operation: &str, input: &Value) -> Vec<String> {
    let mut arguments = vec![with_hyphens(operation)];
    for (name, value) in input.as_object().expect("members") {
        let name = with_hyphens(name);
        match value {
            Value::Bool(true) => arguments.push(format!("--{name}")),
            Value::Bool(false) => arguments.push(format!("--no-{name}")),
            Value::String(text) => arguments.extend([format!("--{name}"), text.clone()]),
            other => arguments.extend([format!("--{name}"), other.to_string()]),
        }
    }
    arguments
}

/// `UserId` → `user-id`.
fn with_hyphens(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}

fn output(printed: &str) -> Value {
    if printed.is_empty() {
        return json!({});
    }
    let mut output = serde_json::from_str(printed).expect("the CLI prints JSON");
    in_seconds(&mut output);
    output
}

/// Points in time as seconds: version 1 prints what was sent, version 2 ISO 8601.
fn in_seconds(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let is_time = ["Time", "Date", "Expiration"]
                    .iter()
                    .any(|end| name.ends_with(end));
                if let (true, Some(text)) = (is_time, member.as_str()) {
                    *member = json!(seconds(text));
                }
                in_seconds(member);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(in_seconds),
        _ => {}
    }
}

fn seconds(text: &str) -> f64 {
    let utc = text.strip_suffix("+00:00").or_else(|| text.strip_suffix('Z'));
    let time = utc.expect("a time in UTC");
    let (whole, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let basic = format!("{}Z", whole.replace(['-', ':'], ""));
    let whole = Timestamp::parse(&basic).expect("a time in ISO 8601");
    let since_epoch = std::time::SystemTime::from(whole).duration_since(std::time::UNIX_EPOCH);
    let fraction: f64 = format!("0.{fraction}").parse().expect("a fraction");
    since_epoch.expect("a time after 1970").as_secs_f64() + fraction
}

/// Reads `An error occurred (Code) when calling the Name operation: text`.
fn refusal(operation: &str, stderr: &str) -> Refusal {
    let parts = || {
        let (_, rest) = stderr.split_once("An error occurred (")?;
        let (code, rest) = rest.split_once(')')?;
        let called = format!(" when calling the {operation} operation: ");
        Some((code.to_owned(), rest.strip_prefix(&called)?.trim_end().to_owned()))
    };
    let (code, message) = parts().unwrap_or_else(|| panic!("no refusal: {stderr}"));
    Refusal {
        class: None,
        code,
        message,
        status: None,
        request_id: None,
    }
}
