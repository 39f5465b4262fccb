//! A policy document: read, evaluated, explained.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use roster_policy::{
    ContextEntries, Decision, Document, Effect, Kind, Outcome, Policies, Policy, Request, evaluate_trust,
};

const RESOURCES: [&str; 3] = [
    "*",
    "arn:aws:connect:us-east-1:123456789012:instance/a1b2/agent/c3d4",
    "arn:aws:iam::123456789012:user/ana",
];
const ACTIONS: [&str; 2] = ["connect:UpdateUserIdentityInfo", "iam:CreateUser"];

fuzz_target!(|input: &[u8]| {
    let [text, name, tags, agent] = roster_fuzz::texts(input);
    let context = context(name, tags, agent);
    if let Ok(document) = Document::parse(text, Kind::Trust) {
        let caller = roster_policy::Caller {
            account: "123456789012",
            id: Some("AIDACKCEVSQ6C2EXAMPLE"),
            arns: &["arn:aws:iam::123456789012:user/ana"],
        };
        evaluate_trust(&document, &caller, "sts:AssumeRole", &context);
    }
    let document = match Document::parse(text, Kind::Identity) {
        Ok(document) => document,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    assert_eq!(document.text(), text);
    let policies = Arc::new(Policies {
        identity: vec![Policy {
            name: "p".into(),
            document: Arc::new(document),
        }],
        ..Policies::default()
    });
    for action in ACTIONS {
        let relevant = policies.for_action(action);
        for resource in RESOURCES {
            let request = Request {
                action,
                resource,
                context: &context,
            };
            let decision = policies.evaluate(&request);
            assert_eq!(decision, relevant.evaluate(resource, &context));
            assert_eq!(decided(&decision), explained(&policies, &request));
        }
    }
});

fn context(name: &str, tags: &str, agent: &str) -> ContextEntries {
    ContextEntries::default()
        .one("aws:username", name)
        .one("aws:UserAgent", agent)
        .many("aws:TagKeys", tags.split(','))
        .unknown("aws:ResourceTag/team")
}

/// Whether it is allowed; none if that is open.
fn decided(decision: &Decision<'_>) -> Option<bool> {
    match decision {
        Decision::Allowed { .. } => Some(true),
        Decision::Denied(_) => Some(false),
        Decision::Undecided => None,
    }
}

/// The same by what is said of each statement.
fn explained(policies: &Policies, request: &Request<'_>) -> Option<bool> {
    let traces = policies.explain(request);
    let any = |effect, outcome: fn(&Outcome) -> bool| {
        let mut of_effect = traces.iter().filter(|trace| trace.effect == effect);
        of_effect.any(|trace| outcome(&trace.outcome))
    };
    let matches: fn(&Outcome) -> bool = |outcome| *outcome == Outcome::Matches;
    let may: fn(&Outcome) -> bool = |outcome| !matches!(outcome, Outcome::Misses { .. });
    if any(Effect::Deny, matches) || !any(Effect::Allow, may) {
        Some(false)
    } else if any(Effect::Allow, matches) && !any(Effect::Deny, may) {
        Some(true)
    } else {
        None
    }
}
