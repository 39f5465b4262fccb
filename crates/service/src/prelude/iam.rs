//! What handlers of IAM and STS use. Where a record has the name of a shape, the name alone is the shape's.

pub(crate) use roster_domain::credential::{Prefix, secret_access_key};
pub(crate) use roster_domain::records::iam::{
    self as records, AccessKeySecret, IamRole, IamUser, InlinePolicy, ManagedPolicy, of_account,
};
pub(crate) use roster_model::ops::iam::{access_keys::*, policies::*, roles::*, simulation::*, users::*};
pub(crate) use roster_model::ops::sts::sessions::*;
pub(crate) use roster_model::shapes::iam::*;
pub(crate) use roster_policy::Kind;

pub(crate) use super::*;
pub(crate) use crate::computed::{self, Computed};
pub(crate) use crate::computing::Computation;
pub(crate) use crate::dispatch::{Executable, Executor};
pub(crate) use crate::families::{for_users_and_roles, handler};
pub(crate) use crate::iam::{self, Owner};
pub(crate) use crate::refusal::{Entity, IamRefusal};
