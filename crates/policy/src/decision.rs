//! Whether a request is allowed, and by or for want of what.
//!
//! Source: IAM User Guide, "Policy evaluation logic" and "Troubleshoot access denied error messages" (read
//! November 2026).

use std::fmt;

use crate::policies::{At, Layer, Policies, StatementName};
use crate::truth::Truth;
use crate::{Context, Effect, Statement};

/// What the policies say to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'p> {
    /// Yes.
    Allowed {
        /// The first identity-based statement that allows.
        by: StatementName<'p>,
    },
    /// No, whatever is not known yet.
    Denied(Denial<'p>),
    /// It depends on keys that are not known yet ([`Relevant::unknown_keys`](crate::Relevant::unknown_keys)).
    Undecided,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial<'p> {
    /// A statement denies.
    Explicit {
        /// The first that does.
        by: StatementName<'p>,
    },
    /// No statement of a layer allows.
    Implicit {
        /// The first layer of which that is true.
        layer: Layer,
    },
}

impl<'p> Denial<'p> {
    /// The end of AWS's sentence, after `… is not authorized to perform: ACTION on resource: ARN `.
    pub fn clause(&self, action: &'p str) -> impl fmt::Display + 'p {
        Clause {
            denial: *self,
            action,
        }
    }
}

struct Clause<'p> {
    denial: Denial<'p>,
    action: &'p str,
}

impl fmt::Display for Clause<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denial {
            Denial::Explicit { by } => {
                let article = match by.layer {
                    Layer::Identity => "an",
                    Layer::Boundary | Layer::Session => "a",
                };
                write!(formatter, "with an explicit deny in {article} {}", by.layer)
            }
            Denial::Implicit { layer } => {
                write!(formatter, "because no {layer} allows the {} action", self.action)
            }
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Identity => "identity-based policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
        })
    }
}

/// What the statements of a layer come to.
#[derive(Clone, Copy)]
enum Verdict {
    Silent,
    MayAllow,
    Allows(At),
}

/// Decides by statements that cover the action, in the order of their layers.
pub(crate) fn decide<'p>(
    policies: &'p Policies,
    statements: impl Iterator<Item = (At, &'p Statement)>,
    resource: &str,
    context: &dyn Context,
) -> Decision<'p> {
    let mut verdicts = [Verdict::Silent; 3];
    let mut may_deny = false;
    for (at, statement) in statements {
        let verdict = &mut verdicts[at.layer as usize];
        match (statement.effect, *verdict) {
            (Effect::Allow, Verdict::Allows(_)) => {}
            (Effect::Allow, Verdict::Silent | Verdict::MayAllow) => {
                match statement.applies(resource, context) {
                    Truth::True => *verdict = Verdict::Allows(at),
                    Truth::Unknown => *verdict = Verdict::MayAllow,
                    Truth::False => {}
                }
            }
            (Effect::Deny, _) => match statement.applies(resource, context) {
                Truth::True => {
                    return Decision::Denied(Denial::Explicit {
                        by: policies.name(at),
                    });
                }
                Truth::Unknown => may_deny = true,
                Truth::False => {}
            },
        }
    }
    conclude(policies, verdicts, may_deny)
}

/// No statement surely denies; every layer there is must allow.
fn conclude(policies: &Policies, verdicts: [Verdict; 3], may_deny: bool) -> Decision<'_> {
    let layers = [Layer::Identity, Layer::Boundary, Layer::Session];
    let limiting = |layer: &Layer| *layer == Layer::Identity || !policies.layer(*layer).is_empty();
    let mut open = may_deny;
    for layer in layers.into_iter().filter(limiting) {
        match verdicts[layer as usize] {
            Verdict::Silent => return Decision::Denied(Denial::Implicit { layer }),
            Verdict::MayAllow => open = true,
            Verdict::Allows(_) => {}
        }
    }
    match verdicts[Layer::Identity as usize] {
        Verdict::Allows(at) if !open => Decision::Allowed {
            by: policies.name(at),
        },
        Verdict::Allows(_) | Verdict::MayAllow | Verdict::Silent => Decision::Undecided,
    }
}
