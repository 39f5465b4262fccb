use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine, with};
use serde_json::{Value, json};

/// Makes the attributes `Language`, `Certificate` and `languages:spoken`.
async fn three(t: &Roster) {
    for name in ["Language", "Certificate", "languages:spoken"] {
        let attribute = json!({"InstanceId": MANAGED, "Name": name, "Values": {"StringList": ["one"]}});
        t.root().done("CreatePredefinedAttribute", attribute).await;
    }
}

/// The names that a search finds.
async fn found(t: &Roster, criteria: Value) -> Vec<String> {
    let input = json!({"InstanceId": MANAGED, "SearchCriteria": criteria});
    let found = t.root().all("SearchPredefinedAttributes", input, 1).await;
    let names = found
        .iter()
        .map(|one| one["Name"].as_str().expect("a name").to_owned());
    names.collect()
}

fn text(field: &str, comparison: &str, value: &str) -> Value {
    json!({"StringCondition": {"FieldName": field, "ComparisonType": comparison, "Value": value}})
}

#[test]
fn attributes_are_found_by_every_criterion() {
    each_engine(async |t| {
        three(&t).await;

        for (criteria, expected) in [
            (json!(null), &["Certificate", "Language", "languages:spoken"][..]),
            (text("name", "EXACT", "LANGUAGE"), &["Language"]),
            (
                text("name", "STARTS_WITH", "lang"),
                &["Language", "languages:spoken"],
            ),
            (text("name", "CONTAINS", "cat"), &["Certificate"]),
            (text("description", "CONTAINS", ""), &[]),
            (
                json!({"OrConditions": [text("name", "EXACT", "certificate"), text("name", "CONTAINS", "spoken")]}),
                &["Certificate", "languages:spoken"],
            ),
            (
                json!({"AndConditions": [text("name", "STARTS_WITH", "lang"), text("name", "CONTAINS", ":")]}),
                &["languages:spoken"],
            ),
        ] {
            assert_eq!(found(&t, criteria.clone()).await, expected, "{criteria}");
        }
    });
}

#[test]
fn a_search_shows_what_describe_shows_and_how_many_there_are() {
    each_engine(async |t| {
        three(&t).await;
        let input = json!({
            "InstanceId": MANAGED, "SearchCriteria": text("name", "STARTS_WITH", "lang"), "MaxResults": 1,
        });

        let found = t.root().done("SearchPredefinedAttributes", input.clone()).await;

        let language = json!({"InstanceId": MANAGED, "Name": "Language"});
        let mut described = t.root().done("DescribePredefinedAttribute", language).await;
        assert_eq!(
            found["PredefinedAttributes"],
            json!([described["PredefinedAttribute"].take()])
        );
        assert_eq!(found["ApproximateTotalCount"], 2);
        let other = with(
            input,
            json!({"SearchCriteria": null, "NextToken": found["NextToken"]}),
        );
        let answer = t.root().call("SearchPredefinedAttributes", other).await;
        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
    });
}

#[test]
fn an_unknown_field_is_refused() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "SearchCriteria": text("value", "EXACT", "one")});

        assert_snapshot!(t.root().call("SearchPredefinedAttributes", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of name, description
        ");
    });
}
