//! Taking JSON apart while remembering where one is.

use std::collections::HashSet;
use std::fmt::Write;

use crate::MalformedPolicy;
use crate::error::Fault;
use crate::json::Node;

/// A place in a document: `Statement[1].Condition`.
#[derive(Clone, Debug)]
pub(crate) struct Place(String);

impl Place {
    pub(crate) fn document() -> Self {
        Self(String::new())
    }

    pub(crate) fn element(&self, name: &str) -> Self {
        let dot = if self.0.is_empty() { "" } else { "." };
        Self(format!("{}{dot}{name}", self.0))
    }

    pub(crate) fn item(&self, index: usize) -> Self {
        let mut place = self.0.clone();
        let _ = write!(place, "[{index}]"); // writing to a String does not fail
        Self(place)
    }

    pub(crate) fn refuse(&self, fault: Fault) -> MalformedPolicy {
        MalformedPolicy {
            place: self.0.clone(),
            fault,
        }
    }

    fn wrong_type(&self, wanted: &'static str, got: &Node) -> MalformedPolicy {
        self.refuse(Fault::WrongType {
            wanted,
            got: got.kind(),
        })
    }
}

/// The members of an object, each of which is known and stands once.
pub(crate) struct Members {
    place: Place,
    members: Vec<(String, Node)>,
}

impl Members {
    pub(crate) fn read(
        place: &Place,
        node: Node,
        known: &'static [&'static str],
    ) -> Result<Self, MalformedPolicy> {
        let members = object(place, node)?;
        match members.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(place.element(name).refuse(Fault::UnknownElement { known })),
            None => Ok(Self {
                place: place.clone(),
                members,
            }),
        }
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Node> {
        let at = self.members.iter().position(|(member, _)| member == name)?;
        Some(self.members.swap_remove(at).1)
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, MalformedPolicy> {
        match self.take(name) {
            None => Ok(None),
            Some(Node::Text(text)) => Ok(Some(text)),
            Some(other) => Err(self.place.element(name).wrong_type("a string", &other)),
        }
    }
}

/// The members of an object whose names are free, each of which stands once.
pub(crate) fn object(place: &Place, node: Node) -> Result<Vec<(String, Node)>, MalformedPolicy> {
    let members = match node {
        Node::Object(members) => members,
        other => return Err(place.wrong_type("an object", &other)),
    };
    let mut seen = HashSet::new();
    match members.iter().find(|(name, _)| !seen.insert(name)) {
        Some((name, _)) => Err(place.element(name).refuse(Fault::Repeated)),
        None => Ok(members),
    }
}

/// A string, or a list of some.
pub(crate) fn strings(
    place: &Place,
    node: Node,
    empty: &'static str,
) -> Result<Vec<String>, MalformedPolicy> {
    list(place, node, empty, |place, node| match node {
        Node::Text(text) => Ok(text),
        other => Err(place.wrong_type("a string", &other)),
    })
}

/// A string, number or boolean, or a list of some: what a condition compares with.
pub(crate) fn scalars(place: &Place, node: Node) -> Result<Vec<String>, MalformedPolicy> {
    const EMPTY: &str = "A condition must contain a value.";
    list(place, node, EMPTY, |place, node| match node {
        Node::Text(text) | Node::Number(text) => Ok(text),
        Node::Bool(value) => Ok(value.to_string()),
        other @ (Node::Null | Node::List(_) | Node::Object(_)) => {
            Err(place.wrong_type("a string, number or boolean", &other))
        }
    })
}

fn list(
    place: &Place,
    node: Node,
    empty: &'static str,
    item: impl Fn(&Place, Node) -> Result<String, MalformedPolicy>,
) -> Result<Vec<String>, MalformedPolicy> {
    match node {
        Node::List(nodes) if nodes.is_empty() => Err(place.refuse(Fault::Empty { text: empty })),
        Node::List(nodes) => {
            let nodes = nodes.into_iter().enumerate();
            nodes
                .map(|(index, node)| item(&place.item(index), node))
                .collect()
        }
        other => Ok(vec![item(place, other)?]),
    }
}
