use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, Roster, SAML, each_engine, in_memory, with};
use serde_json::{Map, Value, json};

/// The tags that a search finds, as `key=value`, `size` to a page.
async fn found(t: &Roster, search: Value, size: usize) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let found = t.root().all("SearchResourceTags", input, size).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let tags = found
        .iter()
        .map(|tag| format!("{}={}", text(&tag["key"]), text(&tag["value"])));
    tags.collect()
}

/// Gives tags to the first of a list.
async fn tag_first(t: &Roster, list: &str, tags: Value) {
    let listed = t.root().all(list, json!({"InstanceId": MANAGED}), 10).await;
    let input = json!({"resourceArn": listed[0]["Arn"], "tags": tags});
    t.root().done("TagResource", input).await;
}

async fn tag_mary(t: &Roster, tags: Value) {
    let arn = t.root().user(MANAGED, MARY).await["Arn"].take();
    t.root()
        .done("TagResource", json!({"resourceArn": arn, "tags": tags}))
        .await;
}

/// A condition on key and value: texts, and how they are compared.
fn condition(key: [&str; 2], value: [&str; 2]) -> Value {
    json!({"SearchCriteria": {"TagSearchCondition": {
        "tagKey": key[1], "tagKeyComparisonType": key[0], "tagValue": value[1], "tagValueComparisonType": value[0],
    }}})
}

#[test]
fn tags_are_found_by_the_type_of_their_resource() {
    each_engine(async |t| {
        let taxi = json!({
            "InstanceId": MANAGED, "Name": "Taxi", "Tags": {"of": "quick connect"}, "QuickConnectConfig":
                {"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": "+12065550100"}},
        });
        t.root().done("CreateQuickConnect", taxi).await;
        tag_mary(&t, json!({"of": "user"})).await;
        for (list, value) in [
            ("ListAgentStatuses", "status"),
            ("ListRoutingProfiles", "routing profile"),
            ("ListQueues", "queue"),
            ("ListSecurityProfiles", "security profile"),
            ("ListHoursOfOperations", "hours"),
        ] {
            tag_first(&t, list, json!({"of": value})).await;
        }
        let types = [
            ("operating-hours", "of=hours"),
            ("standard-queue", "of=queue"),
            ("transfer-destination", "of=quick connect"),
            ("routing-profile", "of=routing profile"),
            ("security-profile", "of=security profile"),
            ("agent-state", "of=status"),
            ("agent", "of=user"),
        ];

        for (name, tag) in types {
            assert_eq!(
                found(&t, json!({"ResourceTypes": [name]}), 10).await,
                [tag],
                "{name}"
            );
        }
        let all = types.map(|(_, tag)| tag);
        for search in [json!({}), json!({"ResourceTypes": []})] {
            assert_eq!(found(&t, search, 2).await, all);
        }
        let two = json!({"ResourceTypes": ["agent", "standard-queue"]});
        assert_eq!(found(&t, two, 1).await, ["of=queue", "of=user"]);
        let none = json!({"ResourceTypes": ["prompt", "contact-flow", "flow-module"]});
        assert!(found(&t, none, 1).await.is_empty());
    });
}

#[test]
fn tags_are_found_by_texts_in_key_and_value() {
    each_engine(async |t| {
        tag_mary(&t, json!({"site": "Lyon", "team": "sales", "Team": ""})).await;
        tag_first(&t, "ListQueues", json!({"site": "Nice", "steam": "sale"})).await;

        for (search, expected) in [
            (
                json!({"SearchCriteria": {}}),
                &["Team=", "site=Lyon", "site=Nice", "steam=sale", "team=sales"][..],
            ),
            (
                json!({"SearchCriteria": {"TagSearchCondition": {"tagKey": "site"}}}),
                &["site=Lyon", "site=Nice"],
            ),
            (
                json!({"SearchCriteria": {"TagSearchCondition": {"tagValue": "sale"}}}),
                &["steam=sale"],
            ),
            (condition(["EXACT", "site"], ["STARTS_WITH", "N"]), &["site=Nice"]),
            (
                condition(["CONTAINS", "team"], ["CONTAINS", "ale"]),
                &["steam=sale", "team=sales"],
            ),
            (
                condition(["STARTS_WITH", "team"], ["STARTS_WITH", ""]),
                &["team=sales"],
            ),
            (condition(["EXACT", "Team"], ["EXACT", ""]), &["Team="]),
            (condition(["EXACT", "site"], ["EXACT", "nice"]), &[]),
        ] {
            assert_eq!(found(&t, search.clone(), 1).await, expected, "{search}");
        }
    });
}

#[test]
fn a_tag_of_many_users_is_found_once() {
    in_memory(async |t| {
        for number in 0..120 {
            let ana = with(
                t.root().new_user(MANAGED, &format!("ana{number}")).await,
                json!({"Tags": {"site": "Lyon", "desk": format!("{number:03}")}}),
            );
            t.root().done("CreateUser", ana).await;
        }
        tag_first(&t, "ListQueues", json!({"desk": "0595", "zone": "A"})).await;

        for size in [7, 100] {
            let tags = found(&t, json!({}), size).await;

            assert_eq!(tags.len(), 123, "{size}: {tags:?}");
            assert_eq!(tags[59..62], ["desk=059", "desk=0595", "desk=060"]);
            assert_eq!(tags[121..], ["site=Lyon", "zone=A"]);
        }
        let sites = json!({"SearchCriteria": {"TagSearchCondition": {"tagKey": "site"}}});
        assert_eq!(found(&t, sites, 1).await, ["site=Lyon"]);
    });
}

#[test]
fn a_page_is_short_where_few_of_very_many_tags_are_wanted() {
    in_memory(async |t| {
        for number in 0..210 {
            let key = |tag: i32| format!("k{number:03}.{tag:02}");
            let mut tags: Map<String, Value> = (0..50).map(|tag| (key(tag), json!("hay"))).collect();
            if number == 209 {
                tags.insert(key(49), json!("needle"));
            }
            let user = t.root().new_user(SAML, &format!("sam{number}")).await;
            let of_saml = json!({"Password": null, "Tags": tags});
            t.root().done("CreateUser", with(user, of_saml)).await;
        }
        let needle =
            json!({"InstanceId": SAML, "SearchCriteria": {"TagSearchCondition": {"tagValue": "needle"}}});

        let first = t.root().done("SearchResourceTags", needle.clone()).await;

        assert_eq!(first["Tags"], json!([]));
        assert!(first["NextToken"].is_string());
        let next = with(needle, json!({"NextToken": first["NextToken"]}));
        let second = t.root().done("SearchResourceTags", next).await;
        let expected = json!({"Tags": [{"key": "k209.49", "value": "needle"}]});
        assert_eq!(second, expected);
    });
}

#[test]
fn a_token_of_another_search_is_refused() {
    each_engine(async |t| {
        tag_mary(&t, json!({"site": "Lyon", "team": "sales"})).await;
        let input = json!({"InstanceId": MANAGED, "MaxResults": 1});
        let first = t.root().done("SearchResourceTags", input.clone()).await;
        let next = with(input, json!({"NextToken": first["NextToken"]}));
        t.root().done("SearchResourceTags", next.clone()).await;

        let other = with(next, json!({"ResourceTypes": ["agent"]}));
        let answer = t.root().call("SearchResourceTags", other).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
    });
}

#[test]
fn there_are_ten_types_of_resource_with_tags() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "ResourceTypes": ["agent", "Queue"]});

        assert_snapshot!(t.root().call("SearchResourceTags", input).await, @"
        400 InvalidRequestException
        ResourceTypes must be one of agent, agent-state, routing-profile, standard-queue, security-profile, operating-hours, prompt, contact-flow, flow-module, transfer-destination
        ");
    });
}

#[test]
fn the_tags_of_another_instance_are_not_found() {
    each_engine(async |t| {
        tag_mary(&t, json!({"site": "Lyon"})).await;
        let elsewhere = json!({"InstanceId": SAML});

        assert!(t.root().all("SearchResourceTags", elsewhere, 10).await.is_empty());
    });
}
