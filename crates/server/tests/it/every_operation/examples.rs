//! Examples of every operation of Connect, in `docs/reference/examples`: the calls that lead to a successful one, and
//! that one. The reference shows the last call, and the conformance runner repeats all of them.
//!
//! `ROSTER_WRITE_EXAMPLES=1` writes them; `cargo xtask reference` sets it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::Service;
use roster_testkit::{Call, in_memory};
use serde_json::{Value, json};

use super::successful;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/examples")
}

/// The calls of Connect as a file has them. Calls that were refused have prepared nothing.
fn text(calls: &[Call]) -> String {
    let done = calls
        .iter()
        .filter(|call| call.service == Service::Connect && call.status == 200);
    let steps = done.map(|call| {
        let mut input = call.input.clone();
        if let Some(members) = input.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
        let mut step = json!({"operation": call.operation, "input": input});
        if !call.output.is_null() {
            step["output"] = call.output.clone();
        }
        step
    });
    let steps: Vec<Value> = steps.collect();
    serde_json::to_string_pretty(&steps).expect("JSON") + "\n"
}

fn record(operation: &'static Description) -> String {
    let recorded = std::cell::OnceCell::new();
    in_memory(async |t| {
        t.begin_recording();
        let (actor, input) = successful(&t, operation).await;
        let answer = actor.call_described(operation, input).await;
        assert_eq!(answer.status, 200, "{}: {answer}", operation.name);
        let here = format!("http://{}/", t.address());
        let recording = text(&t.end_recording()).replace(&here, "http://127.0.0.1:7420/");
        recorded.set(recording).expect("one run");
    });
    recorded.into_inner().expect("a run")
}

#[test]
fn examples_are_those_of_a_run() {
    let folder = folder();
    let writes = std::env::var_os("ROSTER_WRITE_EXAMPLES").is_some();
    let mut names = BTreeSet::new();
    // What finds nothing has no example of a success.
    for operation in operations::of(Service::Connect).filter(|operation| !operation.finds_nothing) {
        let path = folder.join(format!("{}.json", operation.name));
        names.insert(path.clone());
        let recorded = record(operation);
        if writes {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, recorded).expect("a file");
            continue;
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            written,
            recorded,
            "{} is stale: run `cargo xtask reference`",
            path.display()
        );
    }
    for entry in fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        assert!(
            names.contains(&path),
            "{} is no example of an operation",
            path.display()
        );
    }
}
