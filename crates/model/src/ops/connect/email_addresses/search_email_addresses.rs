//! SearchEmailAddresses.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ControlPlaneTagFilter, EmptyList, InstanceId, MaxResult100, NextToken, NextToken2500, StringCondition,
};

/// Searches the e-mail addresses of an instance, at which contacts arrive.
#[operation(
    http = "POST /search-email-addresses",
    effect = Read,
    resources = "instance*",
    exceptions = [
        ResourceNotFound, Throttling, AccessDenied, InvalidParameter, InvalidRequest, InternalService,
    ],
)]
pub struct SearchEmailAddresses;

/// The input of `SearchEmailAddresses`.
#[shape]
pub struct SearchEmailAddressesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// How many e-mail addresses a page may hold.
    pub max_results: Option<MaxResult100>,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// What is searched for; all e-mail addresses by default.
    pub search_criteria: Option<EmailAddressSearchCriteria>,
    /// What e-mail addresses must have, beside meeting the criteria.
    pub search_filter: Option<EmailAddressSearchFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct EmailAddressSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<EmailAddressSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<EmailAddressSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct EmailAddressSearchConditionList(pub Vec<EmailAddressSearchCriteria>);

/// What e-mail addresses must have.
#[shape]
pub struct EmailAddressSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
}

/// The output of `SearchEmailAddresses`.
#[shape]
pub struct SearchEmailAddressesResponse {
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
    /// Always empty: there are no e-mail addresses.
    pub email_addresses: Option<EmptyList>,
    /// How many e-mail addresses meet the criteria: none.
    pub approximate_total_count: Option<i64>,
}
