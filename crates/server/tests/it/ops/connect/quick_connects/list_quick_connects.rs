use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, Roster, each_engine};
use serde_json::{Value, json};

use super::{one_of_each, quick_connect, to_number, to_user};

/// The names and types of the quick connects that are listed, `size` to a page.
async fn listed(t: &Roster, types: Value, size: usize) -> Vec<[String; 2]> {
    let input = json!({"InstanceId": MANAGED, "QuickConnectTypes": types});
    let listed = t.root().all("ListQuickConnects", input, size).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let line = |one: &Value| [text(&one["Name"]), text(&one["QuickConnectType"])];
    listed.iter().map(line).collect()
}

#[test]
fn quick_connects_are_listed_by_name_and_type() {
    each_engine(async |t| {
        one_of_each(&t).await;
        let all = [
            ["Desk", "USER"],
            ["Menu", "FLOW"],
            ["Sales", "QUEUE"],
            ["Taxi", "PHONE_NUMBER"],
        ];

        for types in [json!(null), json!(["FLOW", "PHONE_NUMBER", "QUEUE", "USER"])] {
            assert_eq!(listed(&t, types, 3).await, all);
        }
        assert_eq!(listed(&t, json!(["USER"]), 10).await, [["Desk", "USER"]]);
        assert_eq!(
            listed(&t, json!(["PHONE_NUMBER", "FLOW"]), 1).await,
            [["Menu", "FLOW"], ["Taxi", "PHONE_NUMBER"]]
        );
    });
}

#[test]
fn a_page_is_full_although_many_are_of_other_types() {
    each_engine(async |t| {
        for number in 0..9 {
            quick_connect(&t, &format!("Number {number}"), to_number("+12065550100")).await;
        }
        for number in [1, 4, 8] {
            quick_connect(&t, &format!("Number {number} desk"), to_user(MARY)).await;
        }
        let input = json!({"InstanceId": MANAGED, "QuickConnectTypes": ["USER"], "MaxResults": 2});

        let first = t.root().done("ListQuickConnects", input).await;

        let page = first["QuickConnectSummaryList"].as_array().expect("a list");
        let names: Vec<_> = page.iter().map(|one| &one["Name"]).collect();
        assert_eq!(names, ["Number 1 desk", "Number 4 desk"]);
        assert!(first["NextToken"].is_string());
        assert_eq!(listed(&t, json!(["USER"]), 2).await.len(), 3);
    });
}

#[test]
fn there_are_four_types_of_quick_connect() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "QuickConnectTypes": ["QUEUE", "AGENT"]});

        assert_snapshot!(t.root().call("ListQuickConnects", input).await, @"
        400 InvalidParameterException
        QuickConnectTypes[1] must be one of USER, QUEUE, PHONE_NUMBER, FLOW
        ");
    });
}
