//! A running roster for tests: the real server on a real socket, in front of a real store, with a
//! clock that stands still and ids that can be foretold. A test reads *actor, call, snapshot*:
//!
//! ```
//! # use roster_testkit::{MANAGED, each_engine};
//! # use serde_json::json;
//! each_engine(async |t| {
//!     let answer = t.root().call("DeleteUser", json!({"InstanceId": MANAGED, "UserId": "nobody"})).await;
//!
//!     assert_eq!(answer.error(), Some("InvalidParameterException"));
//! });
//! ```
//!
//! It knows no operation by name, but for the few conveniences of [`Actor`]: requests, answers and
//! samples follow from the API's description. What every answer must be like is checked on every
//! answer (see [`Answer`]), so that no test has to.
#![allow(
    clippy::missing_panics_doc,
    reason = "whatever goes wrong in a test kit fails the test"
)]

mod actor;
mod answer;
mod audit_records;
mod breakpoint;
mod browser;
mod connection;
mod counting;
mod delivery;
mod engine;
mod gate;
mod history;
mod hold;
mod look;
mod metrics;
mod recording;
mod request;
mod roster;
mod stepped_clock;
mod stub;
mod watched;
mod xml;

pub use actor::{Actor, Key, described, policy, trust};
pub use answer::Answer;
pub use audit_records::AuditRecords;
pub use breakpoint::{BreakableStore, Breakpoint, Event};
pub use browser::{Browser, WebPage};
pub use connection::Connection;
pub use delivery::chain_of;
pub use engine::{Engine, Place};
pub use gate::Gate;
pub use history::{History, Impossible, Operation, linearize};
pub use hold::Held;
pub use look::{Change, Look, change, look, remains};
pub use metrics::Metrics;
pub use recording::Call;
pub use request::{Request, with};
pub use roster::{
    ACCOUNT, CHINESE_ACCOUNT, DIRECTORY, DORA, MANAGED, MARY, OLD_KEY_VALID, OTHER_ACCOUNT, REGION, Roster,
    SAM, SAML, Setup, TrailSetup, Writers, each_engine, each_engine_together, in_memory, master_key,
    next_master_key, until,
};
pub use roster_samples::{Boundary, boundaries, sample};
pub use stepped_clock::SteppedClock;
pub use stub::{Stub, StubRequest};
pub use watched::Flaw;
