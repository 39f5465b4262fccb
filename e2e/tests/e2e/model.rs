//! Our description of the API against the model inside the installed botocore: whatever differs,
//! differs on purpose, and stands in [`INTENDED`] with its reason.

use std::collections::BTreeSet;
use std::process::Command;

use roster_e2e::places;
use roster_e2e::setup;
use roster_model::catalogue;
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::schema::{Bounds, Kind, Location, Member, Schema};
use roster_model::service::Service;
use serde_json::Value;

use crate::harness::finish;

/// What differs on purpose, and why. A row whose difference is gone fails the test.
const INTENDED: &[(&str, &str)] = &[
    // Forms that the API reference states and the model does not.
    (
        r#"AgentUsername pattern: Some("^[a-zA-Z0-9_.-]+$|^[a-zA-Z0-9._-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,63}$"), not None"#,
        "CreateUser's documentation gives the characters and the use of @",
    ),
    (
        r#"Email pattern: Some("^$|(?=^.{0,265}$)[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,63}$"), not None"#,
        "SecondaryEmail's documentation gives the form; an empty address clears",
    ),
    (
        r#"Password pattern: Some("^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[a-zA-Z\\d\\S]{8,64}$"), not Some("/^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[a-zA-Z\\d\\S]{8,64}$/")"#,
        "the model's slashes are the delimiters of another language, taken in by mistake",
    ),
    (
        r#"PhoneNumber pattern: Some("^$|^\\+[1-9]\\d{1,14}$"), not Some("\\\\+[1-9]\\\\d{1,14}$")"#,
        "the model's expression is escaped twice and would ask for backslashes; an empty number clears",
    ),
    (
        r#"SensitivePhoneNumber pattern: Some("^\\+[1-9]\\d{1,14}$"), not Some("\\+[1-9]\\d{1,14}$")"#,
        "Roster's expressions stand for the whole string, as the documentation means it",
    ),
    (
        r#"RegionName pattern: None, not Some("[a-z]{2}(-[a-z]+){1,2}(-[0-9])?")"#,
        "it stands in answers only, and a Region is one of AWS's list when it comes in",
    ),
    // Members that need what Roster does not have.
    (
        "DescribeInstanceResponse.ReplicationConfiguration is not offered",
        "there is no replication between Regions",
    ),
    (
        "RoutingProfile.AssociatedManualAssignmentQueueIds is not offered",
        "AWS documents it, but never fills it",
    ),
    (
        "RoutingProfile.AssociatedQueueIds is not offered",
        "AWS documents it, but never fills it",
    ),
    (
        "SecurityProfile.AllowedAccessControlHierarchyGroupId is not offered",
        "there is no access control by hierarchy",
    ),
    (
        "SecurityProfile.AllowedAccessControlTags is not offered",
        "there is no access control by tag inside an instance",
    ),
    (
        "SecurityProfile.GranularAccessControlConfiguration is not offered",
        "there are no data tables to guard",
    ),
    (
        "SecurityProfile.HierarchyRestrictedResources is not offered",
        "there is no access control by hierarchy",
    ),
    (
        "SecurityProfile.TagRestrictedResources is not offered",
        "there is no access control by tag inside an instance",
    ),
    // IAM and STS.
    (
        r#"AccessKeyIdType pattern: Some("[\\w]+"), not Some("[\\w]*")"#,
        "STS lets it be empty by form and not by length; IAM's form says both",
    ),
    (
        r#"ArnType pattern: None, not Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+")"#,
        "IAM has no form for ARNs; what STS's form forbids is the ARN of no role",
    ),
    (
        r#"PolicyVersionIdType pattern: None, not Some("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?")"#,
        "it stands in answers only",
    ),
    (
        r#"AssumeRole exceptions: {("MalformedPolicyDocument", 400), ("PackedPolicyTooLarge", 400)}, not {("ExpiredTokenException", 400), ("MalformedPolicyDocument", 400), ("PackedPolicyTooLarge", 400), ("RegionDisabledException", 403)}"#,
        "an expired token is told by who checks signatures, and no Region is ever switched off",
    ),
    (
        "AssumeRoleRequest.PolicyArns is not offered",
        "a session policy is given in full",
    ),
    (
        "AssumeRoleRequest.ProvidedContexts is not offered",
        "there is no identity centre",
    ),
    (
        "AssumeRoleRequest.SerialNumber is not offered",
        "there are no MFA devices",
    ),
    (
        "AssumeRoleRequest.TokenCode is not offered",
        "there are no MFA devices",
    ),
    (
        "EvaluationResult.EvalDecisionDetails is not offered",
        "there are no policies of resources, and so no decisions across accounts",
    ),
    (
        "EvaluationResult.OrganizationsDecisionDetail is not offered",
        "there are no organizations",
    ),
    (
        "EvaluationResult.ResourceSpecificResults is not offered",
        "each resource has a result of its own",
    ),
    (
        "Statement.EndPosition is not offered",
        "documents are read without places",
    ),
    (
        "Statement.StartPosition is not offered",
        "documents are read without places",
    ),
    ("Role.RoleLastUsed is not offered", "the last use is not kept"),
    (
        "User.PasswordLastUsed is not offered",
        "users of IAM have no passwords",
    ),
];

/// Our names of values without constraints. Botocore names these by their use (`AutoAccept`, `Url`);
/// all else about them is compared.
const NAMELESS: &[&str] = &["Boolean", "Long", "String", "Timestamp"];

/// Operations that Connect has got since this botocore was made.
const NEWER: &[&str] = &[
    "CreateAttachedFile",
    "CreateAuthCode",
    "CreateExtractionDefinition",
    "CreateMetric",
    "DeleteContactData",
    "DeleteExtractionDefinition",
    "DeleteMetric",
    "DeleteSession",
    "DescribeExtractionDefinition",
    "DescribeMetric",
    "GetCrossRegionRouting",
    "GetEvaluationFormValidation",
    "ListEvaluationFormAIVersions",
    "ListExtractionDefinitions",
    "ListMetrics",
    "ListSecurityProfileAIAgents",
    "SearchMetrics",
    "SearchRules",
    "SendOutboundWebNotification",
    "StartAssistantContact",
    "StartContactConversationalAnalyticsJob",
    "StartEvaluationFormValidation",
    "UpdateContactTaskTemplate",
    "UpdateCrossRegionRouting",
    "UpdateExtractionDefinition",
    "UpdateMetricContent",
    "UpdateMetricMetadata",
];

/// Botocore's model of a service.
struct Model(Value);

impl Model {
    fn installed(service: Service) -> Self {
        if let Err(error) = setup::require() {
            panic!("{error:#}");
        }
        let venv = places::venv().expect("a virtual environment");
        let printed = finish(
            Command::new(venv.join("bin/python"))
                .arg(places::sources().join("clients/botocore_model.py"))
                .arg(service.name()),
        )
        .printed();
        Self(serde_json::from_str(&printed).expect("a model in JSON"))
    }

    fn operation(&self, name: &str) -> &Value {
        let found = &self.0["operations"][name];
        assert!(found.is_object(), "there is no operation {name}");
        found
    }

    fn shape(&self, name: &str) -> &Value {
        let found = &self.0["shapes"][name];
        assert!(found.is_object(), "there is no shape {name}");
        found
    }
}

#[test]
fn every_operation_is_described_as_botocore_knows_it_but_for_intended_differences() {
    let mut differences = BTreeSet::new();
    for service in [Service::Connect, Service::Iam, Service::Sts] {
        let model = Model::installed(service);
        let mut comparison = Comparison::of(&model);
        for operation in operations::of(service) {
            comparison.operation(operation);
        }
        differences.extend(comparison.differences);
    }
    let intended: BTreeSet<String> = INTENDED
        .iter()
        .map(|(difference, _)| (*difference).to_owned())
        .collect();
    let unexplained: Vec<_> = differences.difference(&intended).collect();
    let gone: Vec<_> = intended.difference(&differences).collect();
    assert!(
        unexplained.is_empty() && gone.is_empty(),
        "differences that nobody has explained: {unexplained:#?}\nexplained differences that are gone: {gone:#?}"
    );
}

#[test]
fn the_catalogue_names_the_operations_that_botocore_knows() {
    let model = Model::installed(Service::Connect);
    let known = model.0["operations"].as_object().expect("operations");
    let theirs: BTreeSet<_> = known
        .iter()
        .map(|(name, operation)| {
            let http = &operation["http"];
            format!("{name} {} {}", text(&http["method"]), text(&http["requestUri"]))
        })
        .collect();
    let (newer, ours): (Vec<_>, Vec<_>) = catalogue::entries()
        .map(|entry| {
            (
                entry.name,
                format!("{} {} {}", entry.name, entry.method, entry.path),
            )
        })
        .partition(|(name, _)| NEWER.contains(name));
    let ours: BTreeSet<_> = ours.into_iter().map(|(_, route)| route).collect();
    let missing: Vec<_> = theirs.difference(&ours).collect();
    let unknown: Vec<_> = ours.difference(&theirs).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "missing: {missing:#?}\nunknown: {unknown:#?}"
    );
    let newer: Vec<_> = newer.into_iter().map(|(name, _)| name).collect();
    assert_eq!(newer, NEWER, "what stands in NEWER stands in the catalogue");
    for name in NEWER {
        assert_eq!(known.get(*name), None, "{name} is no longer newer than botocore");
    }
}

/// One walk over both descriptions.
struct Comparison<'m> {
    model: &'m Model,
    compared: BTreeSet<(&'static str, String)>,
    differences: BTreeSet<String>,
}

impl<'m> Comparison<'m> {
    fn of(model: &'m Model) -> Self {
        Self {
            model,
            compared: BTreeSet::new(),
            differences: BTreeSet::new(),
        }
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, ours: &T, theirs: &T) {
        if ours != theirs {
            self.differences
                .insert(format!("{what}: {ours:?}, not {theirs:?}"));
        }
    }

    fn operation(&mut self, ours: &Description) {
        let model = self.model;
        let theirs = model.operation(ours.name);
        let http = &theirs["http"];
        let name = ours.name;
        self.same(&format!("{name} method"), &ours.method, &text(&http["method"]));
        self.same(&format!("{name} path"), &ours.path, &text(&http["requestUri"]));
        self.same(
            &format!("{name} status"),
            &200,
            &http["responseCode"].as_u64().unwrap_or(200),
        );
        self.exceptions(ours, theirs);
        self.shape(ours.request(), text(&theirs["input"]["shape"]));
        match theirs.get("output") {
            Some(output) => self.shape(ours.response(), text(&output["shape"])),
            None => self.same(&format!("{name} output"), &ours.has_output(), &false),
        }
    }

    fn exceptions(&mut self, ours: &Description, theirs: &Value) {
        let declared: BTreeSet<_> = ours
            .exceptions
            .iter()
            .map(|name| (name.as_str(), u64::from(name.status())))
            .collect();
        let errors = theirs["errors"].as_array();
        let known: BTreeSet<_> = errors
            .into_iter()
            .flatten()
            .map(|error| {
                let shape = text(&error["shape"]);
                let error = &self.model.shape(shape)["error"];
                let status = error["httpStatusCode"].as_u64().expect("a status");
                // The XML protocols call some errors by a code of their own.
                (error["code"].as_str().unwrap_or(shape), status)
            })
            .collect();
        self.same(&format!("{} exceptions", ours.name), &declared, &known);
    }

    fn shape(&mut self, ours: &'static Schema, their_name: &str) {
        if !self.compared.insert((ours.name, their_name.to_owned())) {
            return;
        }
        let model = self.model;
        let theirs = model.shape(their_name);
        let name = ours.name;
        let their_type = match theirs.get("enum") {
            Some(_) => "enum",
            None => text(&theirs["type"]),
        };
        if !NAMELESS.contains(&name) {
            // Rust's types start with a capital.
            let theirs = capitalized(their_name);
            self.same(&format!("{name} name"), &name, &theirs.as_str());
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
            Kind::Structure(members) => self.members(name, members, theirs),
            Kind::List { member, .. } => self.shape(member(), text(&theirs["member"]["shape"])),
            Kind::Map { key, value, .. } => {
                self.shape(key(), text(&theirs["key"]["shape"]));
                self.shape(value(), text(&theirs["value"]["shape"]));
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
            | Kind::Boolean
            | Kind::Timestamp => {}
        }
    }

    fn members(&mut self, name: &str, ours: &'static [Member], theirs: &Value) {
        let their_members = theirs["members"].as_array().expect("members in a list");
        let required = texts(&theirs["required"]);
        let mut shared = Vec::new();
        for theirs in their_members {
            let member = text(&theirs["name"]);
            let Some(ours) = ours.iter().find(|ours| ours.name == member) else {
                self.differences.insert(format!("{name}.{member} is not offered"));
                continue;
            };
            shared.push(member);
            self.member(name, ours, theirs, required.contains(&member));
        }
        let our_order: Vec<_> = ours.iter().map(|member| member.name).collect();
        self.same(&format!("{name} members"), &our_order, &shared);
    }

    fn member(&mut self, within: &str, ours: &'static Member, theirs: &Value, required: bool) {
        let name = format!("{within}.{}", ours.name);
        let (location, key) = match ours.location {
            Location::Body => (None, None),
            Location::Label => (Some("uri"), Some(ours.name)),
            Location::Query(key) => (Some("querystring"), Some(key)),
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
        self.shape((ours.target)(), text(&theirs["shape"]));
    }
}

fn capitalized(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_ascii_uppercase() + rest
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
        Kind::Boolean => "boolean",
        Kind::Timestamp => "timestamp",
    }
}

fn bounds_of(schema: &Schema) -> (Option<i64>, Option<i64>) {
    let bounds = match schema.kind {
        Kind::List { length, .. } | Kind::Map { length, .. } | Kind::String { length, .. } => length,
        Kind::Integer { range } | Kind::Long { range } => range,
        Kind::NoOutput | Kind::Structure(_) | Kind::Enum(_) | Kind::Boolean | Kind::Timestamp => {
            Bounds::default()
        }
    };
    (bounds.min, bounds.max)
}

fn their_bounds(shape: &Value) -> (Option<i64>, Option<i64>) {
    (shape["min"].as_i64(), shape["max"].as_i64())
}

fn pattern_of(schema: &Schema) -> Option<&'static str> {
    match schema.kind {
        Kind::String { pattern, .. } => pattern.map(|pattern| pattern.expression),
        _ => None,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn texts(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .map(|values| values.iter().map(text).collect())
        .unwrap_or_default()
}
