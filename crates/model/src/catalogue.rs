//! Every operation that Connect has, whether Roster offers it or not, with its shapes: what a client needs, as
//! facts without words. Source: botocore 1.44.8; `cargo xtask drift --write` writes it anew.
//!
//! Both files are lines of fields with tabs between them, in the order of their names, so that a search touches
//! only what it is for. An operation is `name, method, path, request, response, pages, beside, exceptions`:
//! `pages` is the output member that is cut into pages, `beside` the members that are the same on each page.
//! A shape is `name, kind`, where the kind of a sensitive shape ends with ` sensitive`, and what its kind has:
//!
//! | Kind | Fields |
//! | --- | --- |
//! | `structure`, `union`, `exception` | its members |
//! | `list` | bounds, shape of its items |
//! | `map` | bounds, shape of its keys, shape of its values |
//! | `string` | bounds of its length, regular expression |
//! | `enum` | its values |
//! | `integer`, `long`, `float`, `double` | bounds |
//! | `timestamp` | its format, if it is not that of its place |
//!
//! Bounds are `least..most`. A member is `Name:Shape`, or `Name` alone if its shape has that name, with `*` in
//! front if it is required, `+` if SDKs fill it in, and ` label`, ` query key` or ` header name` at its end if it
//! does not travel in the body.

use std::cmp::Ordering;

use crate::operation::{Description, Interface};
use crate::operations;
use crate::schema::{Bounds, Kind, Location, Member, NoOutput, Pattern, Reference, Schema, Shape, Target};
use crate::service::Service;

const OPERATIONS: &str = include_str!("catalogue/operations.tsv");
const SHAPES: &str = include_str!("catalogue/shapes.tsv");

/// An operation of Connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// AWS's name.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{Label}` for what a request fills in.
    pub path: &'static str,
    /// The output member that is cut into pages, if any.
    pub pages: Option<&'static str>,
    request: &'static str,
    response: Option<&'static str>,
    beside_pages: &'static str,
    exceptions: &'static str,
}

/// All entries, in alphabetical order.
pub fn entries() -> impl Iterator<Item = Entry> {
    OPERATIONS.lines().map(Entry::read)
}

/// The entry whose name has these letters and digits, in capitals or not.
pub fn find(name: &str) -> Option<Entry> {
    let small = |byte: u8| byte.to_ascii_lowercase();
    let order = |entry: &str| entry.bytes().map(small).cmp(name.bytes().map(small));
    search(OPERATIONS, order).map(Entry::read)
}

/// The members of an exception of this code. None: there is no such exception.
pub fn exception(code: &str) -> Option<Vec<Member>> {
    let mut fields = search(SHAPES, |name| name.cmp(code))?.split('\t').skip(1);
    (fields.next() == Some("exception")).then(|| members(fields, None))
}

/// Whether a structure of this name has one member only.
pub fn is_union(name: &str) -> bool {
    let line = search(SHAPES, |other| other.cmp(name));
    line.is_some_and(|line| line.split('\t').nth(1) == Some("union"))
}

impl Entry {
    fn read(line: &'static str) -> Self {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        let some = |field: &'static str| Some(field).filter(|field| !field.is_empty());
        Self {
            name: field(),
            method: field(),
            path: field(),
            request: field(),
            response: some(field()),
            pages: some(field()),
            beside_pages: field(),
            exceptions: field(),
        }
    }

    /// The output members that are the same on each page.
    pub fn beside_pages(self) -> impl Iterator<Item = &'static str> {
        self.beside_pages.split(',').filter(|name| !name.is_empty())
    }

    /// The codes of the exceptions that it declares.
    pub fn exceptions(self) -> impl Iterator<Item = &'static str> {
        self.exceptions.split(',').filter(|code| !code.is_empty())
    }

    /// What Roster declares of the operation. None: it does not offer it.
    pub fn declared(self) -> Option<&'static Description> {
        operations::find(Service::Connect, self.name)
    }

    /// What a client must know of it. The words are those of the declaration, where there is one.
    pub fn interface(self) -> Interface {
        let declared = self.declared();
        let response = self.response.map(|response| {
            let declared = declared.map(Description::response);
            Target::Catalogued(Reference::new(read, response, declared))
        });
        Interface {
            service: Service::Connect,
            name: self.name,
            method: self.method,
            path: self.path,
            request: Target::Catalogued(Reference::new(
                read,
                self.request,
                declared.map(Description::request),
            )),
            response: response.unwrap_or(Target::Declared(NoOutput::schema)),
        }
    }
}

/// Reads a shape.
fn read(name: &'static str, declared: Option<&'static Schema>) -> Schema {
    let line = search(SHAPES, |other| other.cmp(name)).unwrap_or_default();
    let mut fields = line.split('\t').skip(1);
    let kind = fields.next().unwrap_or_default();
    let (kind, sensitive) = match kind.strip_suffix(" sensitive") {
        Some(kind) => (kind, true),
        None => (kind, false),
    };
    let mut field = || fields.next().unwrap_or_default();
    Schema {
        name,
        documentation: declared.map_or("", |declared| declared.documentation),
        sensitive,
        personal: declared.is_some_and(|declared| declared.personal),
        kind: match kind {
            "list" => Kind::List {
                length: bounds(field()),
                member: target(field(), item(declared)),
            },
            "map" => Kind::Map {
                length: bounds(field()),
                key: target(field(), None),
                value: target(field(), item(declared)),
            },
            "string" => Kind::String {
                length: bounds(field()),
                pattern: pattern(field()),
                nfc: false,
            },
            "enum" => Kind::Enum(Vec::leak(fields.collect())),
            "integer" => Kind::Integer {
                range: bounds(field()),
            },
            "long" => Kind::Long {
                range: bounds(field()),
            },
            "float" | "double" => Kind::Float {
                range: bounds(field()),
            },
            "boolean" => Kind::Boolean,
            "timestamp" => Kind::Timestamp,
            _ => Kind::Structure(Vec::leak(members(fields, declared))),
        },
    }
}

/// What is declared of the items of a list or the values of a map.
fn item(declared: Option<&'static Schema>) -> Option<&'static Schema> {
    match &declared?.kind {
        Kind::List { member, .. } => Some(member.schema()),
        Kind::Map { value, .. } => Some(value.schema()),
        _ => None,
    }
}

fn members(fields: impl Iterator<Item = &'static str>, declared: Option<&'static Schema>) -> Vec<Member> {
    fields.map(|field| member(field, declared)).collect()
}

fn member(field: &'static str, declared: Option<&'static Schema>) -> Member {
    let mut parts = field.split(' ');
    let named = parts.next().unwrap_or_default();
    let location = match (parts.next(), parts.next()) {
        (Some("label"), _) => Location::Label,
        (Some("query"), Some(key)) => Location::Query(key),
        (Some("header"), Some(name)) => Location::Header(name),
        _ => Location::Body,
    };
    let (required, named) = stripped(named, '*');
    let (idempotency_token, named) = stripped(named, '+');
    let (name, shape) = named.split_once(':').unwrap_or((named, named));
    let declared = declared.and_then(|declared| declared.member(name));
    Member {
        name,
        documentation: declared.map_or("", |member| member.documentation),
        required,
        location,
        idempotency_token,
        target: target(shape, declared.map(|member| member.target.schema())),
    }
}

fn stripped(text: &'static str, mark: char) -> (bool, &'static str) {
    match text.strip_prefix(mark) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

fn target(shape: &'static str, declared: Option<&'static Schema>) -> Target {
    Target::Catalogued(Reference::new(read, shape, declared))
}

/// Fractions are cut off: the catalogue's only ones are zero.
fn bounds(text: &str) -> Bounds {
    let (min, max) = text.split_once("..").unwrap_or_default();
    Bounds {
        min: min.parse().ok(),
        max: max.parse().ok(),
    }
}

/// A form that only the service checks.
fn pattern(expression: &'static str) -> Option<Pattern> {
    (!expression.is_empty()).then_some(Pattern {
        expression,
        words: "",
        matches: |_| true,
    })
}

/// The line whose name compares equal, by bisection.
fn search(lines: &'static str, order: impl Fn(&str) -> Ordering) -> Option<&'static str> {
    let bytes = lines.as_bytes();
    let (mut start, mut end) = (0, lines.len());
    while start < end {
        let middle = usize::midpoint(start, end);
        let from = bytes[start..middle].iter().rposition(|byte| *byte == b'\n');
        let from = from.map_or(start, |index| start + index + 1);
        let to = bytes[middle..end].iter().position(|byte| *byte == b'\n');
        let to = to.map_or(end, |index| middle + index);
        let line = &lines[from..to];
        match order(line.split('\t').next().unwrap_or_default()) {
            Ordering::Equal => return Some(line),
            Ordering::Less => start = to + 1,
            Ordering::Greater => end = from,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_catalogue_is_an_entry() {
        assert_eq!(entries().count(), 405);
        for entry in entries() {
            assert_eq!(find(&entry.name.to_lowercase()), Some(entry));
        }
        assert_eq!(find("describeuse"), None);
        assert_eq!(find("zzz"), None);
    }

    #[test]
    fn every_operation_stands_in_the_catalogue_with_the_same_route() {
        for operation in operations::of(Service::Connect) {
            let entry = find(operation.name).expect(operation.name);
            assert_eq!((entry.method, entry.path), (operation.method, operation.path));
        }
    }

    /// Collects the names of the shapes that can be reached.
    fn reach(schema: &'static Schema, reached: &mut BTreeSet<&'static str>) {
        if !reached.insert(schema.name) {
            return;
        }
        match &schema.kind {
            Kind::Structure(members) => members
                .iter()
                .for_each(|member| reach(member.target.schema(), reached)),
            Kind::List { member, .. } => reach(member.schema(), reached),
            Kind::Map { key, value, .. } => {
                reach(key.schema(), reached);
                reach(value.schema(), reached);
            }
            _ => {}
        }
    }

    #[test]
    fn every_shape_that_an_operation_names_is_in_the_catalogue() {
        let known: BTreeSet<_> = SHAPES
            .lines()
            .filter_map(|line| line.split('\t').next())
            .collect();
        for entry in entries() {
            let (interface, mut reached) = (entry.interface(), BTreeSet::new());
            reach(interface.request(), &mut reached);
            if entry.response.is_some() {
                reach(interface.response(), &mut reached);
            }
            let lacking: Vec<_> = reached.difference(&known).collect();
            assert!(lacking.is_empty(), "{}: {lacking:?}", entry.name);
            for code in entry.exceptions() {
                assert!(exception(code).is_some(), "{code}");
            }
        }
    }

    #[test]
    fn every_label_of_a_path_is_a_member() {
        for entry in entries() {
            let request = entry.interface().request();
            let labels = request
                .members()
                .iter()
                .filter(|member| member.location == Location::Label);
            let labels: BTreeSet<_> = labels.map(|member| member.name).collect();
            let segments = entry.path.split(['/', ':', '?']);
            let named: BTreeSet<_> = segments
                .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
                .collect();
            assert_eq!(labels, named, "{}", entry.name);
        }
    }

    #[test]
    fn a_shape_has_the_words_of_its_declaration() {
        let entry = find("DescribeUser").unwrap();
        let member = entry.interface().request().member("UserId").unwrap();
        let declared = entry.declared().unwrap().request().member("UserId").unwrap();
        assert!(!member.documentation.is_empty());
        assert_eq!(member.documentation, declared.documentation);
    }
}
