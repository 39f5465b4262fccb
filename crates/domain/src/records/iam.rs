//! What IAM keeps: who may call, with which keys, and what they may do.

mod access_key;
mod inline_policy;
mod user;

pub use access_key::{AccessKey, AccessKeySecret};
pub use inline_policy::InlinePolicy;
pub use user::IamUser;

use super::Kind;
use crate::record::Record;

/// The kinds of IAM's records.
pub(super) const KINDS: &[&Kind] = &[
    AccessKey::KIND,
    AccessKeySecret::KIND,
    InlinePolicy::KIND,
    IamUser::KIND,
];
