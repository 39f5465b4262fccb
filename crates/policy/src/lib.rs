//! IAM policies: documents read, checked, compiled, evaluated and explained as AWS documents it.
//!
//! Everything here is a pure function of documents and requests. The crate looks nothing up, reads no clock,
//! knows no HTTP and none of Connect's actions, resources or keys.
//!
//! A request may be decided before everything is known about it. A key whose value nobody has looked up yet
//! is *unknown*, evaluation is three-valued, and a decision other than [`Decision::Undecided`] stays what it
//! is, whatever the value turns out to be.
//!
//! ```
//! # use std::sync::Arc;
//! # use roster_policy::{ContextEntries, Decision, Document, Kind, Policies, Policy};
//! let document = Document::parse(
//!     r#"{
//!       "Version": "2012-10-17",
//!       "Statement": [
//!         {"Effect": "Allow", "Action": "connect:UpdateUser*", "Resource": "*"},
//!         {"Sid": "NoMail", "Effect": "Deny", "Action": "connect:UpdateUserIdentityInfo", "Resource": "*",
//!          "Condition": {"ForAnyValue:StringEquals": {"roster:ChangedIdentityField": "Email"}}}
//!       ]
//!     }"#,
//!     Kind::Identity,
//! )?;
//! let policies = Policies {
//!     identity: vec![Policy { name: "names-only".into(), document: Arc::new(document) }],
//!     ..Policies::default()
//! };
//! let relevant = Arc::new(policies).for_action("connect:UpdateUserIdentityInfo");
//! let arn = "arn:aws:connect:us-east-1:123456789012:instance/a1b2/agent/c3d4";
//!
//! let before = ContextEntries::default().unknown("roster:ChangedIdentityField");
//! assert_eq!(relevant.evaluate(arn, &before), Decision::Undecided);
//!
//! let after = ContextEntries::default().many("roster:ChangedIdentityField", ["LastName"]);
//! assert!(matches!(relevant.evaluate(arn, &after), Decision::Allowed { .. }));
//! # Ok::<(), roster_policy::MalformedPolicy>(())
//! ```

mod arn;
mod condition;
mod constants;
mod context;
mod decision;
mod document;
mod effort;
mod error;
mod explain;
mod finder;
mod grammar;
mod json;
mod key;
mod least;
mod operator;
mod pattern;
mod policies;
mod principal;
mod reading;
mod renaming;
mod statement;
mod template;
mod trust;
mod truth;
mod value;

pub use constants::ValueType;
pub use context::{Context, ContextEntries, NothingKnown, Request, Value, Values};
pub use decision::{Decision, Denial};
pub use document::{Document, Kind, counted_size};
pub use effort::DecisionEffort;
pub use error::{Fault, MalformedPolicy};
pub use explain::{Outcome, StatementTrace};
pub use key::ConditionKey;
pub use least::LeastPolicy;
pub use policies::{Layer, Policies, Policy, Relevant, StatementName};
pub use principal::{Caller, Trusted};
pub use renaming::rename_principals;
pub use statement::{Effect, Lacking, Statement};
pub use trust::{TrustDecision, TrustStatement, evaluate_trust};
