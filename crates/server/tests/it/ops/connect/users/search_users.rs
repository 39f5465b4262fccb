use insta::assert_snapshot;
use roster_domain::Id;
use roster_domain::records::User;
use roster_testkit::{Change, MANAGED, Roster, change, each_engine, in_memory, with};
use serde_json::{Value, json};

use crate::ops::connect::hierarchies::{make_group, set_levels};

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
fn no_user_has_a_proficiency_yet() {
    in_memory(async |t| {
        let instance = instance(&t).await;
        let criteria = json!({"ListCondition": {"TargetListType": "PROFICIENCIES", "Conditions": []}});
        assert!(
            found(&t, &instance, json!({"SearchCriteria": criteria}))
                .await
                .is_empty()
        );
    });
}

#[test]
fn users_are_found_by_their_hierarchy_group_with_or_without_the_groups_below_it() {
    each_engine(async |t| {
        let instance = t.root().make_instance("searched").await;
        set_levels(&t, &instance, &["Country", "Region", "Site"]).await;
        let france = make_group(&t, &instance, "France", None).await;
        let south = make_group(&t, &instance, "South", Some(&france)).await;
        let nice = make_group(&t, &instance, "Nice", Some(&south)).await;
        let spain = make_group(&t, &instance, "Spain", None).await;
        let places = [
            ("ana", &france),
            ("ben", &south),
            ("cleo", &nice),
            ("dora", &spain),
        ];
        for (username, group) in places {
            let user = t.root().new_user(&instance, username).await;
            let user = with(user, json!({"HierarchyGroupId": group}));
            t.root().done("CreateUser", user).await;
        }
        let eve = t.root().make_user(&instance, "eve").await;
        let find = async |group: &str, comparison: Option<&str>| {
            let condition =
                json!({"HierarchyGroupCondition": {"Value": group, "HierarchyGroupMatchType": comparison}});
            let by_filter = json!({"SearchFilter": {"UserAttributeFilter": condition}});
            let by_criteria = found(&t, &instance, json!({"SearchCriteria": condition})).await;
            assert_eq!(found(&t, &instance, by_filter).await, by_criteria);
            by_criteria
        };
        let below = Some("WITH_CHILD_GROUPS");

        assert_eq!(find(&south, None).await, ["ben"]);
        assert_eq!(find(&south, Some("EXACT")).await, ["ben"]);
        assert_eq!(find(&france, below).await, ["ana", "ben", "cleo"]);
        assert_eq!(find(&south, below).await, ["ben", "cleo"]);
        assert_eq!(find(&nice, below).await, ["cleo"]);
        assert_eq!(find("nowhere", below).await, [""; 0]);
        // Where a user goes, the groups above go with them.
        let put = async |group: Option<&str>| {
            let input = json!({"InstanceId": instance, "UserId": eve, "HierarchyGroupId": group});
            t.root().done("UpdateUserHierarchy", input).await;
        };
        put(Some(&nice)).await;
        assert_eq!(find(&france, below).await, ["ana", "ben", "cleo", "eve"]);
        put(Some(&spain)).await;
        assert_eq!(find(&france, below).await, ["ana", "ben", "cleo"]);
        assert_eq!(find(&spain, below).await, ["dora", "eve"]);
        put(None).await;
        assert_eq!(find(&spain, below).await, ["dora"]);
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
fn a_token_of_a_search_for_something_else_is_refused() {
    in_memory(async |t| {
        let instance = instance(&t).await;
        let search = |name: &str| {
            json!({
                "InstanceId": instance, "MaxResults": 1, "SearchCriteria": text("Username", "CONTAINS", name),
            })
        };
        let page = t.root().done("SearchUsers", search("ana")).await;

        let other = with(search("jo"), json!({"NextToken": page["NextToken"]}));

        assert_eq!(
            t.root().call("SearchUsers", other).await.error(),
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

/// More users than entries are listed of a term, or records are read for a request.
const MANY: u32 = 6_000;

/// An instance with many users like ana. Every second is called Ben, and every thousandth works in Lyon.
async fn large_instance(t: &Roster) -> String {
    let instance = t.root().make_instance("large").await;
    t.root().make_user(&instance, "ana").await;
    for start in (0..MANY).step_by(1_000) {
        change(t.store(), adding(&instance, start..start + 1_000)).await;
    }
    instance
}

/// Adds users like ana.
fn adding(instance: &str, numbers: std::ops::Range<u32>) -> Change {
    let users = User::of_instance(&Id::parse(instance).unwrap());
    Box::new(move |transaction| {
        let (users, numbers) = (users.clone(), numbers.clone());
        Box::pin(async move {
            let page = transaction
                .page::<User>(&User::BY_USERNAME, &users, None, 1)
                .await?;
            for number in numbers {
                transaction.insert(&numbered(number, &page.records[0])).await?;
            }
            Ok(())
        })
    })
}

fn numbered(number: u32, ana: &User) -> User {
    let mut user = serde_json::to_value(ana).unwrap();
    user["Id"] = format!("a1b2c3d4-5678-90ab-cdef-{number:012x}").into();
    user["Username"] = format!("agent{number:04}").into();
    user["IdentityInfo"] = json!({
        "FirstName": if number.is_multiple_of(2) { "Ben" } else { "Ana" },
        "LastName": format!("Number {number}"),
    });
    user["Tags"] = match number % 1_000 {
        7 => json!({"team": "night", "site": "Lyon"}),
        _ => json!({"team": "night"}),
    };
    serde_json::from_value(user).unwrap()
}

/// The usernames on each page of a search, and the count that all pages have.
async fn pages(t: &Roster, instance: &str, search: &Value, size: usize) -> (Vec<Vec<String>>, i64) {
    let (mut pages, mut token, mut counts) = (Vec::new(), Value::Null, Vec::new());
    loop {
        let input = json!({"InstanceId": instance, "MaxResults": size, "NextToken": token});
        let mut page = t.root().done("SearchUsers", with(input, search.clone())).await;
        let users = page["Users"].as_array().unwrap().iter();
        pages.push(
            users
                .map(|user| user["Username"].as_str().unwrap().to_owned())
                .collect(),
        );
        counts.push(page["ApproximateTotalCount"].as_i64().unwrap());
        token = page["NextToken"].take();
        if token.is_null() {
            counts.dedup();
            assert_eq!(counts.len(), 1, "{search}: {counts:?}");
            return (pages, counts[0]);
        }
    }
}

#[test]
fn a_search_finds_all_in_an_instance_of_many_users() {
    in_memory(async |t| {
        let instance = large_instance(&t).await;
        let profile = t.root().new_user(&instance, "x").await["RoutingProfileId"].clone();
        let all_of_profile = text("RoutingProfileId", "EXACT", profile.as_str().unwrap());
        let criteria = |criteria: Value| json!({"SearchCriteria": criteria});
        let tags = |tags: Value| json!({"SearchFilter": {"TagFilter": tags}});
        let night = json!({"TagKey": "team", "TagValue": "night"});
        let of_number = |wanted: &dyn Fn(u32) -> bool| -> Vec<String> {
            let numbers = (0..MANY).filter(|number| wanted(*number));
            numbers.map(|number| format!("agent{number:04}")).collect()
        };
        let and_ana = |mut usernames: Vec<String>| {
            usernames.push("ana".to_owned());
            usernames
        };
        let counted = [
            (json!({}), and_ana(of_number(&|_| true))),
            (criteria(all_of_profile.clone()), and_ana(of_number(&|_| true))),
            (
                criteria(text("Username", "STARTS_WITH", "AG")),
                of_number(&|_| true),
            ),
            (
                criteria(text("LastName", "EXACT", "number 77")),
                of_number(&|number| number == 77),
            ),
            (
                criteria(json!({"AndConditions": [all_of_profile, text("LastName", "CONTAINS", "99")]})),
                of_number(&|number| number.to_string().contains("99")),
            ),
            (
                criteria(
                    json!({"AndConditions": [all_of_profile, text("Username", "STARTS_WITH", "agent599")]}),
                ),
                of_number(&|number| number / 10 == 599),
            ),
            (
                json!({
                    "SearchCriteria": text("FirstName", "STARTS_WITH", "be"),
                    "SearchFilter": {"TagFilter": {"TagCondition": night}},
                }),
                of_number(&|number| number % 2 == 0),
            ),
            (
                tags(json!({"AndConditions": [night, {"TagKey": "site", "TagValue": "Lyon"}]})),
                of_number(&|number| number % 1_000 == 7),
            ),
            (
                tags(json!({"TagCondition": {"TagKey": "site"}})),
                of_number(&|number| number % 1_000 == 7),
            ),
        ];
        for (search, expected) in counted {
            let (pages, count) = pages(&t, &instance, &search, 499).await;

            assert_eq!(pages.concat(), expected, "{search}");
            assert_eq!(usize::try_from(count), Ok(expected.len()), "{search}");
            let (last, others) = pages.split_last().unwrap();
            assert!(others.iter().all(|page| page.len() == 499), "{search}");
            assert!(!last.is_empty(), "{search}");
        }

        let nines = (0..9).map(|digit| text("LastName", "CONTAINS", &format!("{digit}99")));
        let estimated = [
            (
                criteria(text("LastName", "CONTAINS", "umb")),
                of_number(&|_| true),
            ),
            (
                criteria(json!({"OrConditions": [all_of_profile, text("Username", "EXACT", "ana")]})),
                and_ana(of_number(&|_| true)),
            ),
            (
                criteria(json!({"OrConditions": nines.collect::<Vec<_>>()})),
                of_number(&|number| (0..9).any(|digit| number.to_string().contains(&format!("{digit}99")))),
            ),
        ];
        for (search, expected) in estimated {
            let (pages, count) = pages(&t, &instance, &search, 499).await;

            assert_eq!(pages.concat(), expected, "{search}");
            let error = usize::try_from(count).unwrap().abs_diff(expected.len());
            assert!(error <= expected.len() / 5, "{search}: {count}");
        }
    });
}

#[test]
fn a_search_that_no_entry_narrows_down_looks_at_so_many_users_a_page() {
    in_memory(async |t| {
        let instance = large_instance(&t).await;
        let search = json!({"SearchFilter": {"TagFilter": {"TagCondition": {"TagValue": "Lyon"}}}});

        let (pages, count) = pages(&t, &instance, &search, 100).await;

        let found = |numbers: std::ops::Range<u32>| -> Vec<String> {
            numbers.map(|thousand| format!("agent{thousand}007")).collect()
        };
        assert_eq!(pages, [found(0..5), found(5..6)]);
        // As many as there would be if the others were like those of the first page.
        assert!((5..=7).contains(&count), "{count}");
    });
}

#[test]
fn a_search_finds_users_by_what_they_are_called_now() {
    each_engine(async |t| {
        let instance = instance(&t).await;
        let by_name = |name: &str| json!({"SearchCriteria": text("LastName", "EXACT", name)});
        let users = t
            .root()
            .all("ListUsers", json!({"InstanceId": instance}), 100)
            .await;
        let ben = users.iter().find(|user| user["Username"] == "ben").unwrap();
        let update = json!({
            "InstanceId": instance,
            "UserId": ben["Id"],
            "IdentityInfo": {"FirstName": "Ben", "LastName": "Okafor"},
        });

        t.root().done("UpdateUserIdentityInfo", update).await;

        assert_eq!(found(&t, &instance, by_name("okafor")).await, ["ben"]);
        assert_eq!(found(&t, &instance, by_name("núñez")).await, [""; 0]);
        let ben = json!({"InstanceId": instance, "UserId": ben["Id"]});
        t.root().done("DeleteUser", ben).await;
        assert_eq!(found(&t, &instance, by_name("okafor")).await, [""; 0]);
    });
}

#[test]
fn a_search_for_a_username_finds_the_one_in_that_case_alone_if_there_is_one() {
    each_engine(async |t| {
        let instance = t.root().make_instance("cased").await;
        for username in ["CLARK", "clark", "clarke"] {
            let user = t.root().new_user(&instance, username).await;
            t.root().done("CreateUser", user).await;
        }
        let named = |name: &str| text("Username", "EXACT", name);

        for name in ["clark", "CLARK"] {
            for criteria in [
                named(name),
                json!({"AndConditions": [named(name), text("Username", "STARTS_WITH", "cl")]}),
                json!({"OrConditions": [named(name)]}),
            ] {
                let search = json!({"SearchCriteria": criteria, "MaxResults": 1});
                assert_eq!(found(&t, &instance, search).await, [name]);
            }
        }
        let other_case = json!({"SearchCriteria": named("Clark")});
        assert_eq!(found(&t, &instance, other_case).await, ["CLARK", "clark"]);
        let either = json!({"OrConditions": [named("clark"), named("CLARK")]});
        assert_eq!(
            found(&t, &instance, json!({"SearchCriteria": either})).await,
            ["CLARK", "clark"]
        );
        let none = json!({"AndConditions": [named("clark"), text("FirstName", "EXACT", "Nobody")]});
        assert_eq!(
            found(&t, &instance, json!({"SearchCriteria": none})).await,
            [""; 0]
        );
    });
}
