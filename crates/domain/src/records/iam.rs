//! IAM's records: principals, their keys and their policies.

mod access_key;
mod inline_policy;
mod keys;
mod managed_policy;
mod role;
mod subject;
mod user;

pub use access_key::{AccessKey, AccessKeySecret};
pub use inline_policy::InlinePolicy;
pub use keys::{key_of, named, of_account};
pub use managed_policy::{Attachment, ManagedPolicy};
pub use role::{IamRole, TrustedPrincipal};
pub use subject::Subject;
pub use user::IamUser;

use crate::record::{Kind, Record};

/// The kinds of IAM's records.
pub(super) const KINDS: &[&Kind] = &[
    AccessKey::KIND,
    AccessKeySecret::KIND,
    Attachment::KIND,
    IamRole::KIND,
    IamUser::KIND,
    InlinePolicy::KIND,
    ManagedPolicy::KIND,
];
