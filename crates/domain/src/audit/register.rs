//! The register: a chain that lists the other chains, so that a missing chain is noticed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::{AuditHead, Broken, ChainHead, ChainedRecord, Head};

/// The name of the chain in which an engine with many chains lists the others.
pub const REGISTER: &str = "register";

/// An entry of the register about a chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase", tag = "Event")]
pub enum Registered {
    /// It was begun.
    #[serde(rename_all = "PascalCase")]
    Opened {
        /// Its name.
        chain: String,
    },
    /// It was ended: nothing comes behind this head any more.
    #[serde(rename_all = "PascalCase")]
    Closed {
        /// Its name.
        chain: String,
        /// Where it ends.
        head: Head,
    },
}

/// What the register says, record after record: the chains, and the head of each closed one.
#[derive(Clone, Debug, Default)]
pub struct Register(BTreeMap<String, Option<Head>>);

impl Register {
    /// Reads one more of its records.
    ///
    /// # Errors
    ///
    /// If it cannot be read, ends what was not begun, or says again how a chain begins or ends. A later statement must not
    /// replace an earlier one: a head that was noted in between would still hold, but not what it has proven.
    pub fn read(&mut self, chained: &ChainedRecord) -> Result<(), Broken> {
        match serde_json::from_slice(&chained.body) {
            Ok(Registered::Opened { chain }) => match self.0.entry(chain) {
                Entry::Vacant(vacant) => _ = vacant.insert(None),
                Entry::Occupied(_) => return Err(Broken::RegisteredAgain),
            },
            Ok(Registered::Closed { chain, head }) => match self.0.get_mut(&chain) {
                Some(closed @ None) => *closed = Some(head),
                Some(Some(_)) => return Err(Broken::RegisteredAgain),
                None => return Err(Broken::Unregistered),
            },
            Err(_) => return Err(Broken::Unregistered),
        }
        Ok(())
    }

    /// The head of an audit with these chains, of which this is the register.
    pub fn audit_head(&self, found: &[ChainHead]) -> AuditHead {
        let is_stated = |ChainHead { chain, head }: &&ChainHead| self.0.get(chain) == Some(&Some(*head));
        found.iter().filter(|chain_head| !is_stated(chain_head)).collect()
    }

    /// Whether nothing comes behind the end of a chain any more.
    pub fn is_closed(&self, chain: &str) -> bool {
        self.0.get(chain).is_some_and(Option::is_some)
    }

    /// The entries that it lacks to state where each of these chains ends.
    pub fn closing(&self, found: &[ChainHead]) -> Vec<Registered> {
        let mut events = Vec::new();
        for ChainHead { chain, head } in found.iter().filter(|chain_head| is_registered(chain_head)) {
            let told = self.0.get(chain);
            if told.is_none() {
                let chain = chain.clone();
                events.push(Registered::Opened { chain });
            }
            if told.is_none_or(Option::is_none) {
                let (chain, head) = (chain.clone(), *head);
                events.push(Registered::Closed { chain, head });
            }
        }
        events
    }

    /// Compares the register with the chains that exist, each with its last record. Returns the first chain
    /// with a fault.
    pub fn check(&self, found: &[ChainHead]) -> Result<(), (String, Broken)> {
        let heads = found.iter().map(|ChainHead { chain, head }| (chain, *head));
        let heads: BTreeMap<_, _> = heads.collect();
        for (chain, closed) in &self.0 {
            let Some(&found) = heads.get(chain) else {
                return Err((chain.clone(), Broken::Missing));
            };
            if let Some(expected) = *closed
                && expected != found
            {
                return Err((chain.clone(), Broken::End { expected, found }));
            }
        }
        let known =
            |chain_head: &&ChainHead| !is_registered(chain_head) || self.0.contains_key(&chain_head.chain);
        match found.iter().find(|chain_head| !known(chain_head)) {
            Some(chain_head) => Err((chain_head.chain.clone(), Broken::Unregistered)),
            None => Ok(()),
        }
    }
}

/// Whether a register lists a chain. It does not list itself, nor the unnamed chain, which an engine with one
/// writer continues for as long as its file exists.
fn is_registered(chain_head: &ChainHead) -> bool {
    !chain_head.chain.is_empty() && chain_head.chain != REGISTER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(events: &[Registered]) -> Register {
        let mut register = Register::default();
        for (place, event) in events.iter().enumerate() {
            let chained = ChainedRecord {
                sequence: place as u64 + 1,
                body: serde_json::to_vec(event).unwrap(),
                hash: super::super::Hash::default(),
                personal: None,
            };
            register.read(&chained).unwrap();
        }
        register
    }

    fn opened(chain: &str) -> Registered {
        Registered::Opened {
            chain: chain.to_owned(),
        }
    }

    fn chain_head(chain: &str, head: Head) -> ChainHead {
        ChainHead {
            chain: chain.to_owned(),
            head,
        }
    }

    #[test]
    fn chains_that_are_all_there_are_in_order() {
        let head = Head::default().link(b"a");
        let closed = Registered::Closed {
            chain: "a".to_owned(),
            head,
        };
        let register = register(&[opened("a"), opened("b"), closed]);
        let found = [
            chain_head(REGISTER, head),
            chain_head("a", head),
            chain_head("b", Head::default()),
        ];
        assert_eq!(register.check(&found), Ok(()));
    }

    #[test]
    fn a_chain_that_was_dropped_is_found() {
        let found = register(&[opened("a"), opened("b")]).check(&[chain_head("b", Head::default())]);
        assert_eq!(found, Err(("a".to_owned(), Broken::Missing)));
    }

    #[test]
    fn a_chain_that_was_cut_or_went_on_after_its_end_is_found() {
        let (end, beyond) = (Head::default().link(b"a"), Head::default().link(b"a").link(b"b"));
        let closed = Registered::Closed {
            chain: "a".to_owned(),
            head: end,
        };
        let register = register(&[opened("a"), closed]);
        for found in [Head::default(), beyond] {
            let told = register.check(&[chain_head("a", found)]);
            let expected = end;
            assert_eq!(told, Err(("a".to_owned(), Broken::End { expected, found })));
        }
    }

    #[test]
    fn an_unregistered_chain_is_found() {
        let told = register(&[opened("a")])
            .check(&[chain_head("a", Head::default()), chain_head("b", Head::default())]);
        assert_eq!(told, Err(("b".to_owned(), Broken::Unregistered)));
    }

    #[test]
    fn a_register_that_states_a_beginning_or_an_end_again_is_broken() {
        let closed = |head| Registered::Closed {
            chain: "a".to_owned(),
            head,
        };
        let (one, two) = (Head::default().link(b"a"), Head::default().link(b"a").link(b"b"));
        for again in [opened("a"), closed(one), closed(two)] {
            let mut register = register(&[opened("a"), closed(two)]);
            let chained = Head::default().append(serde_json::to_vec(&again).unwrap());
            assert_eq!(register.read(&chained), Err(Broken::RegisteredAgain), "{again:?}");
        }
    }

    #[test]
    fn the_head_of_an_audit_lists_every_chain_whose_end_the_register_does_not_state() {
        let (one, two) = (Head::default().link(b"a"), Head::default().link(b"a").link(b"b"));
        let closed = |chain: &str, head| Registered::Closed {
            chain: chain.to_owned(),
            head,
        };
        let events = [opened("a"), opened("b"), opened("c"), opened("d")];
        let events = [&events[..], &[closed("a", one), closed("b", one)]].concat();
        let found = [
            chain_head(REGISTER, two),
            chain_head("a", one),
            // The register does not state the end that is there.
            chain_head("b", two),
            chain_head("c", one),
            chain_head("d", Head::default()),
            chain_head("", two),
        ];

        let head = register(&events).audit_head(&found);

        let expected = [&found[0], &found[2], &found[3], &found[5]];
        assert_eq!(head, expected.into_iter().collect());
    }

    #[test]
    fn what_closes_all_chains_leaves_nothing_to_close() {
        let head = Head::default().link(b"a");
        let closed = Registered::Closed {
            chain: "a".to_owned(),
            head,
        };
        let mut events = vec![opened("a"), opened("b"), closed];
        let found = [
            chain_head(REGISTER, head),
            chain_head("a", head),
            chain_head("b", head),
            chain_head("c", head),
            chain_head("", head),
        ];

        let missing = register(&events).closing(&found);

        assert_eq!(missing.len(), 3, "{missing:?}");
        events.extend(missing);
        assert_eq!(register(&events).closing(&found), []);
        assert_eq!(register(&events).check(&found), Ok(()));
    }
}
