//! CreatePolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{
    Policy, PolicyDescriptionType, PolicyDocumentType, PolicyNameType, PolicyPathType, TagListType,
};

/// Makes a managed policy: one that can be attached to several users and roles.
#[operation(
    service = Iam,
    effect = Write,
    resources = "policy*",
    further = "Tags: iam:TagPolicy on policy",
    exceptions = [InvalidInput, QuotaExceeded, EntityAlreadyExists, MalformedPolicyDocument, ConcurrentModification, ServiceFailure],
)]
pub struct CreatePolicy;

/// The input of `CreatePolicy`.
#[shape]
pub struct CreatePolicyRequest {
    /// The name, unique in the account whatever its case.
    pub policy_name: PolicyNameType,
    /// The path; `/` by default.
    pub path: Option<PolicyPathType>,
    /// The policy.
    pub policy_document: PolicyDocumentType,
    /// What the policy is for.
    pub description: Option<PolicyDescriptionType>,
    /// The tags.
    pub tags: Option<TagListType>,
}

/// The output of `CreatePolicy`.
#[shape]
pub struct CreatePolicyResponse {
    /// The new policy.
    pub policy: Option<Policy>,
}
