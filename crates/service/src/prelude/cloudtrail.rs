//! What handlers of CloudTrail use.

pub(crate) use std::time::Duration;

pub(crate) use roster_domain::records::AuditSigningKey;
pub(crate) use roster_model::ops::cloudtrail::trails::*;

pub(crate) use super::*;
pub(crate) use crate::audit_signing_keys;
pub(crate) use crate::families::handler;
