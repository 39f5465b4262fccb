//! Heads that were noted earlier, which an audit must still have.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::iter::Peekable;
use std::path::Path;
use std::slice::IterMut;

use anyhow::{Context, ensure};
use roster_domain::audit::{AuditHead, Broken, ChainHead, Head, NotedHead};

/// Noted heads, and which of them were found.
#[derive(Default)]
pub(super) struct NotedHeads {
    /// By the name of the chain, each chain in order.
    named: BTreeMap<String, Vec<NotedChainHead>>,
    /// Of a chain that had no name. `roster copy` gives it one, so that any chain may be the one.
    unnamed: Vec<NotedChainHead>,
}

struct NotedChainHead {
    head: Head,
    is_found: bool,
    /// Whether its record was removed under a checkpoint, so that it cannot be compared.
    is_removed: bool,
}

/// The heads that an argument is, or that are in the file that it names.
pub(crate) fn read(argument: &str) -> anyhow::Result<Vec<ChainHead>> {
    if let Ok(head) = argument.parse::<AuditHead>() {
        return Ok(head.chain_heads().to_vec());
    }
    let path = Path::new(argument);
    let file = File::open(path).with_context(|| {
        format!("{argument:?} is neither a head, such as 12:9f86d0…, nor a file of heads that can be read")
    })?;
    let mut heads = BTreeSet::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let read = line.map_err(Into::into).and_then(|line| head_of_line(&line));
        let head = read.with_context(|| format!("line {} of {}", number + 1, path.display()))?;
        heads.extend(head.iter().flat_map(AuditHead::chain_heads).cloned());
    }
    // An empty file proves nothing.
    ensure!(!heads.is_empty(), "{} has no head", path.display());
    Ok(heads.into_iter().collect())
}

/// The head in a line of a file: as `roster audit head` prints it, or as a server notes it; none in an empty line.
fn head_of_line(line: &str) -> anyhow::Result<Option<AuditHead>> {
    let line = line.trim();
    if line.is_empty() {
        return Ok(None);
    }
    if line.starts_with('{') {
        let NotedHead { time: _, head } = serde_json::from_str(line)?;
        return Ok(Some(head));
    }
    let head = line.parse();
    head.map(Some).context("not a head")
}

impl NotedHeads {
    /// Noted heads, none of which was found yet.
    pub(super) fn new(heads: impl IntoIterator<Item = ChainHead>) -> Self {
        let mut noted = Self::default();
        for ChainHead { chain, head } in heads {
            let list = if chain.is_empty() {
                &mut noted.unnamed
            } else {
                noted.named.entry(chain).or_default()
            };
            list.push(NotedChainHead {
                head,
                is_found: head == Head::default(),
                is_removed: false,
            });
        }
        for list in noted.named.values_mut().chain([&mut noted.unnamed]) {
            list.sort_by_key(|noted| noted.head.sequence);
        }
        noted
    }

    /// The heads that may be in a chain, for a walk along it from its beginning.
    pub(super) fn along(&mut self, chain: &str, beginning: &Head) -> HeadsAhead<'_> {
        let named = self.named.get_mut(chain).map(Vec::as_mut_slice);
        let mut ahead = HeadsAhead([
            named.unwrap_or_default().iter_mut().peekable(),
            self.unnamed.iter_mut().peekable(),
        ]);
        ahead.begin(beginning);
        ahead
    }

    fn all(&self) -> impl Iterator<Item = &NotedChainHead> {
        self.named.values().flatten().chain(&self.unnamed)
    }

    /// How many heads cannot be compared, because their records were removed under a checkpoint.
    pub(super) fn uncompared(&self) -> usize {
        let uncompared = |noted: &&NotedChainHead| noted.is_removed && !noted.is_found;
        self.all().filter(uncompared).count()
    }

    /// Whether no head can be compared, although some were noted.
    pub(super) fn are_all_uncompared(&self) -> bool {
        let is_compared = |noted: &NotedChainHead| noted.is_found && noted.head != Head::default();
        self.uncompared() > 0 && !self.all().any(is_compared)
    }

    /// The first noted head that was not found, and how its chain, one of those with these ends, is broken.
    pub(super) fn missing(&self, ends: &[ChainHead]) -> Option<(String, Broken)> {
        let named = self.named.iter().map(|(chain, list)| (chain.as_str(), list));
        let mut all = named.chain([("", &self.unnamed)]);
        let (chain, noted) = all.find_map(|(chain, list)| {
            let noted = list.iter().find(|noted| !noted.is_found && !noted.is_removed)?;
            Some((chain, noted.head))
        })?;
        let end = ends.iter().find(|end| end.chain == chain);
        let broken = match end {
            Some(end) if end.head.sequence < noted.sequence => Broken::End {
                expected: noted,
                found: end.head,
            },
            Some(_) => Broken::Replaced { noted },
            None => Broken::Missing,
        };
        Some((chain.to_owned(), broken))
    }
}

/// The noted heads that a walk along a chain has not reached yet.
pub(super) struct HeadsAhead<'n>([Peekable<IterMut<'n, NotedChainHead>>; 2]);

impl HeadsAhead<'_> {
    /// Goes by the records in front of the beginning of the chain, which are not there.
    fn begin(&mut self, beginning: &Head) {
        for list in &mut self.0 {
            while let Some(noted) = list.next_if(|noted| noted.head.sequence <= beginning.sequence) {
                noted.is_found |= noted.head == *beginning;
                noted.is_removed |= noted.head.sequence < beginning.sequence;
            }
        }
    }

    /// Goes by the next record of the chain, and finds the heads that are there.
    pub(super) fn pass(&mut self, record: &Head) {
        for list in &mut self.0 {
            while let Some(noted) = list.next_if(|noted| noted.head.sequence <= record.sequence) {
                noted.is_found |= noted.head == *record;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain of these bodies, up to each of its records.
    fn heads(bodies: &[&str]) -> Vec<Head> {
        let mut head = Head::default();
        let link = |body: &&str| {
            head = head.link(body.as_bytes());
            head
        };
        bodies.iter().map(link).collect()
    }

    fn of(chain: &str, head: Head) -> ChainHead {
        let chain = chain.to_owned();
        ChainHead { chain, head }
    }

    fn missing(noted: &[ChainHead], chains: &[(&str, &[Head])]) -> Option<(String, Broken)> {
        let mut noted = NotedHeads::new(noted.iter().cloned());
        let mut ends = Vec::new();
        for (chain, records) in chains {
            let mut ahead = noted.along(chain, &Head::default());
            records.iter().for_each(|record| ahead.pass(record));
            ends.extend(records.last().map(|last| of(chain, *last)));
        }
        noted.missing(&ends)
    }

    #[test]
    fn every_noted_head_is_found_in_its_chain() {
        let (one, two) = (heads(&["a", "b", "c"]), heads(&["x"]));
        let noted = [of("a", one[0]), of("a", one[2]), of("a", one[2]), of("b", two[0])];
        assert_eq!(missing(&noted, &[("a", &one), ("b", &two)]), None);
    }

    #[test]
    fn a_head_of_a_chain_without_a_name_is_found_under_the_name_that_a_copy_gave_it() {
        let chain = heads(&["a", "b"]);
        assert_eq!(missing(&[of("", chain[0])], &[("0a1b", &chain)]), None);
    }

    #[test]
    fn a_head_of_another_chain_a_cut_chain_and_a_rewritten_one_are_missing() {
        let (one, other) = (heads(&["a", "b"]), heads(&["a", "c"]));
        let noted = [of("a", one[1])];
        for (chains, expected) in [
            (&[("b", &one[..])][..], Broken::Missing),
            (
                &[("a", &one[..1])],
                Broken::End {
                    expected: one[1],
                    found: one[0],
                },
            ),
            (&[("a", &other)], Broken::Replaced { noted: one[1] }),
        ] {
            assert_eq!(missing(&noted, chains), Some(("a".to_owned(), expected)));
        }
    }

    #[test]
    fn lines_of_a_file_are_heads_as_they_are_printed_or_noted() {
        let head: AuditHead = [of("register", heads(&["a"])[0])].into_iter().collect();
        for line in [
            format!("{head}"),
            format!(" {head} "),
            format!(r#"{{"Time":"2026-11-30T05:41:44Z","Head":"{head}"}}"#),
        ] {
            assert_eq!(head_of_line(&line).unwrap(), Some(head.clone()), "{line}");
        }
        assert_eq!(head_of_line("").unwrap(), None);
        for line in ["x", "{}", r#"{"Head":"x"}"#] {
            assert!(head_of_line(line).is_err(), "{line}");
        }
    }
}
