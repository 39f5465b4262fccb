//! The head of a whole audit: what is noted elsewhere, to prove later that nothing was lost or changed.

use std::fmt;
use std::str::FromStr;

use roster_model::shapes::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::cloudtrail::rfc3339;
use super::{ChainHead, Head};

/// The head of an audit: the head of each chain that has records, except those that the register states as closed. A chain
/// binds its records, and the register binds the closed chains, so all records are bound by these heads
/// (docs/decisions/0061-heads-of-the-whole-audit.md).
///
/// As a text, the head of a chain is `NUMBER:HASH` if the chain has no name, and otherwise `NAME=NUMBER:HASH`. Commas stand
/// between them. An audit without records has the head `0:0000…`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditHead(Vec<ChainHead>);

/// A head as it is noted outside of the database: in a line of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct NotedHead {
    /// When it was noted, such as `2026-11-30T05:41:44Z`.
    pub time: String,
    /// The head.
    pub head: AuditHead,
}

impl NotedHead {
    /// A head that is noted at a time.
    pub fn new(head: AuditHead, time: Timestamp) -> Self {
        let time = rfc3339(time);
        Self { time, head }
    }
}

/// A text that is not a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedHead;

impl AuditHead {
    /// The heads of chains, none of them empty.
    pub fn chain_heads(&self) -> &[ChainHead] {
        &self.0
    }
}

/// Without the heads of empty chains.
impl FromIterator<ChainHead> for AuditHead {
    fn from_iter<I: IntoIterator<Item = ChainHead>>(chain_heads: I) -> Self {
        let mut chain_heads: Vec<_> = chain_heads.into_iter().collect();
        chain_heads.retain(|chain_head| chain_head.head.sequence > 0);
        Self(chain_heads)
    }
}

impl<'h> FromIterator<&'h ChainHead> for AuditHead {
    fn from_iter<I: IntoIterator<Item = &'h ChainHead>>(chain_heads: I) -> Self {
        chain_heads.into_iter().cloned().collect()
    }
}

impl fmt::Display for AuditHead {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Head::default().fmt(formatter);
        }
        for (place, ChainHead { chain, head }) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            let equals = if chain.is_empty() { "" } else { "=" };
            write!(formatter, "{comma}{chain}{equals}{head}")?;
        }
        Ok(())
    }
}

impl FromStr for AuditHead {
    type Err = MalformedHead;

    fn from_str(text: &str) -> Result<Self, MalformedHead> {
        text.split(',').map(chain_head).collect()
    }
}

impl Serialize for AuditHead {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AuditHead {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

fn chain_head(text: &str) -> Result<ChainHead, MalformedHead> {
    let (chain, head) = text.split_once('=').unwrap_or(("", text));
    Ok(ChainHead {
        chain: chain.to_owned(),
        head: head.parse()?,
    })
}

impl fmt::Display for MalformedHead {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it looks like 12:9f86d0…, as `roster audit head` prints it")
    }
}

impl std::error::Error for MalformedHead {}

#[cfg(test)]
mod tests {
    use super::super::REGISTER;
    use super::*;

    fn chain_heads(names: &[&str]) -> AuditHead {
        let head = Head::default().link(b"a");
        let chain_heads = names.iter().map(|&name| ChainHead {
            chain: name.to_owned(),
            head,
        });
        chain_heads.collect()
    }

    #[test]
    fn the_head_of_one_chain_without_a_name_is_a_number_and_a_hash() {
        let text = chain_heads(&[""]).to_string();

        assert!(text.starts_with("1:") && text.len() == 66, "{text}");
        assert_eq!(text.parse(), Ok(chain_heads(&[""])));
    }

    #[test]
    fn a_head_of_several_chains_is_read_as_it_was_written() {
        let head = chain_heads(&[REGISTER, "00aa", ""]);

        let text = head.to_string();

        assert!(
            text.starts_with("register=1:") && text.contains(",00aa=1:"),
            "{text}"
        );
        assert_eq!(text.parse(), Ok(head));
    }

    #[test]
    fn an_audit_without_records_has_a_head_without_chains() {
        let empty = AuditHead::default();
        assert_eq!(empty.to_string(), Head::default().to_string());
        assert_eq!(empty.to_string().parse(), Ok(empty));
    }

    #[test]
    fn other_texts_are_no_heads() {
        let hash = "0".repeat(64);
        for text in [
            "",
            "1",
            "1:",
            ",",
            "x",
            &format!("-1:{hash}"),
            &format!("1:{hash},"),
            &format!("a=1:{hash}0"),
        ] {
            assert_eq!(text.parse::<AuditHead>(), Err(MalformedHead), "{text:?}");
        }
    }
}
