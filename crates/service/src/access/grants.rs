//! What a principal may do.

use std::sync::{Arc, OnceLock};

use ring::digest::{Context, SHA256};
use roster_model::operation::Description;
use roster_model::operations;
use roster_policy::{Policies, Relevant};

/// The action of no operation: its permission on a user makes changes of the user's address raise no alarm.
pub(super) const TRUSTED_SYNC: &str = "roster:TrustedSync";

/// The policies of a principal, and what of them matters for each operation, found when it is first
/// asked for.
#[derive(Debug)]
pub struct Grants {
    policies: Arc<Policies>,
    fingerprint: Box<str>,
    relevant: Box<[OnceLock<Relevant>]>,
    names_trusted_sync: OnceLock<bool>,
}

impl Grants {
    /// What policies grant.
    pub fn new(policies: Arc<Policies>) -> Self {
        Self {
            fingerprint: fingerprint(&policies),
            policies,
            relevant: operations::ALL.iter().map(|_| OnceLock::new()).collect(),
            names_trusted_sync: OnceLock::new(),
        }
    }

    /// The policies.
    pub fn policies(&self) -> &Arc<Policies> {
        &self.policies
    }

    /// A fingerprint of these policies.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Whether a statement names `roster:TrustedSync`: only then may the principal be trusted.
    pub(super) fn name_trusted_sync(&self) -> bool {
        let names = || self.policies.name_action(TRUSTED_SYNC);
        *self.names_trusted_sync.get_or_init(names)
    }

    /// What matters for an operation.
    pub(super) fn relevant(&self, operation: &Description) -> &Relevant {
        let is_it = |other: &&Description| other.service == operation.service && other.name == operation.name;
        let place = operations::ALL.iter().position(is_it);
        let place = place.expect("every operation is in the list of operations");
        self.relevant[place].get_or_init(|| self.policies.for_action(&operation.action()))
    }
}

/// Eight bytes suffice: they distinguish changed policies from unchanged ones, and need not resist attacks.
fn fingerprint(policies: &Policies) -> Box<str> {
    let Policies {
        identity,
        boundary,
        session,
    } = policies;
    let mut context = Context::new(&SHA256);
    for layer in [identity, boundary.as_slice(), session] {
        context.update(&(layer.len() as u64).to_be_bytes());
        for policy in layer {
            for text in [&policy.name, policy.document.text()] {
                context.update(&(text.len() as u64).to_be_bytes());
                context.update(text.as_bytes());
            }
        }
    }
    let hash = context.finish();
    hex::encode(&hash.as_ref()[..8]).into()
}

#[cfg(test)]
mod tests {
    use roster_policy::{Document, Kind, Policy};

    use super::*;

    fn policy(name: &str, action: &str) -> Policy {
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}}}"#
        );
        Policy {
            name: name.into(),
            document: Arc::new(Document::parse(&text, Kind::Identity).expect("a policy")),
        }
    }

    #[test]
    fn policies_that_differ_have_other_fingerprints() {
        let identity = |policies: &[Policy]| Policies {
            identity: policies.to_vec(),
            ..Policies::default()
        };
        let (a, b) = (policy("a", "connect:A"), policy("b", "connect:B"));
        let all = [
            Policies::default(),
            identity(std::slice::from_ref(&a)),
            identity(&[a.clone(), b.clone()]),
            identity(&[b.clone(), a.clone()]),
            identity(&[policy("b", "connect:A")]),
            identity(&[policy("a", "connect:B")]),
            Policies {
                boundary: Some(a.clone()),
                ..Policies::default()
            },
            Policies {
                session: vec![a],
                ..Policies::default()
            },
        ];
        for (index, one) in all.iter().enumerate() {
            for (other_index, other) in all.iter().enumerate() {
                assert_eq!(fingerprint(one) == fingerprint(other), index == other_index);
            }
        }
    }
}
