//! The vocabulary in which shapes are described: constants, produced by `#[shape]`, and what the catalogue has.

use std::sync::OnceLock;

/// A type that has a description.
pub trait Shape {
    /// The description, the same at every call.
    fn schema() -> &'static Schema;
}

/// How one shape refers to another. Resolved on use, because shapes may contain themselves.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// To a declared shape.
    Declared(fn() -> &'static Schema),
    /// To a shape of the catalogue.
    Catalogued(&'static Reference),
}

impl Target {
    /// The shape.
    pub fn schema(&self) -> &'static Schema {
        match self {
            Self::Declared(schema) => schema(),
            Self::Catalogued(reference) => reference.schema(),
        }
    }
}

/// A reference to a shape of the catalogue, which is read when it is first used.
#[derive(Debug)]
pub struct Reference {
    name: &'static str,
    /// What Roster declares of the same shape, which has the words.
    declared: Option<&'static Schema>,
    read: ReadShape,
    schema: OnceLock<Schema>,
}

/// Reads the shape of a name, with the words of what is declared of it.
type ReadShape = fn(&'static str, Option<&'static Schema>) -> Schema;

impl Reference {
    /// A reference that lives as long as the process, as declarations do. A client makes those of one operation.
    pub(crate) fn new(
        read: ReadShape,
        name: &'static str,
        declared: Option<&'static Schema>,
    ) -> &'static Self {
        Box::leak(Box::new(Self {
            name,
            declared,
            read,
            schema: OnceLock::new(),
        }))
    }

    fn schema(&'static self) -> &'static Schema {
        self.schema.get_or_init(|| (self.read)(self.name, self.declared))
    }
}

/// The description of one shape.
#[derive(Debug)]
pub struct Schema {
    /// AWS's name of the shape.
    pub name: &'static str,
    /// What it is, in Roster's words.
    pub documentation: &'static str,
    /// Whether values must never be shown: not in logs, not in a message.
    pub sensitive: bool,
    /// Whether values say something about a user of an instance. The audit keeps them apart, so that they can be erased.
    pub personal: bool,
    /// What kind of value it is, with its constraints.
    pub kind: Kind,
}

/// The kinds of value, after Smithy's simple and aggregate types.
#[derive(Debug)]
pub enum Kind {
    /// No value at all: an operation that answers with an empty body.
    NoOutput,
    /// Named members, in declaration order.
    Structure(&'static [Member]),
    /// A JSON array.
    List {
        /// What it holds.
        member: Target,
        /// How many it may hold.
        length: Bounds,
    },
    /// A JSON object with free keys.
    Map {
        /// A string shape.
        key: Target,
        /// Any shape.
        value: Target,
        /// How many entries it may hold.
        length: Bounds,
    },
    /// A string of free text.
    String {
        /// In Unicode scalar values, as Smithy counts.
        length: Bounds,
        /// The form it must have, as a whole.
        pattern: Option<Pattern>,
        /// Whether it must be in Unicode Normalization Form C.
        nfc: bool,
    },
    /// A string out of a fixed set.
    Enum(&'static [&'static str]),
    /// A 32-bit integer.
    Integer {
        /// The values allowed.
        range: Bounds,
    },
    /// A 64-bit integer.
    Long {
        /// The values allowed.
        range: Bounds,
    },
    /// A number that may have a fraction.
    Float {
        /// The values allowed.
        range: Bounds,
    },
    /// `true` or `false`.
    Boolean,
    /// Seconds since the epoch, with a fraction.
    Timestamp,
}

/// One member of a structure.
#[derive(Debug)]
pub struct Member {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it is, in Roster's words.
    pub documentation: &'static str,
    /// Whether a request without it is refused.
    pub required: bool,
    /// Where in an HTTP request it travels.
    pub location: Location,
    /// Whether SDKs fill it in by themselves, so that a retry is recognised.
    pub idempotency_token: bool,
    /// Its shape.
    pub target: Target,
}

/// Where in an HTTP request a member travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the JSON body.
    Body,
    /// In the path, in the place of `{Name}`.
    Label,
    /// In the query string, under this key.
    Query(&'static str),
    /// In a header of this name. Only the catalogue has such members.
    Header(&'static str),
}

/// Inclusive bounds of a length or a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The least allowed.
    pub min: Option<i64>,
    /// The most allowed.
    pub max: Option<i64>,
}

/// A form that a whole string must have.
#[derive(Clone, Copy)]
pub struct Pattern {
    /// The form as a regular expression, for people and generated documents.
    pub expression: &'static str,
    /// The same form in words, to follow “must be”.
    pub words: &'static str,
    /// Whether a string has it. A function, because the documented expressions use look-ahead.
    pub matches: fn(&str) -> bool,
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.expression)
    }
}

impl Schema {
    /// The members of a structure; none for any other kind.
    pub const fn members(&self) -> &'static [Member] {
        match self.kind {
            Kind::Structure(members) => members,
            _ => &[],
        }
    }

    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.members().iter().find(|member| member.name == name)
    }
}

/// The output of an operation that answers with an empty body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoOutput;

impl Shape for NoOutput {
    fn schema() -> &'static Schema {
        &Schema {
            name: "NoOutput",
            documentation: "",
            sensitive: false,
            personal: false,
            kind: Kind::NoOutput,
        }
    }
}

impl serde::Serialize for NoOutput {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl Shape for bool {
    fn schema() -> &'static Schema {
        &Schema {
            name: "Boolean",
            documentation: "",
            sensitive: false,
            personal: false,
            kind: Kind::Boolean,
        }
    }
}

impl Shape for i64 {
    fn schema() -> &'static Schema {
        &Schema {
            name: "Long",
            documentation: "",
            sensitive: false,
            personal: false,
            kind: Kind::Long {
                range: Bounds { min: None, max: None },
            },
        }
    }
}

impl Shape for String {
    fn schema() -> &'static Schema {
        &Schema {
            name: "String",
            documentation: "",
            sensitive: false,
            personal: false,
            kind: Kind::String {
                length: Bounds { min: None, max: None },
                pattern: None,
                nfc: false,
            },
        }
    }
}
