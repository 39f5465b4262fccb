//! One statement, compiled.

use std::fmt;

use crate::condition::Condition;
use crate::pattern::Pattern;
use crate::principal::{Caller, Principal, Principals, Trusted};
use crate::template::{Likeness, Template};
use crate::truth::Truth;
use crate::{ConditionKey, Context};

/// What a statement does when it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Allows, unless something denies.
    Allow,
    /// Denies, whatever allows.
    Deny,
}

impl fmt::Display for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        })
    }
}

/// A statement of a policy.
#[derive(Clone, Debug)]
pub struct Statement {
    pub(crate) sid: Option<Box<str>>,
    pub(crate) effect: Effect,
    pub(crate) actions: Actions,
    pub(crate) subject: Subject,
    pub(crate) conditions: Box<[Condition]>,
}

/// What the statement is about, besides actions.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// Of an identity-based policy: what may be acted on.
    Resources(Resources),
    /// Of a trust policy: who may act.
    Principals(Principals),
}

/// An `Action` or `NotAction`.
#[derive(Clone, Debug)]
pub(crate) struct Actions {
    pub(crate) negated: bool,
    pub(crate) patterns: Box<[Pattern]>,
    pub(crate) texts: Box<[Box<str>]>,
}

/// A `Resource` or `NotResource`.
#[derive(Clone, Debug)]
pub(crate) struct Resources {
    pub(crate) negated: bool,
    pub(crate) templates: Box<[Template]>,
}

impl Statement {
    /// Its `Sid`.
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// Its `Effect`.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// The condition keys that it asks for, in conditions and as variables; some more than once.
    pub fn keys(&self) -> impl Iterator<Item = &ConditionKey> {
        let templates: &[Template] = match &self.subject {
            Subject::Resources(resources) => &resources.templates,
            Subject::Principals(_) => &[],
        };
        let variables = templates.iter().flat_map(Template::keys);
        variables.chain(self.conditions.iter().flat_map(Condition::keys))
    }

    /// The accounts, users, roles and sessions that it names, as it names them.
    pub(crate) fn principals(&self) -> impl Iterator<Item = &str> {
        let entries: &[Principal] = match &self.subject {
            Subject::Resources(_) => &[],
            Subject::Principals(principals) => &principals.entries,
        };
        entries.iter().filter_map(Principal::text)
    }

    /// Whether it speaks of `action`.
    pub(crate) fn covers(&self, action: &str) -> bool {
        self.actions.covers(action)
    }

    /// Whether it matches a request whose action it covers.
    pub(crate) fn applies(&self, resource: &str, context: &dyn Context) -> Truth {
        match &self.subject {
            Subject::Resources(resources) => resources
                .cover(resource, context)
                .and(|| self.conditions_hold(context)),
            Subject::Principals(_) => Truth::False,
        }
    }

    /// In which sense its `Principal` names the caller.
    pub(crate) fn names(&self, caller: &Caller<'_>) -> Option<Trusted> {
        match &self.subject {
            Subject::Resources(_) => None,
            Subject::Principals(principals) => principals.names(caller),
        }
    }

    pub(crate) fn conditions_hold(&self, context: &dyn Context) -> Truth {
        Truth::all(self.conditions.iter().map(|condition| condition.holds(context)))
    }
}

impl Actions {
    pub(crate) fn covers(&self, action: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(action)) != self.negated
    }
}

impl Resources {
    /// A resource whose variable has no value covers nothing, in `NotResource` too.
    pub(crate) fn cover(&self, resource: &str, context: &dyn Context) -> Truth {
        let mut each = self
            .templates
            .iter()
            .map(|template| template.compare(resource, context));
        if self.negated {
            Truth::all(each.map(Likeness::different))
        } else {
            Truth::any(each.by_ref().map(Likeness::same))
        }
    }
}
