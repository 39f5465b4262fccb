//! Which resources an operation asks about: the ARNs that policies must allow.
//!
//! Source: the service authorization reference, which says of every action which types of resource
//! it has; those that are required must all be allowed, others only when the request names them.

use roster_domain::AccountRegion;
use roster_domain::arn::Reference;
use roster_model::operation::{Description, ResourceType};
use serde_json::Value;

/// What stands for any resource, where an action has none.
const ANY: &str = "*";

/// The ARNs that a request asks about, in the order of the description, each once. A required
/// resource that the request does not name, such as the user that it is to make, is asked about as
/// any of its type: `…/agent/*`.
pub(super) fn resources(operation: &Description, home: &AccountRegion, input: &Value) -> Vec<String> {
    let mut arns = Vec::new();
    for resource in operation.resources {
        let named = names(resource.kind, input);
        let mut all: Vec<String> = named
            .iter()
            .map(|reference| arn(resource.kind, home, input, reference))
            .collect();
        if all.is_empty() && resource.required {
            all.push(glued(resource.kind, home, &instance(home, input), ANY));
        }
        for arn in all {
            if !arns.contains(&arn) {
                arns.push(arn);
            }
        }
    }
    if arns.is_empty() {
        arns.push(ANY.to_owned());
    }
    arns
}

/// How a request names its resources of a type: one in the member of the type's label, or several
/// in a list of that name.
fn names(kind: ResourceType, input: &Value) -> Vec<&str> {
    let label = kind.label();
    let one = input[label].as_str();
    let list = input[format!("{label}s").as_str()].as_array();
    let many = list.into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(many).collect()
}

/// The ARN of what a request names. An ARN that leads elsewhere stays what it is: policies are asked
/// about what was named, and nothing will be found there.
fn arn(kind: ResourceType, home: &AccountRegion, input: &Value, reference: &str) -> String {
    match Reference::parse(reference, kind, home) {
        Some(Reference::Arn { instance, id }) => home.resource(kind, &instance, &id).into(),
        Some(Reference::Elsewhere) => reference.to_owned(),
        Some(Reference::Id(_)) | None => glued(kind, home, &instance(home, input), reference),
    }
}

/// The id of the instance that a request names, as far as it is one.
pub(super) fn instance(home: &AccountRegion, input: &Value) -> String {
    let Some(reference) = input[ResourceType::Instance.label()].as_str() else {
        return ANY.to_owned();
    };
    match Reference::parse(reference, ResourceType::Instance, home) {
        Some(Reference::Id(id) | Reference::Arn { id, .. }) => id.into(),
        Some(Reference::Elsewhere) => bare_id(reference).to_owned(),
        None => reference.to_owned(),
    }
}

/// The instance's id in an ARN that leads elsewhere.
fn bare_id(arn: &str) -> &str {
    let resource = arn.splitn(6, ':').nth(5).unwrap_or(arn);
    resource.split('/').nth(1).unwrap_or(resource)
}

/// An ARN made of what was sent, which may be no id: it is only compared, and finds nothing.
fn glued(kind: ResourceType, home: &AccountRegion, instance: &str, id: &str) -> String {
    let AccountRegion { account, region } = home;
    let place = format!("arn:{}:connect:{region}:{account}:instance", home.partition());
    match kind.arn_word() {
        None => format!("{place}/{id}"),
        Some(word) => format!("{place}/{instance}/{word}/{id}"),
    }
}

#[cfg(test)]
mod tests {
    use roster_model::operations;
    use roster_model::service::Service;
    use serde_json::json;

    use super::*;

    const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
    const USER: &str = "87654321-2222-1234-1234-111234567891";
    const PROFILES: [&str; 2] = [
        "11111111-1111-4111-8000-000000000001",
        "11111111-1111-4111-8000-000000000002",
    ];
    const PLACE: &str = "arn:aws:connect:us-east-1:123456789012:instance";

    fn of(operation: &str, input: &Value) -> Vec<String> {
        let operation = operations::find(Service::Connect, operation).expect(operation);
        let home = AccountRegion {
            account: "123456789012".into(),
            region: "us-east-1".into(),
        };
        let arns = resources(operation, &home, input);
        arns.iter().map(|arn| arn.replace(PLACE, "…")).collect()
    }

    #[test]
    fn an_update_asks_about_its_user() {
        let input = json!({"InstanceId": INSTANCE, "UserId": USER});
        assert_eq!(
            of("UpdateUserIdentityInfo", &input),
            [format!("…/{INSTANCE}/agent/{USER}")]
        );
    }

    #[test]
    fn an_arn_asks_about_the_same_as_an_id() {
        let arns = json!({
            "InstanceId": format!("{PLACE}/{INSTANCE}"),
            "UserId": format!("{PLACE}/{INSTANCE}/agent/{USER}"),
        });
        let mixed = json!({"InstanceId": format!("{PLACE}/{INSTANCE}"), "UserId": USER});
        for input in [arns, mixed] {
            assert_eq!(of("DescribeUser", &input), [format!("…/{INSTANCE}/agent/{USER}")]);
        }
    }

    #[test]
    fn a_new_user_asks_about_any_user_and_all_that_it_names() {
        let input = json!({
            "InstanceId": INSTANCE, "SecurityProfileIds": [PROFILES[0], PROFILES[1], PROFILES[0]],
            "RoutingProfileId": USER,
        });
        let expected = [
            format!("…/{INSTANCE}/agent/*"),
            format!("…/{INSTANCE}/security-profile/{}", PROFILES[0]),
            format!("…/{INSTANCE}/security-profile/{}", PROFILES[1]),
            format!("…/{INSTANCE}/routing-profile/{USER}"),
        ];
        assert_eq!(of("CreateUser", &input), expected);
        let grouped = roster_model_with(input, "HierarchyGroupId", USER);
        assert_eq!(
            of("CreateUser", &grouped)[4],
            format!("…/{INSTANCE}/agent-group/{USER}")
        );
    }

    fn roster_model_with(mut input: Value, member: &str, value: &str) -> Value {
        input[member] = value.into();
        input
    }

    #[test]
    fn lists_and_searches_ask_about_their_instance() {
        for operation in ["ListUsers", "SearchUsers", "ListSecurityProfiles"] {
            let input = json!({"InstanceId": INSTANCE});
            assert_eq!(of(operation, &input), [format!("…/{INSTANCE}")], "{operation}");
        }
    }

    #[test]
    fn what_has_no_resource_asks_about_any() {
        for operation in ["ListInstances", "CreateInstance"] {
            assert_eq!(of(operation, &json!({})), ["*"], "{operation}");
        }
    }

    #[test]
    fn what_a_request_fails_to_name_is_asked_about_as_any_of_its_type() {
        assert_eq!(of("DescribeInstance", &json!({})), ["…/*"]);
        assert_eq!(
            of("DescribeUser", &json!({"InstanceId": 7, "UserId": []})),
            ["…/*/agent/*"]
        );
        let unnamed = of("CreateUser", &json!({"InstanceId": INSTANCE}));
        let words = ["agent", "security-profile", "routing-profile"];
        assert_eq!(unnamed, words.map(|word| format!("…/{INSTANCE}/{word}/*")));
    }

    #[test]
    fn what_leads_elsewhere_is_asked_about_as_it_was_named() {
        let elsewhere = format!("arn:aws:connect:eu-west-2:210987654321:instance/{INSTANCE}/agent/{USER}");
        let input = json!({"InstanceId": INSTANCE, "UserId": elsewhere});
        assert_eq!(of("DescribeUser", &input), [elsewhere]);
        let other_instance = format!("{PLACE}/{USER}/agent/{USER}");
        let input = json!({"InstanceId": INSTANCE, "UserId": other_instance});
        assert_eq!(of("DescribeUser", &input), [format!("…/{USER}/agent/{USER}")]);
    }
}
