//! What nearly every handler uses.

pub(crate) use roster_domain::records::InstanceResource as _;
pub(crate) use roster_model::resource_type::ResourceType;
pub(crate) use roster_model::schema::NoOutput;
pub(crate) use roster_store::Transaction;

pub(crate) use crate::context::Context;
pub(crate) use crate::families::{describe, list_of_instance};
pub(crate) use crate::handler::{Answer, Handler};
pub(crate) use crate::iam;
pub(crate) use crate::paging;
pub(crate) use crate::refusal::{Entity, IamRefusal, Refusal, unless_taken, write_failed};
pub(crate) use crate::request_context::RequestContext;
