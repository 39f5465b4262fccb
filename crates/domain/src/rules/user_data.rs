//! Which users a request for current data may name. Source: the API reference on `GetCurrentUserData`.

use roster_model::ops::connect::metrics::UserDataFilters;

use super::breach::{Breach, Fault};

/// What is wrong with filters: one may be there at most, beside that of contacts.
pub fn filters(filters: &UserDataFilters) -> Vec<Breach> {
    let are_there = [
        ("Filters.Queues", filters.queues.is_some()),
        ("Filters.RoutingProfiles", filters.routing_profiles.is_some()),
        ("Filters.Agents", filters.agents.is_some()),
        (
            "Filters.UserHierarchyGroups",
            filters.user_hierarchy_groups.is_some(),
        ),
    ];
    let mut there = are_there
        .into_iter()
        .filter_map(|(member, is_there)| is_there.then_some(member));
    let Some(because) = there.next() else {
        return Vec::new();
    };
    let fault = Fault::ForbiddenBy { because };
    there
        .map(|member| Breach {
            member,
            fault: fault.clone(),
        })
        .collect()
}
