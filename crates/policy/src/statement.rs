//! One statement, compiled.

use std::fmt;

use crate::arn::ResourceTemplate;
use crate::condition::Condition;
use crate::effort::DecisionEffort;
use crate::pattern::Pattern;
use crate::principal::{Caller, Principal, Principals, Trusted};
use crate::template::Likeness;
use crate::truth::Truth;
use crate::{ConditionKey, Context, Values};

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

/// What becomes of a statement in requests that lack a key which it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// One of its conditions cannot hold.
    NeverApplies,
    /// Its conditions on the key hold.
    HoldsAnyway,
    /// The key is a variable in its resources only.
    InResources,
}

/// Requests of which nothing is known but that they lack a key.
struct Without<'k>(&'k ConditionKey);

impl Context for Without<'_> {
    fn values(&self, key: &ConditionKey) -> Values<'_> {
        if key == self.0 {
            Values::Absent
        } else {
            Values::Unknown
        }
    }
}

/// What the statement is about, besides actions.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// Of an identity-based policy: what may be acted on.
    Resources(Resources),
    /// Of a trust policy: its principals.
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
    pub(crate) templates: Box<[ResourceTemplate]>,
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
        let variables = self.templates().iter().flat_map(ResourceTemplate::keys);
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

    /// What becomes of it in requests that lack a key which it asks for, whatever else they have.
    pub fn lacking(&self, key: &ConditionKey) -> Lacking {
        let is_asked = self
            .conditions
            .iter()
            .flat_map(Condition::keys)
            .any(|asked| asked == key);
        match self.conditions_hold(&Without(key)) {
            Truth::False => Lacking::NeverApplies,
            Truth::True | Truth::Unknown if is_asked => Lacking::HoldsAnyway,
            Truth::True | Truth::Unknown => Lacking::InResources,
        }
    }

    /// Whether it speaks of `action`.
    pub fn covers(&self, action: &str) -> bool {
        self.actions.covers(action)
    }

    /// Whether it names `action` in full. `*` and `service:*` cover an action without naming it.
    pub fn names_action(&self, action: &str) -> bool {
        let mut texts = self.actions.texts.iter();
        !self.actions.negated && texts.any(|text| text.eq_ignore_ascii_case(action))
    }

    /// Whether it matches a request whose action it covers.
    pub(crate) fn applies(&self, resource: &str, context: &dyn Context) -> Truth {
        match &self.subject {
            Subject::Resources(resources) => resources
                .cover(self.effect, resource, context)
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
        let each = self.conditions.iter();
        Truth::all(each.map(|condition| condition.holds(self.effect, context)))
    }

    /// The most steps that deciding whether it matches takes.
    pub(crate) fn effort(&self, context: &dyn Context) -> DecisionEffort {
        let conditions = self.conditions.iter().map(|condition| condition.effort(context));
        DecisionEffort {
            actions: self.actions.patterns.iter().map(Pattern::effort).sum(),
            resources: self
                .templates()
                .iter()
                .map(|template| template.effort(context))
                .sum(),
            conditions: conditions.fold(0, u64::saturating_add),
        }
    }

    fn templates(&self) -> &[ResourceTemplate] {
        match &self.subject {
            Subject::Resources(resources) => &resources.templates,
            Subject::Principals(_) => &[],
        }
    }
}

impl Actions {
    pub(crate) fn covers(&self, action: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(action)) != self.negated
    }
}

impl Resources {
    /// Whether a statement of this effect speaks of `resource`. One whose variable has no value covers nothing
    /// in an `Allow`, and everything in a `Deny`; under `NotResource` too.
    pub(crate) fn cover(&self, effect: Effect, resource: &str, context: &dyn Context) -> Truth {
        let compared = || {
            let each = self
                .templates
                .iter()
                .map(|template| template.compare(resource, context));
            if self.negated {
                Truth::all(each.map(Likeness::different))
            } else {
                Truth::any(each.map(Likeness::same))
            }
        };
        match effect {
            Effect::Allow => compared(),
            Effect::Deny => {
                let each = self
                    .templates
                    .iter()
                    .map(|template| template.is_unresolvable(context));
                Truth::any(each).or(compared)
            }
        }
    }
}
