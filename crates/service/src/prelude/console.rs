//! What handlers of the pages use.

pub(crate) use roster_domain::account_mail::AccountMail;
pub(crate) use roster_domain::records::{LinkPurpose, UserSession};
pub(crate) use roster_domain::{Id, SecretToken};
pub(crate) use roster_model::ops::console::addresses::*;
pub(crate) use roster_model::ops::console::passwords::*;
pub(crate) use roster_model::ops::console::profile::*;
pub(crate) use roster_model::ops::console::second_factor::*;
pub(crate) use roster_model::ops::console::sessions::*;
pub(crate) use roster_model::shapes::{SecretTokenText, TotpSecretText};

pub(crate) use super::*;
pub(crate) use crate::families::handler;
pub(crate) use crate::takeover::change_of_link;
