//! GetCurrentUserData.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    EmptyList, HierarchyGroupId, InstanceId, MaxResult100, NextToken, QueueId, RoutingProfileId, UserId,
};

/// Shows the users that are signed in to handle contacts, and what each does now.
#[operation(
    http = "POST /metrics/userdata/{InstanceId}",
    effect = Read,
    resources = "hierarchy-group* queue* routing-profile* user*",
)]
pub struct GetCurrentUserData;

/// The input of `GetCurrentUserData`.
#[shape]
pub struct GetCurrentUserDataRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Which users to show.
    pub filters: UserDataFilters,
    /// Where the page starts.
    pub next_token: Option<NextToken>,
    /// How many users a page may hold.
    pub max_results: Option<MaxResult100>,
}

/// Which users to show: at most one of queues, routing profiles, users and hierarchy groups.
#[shape]
pub struct UserDataFilters {
    /// Queues.
    pub queues: Option<Queues>,
    /// What contacts they have.
    pub contact_filter: Option<ContactFilter>,
    /// Routing profiles.
    pub routing_profiles: Option<RoutingProfiles>,
    /// Users.
    pub agents: Option<AgentsMinOneMaxHundred>,
    /// A hierarchy group.
    pub user_hierarchy_groups: Option<UserDataHierarchyGroups>,
}

/// Queues.
#[shape(length(1, 100))]
pub struct Queues(pub Vec<QueueId>);

/// What contacts users have.
#[shape]
pub struct ContactFilter {
    /// States of contacts.
    pub contact_states: Option<ContactStates>,
}

/// States of contacts.
#[shape(length(_, 9))]
pub struct ContactStates(pub Vec<ContactState>);

/// A state of a contact.
#[shape]
pub enum ContactState {
    /// It arrives.
    Incoming,
    /// It waits.
    Pending,
    /// It is being connected.
    Connecting,
    /// It is connected.
    Connected,
    /// It is on hold.
    ConnectedOnhold,
    /// It was missed.
    Missed,
    /// It failed.
    Error,
    /// It has ended.
    Ended,
    /// It was rejected.
    Rejected,
}

/// Routing profiles.
#[shape(length(1, 100))]
pub struct RoutingProfiles(pub Vec<RoutingProfileId>);

/// Users.
#[shape(length(1, 100))]
pub struct AgentsMinOneMaxHundred(pub Vec<UserId>);

/// A hierarchy group.
#[shape(length(1, 1))]
pub struct UserDataHierarchyGroups(pub Vec<HierarchyGroupId>);

/// The output of `GetCurrentUserData`.
#[shape]
pub struct GetCurrentUserDataResponse {
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
    /// Always empty: there are no users.
    pub user_data_list: Option<EmptyList>,
    /// How many users meet the criteria: none.
    pub approximate_total_count: Option<i64>,
}
