//! Roster passes its own cases, a server that is altered does not, and the published page is that of a run.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use roster_client::Config;
use roster_conformance::caller::{Caller, HttpCaller, Reply};
use roster_conformance::example::operation;
use roster_conformance::measured::Measured;
use roster_conformance::page;
use roster_conformance::run::{Run, operations, run};
use roster_conformance::score::Score;
use roster_conformance::servers::{REGION, Server, credentials};
use roster_model::operation::{Description, Effect};
use serde_json::{Value, json};

/// The server that the tests of the workspace share, or one that is built for this test.
fn program() -> PathBuf {
    if let Some(program) = env::var_os("ROSTER_BIN") {
        return program.into();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--locked", "--package", "roster"]);
    let status = build.current_dir(&root).status().expect("cargo runs");
    assert!(status.success(), "the server cannot be built");
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("debug/roster")
}

/// Lets a test call a new server.
fn with_roster(test: impl FnOnce(&dyn Caller)) {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("data");
    let server = Server::roster(&program(), &data_dir).expect("the server starts");
    let config = Config::of_file(&credentials(&data_dir), "default").expect("credentials");
    let caller = HttpCaller::new(&config, &server.endpoint, Some(REGION), false).expect("a client");
    test(&caller);
}

fn described(name: &str) -> &'static Description {
    operation(name).expect("an operation")
}

/// The score of some operations.
fn score(caller: &dyn Caller, names: &[&str]) -> Score {
    let runs = names
        .iter()
        .map(|name| run(caller, described(name)).expect("an example"));
    runs.map(|run| Score::of(&run)).sum()
}

#[test]
fn roster_passes_every_case_and_the_page_says_so() {
    with_roster(|caller| {
        let runs: Vec<Run> = operations()
            .map(|operation| run(caller, operation).expect("an example"))
            .collect();

        let failed: Vec<(&str, &str, String)> = runs
            .iter()
            .flat_map(|run| run.outcomes.iter().map(|outcome| (run.operation.name, outcome)))
            .filter_map(|(operation, outcome)| {
                let failure = outcome.failure.as_ref()?;
                Some((operation, outcome.case.as_str(), failure.to_string()))
            })
            .collect();
        assert!(failed.is_empty(), "{failed:#?}");
        let page = page::render(&runs, &Measured::moto().expect("what was measured"));
        assert!(
            page == page::published().expect("a page"),
            "docs/reference/conformance.md is stale: run `cargo xtask conformance --write`"
        );
    });
}

#[test]
fn cases_can_be_tried_in_one_instance_which_keeps_its_users() {
    with_roster(|caller| {
        let made = caller.call(
            described("CreateInstance"),
            &json!({
                "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "kept",
                "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
            }),
        );
        let instance = made.output["Id"].as_str().expect("an instance").to_owned();
        let within = Within {
            caller,
            instance: &instance,
        };
        let kept = json!({"InstanceId": instance});
        let users = || caller.call(described("ListUsers"), &kept).output["UserSummaryList"].clone();

        let score = score(&within, &["CreateUser", "DescribeUser", "DeleteQueue"]);
        let deleted = run(&within, described("DeleteInstance")).expect("an example");

        assert_eq!(score.percent(), 100, "{score}");
        assert_eq!(users(), json!([]));
        assert!(Score::of(&deleted).percent() < 100);
        assert!(caller.call(described("DescribeInstance"), &kept).is_success());
    });
}

/// Calls in an instance that is there.
struct Within<'c> {
    caller: &'c dyn Caller,
    instance: &'c str,
}

impl Caller for Within<'_> {
    fn call(&self, operation: &'static Description, input: &Value) -> Reply {
        self.caller.call(operation, input)
    }

    fn call_unsigned(&self, operation: &'static Description, input: &Value) -> Reply {
        self.caller.call_unsigned(operation, input)
    }

    fn instance(&self) -> Option<&str> {
        Some(self.instance)
    }
}

/// Some operations of every kind.
const SOME: &[&str] = &["CreateUser", "UpdateUserIdentityInfo", "ListUsers", "DeleteQueue"];

/// Answers 200 to everything.
struct YesToAll;

impl Caller for YesToAll {
    fn call(&self, _: &'static Description, _: &Value) -> Reply {
        Reply {
            status: 200,
            code: None,
            output: json!({}),
        }
    }

    fn call_unsigned(&self, operation: &'static Description, input: &Value) -> Reply {
        self.call(operation, input)
    }
}

#[test]
fn a_server_that_says_yes_to_all_passes_nothing_that_needs_an_instance() {
    let score = score(&YesToAll, SOME);

    assert_eq!(score.passed, 0, "{score}");
    assert!(score.cases > 100, "{score}");
}

/// A server whose answers are altered on their way.
struct Altered<'c> {
    caller: &'c dyn Caller,
    alter: fn(&Description, Reply) -> Reply,
}

impl Caller for Altered<'_> {
    fn call(&self, operation: &'static Description, input: &Value) -> Reply {
        (self.alter)(operation, self.caller.call(operation, input))
    }

    fn call_unsigned(&self, operation: &'static Description, input: &Value) -> Reply {
        (self.alter)(operation, self.caller.call_unsigned(operation, input))
    }
}

#[test]
fn a_server_with_one_fault_has_a_lower_score_than_roster() {
    let refuses_nothing = |_: &Description, reply: Reply| Reply {
        status: 200,
        code: None,
        ..reply
    };
    let says_all_is_invalid = |_: &Description, mut reply: Reply| {
        if reply.code.is_some() {
            reply.code = Some("InvalidParameterException".to_owned());
        }
        reply
    };
    let has_other_statuses = |_: &Description, mut reply: Reply| {
        if reply.status == 404 {
            reply.status = 400;
        }
        reply
    };
    let shows_nothing = |operation: &Description, mut reply: Reply| {
        if operation.name == "DescribeUser" {
            reply.output = json!({});
        }
        reply
    };
    let forgets_tokens = |operation: &Description, mut reply: Reply| {
        if operation.effect == Effect::Read
            && let Some(output) = reply.output.as_object_mut()
        {
            output.remove("NextToken");
        }
        reply
    };
    let alterations: [fn(&Description, Reply) -> Reply; 5] = [
        refuses_nothing,
        says_all_is_invalid,
        has_other_statuses,
        shows_nothing,
        forgets_tokens,
    ];
    with_roster(|caller| {
        let whole = score(caller, SOME);
        for (number, alter) in alterations.into_iter().enumerate() {
            let altered = score(&Altered { caller, alter }, SOME);

            assert_eq!(altered.cases, whole.cases, "alteration {number}");
            assert!(altered.passed < whole.passed, "alteration {number}: {altered}");
        }
    });
}
