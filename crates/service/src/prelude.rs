//! What nearly every handler uses; [`connect`], [`iam`] and [`roster`] add the records and shapes of their service.

pub(crate) mod cloudtrail;
pub(crate) mod connect;
pub(crate) mod console;
pub(crate) mod iam;
pub(crate) mod roster;

pub(crate) use roster_model::resource_type::ResourceType;
pub(crate) use roster_model::schema::NoOutput;
pub(crate) use roster_model::shapes::Timestamp;
pub(crate) use roster_store::{ReadKind, StoreError, Transaction};

pub(crate) use crate::context::Context;
pub(crate) use crate::handler::{Answer, Handler};
pub(crate) use crate::paging::{self, List};
pub(crate) use crate::refusal::Refusal;
pub(crate) use crate::request_context::RequestContext;
