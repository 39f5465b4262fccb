//! What Roster declares, walked beside what botocore says.

use std::collections::BTreeSet;
use std::fmt::Debug;

use anyhow::Result;
use roster_model::operation::{Description, EMPTY_LIST, Effect};
use roster_model::schema::{Bounds, Kind, Location, Member, Schema};
use serde_json::Value;

use crate::botocore::{ServiceModel, capitalized, text, texts};

/// Our names of values without constraints. Botocore names these by their use (`AutoAccept`, `Url`);
/// all else about them is compared.
const NAMELESS: &[&str] = &["Boolean", "Long", "String", "Timestamp"];

/// One walk over both descriptions.
pub(super) struct Comparison<'m> {
    model: &'m ServiceModel,
    compared: BTreeSet<(&'static str, String)>,
    differences: BTreeSet<String>,
}

impl<'m> Comparison<'m> {
    pub(super) fn of(model: &'m ServiceModel) -> Self {
        Self {
            model,
            compared: BTreeSet::new(),
            differences: BTreeSet::new(),
        }
    }

    /// Every difference found, such as `ListUsers method: "GET", not "POST"`.
    pub(super) fn into_differences(self) -> BTreeSet<String> {
        self.differences
    }

    fn same<T: PartialEq + Debug>(&mut self, what: &str, ours: &T, theirs: &T) {
        if ours != theirs {
            self.differences
                .insert(format!("{what}: {ours:?}, not {theirs:?}"));
        }
    }

    /// Compares an operation and every shape that it uses.
    pub(super) fn operation(&mut self, ours: &Description) -> Result<()> {
        let model = self.model;
        let theirs = model.operation(ours.name)?;
        let http = &theirs["http"];
        let name = ours.name;
        self.same(&format!("{name} method"), &ours.method, &text(&http["method"])?);
        self.same(&format!("{name} path"), &ours.path, &text(&http["requestUri"])?);
        self.same(
            &format!("{name} status"),
            &200,
            &http["responseCode"].as_u64().unwrap_or(200),
        );
        self.same(&format!("{name} pages"), &ours.pages, &model.pages(name));
        self.exceptions(ours, theirs)?;
        self.access(ours);
        if let Some(input) = theirs.get("input") {
            self.shape(ours.request(), text(&input["shape"])?)?;
        }
        match theirs.get("output") {
            Some(output) => self.shape(ours.response(), text(&output["shape"])?)?,
            None => self.same(&format!("{name} output"), &ours.has_output(), &false),
        }
        Ok(())
    }

    fn exceptions(&mut self, ours: &Description, theirs: &Value) -> Result<()> {
        let declared: BTreeSet<_> = ours
            .exceptions
            .iter()
            .map(|name| (name.as_str(), u64::from(name.status())))
            .collect();
        let errors = theirs["errors"].as_array().into_iter().flatten();
        let known = errors
            .map(|error| self.model.error(text(&error["shape"])?))
            .collect::<Result<BTreeSet<_>>>()?;
        self.same(&format!("{} exceptions", ours.name), &declared, &known);
        Ok(())
    }

    /// Compares what the operation does and which resources it asks for, if the authorization
    /// reference knows it.
    fn access(&mut self, ours: &Description) {
        let Some(action) = self.model.action(ours.name) else {
            return;
        };
        let effect = match action["level"].as_str() {
            Some("Read" | "List") => Effect::Read,
            _ => Effect::Write,
        };
        self.same(&format!("{} effect", ours.name), &ours.effect, &effect);
    }

    fn shape(&mut self, ours: &'static Schema, their_name: &str) -> Result<()> {
        if !self.compared.insert((ours.name, their_name.to_owned())) {
            return Ok(());
        }
        let theirs = self.model.shape(their_name)?;
        let name = ours.name;
        if name == EMPTY_LIST {
            self.same(
                &format!("{their_name} type"),
                &type_of(ours),
                &text(&theirs["type"])?,
            );
            return Ok(());
        }
        let their_type = match (theirs.get("enum"), text(&theirs["type"])?) {
            (Some(_), _) => "enum",
            // In JSON, bytes are a text in base64.
            (None, "blob") => "string",
            (None, other) => other,
        };
        if !NAMELESS.contains(&name) {
            self.same(&format!("{name} name"), &name, &capitalized(their_name).as_str());
        }
        self.same(&format!("{name} type"), &type_of(ours), &their_type);
        self.same(
            &format!("{name} sensitive"),
            &ours.sensitive,
            &theirs["sensitive"].as_bool().unwrap_or(false),
        );
        self.same(&format!("{name} bounds"), &bounds_of(ours), &their_bounds(theirs));
        self.same(
            &format!("{name} pattern"),
            &pattern_of(ours),
            &theirs["pattern"].as_str(),
        );
        match &ours.kind {
            Kind::Structure(members) => self.members(name, members, theirs)?,
            Kind::List { member, .. } => self.shape(member.schema(), text(&theirs["member"]["shape"])?)?,
            Kind::Map { key, value, .. } => {
                self.shape(key.schema(), text(&theirs["key"]["shape"])?)?;
                self.shape(value.schema(), text(&theirs["value"]["shape"])?)?;
            }
            Kind::Enum(values) => self.same(
                &format!("{name} values"),
                &values.to_vec(),
                &texts(&theirs["enum"]),
            ),
            Kind::NoOutput
            | Kind::String { .. }
            | Kind::Integer { .. }
            | Kind::Long { .. }
            | Kind::Float { .. }
            | Kind::Boolean
            | Kind::Timestamp => {}
        }
        Ok(())
    }

    fn members(&mut self, name: &str, ours: &'static [Member], theirs: &Value) -> Result<()> {
        let required = texts(&theirs["required"]);
        let mut shared = Vec::new();
        for (member, theirs) in theirs["members"].as_object().into_iter().flatten() {
            let Some(ours) = ours.iter().find(|ours| ours.name == member) else {
                self.differences.insert(format!("{name}.{member} is not offered"));
                continue;
            };
            shared.push(member.as_str());
            self.member(name, ours, theirs, required.contains(&member.as_str()))?;
        }
        let our_order: Vec<_> = ours.iter().map(|member| member.name).collect();
        self.same(&format!("{name} members"), &our_order, &shared);
        Ok(())
    }

    fn member(&mut self, within: &str, ours: &'static Member, theirs: &Value, required: bool) -> Result<()> {
        let name = format!("{within}.{}", ours.name);
        let (location, key) = match ours.location {
            Location::Body => (None, None),
            Location::Label => (Some("uri"), Some(ours.name)),
            Location::Query(key) => (Some("querystring"), Some(key)),
            Location::Header(name) => (Some("header"), Some(name)),
        };
        self.same(&format!("{name} required"), &ours.required, &required);
        self.same(
            &format!("{name} location"),
            &location,
            &theirs["location"].as_str(),
        );
        self.same(&format!("{name} key"), &key, &theirs["locationName"].as_str());
        self.same(
            &format!("{name} idempotency token"),
            &ours.idempotency_token,
            &theirs["idempotencyToken"].as_bool().unwrap_or(false),
        );
        self.shape(ours.target.schema(), text(&theirs["shape"])?)
    }
}

fn type_of(schema: &Schema) -> &'static str {
    match schema.kind {
        Kind::NoOutput => "no output",
        Kind::Structure(_) => "structure",
        Kind::List { .. } => "list",
        Kind::Map { .. } => "map",
        Kind::String { .. } => "string",
        Kind::Enum(_) => "enum",
        Kind::Integer { .. } => "integer",
        Kind::Long { .. } => "long",
        Kind::Float { .. } => "float",
        Kind::Boolean => "boolean",
        Kind::Timestamp => "timestamp",
    }
}

fn bounds_of(schema: &Schema) -> (Option<i64>, Option<i64>) {
    let bounds = match schema.kind {
        Kind::List { length, .. } | Kind::Map { length, .. } | Kind::String { length, .. } => length,
        Kind::Integer { range } | Kind::Long { range } | Kind::Float { range } => range,
        Kind::NoOutput | Kind::Structure(_) | Kind::Enum(_) | Kind::Boolean | Kind::Timestamp => {
            Bounds::default()
        }
    };
    (bounds.min, bounds.max)
}

fn their_bounds(shape: &Value) -> (Option<i64>, Option<i64>) {
    // The bounds of floats are written with a fraction of zero.
    #[expect(clippy::cast_possible_truncation, reason = "bounds are small")]
    let bound = |bound: &Value| {
        bound
            .as_i64()
            .or_else(|| bound.as_f64().map(|bound| bound as i64))
    };
    (bound(&shape["min"]), bound(&shape["max"]))
}

fn pattern_of(schema: &Schema) -> Option<&'static str> {
    match schema.kind {
        Kind::String { pattern, .. } => pattern.map(|pattern| pattern.expression),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use roster_model::operations;
    use roster_model::service::Service;

    use super::*;

    /// What differs between DeleteUser as it is declared and a model with these changes.
    fn differences(change: impl Fn(&mut Value)) -> Vec<String> {
        let mut model = serde_json::json!({
            "operations": {"DeleteUser": {
                "http": {"method": "DELETE", "requestUri": "/users/{InstanceId}/{UserId}"},
                "input": {"shape": "DeleteUserRequest"},
                "errors": [
                    {"shape": "InvalidRequestException"}, {"shape": "InvalidParameterException"},
                    {"shape": "ResourceNotFoundException"}, {"shape": "ThrottlingException"},
                    {"shape": "InternalServiceException"},
                ],
            }},
            "shapes": {
                "DeleteUserRequest": {
                    "type": "structure",
                    "required": ["InstanceId", "UserId"],
                    "members": {
                        "InstanceId": {"shape": "InstanceId", "location": "uri", "locationName": "InstanceId"},
                        "UserId": {"shape": "UserId", "location": "uri", "locationName": "UserId"},
                    },
                },
                "InstanceId": {"type": "string", "min": 1, "max": 100},
                "UserId": {"type": "string"},
                "InvalidRequestException": {"error": {"httpStatusCode": 400}},
                "InvalidParameterException": {"error": {"httpStatusCode": 400}},
                "ResourceNotFoundException": {"error": {"httpStatusCode": 404}},
                "ThrottlingException": {"error": {"httpStatusCode": 429}},
                "InternalServiceException": {"error": {"httpStatusCode": 500}},
            },
            "pages": {},
            "actions": {"DeleteUser": {"level": "Write", "resources": []}},
        });
        change(&mut model);
        let model = ServiceModel::parse(&model.to_string()).unwrap();
        let mut comparison = Comparison::of(&model);
        comparison
            .operation(operations::find(Service::Connect, "DeleteUser").unwrap())
            .unwrap();
        comparison.into_differences().into_iter().collect()
    }

    #[test]
    fn a_declaration_that_agrees_has_no_differences() {
        assert!(differences(|_| {}).is_empty());
    }

    #[test]
    fn every_kind_of_difference_is_found() {
        let found = differences(|model| {
            model["operations"]["DeleteUser"]["http"]["method"] = "POST".into();
            model["operations"]["DeleteUser"]["errors"]
                .as_array_mut()
                .unwrap()
                .truncate(1);
            model["shapes"]["UserId"]["max"] = 5.into();
            model["shapes"]["DeleteUserRequest"]["members"]["Reason"] =
                serde_json::json!({"shape": "UserId"});
            model["actions"]["DeleteUser"]["level"] = "Read".into();
            model["pages"]["DeleteUser"] = "Users".into();
        });

        insta::assert_debug_snapshot!(found);
    }
}
