//! A request of any operation carries its parameters: read back from path, query, headers and body, they are the same.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use roster_model::catalogue;
use roster_model::operation::Interface;
use roster_model::schema::{Kind, Location, Member, Schema};
use serde_json::Value;

use super::Request;
use crate::parameters::Parameters;
use crate::timestamps;

/// How deep structures are filled.
const DEPTH: u32 = 3;

/// Requests of each operation.
const CASES: u32 = 4;

#[test]
fn a_request_of_every_operation_carries_its_parameters() {
    for entry in catalogue::entries() {
        let operation = entry.interface();
        let mut runner = TestRunner::new(Config::with_cases(CASES));
        runner
            .run(&structure(operation.request(), DEPTH), |parameters| {
                let endpoint = "http://localhost:7420".parse().unwrap();
                let request = Request::new(&operation, &parameters, &endpoint).unwrap();
                prop_assert_eq!(read_back(&operation, &request), parameters);
                Ok(())
            })
            .unwrap_or_else(|failure| panic!("{}: {failure}", operation.name));
    }
}

/// A structure with all its members.
fn structure(schema: &'static Schema, depth: u32) -> BoxedStrategy<Parameters> {
    let members = schema.members().iter();
    let members: Vec<_> = members
        .map(|member| value(member.target.schema(), depth).prop_map(|value| (member.name.to_owned(), value)))
        .collect();
    members.prop_map(|members| members.into_iter().collect()).boxed()
}

fn value(schema: &'static Schema, depth: u32) -> BoxedStrategy<Value> {
    let text = "[a-z/?&=+%é ]{1,6}";
    match &schema.kind {
        Kind::Structure(_) | Kind::NoOutput if depth == 0 => Just(serde_json::json!({})).boxed(),
        Kind::Structure(_) | Kind::NoOutput => structure(schema, depth - 1).prop_map(Value::Object).boxed(),
        Kind::List { member, .. } => {
            let items = prop::collection::vec(value(member.schema(), depth.saturating_sub(1)), 1..3);
            items.prop_map(Value::from).boxed()
        }
        Kind::Map { value: target, .. } => {
            let target = value(target.schema(), depth.saturating_sub(1));
            let entries = prop::collection::btree_map(text, target, 0..3);
            entries.prop_map(|entries| entries.into_iter().collect()).boxed()
        }
        Kind::String { .. } => text.prop_map(Value::from).boxed(),
        Kind::Enum(choices) => prop::sample::select(*choices).prop_map(Value::from).boxed(),
        Kind::Integer { .. } | Kind::Long { .. } => any::<i32>().prop_map(Value::from).boxed(),
        Kind::Float { .. } => (-1e6..1e6).prop_map(Value::from).boxed(),
        Kind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Timestamp => (0..4_000_000_000_i64).prop_map(Value::from).boxed(),
    }
}

fn read_back(operation: &Interface, request: &Request) -> Parameters {
    let mut body: Parameters = match request.body() {
        Some(body) => serde_json::from_str(body).unwrap(),
        None => Parameters::new(),
    };
    let members = operation.request().members().iter();
    members
        .filter_map(|member| {
            let value = match member.location {
                Location::Body => body.remove(member.name)?,
                Location::Label => scalar(member.target.schema(), &label(operation, request, member)),
                Location::Query(key) => query(request, key, member)?,
                Location::Header(name) => {
                    let text = String::from_utf8(request.headers.get(name)?.as_bytes().to_vec()).unwrap();
                    scalar(member.target.schema(), &text)
                }
            };
            Some((member.name.to_owned(), value))
        })
        .collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

fn label(operation: &Interface, request: &Request, member: &Member) -> String {
    let label = format!("{{{}}}", member.name);
    let index = operation.path.split('/').position(|segment| segment == label);
    decoded(request.path.split('/').nth(index.unwrap()).unwrap())
}

fn query(request: &Request, key: &str, member: &Member) -> Option<Value> {
    let pairs = request.query.split('&').filter_map(|pair| pair.split_once('='));
    let mut texts = pairs
        .filter(|(name, _)| *name == key)
        .map(|(_, text)| decoded(text));
    match member.target.schema().kind {
        Kind::List { member, .. } => {
            let items: Vec<_> = texts.map(|text| scalar(member.schema(), &text)).collect();
            (!items.is_empty()).then(|| Value::from(items))
        }
        _ => texts.next().map(|text| scalar(member.target.schema(), &text)),
    }
}

fn scalar(schema: &Schema, text: &str) -> Value {
    match schema.kind {
        Kind::Integer { .. } | Kind::Long { .. } | Kind::Float { .. } | Kind::Boolean => {
            text.parse().unwrap()
        }
        Kind::Timestamp => timestamps::in_body(timestamps::parse(&text.into()).unwrap()),
        _ => Value::from(text),
    }
}
