//! The least policy that covers what was done.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// Collects actions and the resources they were done to, and writes the policy that allows just that.
#[derive(Clone, Debug, Default)]
pub struct LeastPolicy {
    resources: BTreeMap<String, BTreeSet<String>>,
}

impl LeastPolicy {
    /// Adds an action done to a resource: an ARN, or `*` if the action has none.
    pub fn add(&mut self, action: &str, resource: &str) {
        let resources = self.resources.entry(action.to_owned()).or_default();
        resources.insert(literal(resource));
    }

    /// The document, indented; `None` if nothing was done. Actions of the same resources share a statement, and
    /// the same deeds give the same text in whatever order they were added.
    pub fn document(&self) -> Option<String> {
        let mut statements: BTreeMap<&BTreeSet<String>, Vec<&str>> = BTreeMap::new();
        for (action, resources) in &self.resources {
            statements.entry(resources).or_default().push(action);
        }
        let mut statements: Vec<_> = statements
            .into_iter()
            .map(|(resources, actions)| (actions, resources))
            .collect();
        statements.sort();
        let statements: Vec<Value> = statements
            .into_iter()
            .map(|(actions, resources)| json!({"Effect": "Allow", "Action": actions, "Resource": resources}))
            .collect();
        let document = json!({"Version": "2012-10-17", "Statement": statements});
        (!statements.is_empty()).then(|| format!("{document:#}"))
    }
}

/// A resource as a pattern that matches nothing else.
fn literal(resource: &str) -> String {
    if resource == "*" {
        return resource.to_owned();
    }
    let mut pattern = String::with_capacity(resource.len());
    for character in resource.chars() {
        match character {
            '*' | '?' | '$' => pattern.extend(["${", character.encode_utf8(&mut [0; 4]), "}"]),
            other => pattern.push(other),
        }
    }
    pattern
}
