//! What handlers of Roster's own operations use. Where a record has the name of a shape, the name alone is the
//! record's.

pub(crate) use roster_domain::audit::TimeRange;
pub(crate) use roster_domain::records::{Instance, Mail, PendingChange, User};
pub(crate) use roster_domain::{Id, Key, Record as _};
pub(crate) use roster_model::ops::roster::audit::*;
pub(crate) use roster_model::ops::roster::guard::{self, *};
pub(crate) use roster_model::ops::roster::mail::*;
pub(crate) use roster_model::ops::roster::second_factor::*;
pub(crate) use roster_model::ops::roster::settings::*;

pub(crate) use super::*;
pub(crate) use crate::audit_page::{self, AuditPage, Found};
pub(crate) use crate::families::handler;
pub(crate) use crate::takeover::pending_change;
