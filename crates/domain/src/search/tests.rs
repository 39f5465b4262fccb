//! What entries show of a search is what the record says.

use proptest::prelude::*;
use proptest::sample::select;
use roster_model::ops::connect::agent_statuses::{
    AgentStatusSearchConditionList, AgentStatusSearchCriteria, AgentStatusSearchFilter,
};
use roster_model::ops::connect::routing_profiles::{
    RoutingProfileSearchCriteria, RoutingProfileSearchFilter,
};
use roster_model::ops::connect::users::{
    AttributeAndCondition, AttributeOrConditionList, ControlPlaneUserAttributeFilter,
    HierarchyGroupCondition, HierarchyGroupMatchType, UserSearchConditionList, UserSearchCriteria,
    UserSearchFilter,
};
use roster_model::shapes::{
    CommonAttributeAndCondition, CommonAttributeOrConditionList, ControlPlaneAttributeFilter,
    ControlPlaneTagFilter, StringComparisonType, StringCondition, TagAndConditionList, TagCondition,
    TagOrConditionList,
};
use serde_json::json;

use super::Condition;
use super::resources;
use super::users::{FIELDS, conditions, meets, passes};
use crate::Id;
use crate::record::{Entry, Index, Record};
use crate::records::{AgentStatus, RoutingProfile, Searchable, User};

/// Few texts, so that searches find something: with capital letters, with a letter of two bytes, and with one that is
/// longer in small letters.
const TEXTS: [&str; 8] = ["", "a", "A", "Ab", "b", "ÉA", "İ", "\0a"];

/// Ids: of letters that are no digits, and UUIDs.
const IDS: [&str; 3] = [
    "a1b2c3d4-5678-90ab-cdef-EXAMPLE22222",
    "a1b2c3d4-5678-90ab-cdef-000000000001",
    "b1b2c3d4-5678-90ab-cdef-000000000001",
];

/// What is searched for, beside texts and ids.
const PARTS: [&str; 3] = ["A1B2", "example", "0001"];

const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";

fn text() -> impl Strategy<Value = String> {
    select(&TEXTS[..]).prop_map(str::to_owned)
}

fn id() -> impl Strategy<Value = String> {
    select(&IDS[..]).prop_map(str::to_owned)
}

fn sought() -> impl Strategy<Value = String> {
    select([&TEXTS[..], &IDS, &PARTS].concat()).prop_map(str::to_owned)
}

fn maybe<S: Strategy + 'static>(strategy: S) -> impl Strategy<Value = Option<S::Value>>
where
    S::Value: Clone,
{
    proptest::option::of(strategy)
}

prop_compose! {
    fn user()(
        texts in proptest::collection::vec(text(), 3),
        ids in proptest::collection::vec(id(), 2),
        profiles in proptest::collection::vec(id(), 0..3),
        groups in proptest::collection::vec(id(), 0..3),
        tags in proptest::collection::btree_map(text(), text(), 0..3),
    ) -> User {
        let mut user = json!({
            "Id": ids[0], "InstanceId": INSTANCE, "Username": texts[0],
            "IdentityInfo": {"FirstName": texts[1], "LastName": texts[2]},
            "SecurityProfileIds": profiles, "RoutingProfileId": ids[1], "Tags": tags,
            "LastModifiedTime": 0, "LastModifiedRegion": "us-east-1",
        });
        if let Some((group, parents)) = groups.split_last() {
            user["HierarchyGroupId"] = group.clone().into();
            user["ParentHierarchyGroupIds"] = parents.into();
        }
        serde_json::from_value(user).expect("a user")
    }
}

prop_compose! {
    fn string_condition()(
        field_name in maybe(select(&FIELDS[..]).prop_map(str::to_owned)),
        value in maybe(sought()),
        comparison_type in maybe(select(vec![
            StringComparisonType::StartsWith,
            StringComparisonType::Contains,
            StringComparisonType::Exact,
        ])),
    ) -> StringCondition {
        StringCondition { field_name, value, comparison_type }
    }
}

prop_compose! {
    fn group()(
        value in maybe(sought()),
        hierarchy_group_match_type in maybe(select(vec![
            HierarchyGroupMatchType::Exact,
            HierarchyGroupMatchType::WithChildGroups,
        ])),
    ) -> HierarchyGroupCondition {
        HierarchyGroupCondition { value, hierarchy_group_match_type }
    }
}

prop_compose! {
    fn tag()(tag_key in maybe(text()), tag_value in maybe(text())) -> TagCondition {
        TagCondition { tag_key, tag_value }
    }
}

fn tags() -> impl Strategy<Value = TagAndConditionList> {
    proptest::collection::vec(tag(), 0..3).prop_map(TagAndConditionList)
}

prop_compose! {
    fn attributes()(tag_conditions in maybe(tags()), group in maybe(group())) -> AttributeAndCondition {
        AttributeAndCondition { tag_conditions, hierarchy_group_condition: group }
    }
}

fn leaf() -> impl Strategy<Value = UserSearchCriteria> {
    (maybe(string_condition()), maybe(group())).prop_map(|(string_condition, group)| UserSearchCriteria {
        or_conditions: None,
        and_conditions: None,
        string_condition,
        list_condition: None,
        hierarchy_group_condition: group,
    })
}

fn criteria() -> impl Strategy<Value = UserSearchCriteria> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        let list = || maybe(proptest::collection::vec(inner.clone(), 0..3).prop_map(UserSearchConditionList));
        (leaf(), list(), list()).prop_map(|(leaf, or_conditions, and_conditions)| UserSearchCriteria {
            or_conditions,
            and_conditions,
            ..leaf
        })
    })
}

prop_compose! {
    fn filter()(
        any in maybe(proptest::collection::vec(tags(), 0..3).prop_map(TagOrConditionList)),
        and_conditions in maybe(tags()),
        tag_condition in maybe(tag()),
        any_attributes in maybe(proptest::collection::vec(attributes(), 0..3).prop_map(AttributeOrConditionList)),
        and_condition in maybe(attributes()),
        group in maybe(group()),
        by_tags: bool,
    ) -> UserSearchFilter {
        let tag_filter = ControlPlaneTagFilter {
            or_conditions: any,
            and_conditions,
            tag_condition: tag_condition.clone(),
        };
        let attribute_filter = ControlPlaneUserAttributeFilter {
            or_conditions: any_attributes,
            and_condition,
            tag_condition,
            hierarchy_group_condition: group,
        };
        UserSearchFilter {
            tag_filter: by_tags.then_some(tag_filter),
            user_attribute_filter: (!by_tags).then_some(attribute_filter),
        }
    }
}

/// Whether the entries of a record in an index of terms meet a condition. None if entries do not show it.
fn shown(record: &impl Record, by_term: &Index, condition: &Condition) -> Option<bool> {
    match condition {
        Condition::All(all) => all
            .iter()
            .try_fold(true, |met, one| Some(met & shown(record, by_term, one)?)),
        Condition::Any(any) => any
            .iter()
            .try_fold(false, |met, one| Some(met | shown(record, by_term, one)?)),
        Condition::Term(term) => {
            let instance = Id::parse(INSTANCE).expect("an id");
            let (prefix, contained) = (term.prefix(&instance), term.contained());
            let end = prefix.end_of_prefix();
            let is_met = record.entries().iter().any(|entry| {
                let bytes = entry.key.as_bytes();
                let contains = contained.as_ref().is_none_or(|part| {
                    part.is_empty() || bytes.windows(part.len()).any(|window| window == part)
                });
                entry.index == by_term
                    && (&prefix..&end).contains(&&entry.key)
                    && contains
                    && term.is_in(&entry.key)
            });
            Some(is_met)
        }
        Condition::Unindexed => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn entries_show_whether_a_user_meets_criteria(user in user(), criteria in criteria()) {
        let shown = shown(&user, &User::BY_TERM, &conditions(Some(&criteria), None));
        prop_assert_eq!(shown, Some(meets(&user, &criteria)));
    }

    #[test]
    fn an_update_changes_the_entries_of_what_it_changes(old in user(), new in user()) {
        let new = User { id: old.id.clone(), ..new };
        let changed = old.changed_entries(&new);
        let (before, after) = (old.entries(), new.entries());
        let missing = |entries: &[Entry], others: &[Entry]| -> Vec<Entry> {
            entries.iter().filter(|entry| !others.contains(entry)).cloned().collect()
        };
        prop_assert_eq!(changed.removed, missing(&before, &after));
        prop_assert_eq!(changed.added, missing(&after, &before));
    }

    #[test]
    fn entries_show_whether_a_user_passes_a_filter(user in user(), filter in filter()) {
        if let Some(shown) = shown(&user, &User::BY_TERM, &conditions(None, Some(&filter))) {
            prop_assert_eq!(shown, passes(&user, &filter));
        }
    }
}

prop_compose! {
    fn agent_status()(
        texts in proptest::collection::vec(text(), 2),
        id in id(),
        status_type in select(&["ROUTABLE", "CUSTOM", "OFFLINE"][..]),
        state in maybe(select(&["ENABLED", "DISABLED"][..])),
        order in maybe(1..50),
        tags in proptest::collection::btree_map(text(), text(), 0..3),
    ) -> AgentStatus {
        serde_json::from_value(json!({
            "Id": id, "InstanceId": INSTANCE, "Name": texts[0], "Description": texts[1],
            "StatusType": status_type, "State": state, "DisplayOrder": order, "Tags": tags,
            "LastModifiedTime": 0, "LastModifiedRegion": "us-east-1",
        }))
        .expect("an agent status")
    }
}

prop_compose! {
    fn routing_profile()(
        texts in proptest::collection::vec(text(), 2),
        own in id(),
        queues in proptest::collection::vec(id(), 0..4),
        tags in proptest::collection::btree_map(text(), text(), 0..3),
    ) -> RoutingProfile {
        let queues: Vec<_> = queues
            .iter()
            .map(|id| json!({"QueueId": id, "Channel": "VOICE", "Priority": 1, "Delay": 0}))
            .collect();
        serde_json::from_value(json!({
            "Id": own, "InstanceId": INSTANCE, "Name": texts[0], "Description": texts[1],
            "MediaConcurrencies": [], "DefaultOutboundQueueId": own, "QueueConfigs": queues,
            "AgentAvailabilityTimer": "TIME_SINCE_LAST_ACTIVITY", "IsDefault": false, "Tags": tags,
            "LastModifiedTime": 0, "LastModifiedRegion": "us-east-1",
        }))
        .expect("a routing profile")
    }
}

prop_compose! {
    fn agent_status_leaf()(
        field_name in maybe(select(AgentStatus::FIELDS).prop_map(str::to_owned)),
        value in maybe(prop_oneof![sought(), select(&["ENABLED", "custom", "1", "4"][..]).prop_map(str::to_owned)]),
        condition in maybe(string_condition()),
    ) -> AgentStatusSearchCriteria {
        let condition = condition.map(|condition| StringCondition { field_name, value, ..condition });
        AgentStatusSearchCriteria { or_conditions: None, and_conditions: None, string_condition: condition }
    }
}

fn agent_status_criteria() -> impl Strategy<Value = AgentStatusSearchCriteria> {
    agent_status_leaf().prop_recursive(3, 12, 3, |inner| {
        let list =
            || maybe(proptest::collection::vec(inner.clone(), 0..3).prop_map(AgentStatusSearchConditionList));
        (agent_status_leaf(), list(), list()).prop_map(|(leaf, or_conditions, and_conditions)| {
            AgentStatusSearchCriteria {
                or_conditions,
                and_conditions,
                ..leaf
            }
        })
    })
}

prop_compose! {
    fn routing_profile_criteria()(
        field_name in maybe(select(RoutingProfile::FIELDS).prop_map(str::to_owned)),
        condition in string_condition(),
    ) -> RoutingProfileSearchCriteria {
        RoutingProfileSearchCriteria {
            or_conditions: None,
            and_conditions: None,
            string_condition: Some(StringCondition { field_name, ..condition }),
        }
    }
}

fn common_attributes() -> impl Strategy<Value = CommonAttributeAndCondition> {
    maybe(tags()).prop_map(|tag_conditions| CommonAttributeAndCondition { tag_conditions })
}

prop_compose! {
    fn attribute_filter()(
        any in maybe(proptest::collection::vec(common_attributes(), 0..3).prop_map(CommonAttributeOrConditionList)),
        and_condition in maybe(common_attributes()),
        tag_condition in maybe(tag()),
    ) -> AgentStatusSearchFilter {
        AgentStatusSearchFilter {
            attribute_filter: Some(ControlPlaneAttributeFilter { or_conditions: any, and_condition, tag_condition }),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn entries_show_whether_an_agent_status_meets_criteria(
        status in agent_status(),
        criteria in agent_status_criteria(),
    ) {
        let condition = resources::conditions::<_, AgentStatusSearchFilter>(Some(&criteria), None);
        let shown = shown(&status, &AgentStatus::BY_TERM, &condition);
        prop_assert_eq!(shown, Some(resources::meets(&status, &criteria)));
    }

    #[test]
    fn entries_show_whether_an_agent_status_passes_a_filter(
        status in agent_status(),
        filter in attribute_filter(),
    ) {
        let condition = resources::conditions::<AgentStatusSearchCriteria, _>(None, Some(&filter));
        if let Some(shown) = shown(&status, &AgentStatus::BY_TERM, &condition) {
            prop_assert_eq!(shown, resources::passes(&status, &filter));
        }
    }

    #[test]
    fn entries_show_whether_a_routing_profile_meets_criteria(
        profile in routing_profile(),
        criteria in routing_profile_criteria(),
    ) {
        let condition = resources::conditions::<_, RoutingProfileSearchFilter>(Some(&criteria), None);
        let shown = shown(&profile, &RoutingProfile::BY_TERM, &condition);
        prop_assert_eq!(shown, Some(resources::meets(&profile, &criteria)));
    }
}

#[test]
fn a_search_for_nothing_in_particular_has_no_condition() {
    assert_eq!(conditions(None, None), Condition::All(Vec::new()));
}

#[test]
fn the_entries_of_a_field_end_with_the_username() {
    let user: User = serde_json::from_value(json!({
        "Id": IDS[0], "InstanceId": INSTANCE, "Username": "Mary", "IdentityInfo": {},
        "SecurityProfileIds": [IDS[1], IDS[2], IDS[1]], "RoutingProfileId": IDS[0],
        "LastModifiedTime": 0, "LastModifiedRegion": "us-east-1",
    }))
    .expect("a user");

    let entries = user.entries();

    let of_terms: Vec<_> = entries
        .iter()
        .filter(|entry| entry.index == &User::BY_TERM)
        .collect();
    assert_eq!(of_terms.len(), 5, "two security profiles and three other fields");
    let username = crate::Key::new().text("Mary");
    for entry in of_terms {
        assert_eq!(entry.key.parts().last(), Some(username.as_bytes()));
        assert!(
            entry
                .key
                .as_bytes()
                .starts_with(crate::Key::new().id(&Id::parse(INSTANCE).unwrap()).as_bytes())
        );
    }
}
