//! Patterns of policies, beside a matcher that is as simple as it can be.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use roster_policy::{ContextEntries, Decision, Document, Kind, Policies, Policy, Request};
use serde_json::json;

fuzz_target!(|input: &[u8]| {
    let [pattern, text] = roster_fuzz::texts(input);
    // `${` is a variable, or refused.
    if pattern.contains("${") || pattern.len() > 200 || text.len() > 400 {
        return;
    }
    let characters = |text: &str| text.chars().collect::<Vec<_>>();

    assert_eq!(
        holds("StringLike", pattern, text),
        matches(&characters(pattern), &characters(text)),
        "{pattern:?} and {text:?}"
    );
    assert_eq!(holds("StringEquals", pattern, text), pattern == text);
    assert!(!holds("StringEquals", pattern, text) || holds("StringEqualsIgnoreCase", pattern, text));
});

/// Whether a condition with this operator holds.
fn holds(operator: &str, wanted: &str, got: &str) -> bool {
    let statement = json!({
        "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {operator: {"k:x": wanted}},
    });
    let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    let policies = Policies {
        identity: vec![Policy {
            name: "p".into(),
            document: Arc::new(Document::parse(&document, Kind::Identity).expect("a policy")),
        }],
        ..Policies::default()
    };
    let context = ContextEntries::default().one("k:x", got);
    let request = Request {
        action: "a:b",
        resource: "*",
        context: &context,
    };
    matches!(policies.evaluate(&request), Decision::Allowed { .. })
}

/// Row by row: whether the pattern up to here matches the text up to there.
fn matches(pattern: &[char], text: &[char]) -> bool {
    let mut row = vec![false; text.len() + 1];
    row[0] = true;
    for wanted in pattern {
        let before = row.clone();
        row[0] = before[0] && *wanted == '*';
        for (at, got) in text.iter().enumerate() {
            row[at + 1] = match wanted {
                '*' => before[at + 1] || row[at],
                '?' => before[at],
                wanted => before[at] && wanted == got,
            };
        }
    }
    row[text.len()]
}
