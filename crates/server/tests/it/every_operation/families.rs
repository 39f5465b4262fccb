//! What holds for every operation of a family: on a resource of an instance, and of lists in pages.

use roster_model::operation::Description;
use roster_model::operations::{ALL, of};
use roster_model::resource_type::{Parent, ResourceType};
use roster_model::schema::Kind;
use roster_model::service::Service;
use roster_testkit::{MANAGED, SAML, in_memory, with};
use serde_json::{Value, json};

use super::connect::NOBODY;
use super::successful;

/// The operations whose path names a resource of an instance, with the type of it.
fn on_a_resource() -> impl Iterator<Item = (&'static Description, ResourceType)> {
    // An erasure is about a user who is gone, and finds none.
    let finds_it = |operation: &&&Description| operation.name != "EraseAuditRecords";
    ALL.iter().filter(finds_it).flat_map(|operation| {
        let named = operation.resources.iter().map(|resource| resource.kind);
        let named = named.filter(|kind| {
            kind.parent() == Parent::Instance && operation.labels().any(|label| label == kind.label())
        });
        named.map(|kind| (*operation, kind))
    })
}

/// Whether a member is long enough for a text. The ids of some types of resource have 100 characters at most, which
/// leaves no room for an ARN.
fn has_room(operation: &Description, member: &str, text: &str) -> bool {
    let member = operation.request().member(member).expect("a member");
    let Kind::String { length, .. } = &member.target.schema().kind else {
        return false;
    };
    let characters = i64::try_from(text.len()).expect("a short text");
    length.max.is_none_or(|max| characters <= max)
}

/// The operations of Connect that answer in pages.
fn in_pages() -> impl Iterator<Item = &'static Description> {
    of(Service::Connect).filter(|operation| operation.pages.is_some() && !operation.finds_nothing)
}

#[test]
fn a_resource_is_found_by_id_or_arn_in_its_own_instance_only() {
    assert!(on_a_resource().count() > 0);
    for (operation, kind) in on_a_resource() {
        in_memory(async |t| {
            let (name, label, noun) = (operation.name, kind.label(), kind.noun());
            let (actor, input) = successful(&t, operation).await;
            let id = input[label].as_str().expect(label);
            let word = kind.arn_word().expect("a resource of an instance has a word");
            let arn = format!("arn:aws:connect:us-east-1:123456789012:instance/{MANAGED}/{word}/{id}");

            let takes_arns = has_room(operation, label, &arn);
            let elsewhere = [(SAML, id), (MANAGED, NOBODY), (SAML, &*arn)];
            for (instance, reference) in &elsewhere[..if takes_arns { 3 } else { 2 }] {
                let elsewhere = with(input.clone(), json!({"InstanceId": instance, label: reference}));
                let answer = actor.call_described(operation, elsewhere).await;
                assert_eq!(
                    answer.error(),
                    Some("ResourceNotFoundException"),
                    "{name}: {answer}"
                );
                let expected = format!("There is no {noun} {reference} in this instance");
                assert_eq!(answer.message(), expected, "{name}");
            }
            let neither = with(input.clone(), json!({label: "Mary"}));
            let answer = actor.call_described(operation, neither).await;
            let expected = format!("{label} must be an id or an ARN, but is \"Mary\"");
            assert_eq!(answer.message(), expected, "{name}");
            let by_arn = with(input.clone(), json!({label: arn}));
            let answer = actor.call_described(operation, by_arn).await;
            let expected = if takes_arns { 200 } else { 400 };
            assert_eq!(answer.status, expected, "{name}: {answer}");
        });
    }
}

/// How many items a page of a list may hold.
fn most(operation: &Description) -> usize {
    let member = operation
        .request()
        .member("MaxResults")
        .expect("a list has pages");
    let Kind::Integer { range } = &member.target.schema().kind else {
        panic!("MaxResults is a number");
    };
    range
        .max
        .and_then(|max| usize::try_from(max).ok())
        .unwrap_or(usize::MAX)
}

#[test]
fn pages_of_any_size_join_to_the_whole_list() {
    for operation in in_pages() {
        in_memory(async |t| {
            let (actor, input) = successful(&t, operation).await;
            let all = actor
                .all(operation.name, input.clone(), 7.min(most(operation)))
                .await;
            assert_eq!(all.is_empty(), operation.is_always_empty(), "{}", operation.name);

            for size in (1..=3).filter(|size| *size <= most(operation)) {
                let joined = actor.all(operation.name, input.clone(), size).await;
                assert_eq!(joined, all, "{} by {size}", operation.name);
            }
        });
    }
}

#[test]
fn what_no_instance_has_is_listed_empty_on_one_page() {
    in_memory(async |t| {
        let empty: Vec<_> = ALL
            .iter()
            .filter(|operation| operation.is_always_empty() && !operation.finds_nothing)
            .collect();
        assert!(!empty.is_empty());
        for operation in empty {
            let name = operation.name;
            let (actor, input) = successful(&t, operation).await;

            let answer = actor.done(name, input.clone()).await;

            let members = answer.as_object().expect("an output");
            assert!(
                members.values().any(|member| *member == json!([])),
                "{name}: {answer}"
            );
            assert!(!members.contains_key("NextToken"), "{name}: {answer}");
            let has_total = operation.response().member("ApproximateTotalCount").is_some();
            let total = has_total.then(|| json!(0));
            assert_eq!(members.get("ApproximateTotalCount"), total.as_ref(), "{name}");
            let next = with(input, json!({"NextToken": "abc"}));
            let refused = actor.call_described(operation, next).await;
            assert!(
                refused
                    .message()
                    .starts_with("NextToken was not given out for this list"),
                "{name}: {refused}"
            );
        }
    });
}

#[test]
fn what_no_instance_has_is_not_found() {
    in_memory(async |t| {
        let mut asked = 0;
        for operation in ALL.iter().filter(|operation| operation.finds_nothing) {
            let (actor, input) = successful(&t, operation).await;

            let answer = actor.call_described(operation, input).await;

            assert_eq!(
                answer.error(),
                Some("ResourceNotFoundException"),
                "{}: {answer}",
                operation.name
            );
            assert!(answer.message().contains(NOBODY), "{answer}");
            asked += 1;
        }
        assert!(asked > 0);
    });
}

#[test]
fn a_token_of_another_list_is_refused_by_every_list() {
    for operation in in_pages().filter(|operation| operation.name != "ListSecurityProfiles") {
        in_memory(async |t| {
            let page = json!({"InstanceId": MANAGED, "MaxResults": 1});
            let token: Value = t.root().done("ListSecurityProfiles", page).await["NextToken"].take();
            assert!(token.is_string());
            let (actor, input) = successful(&t, operation).await;

            let answer = actor
                .call_described(operation, with(input, json!({"NextToken": token})))
                .await;

            assert!(
                answer
                    .message()
                    .starts_with("NextToken was not given out for this list"),
                "{}: {answer}",
                operation.name
            );
        });
    }
}
