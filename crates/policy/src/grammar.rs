//! Statements: their grammar.
//!
//! Source: IAM User Guide, "Grammar of the IAM JSON policy language", "IAM JSON policy elements: Action",
//! "… Resource", "… Principal", "… Sid" (read November 2026).

use crate::arn::{self, ResourceTemplate};
use crate::condition::Condition;
use crate::document::{Kind, either};
use crate::error::Fault;
use crate::json::Node;
use crate::operator::Operator;
use crate::pattern::{Case, Pattern, wild};
use crate::principal::{Principal, Principals};
use crate::reading::{Members, Place, object, scalars, strings};
use crate::statement::{Actions, Effect, Resources, Statement, Subject};
use crate::{ConditionKey, MalformedPolicy};

const ELEMENTS: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
/// Which part of an ARN the account is.
const ACCOUNT: usize = 4;
const NO_ACTIONS: &str = "Policy statement must contain actions.";
const NO_RESOURCES: &str = "Policy statement must contain resources.";
const NO_PRINCIPAL: &str = "Missing required field Principal. Say who may assume the role.";

impl Statement {
    /// Reads a statement.
    pub(crate) fn read(
        place: &Place,
        node: Node,
        kind: Kind,
        variables: bool,
    ) -> Result<Self, MalformedPolicy> {
        let mut members = Members::read(place, node, ELEMENTS)?;
        let sid = sid(place, &mut members)?;
        let effect = effect(place, &mut members)?;
        let actions = actions(place, &mut members, kind, effect)?;
        let subject = match kind {
            Kind::Identity => {
                let why = "the policy applies to whom it is attached to";
                prohibit(place, &mut members, ["Principal", "NotPrincipal"], why)?;
                Subject::Resources(resources(place, &mut members, variables)?)
            }
            Kind::Trust => {
                let why = "a trust policy is about the role it is attached to";
                prohibit(place, &mut members, ["Resource", "NotResource"], why)?;
                Subject::Principals(principals(place, &mut members, effect)?)
            }
        };
        let conditions = conditions(&place.element("Condition"), members.take("Condition"), variables)?;
        Ok(Self {
            sid,
            effect,
            actions,
            subject,
            conditions,
        })
    }
}

/// An empty one is as good as none.
fn sid(place: &Place, members: &mut Members) -> Result<Option<Box<str>>, MalformedPolicy> {
    match members.text("Sid")? {
        Some(sid) if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            Err(place.element("Sid").refuse(Fault::Sid { got: sid }))
        }
        sid => Ok(sid.filter(|sid| !sid.is_empty()).map(String::into_boxed_str)),
    }
}

fn effect(place: &Place, members: &mut Members) -> Result<Effect, MalformedPolicy> {
    match members.text("Effect")?.as_deref() {
        Some("Allow") => Ok(Effect::Allow),
        Some("Deny") => Ok(Effect::Deny),
        Some(other) => Err(place.element("Effect").refuse(Fault::Effect {
            got: other.to_owned(),
        })),
        None => Err(place.refuse(Fault::Missing {
            text: "Syntax errors in policy. A statement must have an Effect, Allow or Deny.",
        })),
    }
}

fn prohibit(
    place: &Place,
    members: &mut Members,
    names: [&str; 2],
    why: &'static str,
) -> Result<(), MalformedPolicy> {
    match names.into_iter().find(|name| members.take(name).is_some()) {
        Some(name) => Err(place.element(name).refuse(Fault::Prohibited { why })),
        None => Ok(()),
    }
}

fn actions(
    place: &Place,
    members: &mut Members,
    kind: Kind,
    effect: Effect,
) -> Result<Actions, MalformedPolicy> {
    let (negated, place, texts) = either(place, members, ["Action", "NotAction"], NO_ACTIONS)?;
    // AWS's own managed policies have some. As no action has a blank, such a pattern allows nothing.
    let may_have_blanks = effect == Effect::Allow && !negated;
    for text in &texts {
        check_action(text, kind, may_have_blanks).map_err(|why| {
            place.refuse(Fault::Action {
                got: text.clone(),
                why,
            })
        })?;
    }
    Ok(Actions {
        negated,
        patterns: texts
            .iter()
            .map(|text| Pattern::new(wild(text), Case::Ignored))
            .collect(),
        texts: texts.into_iter().map(String::into_boxed_str).collect(),
    })
}

fn check_action(text: &str, kind: Kind, may_have_blanks: bool) -> Result<(), &'static str> {
    if text == "*" && kind == Kind::Identity {
        return Ok(());
    }
    let (service, name) = text.split_once(':').ok_or("write it as service:Action")?;
    if service.is_empty()
        || !service
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return Err("before the colon stands the prefix of a service, without wildcards");
    }
    if !may_have_blanks && name.contains(' ') {
        return Err("take the blank out of it; no action has one, so that this would not be what it seems");
    }
    let in_names =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'?' | b'_' | b'-' | b' ');
    if name.is_empty() || !name.bytes().all(in_names) {
        return Err("after the colon stands the name of an action, of letters and digits, * and ?");
    }
    if kind == Kind::Trust && !service.eq_ignore_ascii_case("sts") {
        return Err("AssumeRole policy may only specify STS AssumeRole actions");
    }
    Ok(())
}

fn resources(place: &Place, members: &mut Members, variables: bool) -> Result<Resources, MalformedPolicy> {
    let (negated, place, texts) = either(place, members, ["Resource", "NotResource"], NO_RESOURCES)?;
    let template = |text: &String| {
        check_resource(text, variables)?;
        ResourceTemplate::read(text, variables)
    };
    Ok(Resources {
        negated,
        templates: texts
            .iter()
            .map(|text| template(text).map_err(|fault| place.refuse(fault)))
            .collect::<Result<_, _>>()?,
    })
}

/// An ARN of six parts, or of fewer if the last ends with a `*` that stands for the rest. A `*` within a part
/// ends with it; once parts may be missing, this is ambiguous, so there it must end its part.
fn check_resource(text: &str, variables: bool) -> Result<(), Fault> {
    let refused = |why| {
        Err(Fault::Resource {
            got: text.to_owned(),
            why,
        })
    };
    if text == "*" {
        return Ok(());
    }
    let parts = arn::split(text, variables);
    let (head, short) = match parts.len() {
        6 => (&parts[..5], false),
        _ => (&parts[..], true),
    };
    if parts[0] != "arn" {
        return refused("it does not begin with arn:");
    }
    if short && !text.ends_with('*') {
        return refused("an ARN has six parts between colons");
    }
    if parts.get(2).is_some_and(|service| service.contains(['*', '?'])) {
        return refused("the service must be fully qualified");
    }
    if arn::has_capitals(&parts) {
        return refused(
            "partition, service and Region have small letters only; with others it would match nothing",
        );
    }
    let is_varying = |part: &&str| variables && part.contains("${");
    if head.iter().take(ACCOUNT).any(is_varying) || (short && head.iter().any(is_varying)) {
        return refused("variables may stand only in the account and after the fifth colon");
    }
    if short && head.iter().any(|part| part.trim_end_matches('*').contains('*')) {
        return refused("write all six parts, or let * end each part that has one");
    }
    Ok(())
}

fn principals(place: &Place, members: &mut Members, effect: Effect) -> Result<Principals, MalformedPolicy> {
    let (name, node) = match (members.take("Principal"), members.take("NotPrincipal")) {
        (Some(node), None) => ("Principal", node),
        (None, Some(node)) => ("NotPrincipal", node),
        (Some(_), Some(_)) => return Err(place.refuse(Fault::Both { element: "Principal" })),
        (None, None) => return Err(place.refuse(Fault::Missing { text: NO_PRINCIPAL })),
    };
    let place = place.element(name);
    let negated = name == "NotPrincipal";
    if negated && effect == Effect::Allow {
        return Err(place.refuse(Fault::Prohibited {
            why: "with Allow it would trust everyone else; use Principal",
        }));
    }
    Ok(Principals {
        negated,
        entries: principal_entries(&place, node)?,
    })
}

fn principal_entries(place: &Place, node: Node) -> Result<Box<[Principal]>, MalformedPolicy> {
    if let Node::Text(text) = &node
        && text == "*"
    {
        return Ok([Principal::Everyone].into());
    }
    let mut members = Members::read(place, node, &["AWS", "Service", "Federated"])?;
    let mut entries = Vec::new();
    for name in ["AWS", "Service", "Federated"] {
        let Some(node) = members.take(name) else { continue };
        let place = place.element(name);
        for text in strings(&place, node, NO_PRINCIPAL)? {
            entries.push(if name == "AWS" {
                Principal::aws(&text).map_err(|fault| place.refuse(fault))?
            } else {
                Principal::Other
            });
        }
    }
    if entries.is_empty() {
        return Err(place.refuse(Fault::Missing { text: NO_PRINCIPAL }));
    }
    Ok(entries.into())
}

fn conditions(
    place: &Place,
    node: Option<Node>,
    variables: bool,
) -> Result<Box<[Condition]>, MalformedPolicy> {
    let mut conditions = Vec::new();
    let Some(node) = node else {
        return Ok(Box::default());
    };
    for (name, node) in object(place, node)? {
        let place = place.element(&name);
        let operator = Operator::read(&name).map_err(|fault| place.refuse(fault))?;
        for (name, node) in object(&place, node)? {
            let place = place.element(&name);
            let key =
                ConditionKey::parse(&name).ok_or_else(|| place.refuse(Fault::Key { got: name.clone() }))?;
            let condition = Condition::new(operator, key, scalars(&place, node)?, variables);
            conditions.push(condition.map_err(|fault| place.refuse(fault))?);
        }
    }
    Ok(conditions.into())
}
