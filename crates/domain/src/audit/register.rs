//! The register: a chain that lists the other chains, so that a missing chain is noticed.

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::{Broken, ChainHead, ChainedRecord, Head};

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

/// What the register says, record after record.
#[derive(Clone, Debug, Default)]
pub struct Register(Vec<(String, Option<Head>)>);

impl Register {
    /// Reads one more of its records.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or ends what was not begun.
    pub fn read(&mut self, chained: &ChainedRecord) -> Result<(), Broken> {
        match serde_json::from_slice(&chained.body) {
            Ok(Registered::Opened { chain }) => self.0.push((chain, None)),
            Ok(Registered::Closed { chain, head }) => {
                let begun = self.0.iter_mut().find(|(name, _)| *name == chain);
                begun.ok_or(Broken::Unregistered)?.1 = Some(head);
            }
            Err(_) => return Err(Broken::Unregistered),
        }
        Ok(())
    }

    /// The entries that it lacks to state where each of these chains ends.
    pub fn closing(&self, found: &[ChainHead]) -> Vec<Registered> {
        let mut events = Vec::new();
        for ChainHead { chain, head } in found.iter().filter(|chain_head| is_registered(chain_head)) {
            let told = self.0.iter().find(|(name, _)| name == chain);
            if told.is_none() {
                let chain = chain.clone();
                events.push(Registered::Opened { chain });
            }
            if told.is_none_or(|(_, closed)| closed.is_none()) {
                let (chain, head) = (chain.clone(), *head);
                events.push(Registered::Closed { chain, head });
            }
        }
        events
    }

    /// Compares the register with the chains that exist, each with its last record. Returns the first chain
    /// with a fault.
    pub fn check(&self, found: &[ChainHead]) -> Result<(), (String, Broken)> {
        for (chain, closed) in &self.0 {
            let Some(chain_head) = found.iter().find(|chain_head| chain_head.chain == *chain) else {
                return Err((chain.clone(), Broken::Missing));
            };
            if let Some(expected) = *closed
                && expected != chain_head.head
            {
                let found = chain_head.head;
                return Err((chain.clone(), Broken::End { expected, found }));
            }
        }
        let known = |chain_head: &&ChainHead| {
            !is_registered(chain_head) || self.0.iter().any(|(name, _)| *name == chain_head.chain)
        };
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
