use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine, in_memory, with};
use serde_json::{Value, json};

use super::Groups;

/// The names of the groups that a search finds.
async fn found(t: &Roster, search: Value) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let answer = t.root().done("SearchUserHierarchyGroups", input).await;
    let groups = answer["UserHierarchyGroups"].as_array().expect("groups");
    assert_eq!(answer["ApproximateTotalCount"], groups.len());
    let names = groups.iter().map(|group| group["Name"].as_str().expect("a name"));
    names.map(str::to_owned).collect()
}

fn text(field: &str, comparison: &str, value: &str) -> Value {
    json!({"StringCondition": {"FieldName": field, "ComparisonType": comparison, "Value": value}})
}

#[test]
fn what_is_found_is_shown_as_a_description_shows_it() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        let input = json!({"InstanceId": MANAGED, "HierarchyGroupId": groups.nice});
        let described = t.root().done("DescribeUserHierarchyGroup", input).await;

        let criteria = text("resourceID", "EXACT", &groups.nice);
        let search = json!({"InstanceId": MANAGED, "SearchCriteria": criteria});
        let found = t.root().done("SearchUserHierarchyGroups", search).await;

        assert_eq!(found["UserHierarchyGroups"], json!([described["HierarchyGroup"]]));
    });
}

#[test]
fn groups_are_found_by_name_parent_level_and_id() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        let structure = t
            .root()
            .done("DescribeUserHierarchyStructure", json!({"InstanceId": MANAGED}))
            .await;
        let region = structure["HierarchyStructure"]["LevelTwo"]["Id"]
            .as_str()
            .expect("an id");
        for (criteria, expected) in [
            (text("name", "CONTAINS", "C"), &["France", "Nice"][..]),
            (text("name", "STARTS_WITH", "ni"), &["Nice"]),
            (text("name", "EXACT", "SOUTH"), &["South"]),
            (text("parentId", "EXACT", &groups.france), &["South"]),
            (text("parentId", "EXACT", ""), &[]),
            (text("levelId", "EXACT", region), &["South"]),
            (text("resourceID", "EXACT", &groups.nice), &["Nice"]),
            (
                json!({"OrConditions": [text("name", "EXACT", "nice"), text("name", "EXACT", "south")]}),
                &["Nice", "South"],
            ),
            (
                json!({"AndConditions": [text("name", "CONTAINS", "c"), text("name", "CONTAINS", "f")]}),
                &["France"],
            ),
        ] {
            let search = json!({"SearchCriteria": criteria});
            assert_eq!(found(&t, search).await, expected, "{criteria}");
        }
    });
}

#[test]
fn tags_filter_what_is_found() {
    each_engine(async |t| {
        Groups::make(&t, MANAGED).await;
        let tags = json!({"team": "night", "site": "Lyon"});
        let input = json!({"InstanceId": MANAGED, "Name": "Spain", "Tags": tags});
        t.root().done("CreateUserHierarchyGroup", input).await;
        let tag = |key: &str, value: &str| json!({"TagKey": key, "TagValue": value});
        for (filter, expected) in [
            (json!({"TagCondition": tag("team", "night")}), &["Spain"][..]),
            (
                json!({"AndCondition": {"TagConditions": [tag("team", "night"), tag("site", "Paris")]}}),
                &[],
            ),
            (
                json!({"OrConditions": [{"TagConditions": [tag("site", "Paris")]}, {"TagConditions": [tag("site", "Lyon")]}]}),
                &["Spain"],
            ),
        ] {
            let search = json!({"SearchFilter": {"AttributeFilter": filter}});
            assert_eq!(found(&t, search).await, expected, "{filter}");
        }
    });
}

#[test]
fn a_search_in_an_unknown_field_is_refused() {
    in_memory(async |t| {
        let input = json!({"InstanceId": MANAGED, "SearchCriteria": text("Name", "EXACT", "Nice")});

        assert_snapshot!(t.root().call("SearchUserHierarchyGroups", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of name, parentId, levelId, resourceID
        ");
    });
}

#[test]
fn who_may_search_within_a_tag_only_finds_no_other_groups() {
    each_engine(async |t| {
        Groups::make(&t, MANAGED).await;
        let olga = t.root().make_iam_user("olga").await;
        let statement = json!({"Effect": "Allow", "Action": "connect:SearchUserHierarchyGroups", "Resource": "*",
            "Condition": {"StringEquals": {"connect:SearchTag/team": "night"}}});
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let input = json!({"UserName": "olga", "PolicyName": "p", "PolicyDocument": document});
        t.root().done("iam:PutUserPolicy", input).await;
        let search = async |filter: Value| {
            let input = json!({"InstanceId": MANAGED, "SearchFilter": filter});
            olga.call("SearchUserHierarchyGroups", input).await
        };
        let night = json!({"TagCondition": {"TagKey": "team", "TagValue": "night"}});

        let within = search(json!({"AttributeFilter": night})).await;
        assert_eq!(within.json()["UserHierarchyGroups"], json!([]));
        // This search has no such filter.
        for elsewhere in [json!({"TagFilter": night}), json!({})] {
            let answer = search(elsewhere).await;
            assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
        }
    });
}
