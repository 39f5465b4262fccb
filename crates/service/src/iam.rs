//! What operations of IAM have in common.

mod access_keys;
mod aws_managed;
mod boundary;
mod describe;
mod entity_arn;
mod inline;
mod managed;
mod owner;
mod page;
mod principal;
mod simulation;
mod trust_policy_principals;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use roster_model::shapes::iam::TagListType;
use roster_policy::{Document, Kind, counted_size};

pub(crate) use access_keys::{access_key, user_or_caller};
pub(crate) use boundary::{boundary, boundary_id, boundary_policy, lift_boundary, set_boundary};
pub(crate) use describe::{describe_policy, describe_role, describe_user};
pub(crate) use entity_arn::entity_of_arn;
pub(crate) use inline::{delete_inline, find_inline, put_inline};
pub(crate) use managed::{
    arn_of as policy_arn, attach, attached, attached_policy, detach, policies as managed_policies,
    required_policy, usage,
};
pub(crate) use owner::{Owner, arn_of, owner, owner_of_arn, require_bare};
pub(crate) use page::{Page, filtered, page};
pub(crate) use principal::{
    attached_policies, compiled, compiled_boundary, inline_policies, policies, user_principal,
};
pub(crate) use simulation::{Own, simulation};
pub(crate) use trust_policy_principals::{principals, shown_trust_policy};

use crate::refusal::{IamRefusal, Refusal};

/// Refuses what is no policy.
pub(crate) fn require_policy(document: &str, kind: Kind) -> Result<Document, Refusal> {
    Ok(Document::parse(document, kind).map_err(IamRefusal::MalformedPolicy)?)
}

/// Refuses a document that is longer than a quota allows, white space not counted.
pub(crate) fn require_size(document: &str, quota: &'static str, most: usize) -> Result<(), Refusal> {
    if counted_size(document) > most {
        return Err(IamRefusal::Quota { name: quota, most }.into());
    }
    Ok(())
}

/// The path of something new.
pub(crate) fn path(path: Option<&String>) -> String {
    path.map_or_else(|| "/".to_owned(), Clone::clone)
}

/// The tags of something new; none if the list is empty.
pub(crate) fn tags(tags: Option<&TagListType>) -> Result<Option<TagListType>, Refusal> {
    let tags = tags.filter(|tags| !tags.is_empty());
    let mut keys: Vec<_> = tags
        .iter()
        .flat_map(|tags| tags.iter())
        .map(|tag| tag.key.to_lowercase())
        .collect();
    keys.sort_unstable();
    if keys.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(IamRefusal::DuplicateTagKeys.into());
    }
    if let Some(tag) = tags.and_then(|tags| tags.iter().find(|tag| is_reserved(&tag.key))) {
        return Err(IamRefusal::ReservedTagKey(tag.key.to_string()).into());
    }
    Ok(tags.cloned())
}

fn is_reserved(key: &str) -> bool {
    key.get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
}

/// The keys and values of tags.
pub(crate) fn pairs(tags: Option<&TagListType>) -> Vec<(String, String)> {
    let tags = tags.into_iter().flat_map(|tags| tags.iter());
    tags.map(|tag| (tag.key.to_string(), tag.value.to_string()))
        .collect()
}

/// What stays as it is in a document in an answer. Source: RFC 3986, section 2.3.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A document as it stands in an answer. Source: the IAM API reference on `GetUserPolicy`.
pub(crate) fn encoded(document: &str) -> String {
    utf8_percent_encode(document, PLAIN).to_string()
}
