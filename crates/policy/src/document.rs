//! Policy documents: their grammar.
//!
//! Source: IAM User Guide, "Grammar of the IAM JSON policy language" (read November 2026).

use std::collections::HashSet;

use crate::MalformedPolicy;
use crate::error::Fault;
use crate::json::Node;
use crate::reading::{Members, Place, strings};
use crate::statement::Statement;

/// What a policy is attached to, and so which elements it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of users, roles, sessions, boundaries: says on which resources.
    Identity,
    /// Of a role: which principals may assume it.
    Trust,
}

/// A policy document, read and compiled.
#[derive(Clone, Debug)]
pub struct Document {
    text: Box<str>,
    id: Option<Box<str>>,
    statements: Box<[Statement]>,
}

impl Document {
    /// Reads a document.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, MalformedPolicy> {
        let place = Place::document();
        let node = serde_json::from_str(text).map_err(|error| {
            place.refuse(Fault::Syntax {
                detail: error.to_string(),
            })
        })?;
        let mut members = Members::read(&place, node, &["Version", "Id", "Statement"])?;
        let version = members.text("Version")?;
        let variables = match version.as_deref() {
            Some("2012-10-17") => true,
            Some("2008-10-17") | None => false,
            Some(other) => {
                return Err(place.element("Version").refuse(Fault::Version {
                    got: other.to_owned(),
                }));
            }
        };
        let id = members.text("Id")?.map(String::into_boxed_str);
        let statements = statements(&place, members.take("Statement"), kind, variables)?;
        require_distinct_sids(&place, &statements)?;
        Ok(Self {
            text: text.into(),
            id,
            statements,
        })
    }

    /// It as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its `Id`.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The accounts, users, roles and sessions that a trust policy names, as it names them; some more than
    /// once.
    pub fn principals(&self) -> impl Iterator<Item = &str> {
        self.statements.iter().flat_map(Statement::principals)
    }

    /// Its statements in order.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }
}

/// The size of a document as IAM's limits count it: characters, without the white space between them.
///
/// Source: IAM User Guide, "IAM and AWS STS quotas": 2,048 for all inline policies of a user and for a trust
/// policy, 10,240 for those of a role, 6,144 for a managed one (read November 2026). White space in strings is counted here.
pub fn counted_size(text: &str) -> usize {
    let (mut quoted, mut escaped, mut size) = (false, false, 0);
    for character in text.chars() {
        if quoted || !character.is_ascii_whitespace() {
            size += 1;
        }
        if character == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && character == '\\' && !escaped;
    }
    size
}

/// One statement, or a list of them.
fn statements(
    place: &Place,
    node: Option<Node>,
    kind: Kind,
    variables: bool,
) -> Result<Box<[Statement]>, MalformedPolicy> {
    const MISSING: &str = "Syntax errors in policy. A policy must contain at least one statement.";
    let element = place.element("Statement");
    match node {
        None => Err(place.refuse(Fault::Missing { text: MISSING })),
        Some(Node::List(list)) if list.is_empty() => Err(element.refuse(Fault::Empty { text: MISSING })),
        Some(Node::List(list)) => list
            .into_iter()
            .enumerate()
            .map(|(index, node)| Statement::read(&element.item(index), node, kind, variables))
            .collect(),
        Some(node) => Ok([Statement::read(&element, node, kind, variables)?].into()),
    }
}

fn require_distinct_sids(place: &Place, statements: &[Statement]) -> Result<(), MalformedPolicy> {
    let mut seen = HashSet::new();
    for (index, statement) in statements.iter().enumerate() {
        if let Some(sid) = statement.sid()
            && !seen.insert(sid)
        {
            let place = place.element("Statement").item(index).element("Sid");
            return Err(place.refuse(Fault::SidTaken { got: sid.to_owned() }));
        }
    }
    Ok(())
}

/// The texts under `element` and under its contrary, of which a statement has exactly one: whether it is the
/// contrary, where it stands, and what.
pub(crate) fn either(
    place: &Place,
    members: &mut Members,
    [element, contrary]: [&'static str; 2],
    missing: &'static str,
) -> Result<(bool, Place, Vec<String>), MalformedPolicy> {
    let (name, node) = match (members.take(element), members.take(contrary)) {
        (Some(node), None) => (element, node),
        (None, Some(node)) => (contrary, node),
        (Some(_), Some(_)) => return Err(place.refuse(Fault::Both { element })),
        (None, None) => return Err(place.refuse(Fault::Missing { text: missing })),
    };
    let place = place.element(name);
    let texts = strings(&place, node, missing)?;
    Ok((name == contrary, place, texts))
}
