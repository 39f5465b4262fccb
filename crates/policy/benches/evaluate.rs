//! What a decision costs: `cargo bench -p roster-policy`.
//!
//! Five policies of ten statements each apply to the principal. One statement allows the request, by a prefix
//! of its resource and the instance's id; the others are about other actions, but for a deny that asks for a tag.

use std::sync::Arc;

use divan::{AllocProfiler, Bencher, black_box};
use roster_policy::{
    ConditionKey, Context, Decision, Document, Kind, Policies, Policy, Request, Value, Values,
};

const ACTION: &str = "connect:UpdateUserIdentityInfo";
const USER: &str = "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891";

/// Shows that nothing is allocated where no variable occurs.
#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A request as a server knows it: keys by name, nothing allocated.
struct Known {
    team: Values<'static>,
}

impl Context for Known {
    fn values(&self, key: &ConditionKey) -> Values<'_> {
        match key.name() {
            "connect:instanceid" => Values::One(Value::Text("a1b2c3d4-5678-90ab-cdef-EXAMPLE11111")),
            "aws:username" => Values::One(Value::Text("ana")),
            "aws:resourcetag" => self.team,
            _ => Values::Absent,
        }
    }
}

const BLUE: Known = Known {
    team: Values::One(Value::Text("blue")),
};
const NOT_READ_YET: Known = Known {
    team: Values::Unknown,
};

const ALLOW: &str = r#"{"Effect": "Allow", "Action": "connect:UpdateUser*",
    "Resource": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/*",
    "Condition": {"StringEquals": {"connect:InstanceId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"}}}"#;
const ALLOW_BY_VARIABLE: &str = r#"{"Effect": "Allow", "Action": "connect:UpdateUser*",
    "Resource": "arn:aws:connect:us-east-1:123456789012:instance/*",
    "Condition": {"StringLike": {"aws:username": "${aws:username}"}}}"#;
const DENY: &str = r#"{"Effect": "Deny", "Action": "connect:*User*", "Resource": "*",
    "Condition": {"StringEquals": {"aws:ResourceTag/team": "board"}}}"#;

/// Fifty statements, the allowing one last; `covering` of them speak of the action, to no avail.
fn policies(allow: &str, covering: usize) -> Arc<Policies> {
    let mut statements: Vec<String> = (0..50).map(|index| other(index, index < covering)).collect();
    DENY.clone_into(&mut statements[20]);
    allow.clone_into(&mut statements[49]);
    let policy = |(index, statements): (usize, &[String])| Policy {
        name: format!("policy-{index}").into(),
        document: Arc::new(parse(&document(statements))),
    };
    Arc::new(Policies {
        identity: statements.chunks(10).enumerate().map(policy).collect(),
        ..Policies::default()
    })
}

fn other(index: usize, covering: bool) -> String {
    let action = if covering {
        r#""connect:UpdateUser*""#.to_owned()
    } else {
        format!(r#"["connect:Describe{index}*", "connect:List{index}*"]"#)
    };
    format!(
        r#"{{"Effect": "Allow", "Action": {action}, "Resource": "arn:aws:connect:us-east-1:123456789012:instance/{index}/*",
            "Condition": {{"StringEquals": {{"connect:InstanceId": "{index}"}}}}}}"#
    )
}

fn document(statements: &[String]) -> String {
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
        statements.join(", ")
    )
}

fn parse(text: &str) -> Document {
    Document::parse(text, Kind::Identity).expect("a policy")
}

/// What a server does per request when it keeps the statements of principal and action.
#[divan::bench(args = [0, 49])]
fn relevant_statements(bencher: Bencher<'_, '_>, covering: usize) {
    let relevant = policies(ALLOW, covering).for_action(ACTION);
    assert!(matches!(relevant.evaluate(USER, &BLUE), Decision::Allowed { .. }));
    bencher.bench(|| {
        matches!(
            relevant.evaluate(black_box(USER), black_box(&BLUE)),
            Decision::Allowed { .. }
        )
    });
}

/// Before the user's tags are read.
#[divan::bench]
fn relevant_statements_with_an_unknown_tag(bencher: Bencher<'_, '_>) {
    let relevant = policies(ALLOW, 0).for_action(ACTION);
    bencher.bench(|| relevant.evaluate(black_box(USER), black_box(&NOT_READ_YET)) == Decision::Undecided);
}

#[divan::bench]
fn relevant_statements_with_a_variable(bencher: Bencher<'_, '_>) {
    let relevant = policies(ALLOW_BY_VARIABLE, 0).for_action(ACTION);
    bencher.bench(|| {
        matches!(
            relevant.evaluate(black_box(USER), black_box(&BLUE)),
            Decision::Allowed { .. }
        )
    });
}

/// Without keeping anything but the compiled policies.
#[divan::bench]
fn all_statements(bencher: Bencher<'_, '_>) {
    let policies = policies(ALLOW, 0);
    bencher.bench(|| {
        let request = Request {
            action: ACTION,
            resource: black_box(USER),
            context: black_box(&BLUE),
        };
        matches!(policies.evaluate(&request), Decision::Allowed { .. })
    });
}

#[divan::bench]
fn find_relevant_statements(bencher: Bencher<'_, '_>) {
    let policies = policies(ALLOW, 0);
    bencher.bench(|| policies.for_action(black_box(ACTION)));
}

/// Ten statements of text into a compiled document.
#[divan::bench]
fn parse_a_document(bencher: Bencher<'_, '_>) {
    let statements: Vec<String> = (0..10).map(|index| other(index, false)).collect();
    let text = document(&statements);
    bencher.bench(|| parse(black_box(&text)));
}
