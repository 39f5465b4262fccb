//! What a user of the crate sees, as tables and as properties.

mod conditions;
mod decisions;
mod documents;
mod explanations;
mod least;
mod properties;
mod trust;

use std::sync::Arc;

use roster_policy::{ContextEntries, Document, Kind, Policies, Policy};

const ACTION: &str = "connect:UpdateUserIdentityInfo";
const USER: &str = "arn:aws:connect:us-east-1:123456789012:instance/a1b2/agent/c3d4";

/// A context from `key = value; key = [several, values]; key = ?`, where `?` is not known yet.
fn context(text: &str) -> ContextEntries {
    let entries = text.split(';').filter(|entry| !entry.trim().is_empty());
    entries.fold(ContextEntries::default(), |context, entry| {
        let (key, value) = entry.split_once('=').expect("key = value");
        let (key, value) = (key.trim(), value.trim());
        match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            Some("") => context.many(key, Vec::<String>::new()),
            Some(list) => context.many(key, list.split(',').map(str::trim)),
            None if value == "?" => context.unknown(key),
            None => context.one(key, value),
        }
    })
}

fn identity(name: &str, document: &str) -> Policy {
    let document =
        Document::parse(document, Kind::Identity).unwrap_or_else(|error| panic!("{error}: {document}"));
    Policy {
        name: name.into(),
        document: Arc::new(document),
    }
}

/// Identity-based policies by the statements in them, named `p0`, `p1`, …
fn policies(statements: &[&str]) -> Policies {
    Policies {
        identity: named("p", statements),
        ..Policies::default()
    }
}

fn named(prefix: &str, statements: &[&str]) -> Vec<Policy> {
    let policy =
        |(index, statements): (usize, &&str)| identity(&format!("{prefix}{index}"), &document(statements));
    statements.iter().enumerate().map(policy).collect()
}

fn document(statements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#)
}
