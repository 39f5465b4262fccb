//! What a principal may do.

use std::sync::{Arc, OnceLock};

use ring::digest::{SHA256, digest};
use roster_model::operation::Description;
use roster_model::operations;
use roster_policy::{Document, Kind, Policies, Policy, Relevant};
use roster_store::StoreError;

use crate::known;

/// The policies of a principal, and what of them matters for each operation, found when it is first
/// asked for.
#[derive(Debug)]
pub struct Grants {
    policies: Arc<Policies>,
    fingerprint: Box<str>,
    relevant: Box<[OnceLock<Relevant>]>,
}

impl Grants {
    /// What policies grant that are kept.
    ///
    /// # Errors
    ///
    /// If one cannot be read: nobody can say then what it would deny.
    pub(crate) fn of(kept: &known::Policies) -> Result<Self, StoreError> {
        let identity = kept.identity.iter().map(read).collect::<Result<_, _>>()?;
        let policies = Policies {
            identity,
            ..Policies::default()
        };
        let texts = kept
            .identity
            .iter()
            .flat_map(|policy| [policy.name.as_str(), policy.document.as_str()]);
        Ok(Self::new(Arc::new(policies), texts))
    }

    /// What policies grant. `texts` are what they are made of, from which the audit later tells
    /// whether they have changed.
    pub(super) fn new<'t>(policies: Arc<Policies>, texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self {
            policies,
            fingerprint: fingerprint(texts),
            relevant: operations::ALL.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The policies.
    pub fn policies(&self) -> &Arc<Policies> {
        &self.policies
    }

    /// Tells these policies from others.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What matters for an operation.
    pub(super) fn relevant(&self, operation: &Description) -> &Relevant {
        let is_it = |other: &&Description| other.service == operation.service && other.name == operation.name;
        let place = operations::ALL.iter().position(is_it);
        let place = place.expect("every operation is in the list of operations");
        self.relevant[place].get_or_init(|| self.policies.for_action(&operation.action()))
    }
}

fn read(kept: &known::Policy) -> Result<Policy, StoreError> {
    let document = Document::parse(&kept.document, Kind::Identity)
        .map_err(|error| StoreError::Corrupt(format!("the policy {} cannot be read: {error}", kept.name)))?;
    Ok(Policy {
        name: kept.name.as_str().into(),
        document: Arc::new(document),
    })
}

/// Eight bytes are plenty: they tell changed policies from unchanged ones, and defend against nobody.
fn fingerprint<'t>(texts: impl IntoIterator<Item = &'t str>) -> Box<str> {
    let mut all = Vec::new();
    for text in texts {
        all.extend((text.len() as u64).to_be_bytes());
        all.extend(text.as_bytes());
    }
    let hash = digest(&SHA256, &all);
    let hexadecimal = hash.as_ref()[..8].iter().map(|byte| format!("{byte:02x}"));
    hexadecimal.collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_that_differ_have_other_fingerprints() {
        let of = |texts: &[&str]| fingerprint(texts.iter().copied());

        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        assert_ne!(of(&["a", "b"]), of(&["b", "a"]));
        assert_ne!(of(&["ab", ""]), of(&["a", "b"]));
        assert_ne!(of(&[]), of(&[""]));
    }
}
