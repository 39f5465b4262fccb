//! The values of a condition that mean the same in every request.

use ipnet::IpNet;

use crate::operator::Comparison;
use crate::{Value, value};

/// The policy's values, read for an operator that takes no variables.
#[derive(Clone, Debug)]
pub(crate) enum Constants {
    Numbers(Comparison, Box<[f64]>),
    Instants(Comparison, Box<[i128]>),
    Booleans(Box<[bool]>),
    Bytes(Box<[Vec<u8>]>),
    Networks(Box<[IpNet]>),
}

impl Constants {
    /// Whether `value` stands to one of them as the operator says. A value of another kind does not.
    pub(crate) fn contain(&self, value: &Value<'_>) -> bool {
        match self {
            Self::Numbers(comparison, wanted) => value.number().is_some_and(|got| {
                let mut orders = wanted.iter().filter_map(|wanted| got.partial_cmp(wanted));
                orders.any(|order| comparison.holds(order))
            }),
            Self::Instants(comparison, wanted) => value
                .instant()
                .is_some_and(|got| wanted.iter().any(|wanted| comparison.holds(got.cmp(wanted)))),
            Self::Booleans(wanted) => value.boolean().is_some_and(|got| wanted.contains(&got)),
            Self::Bytes(wanted) => value.bytes().is_some_and(|got| wanted.contains(&got)),
            Self::Networks(wanted) => value
                .address()
                .is_some_and(|got| wanted.iter().any(|network| network.contains(&got))),
        }
    }
}

/// What a text must be for an operator to read it, and how it is read.
pub(crate) struct Reader<T> {
    pub(crate) read: fn(&str) -> Option<T>,
    pub(crate) wanted: &'static str,
}

pub(crate) const NUMBER: Reader<f64> = Reader {
    read: value::number,
    wanted: "a decimal number",
};
pub(crate) const INSTANT: Reader<i128> = Reader {
    read: value::instant,
    wanted: "a time such as 2026-11-21T10:15:30Z",
};
pub(crate) const BOOLEAN: Reader<bool> = Reader {
    read: value::boolean,
    wanted: "true or false",
};
pub(crate) const BYTES: Reader<Vec<u8>> = Reader {
    read: value::bytes,
    wanted: "base64",
};
pub(crate) const NETWORK: Reader<IpNet> = Reader {
    read: value::network,
    wanted: "an IP address or a range such as 203.0.113.0/24",
};

/// What the values of a condition key are said to be, as in the context entries of a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Any text.
    Text,
    /// A decimal number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An address or a range of addresses.
    Address,
    /// Bytes in base64.
    Bytes,
    /// A time.
    Instant,
}

impl ValueType {
    /// What would be of this type, if a text is not.
    pub fn wanted_instead_of(self, text: &str) -> Option<&'static str> {
        match self {
            Self::Text => None,
            Self::Number => NUMBER.wanted_instead_of(text),
            Self::Boolean => BOOLEAN.wanted_instead_of(text),
            Self::Address => NETWORK.wanted_instead_of(text),
            Self::Bytes => BYTES.wanted_instead_of(text),
            Self::Instant => INSTANT.wanted_instead_of(text),
        }
    }
}

impl<T> Reader<T> {
    fn wanted_instead_of(&self, text: &str) -> Option<&'static str> {
        (self.read)(text).is_none().then_some(self.wanted)
    }
}
