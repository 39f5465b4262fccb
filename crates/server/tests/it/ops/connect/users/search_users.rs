use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine, in_memory};
use serde_json::{Value, json};

/// An instance with four users, one of them tagged.
async fn instance(t: &Roster) -> String {
    let instance = t.root().make_instance("searched").await;
    for username in ["ana", "Anastasia", "ben", "joana"] {
        let mut user = t.root().new_user(&instance, username).await;
        if username == "ben" {
            user["Tags"] = json!({"team": "night", "site": "Lyon"});
            user["IdentityInfo"]["LastName"] = "Núñez".into();
        }
        t.root().done("CreateUser", user).await;
    }
    instance
}

/// The usernames that a search finds.
async fn found(t: &Roster, instance: &str, search: Value) -> Vec<String> {
    let mut input = json!({"InstanceId": instance});
    input
        .as_object_mut()
        .unwrap()
        .extend(search.as_object().unwrap().clone());
    let answer = t.root().done("SearchUsers", input).await;
    let users = answer["Users"].as_array().unwrap();
    assert_eq!(answer["ApproximateTotalCount"], users.len());
    users
        .iter()
        .map(|user| user["Username"].as_str().unwrap().to_owned())
        .collect()
}

fn text(field: &str, comparison: &str, value: &str) -> Value {
    json!({"StringCondition": {"FieldName": field, "ComparisonType": comparison, "Value": value}})
}

#[test]
fn a_search_shows_neither_addresses_nor_numbers() {
    each_engine(async |t| {
        let answer = t.root().done("SearchUsers", json!({"InstanceId": MANAGED})).await;

        assert_eq!(answer["ApproximateTotalCount"], 1);
        let user = &answer["Users"][0];
        assert_eq!(
            user["IdentityInfo"],
            json!({"FirstName": "Mary", "LastName": "Miller"})
        );
        assert_eq!(user["Username"], "mary");
    });
}

#[test]
fn texts_are_found_at_the_start_anywhere_or_as_a_whole_and_case_does_not_count() {
    each_engine(async |t| {
        let instance = instance(&t).await;
        for (criteria, expected) in [
            (text("Username", "STARTS_WITH", "ana"), &["Anastasia", "ana"][..]),
            (
                text("Username", "CONTAINS", "ANA"),
                &["Anastasia", "ana", "joana"],
            ),
            (text("Username", "EXACT", "ana"), &["ana"]),
            (text("LastName", "STARTS_WITH", "NÚÑ"), &["ben"]),
            (text("FirstName", "EXACT", "nobody"), &[]),
        ] {
            assert_eq!(
                found(&t, &instance, json!({"SearchCriteria": criteria})).await,
                expected,
                "{criteria}"
            );
        }
    });
}

#[test]
fn criteria_are_joined_by_and_and_or() {
    each_engine(async |t| {
        let instance = instance(&t).await;
        let (ana, jo) = (
            text("Username", "CONTAINS", "ana"),
            text("Username", "STARTS_WITH", "jo"),
        );
        let ben = text("Username", "EXACT", "ben");

        let both = json!({"SearchCriteria": {"AndConditions": [ana, jo]}});
        assert_eq!(found(&t, &instance, both).await, ["joana"]);
        let either = json!({"SearchCriteria": {"OrConditions": [ben, {"AndConditions": [ana, jo]}]}});
        assert_eq!(found(&t, &instance, either).await, ["ben", "joana"]);
    });
}

#[test]
fn tags_filter_what_is_found() {
    each_engine(async |t| {
        let instance = instance(&t).await;
        let tag = |key: &str, value: &str| json!({"TagKey": key, "TagValue": value});
        for (filter, expected) in [
            (
                json!({"TagFilter": {"TagCondition": tag("team", "night")}}),
                &["ben"][..],
            ),
            (
                json!({"TagFilter": {"AndConditions": [tag("team", "night"), tag("site", "Paris")]}}),
                &[],
            ),
            (
                json!({"TagFilter": {"OrConditions": [[tag("site", "Paris")], [tag("site", "Lyon")]]}}),
                &["ben"],
            ),
            (
                json!({"UserAttributeFilter": {"AndCondition": {"TagConditions": [tag("site", "Lyon")]}}}),
                &["ben"],
            ),
        ] {
            assert_eq!(
                found(&t, &instance, json!({"SearchFilter": filter})).await,
                expected,
                "{filter}"
            );
        }
    });
}

#[test]
fn no_user_has_a_proficiency_or_a_hierarchy_group_yet() {
    in_memory(async |t| {
        let instance = instance(&t).await;
        for criteria in [
            json!({"ListCondition": {"TargetListType": "PROFICIENCIES", "Conditions": []}}),
            json!({"HierarchyGroupCondition": {"Value": "g", "HierarchyGroupMatchType": "EXACT"}}),
        ] {
            assert!(
                found(&t, &instance, json!({"SearchCriteria": criteria}))
                    .await
                    .is_empty(),
                "{criteria}"
            );
        }
    });
}

#[test]
fn pages_of_any_size_join_to_what_is_found() {
    each_engine(async |t| {
        let instance = instance(&t).await;
        let criteria = json!({"InstanceId": instance, "SearchCriteria": text("Username", "CONTAINS", "ana")});
        let all = t.root().all("SearchUsers", criteria.clone(), 500).await;
        assert_eq!(all.len(), 3);
        for size in 1..=4 {
            assert_eq!(
                t.root().all("SearchUsers", criteria.clone(), size).await,
                all,
                "{size}"
            );
        }
    });
}

#[test]
fn a_search_in_an_unknown_field_or_with_two_filters_is_refused() {
    in_memory(async |t| {
        let input = json!({
            "InstanceId": MANAGED,
            "SearchCriteria": {"OrConditions": [text("Email", "EXACT", "mary@example.com")]},
            "SearchFilter": {"TagFilter": {}, "UserAttributeFilter": {}},
        });
        assert_snapshot!(t.root().call("SearchUsers", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of Username, FirstName, LastName, RoutingProfileId, SecurityProfileId, resourceId; SearchFilter.TagFilter and SearchFilter.UserAttributeFilter set the same: send one of them
        ");
    });
}

#[test]
fn a_token_of_another_search_is_refused() {
    in_memory(async |t| {
        let instance = instance(&t).await;
        let page = t
            .root()
            .done("ListUsers", json!({"InstanceId": instance, "MaxResults": 1}))
            .await;
        let input = json!({"InstanceId": instance, "NextToken": page["NextToken"]});
        assert_eq!(
            t.root().call("SearchUsers", input).await.error(),
            Some("InvalidParameterException")
        );
    });
}

#[test]
fn the_time_for_work_after_a_contact_is_in_milliseconds() {
    in_memory(async |t| {
        let instance = t.root().make_instance("searched").await;
        let mut user = t.root().new_user(&instance, "ana").await;
        user["PhoneConfig"] = json!({"PhoneType": "SOFT_PHONE", "AfterContactWorkTimeLimit": 60});
        t.root().done("CreateUser", user).await;
        let answer = t
            .root()
            .done("SearchUsers", json!({"InstanceId": instance}))
            .await;
        assert_eq!(
            answer["Users"][0]["PhoneConfig"]["AfterContactWorkTimeLimit"],
            60_000
        );
    });
}

#[test]
fn a_search_has_a_hundred_conditions_at_most_ten_deep_and_of_512_characters() {
    each_engine(async |t| {
        let instance = instance(&t).await;
        let leaf = || text("Username", "CONTAINS", "ana");
        let deep = |depth: usize| (1..depth).fold(leaf(), |inner, _| json!({"AndConditions": [inner]}));
        let wide = |conditions: usize| json!({"OrConditions": vec![leaf(); conditions - 1]});
        let long = |length: usize| text("Username", "CONTAINS", &"a".repeat(length));
        let criteria = |criteria: Value| json!({"SearchCriteria": criteria});
        let tag = json!({"TagKey": "team", "TagValue": "night"});
        let tags = |count: usize| json!({"SearchFilter": {"TagFilter": {"OrConditions": vec![json!([tag]); count]}}});
        let mut told = Vec::new();

        for most in [
            criteria(deep(10)),
            criteria(wide(100)),
            criteria(long(512)),
            tags(100),
        ] {
            found(&t, &instance, most).await;
        }
        for more in [
            criteria(deep(11)),
            criteria(wide(4096)),
            criteria(long(513)),
            tags(101),
        ] {
            let input = roster_testkit::with(json!({"InstanceId": instance}), more);
            told.push(t.root().call("SearchUsers", input).await.to_string());
        }

        assert_snapshot!(told.join("\n"), @"
        400 InvalidParameterException
        SearchCriteria may have conditions 10 deep at most: flatten it
        400 InvalidParameterException
        SearchCriteria may have 100 conditions at most, but has 4096: search in steps
        400 InvalidParameterException
        SearchCriteria.StringCondition.Value may have 512 characters at most, but has 513
        400 InvalidParameterException
        SearchFilter may have 100 conditions at most, but has 101: search in steps
        ");
    });
}

#[test]
fn a_token_that_is_longer_than_any_is_none() {
    in_memory(async |t| {
        let token = "A".repeat(2_501);

        let listed = json!({"InstanceId": MANAGED, "NextToken": token});

        assert_snapshot!(t.root().call("ListUsers", listed).await, @"
        400 InvalidParameterException
        NextToken was not given out for this list: take it from the page before, unchanged
        ");
    });
}
