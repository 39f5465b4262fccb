//! What applies to a principal, and what of it matters for an action.

use std::sync::Arc;

use crate::decision::decide;
use crate::effort::DecisionEffort;
use crate::truth::Truth;
use crate::{ConditionKey, Context, Decision, Document, Effect, NothingKnown, Request, Statement};

/// A policy and the name by which it is attached.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What an administrator calls it.
    pub name: Box<str>,
    /// What it says; of [`Kind::Identity`](crate::Kind::Identity).
    pub document: Arc<Document>,
}

/// Every policy that applies to a principal.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    /// What is granted to the user or role.
    pub identity: Vec<Policy>,
    /// The most that may be granted to it, if that is limited.
    pub boundary: Option<Policy>,
    /// The most that a session may use of it; unlimited if there are none. One that allows is enough.
    pub session: Vec<Policy>,
}

/// A group of policies that must allow by itself.
///
/// Source: IAM User Guide, "Policy evaluation logic" (read November 2026).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Identity-based policies.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// Session policies.
    Session,
}

/// A statement by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementName<'p> {
    /// In which layer its policy is.
    pub layer: Layer,
    /// The policy's name.
    pub policy: &'p str,
    /// Its place in the policy, from 0.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<&'p str>,
}

/// Where a statement is among the policies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    pub(crate) layer: Layer,
    policy: usize,
    statement: usize,
}

impl Policies {
    /// Decides a request. To decide many of the same action, keep what [`Self::for_action`] returns.
    pub fn evaluate(&self, request: &Request<'_>) -> Decision<'_> {
        let covering = self
            .statements()
            .filter(|(_, statement)| statement.covers(request.action));
        decide(self, covering, request.resource, request.context)
    }

    /// Whether a request is allowed, and a statement that allows it names the action in full: for permissions that
    /// no wildcard should give.
    pub fn allow_by_name(&self, request: &Request<'_>) -> bool {
        let names = |(at, statement): (At, &Statement)| {
            at.layer == Layer::Identity
                && statement.effect == Effect::Allow
                && statement.names_action(request.action)
                && statement.applies(request.resource, request.context) == Truth::True
        };
        self.statements().any(names) && matches!(self.evaluate(request), Decision::Allowed { .. })
    }

    /// Whether a statement that allows something names an action in full.
    pub fn name_action(&self, action: &str) -> bool {
        self.statements().any(|(at, statement)| {
            at.layer == Layer::Identity && statement.effect == Effect::Allow && statement.names_action(action)
        })
    }

    /// The statements that cover `action`.
    pub fn for_action(self: &Arc<Self>, action: &str) -> Relevant {
        let covering = self
            .statements()
            .filter(|(_, statement)| statement.covers(action));
        Relevant {
            statements: covering.map(|(at, _)| at).collect(),
            policies: Arc::clone(self),
        }
    }

    /// The identity-based statements that allow `action` on `resource` in some request, if nothing denies it
    /// and the other layers allow it.
    pub fn could_grant(&self, action: &str, resource: &str) -> impl Iterator<Item = StatementName<'_>> {
        self.statements()
            .filter(|(at, statement)| at.layer == Layer::Identity && statement.effect == Effect::Allow)
            .filter(move |(_, statement)| statement.covers(action))
            .filter(move |(_, statement)| statement.applies(resource, &NothingKnown) != Truth::False)
            .map(|(at, _)| self.name(at))
    }

    /// The most steps that deciding a request of this context takes.
    pub fn effort(&self, context: &dyn Context) -> DecisionEffort {
        self.statements()
            .map(|(_, statement)| statement.effort(context))
            .sum()
    }

    /// All statements in the order in which they are asked.
    pub(crate) fn statements(&self) -> impl Iterator<Item = (At, &Statement)> {
        [Layer::Identity, Layer::Boundary, Layer::Session]
            .into_iter()
            .flat_map(|layer| {
                self.layer(layer)
                    .iter()
                    .enumerate()
                    .flat_map(move |(policy, Policy { document, .. })| {
                        document
                            .statements()
                            .iter()
                            .enumerate()
                            .map(move |(index, statement)| {
                                let at = At {
                                    layer,
                                    policy,
                                    statement: index,
                                };
                                (at, statement)
                            })
                    })
            })
    }

    pub(crate) fn name(&self, at: At) -> StatementName<'_> {
        StatementName {
            layer: at.layer,
            policy: &self.layer(at.layer)[at.policy].name,
            index: at.statement,
            sid: self.statement(at).sid(),
        }
    }

    pub(crate) fn layer(&self, layer: Layer) -> &[Policy] {
        match layer {
            Layer::Identity => &self.identity,
            Layer::Boundary => self.boundary.as_slice(),
            Layer::Session => &self.session,
        }
    }

    fn statement(&self, at: At) -> &Statement {
        &self.layer(at.layer)[at.policy].document.statements()[at.statement]
    }
}

/// The statements of a principal's policies that cover one action; to be kept per principal and action.
#[derive(Clone, Debug)]
pub struct Relevant {
    policies: Arc<Policies>,
    statements: Box<[At]>,
}

impl Relevant {
    /// Decides a request for the action.
    pub fn evaluate(&self, resource: &str, context: &dyn Context) -> Decision<'_> {
        decide(&self.policies, self.statements(), resource, context)
    }

    /// The statements that surely match a request for the action, with what they do.
    pub fn matching(
        &self,
        resource: &str,
        context: &dyn Context,
    ) -> impl Iterator<Item = (StatementName<'_>, Effect)> {
        self.statements()
            .filter(move |(_, statement)| statement.applies(resource, context) == Truth::True)
            .map(|(at, statement)| (self.policies.name(at), statement.effect))
    }

    /// The condition keys that a decision may ask for; some more than once.
    pub fn keys(&self) -> impl Iterator<Item = &ConditionKey> {
        self.statements().flat_map(|(_, statement)| statement.keys())
    }

    /// The keys that must become known before an undecided request is decided, each once.
    pub fn unknown_keys(&self, resource: &str, context: &dyn Context) -> Vec<&ConditionKey> {
        let undecided = self
            .statements()
            .filter(|(_, statement)| statement.applies(resource, context) == Truth::Unknown);
        let mut unknown: Vec<&ConditionKey> = Vec::new();
        for key in undecided.flat_map(|(_, statement)| statement.keys()) {
            if context.values(key) == crate::Values::Unknown && !unknown.contains(&key) {
                unknown.push(key);
            }
        }
        unknown
    }

    /// The policies it is taken from.
    pub fn policies(&self) -> &Arc<Policies> {
        &self.policies
    }

    fn statements(&self) -> impl Iterator<Item = (At, &Statement)> {
        self.statements
            .iter()
            .map(|at| (*at, self.policies.statement(*at)))
    }
}
