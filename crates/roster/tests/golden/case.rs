//! One recording: what was typed and what came of it.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use roster_testkit::{Stub, StubRequest};

/// A recording.
pub(crate) struct Case<'a>(pub(crate) &'a Value);

/// What stands for the addresses and folders of this run.
struct Names {
    endpoint: String,
    host: String,
    folder: String,
}

impl Names {
    fn fill(&self, text: &str) -> String {
        text.replace("{ENDPOINT}", &self.endpoint)
            .replace("{HOST}", &self.host)
            .replace("{DIR}", &self.folder)
    }
}

impl Case<'_> {
    pub(crate) fn name(&self) -> &str {
        text(&self.0["name"])
    }

    /// Runs the command; returns how its doings differ from the recording.
    pub(crate) fn replay(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        let stub = Stub::start(list(&self.0["replies"]).to_vec());
        let names = Names {
            endpoint: format!("http://{}", stub.address),
            host: stub.address.to_string(),
            folder: folder.path().display().to_string(),
        };
        self.write_files(folder.path(), &names);
        let output = self.command(folder.path(), &names).output().unwrap();
        let seen: Vec<Seen> = stub.requests().iter().map(Seen::of).collect();
        self.differences(&output, &seen, &names)
    }

    fn write_files(&self, folder: &Path, names: &Names) {
        let files = entries(&self.0["files"]).chain(entries(&self.0["home"]));
        for (name, contents) in files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, names.fill(text(contents))).unwrap();
        }
    }

    fn command(&self, folder: &Path, names: &Names) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roster"));
        command
            .arg("connect")
            .args(
                list(&self.0["argv"])
                    .iter()
                    .map(|argument| names.fill(text(argument))),
            )
            .current_dir(folder)
            .env_clear()
            .env("HOME", folder)
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("AWS_PAGER", "")
            .env("AWS_MAX_ATTEMPTS", "1")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("LANG", "C.UTF-8")
            .env("TERM", "dumb")
            .stdin(Stdio::null());
        for (name, value) in entries(&self.0["env"]) {
            command.env(name, names.fill(text(value)));
        }
        for name in list(&self.0["unset"]) {
            command.env_remove(text(name));
        }
        command
    }

    fn differences(&self, output: &Output, seen: &[Seen], names: &Names) -> String {
        let expected = &self.0["expect"];
        let mut differences = String::new();
        let mut compare = |what: &str, found: &str, expected: &str| {
            if found != expected {
                let _ = write!(differences, "{what} is\n{found}\nbut was\n{expected}\n");
            }
        };
        let exit = output.status.code().unwrap_or(-1).to_string();
        compare("the exit code", &exit, &expected["exit"].to_string());
        let stdout = String::from_utf8_lossy(&output.stdout);
        let recorded = names.fill(text(&expected["stdout"]));
        match self.0["compare"]["stdout"].as_str() {
            None => compare("stdout", &stdout, &recorded),
            Some("without-comments") => {
                compare("stdout", &without_comments(&stdout), &without_comments(&recorded));
            }
            Some(_) => compare("the shape of stdout", &shape(&stdout), &shape(&recorded)),
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        compare("stderr", &stderr, &names.fill(text(&expected["stderr"])));

        let recorded: Vec<Seen> = list(&expected["requests"])
            .iter()
            .map(|request| recorded_request(request, names))
            .collect();
        compare("what was sent", &format!("{seen:#?}"), &format!("{recorded:#?}"));
        differences
    }
}

/// A request, as far as it is compared.
#[derive(Debug)]
#[expect(dead_code, reason = "it is compared by what it looks like")]
struct Seen {
    method: String,
    path: String,
    /// As JSON, without its blanks.
    body: String,
    content_type: String,
    signed_headers: String,
    /// The credential scope, without its date.
    scope: String,
}

impl Seen {
    fn of(request: &StubRequest) -> Self {
        let scope = request.signature("Credential").split('/').skip(2);
        Self {
            method: request.method.clone(),
            path: request.path.clone(),
            body: comparable(&request.body),
            content_type: request.header("content-type").to_owned(),
            signed_headers: request.signature("SignedHeaders").to_owned(),
            scope: scope.collect::<Vec<_>>().join("/"),
        }
    }
}

fn comparable(body: &str) -> String {
    let parsed: Result<Value, _> = serde_json::from_str(body);
    parsed.map_or_else(|_| body.to_owned(), |value| value.to_string())
}

fn recorded_request(request: &Value, names: &Names) -> Seen {
    let filled = |name: &str| names.fill(text(&request[name]));
    Seen {
        method: filled("method"),
        path: filled("path"),
        body: comparable(&filled("body")),
        content_type: filled("content_type"),
        signed_headers: filled("signed_headers"),
        scope: filled("scope"),
    }
}

/// A document in YAML without the words that explain it.
fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim_end());
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// A version: the program's name, and figures between points.
fn shape(text: &str) -> String {
    let version = text.split_whitespace().next().unwrap_or_default();
    version
        .chars()
        .map(|character| {
            if character.is_ascii_digit() {
                '0'
            } else {
                character
            }
        })
        .collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
