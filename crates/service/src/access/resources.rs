//! Which resources an operation asks about: the ARNs that policies must allow.
//!
//! Source: the service authorization reference, which says of every action which types of resource
//! it has; those that are required must all be allowed, others only when the request names them.

use roster_domain::arn::Reference;
use roster_domain::{AccountRegion, Caller, Principal};
use roster_model::operation::{Description, Resource, ResourceType};
use serde_json::Value;

use crate::iam::entity_of_arn;

/// What stands for any resource, where an action has none.
const ANY: &str = "*";
/// The member that holds the path of what is to be made at IAM.
const PATH: &str = "Path";
/// The member that holds the role that is to be taken on.
const ROLE_ARN: &str = "RoleArn";

/// The member that holds the ARN of the user or role whose policies are tried out.
const POLICY_SOURCE: &str = "PolicySourceArn";

/// A resource that a request asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// By its ARN.
    Arn(String),
    /// A user, role or policy of IAM: its path and its spelling stand in its record.
    Named {
        /// Which of them.
        kind: ResourceType,
        /// The name, or the ARN of a policy, as the request has it.
        name: String,
    },
}

/// The resources that a request asks about, in the order of the description, each once. A required
/// resource that the request does not name, such as the user that it is to make, is asked about as
/// any of its type: `…/agent/*`.
pub(super) fn resources(operation: &Description, caller: &Caller, input: &Value) -> Vec<Asked> {
    let mut all = Vec::new();
    for resource in operation.resources {
        let of_kind = match resource.kind {
            ResourceType::Instance
            | ResourceType::User
            | ResourceType::SecurityProfile
            | ResourceType::RoutingProfile
            | ResourceType::HierarchyGroup => in_an_instance(*resource, &caller.home, input),
            ResourceType::IamUser | ResourceType::IamRole if tries_out(operation) => {
                policy_source(resource.kind, &caller.home, input)
                    .into_iter()
                    .collect()
            }
            ResourceType::IamUser | ResourceType::IamRole => entity(operation, resource.kind, caller, input),
            ResourceType::IamPolicy => vec![policy(&caller.home, input)],
        };
        for asked in of_kind {
            if !all.contains(&asked) {
                all.push(asked);
            }
        }
    }
    if all.is_empty() {
        all.push(Asked::Arn(ANY.to_owned()));
    }
    all
}

fn in_an_instance(resource: Resource, home: &AccountRegion, input: &Value) -> Vec<Asked> {
    let named = names(resource.kind, input);
    if named.is_empty() && resource.required {
        let any = glued(resource.kind, home, &instance(home, input), ANY);
        return vec![Asked::Arn(any)];
    }
    let named = named.into_iter();
    named
        .map(|reference| Asked::Arn(arn(resource.kind, home, input, reference)))
        .collect()
}

/// A user or role of IAM. One that is to be made has its path in the request; who names no user
/// means themselves.
fn entity(operation: &Description, kind: ResourceType, caller: &Caller, input: &Value) -> Vec<Asked> {
    let word = kind.arn_word().unwrap_or_default();
    let name = input[kind.label()].as_str();
    let is_made = operation.request().member(PATH).is_some();
    vec![match (name, input[ROLE_ARN].as_str(), &caller.principal) {
        (Some(name), _, _) if is_made => Asked::Arn(caller.home.iam(word, path(input), name)),
        (Some(name), _, _) => Asked::Named {
            kind,
            name: name.to_owned(),
        },
        (None, Some(arn), _) if kind == ResourceType::IamRole => Asked::Arn(arn.to_owned()),
        (None, _, Principal::User(_)) if kind == ResourceType::IamUser => Asked::Arn(caller.arn()),
        (None, _, _) => Asked::Arn(caller.home.iam(word, "/", ANY)),
    }]
}

fn tries_out(operation: &Description) -> bool {
    operation.request().member(POLICY_SOURCE).is_some()
}

/// The user or role whose policies are tried out, if it is one of this type.
fn policy_source(kind: ResourceType, home: &AccountRegion, input: &Value) -> Option<Asked> {
    let arn = input[POLICY_SOURCE].as_str()?;
    let entity = entity_of_arn(arn).filter(|entity| Some(entity.word) == kind.arn_word())?;
    Some(if *entity.account == *home.account {
        Asked::Named {
            kind,
            name: entity.name.to_owned(),
        }
    } else {
        Asked::Arn(arn.to_owned())
    })
}

/// A managed policy of IAM: by its ARN, or one that is to be made.
fn policy(home: &AccountRegion, input: &Value) -> Asked {
    match (input["PolicyArn"].as_str(), input["PolicyName"].as_str()) {
        (Some(arn), _) => Asked::Named {
            kind: ResourceType::IamPolicy,
            name: arn.to_owned(),
        },
        (None, Some(name)) => Asked::Arn(home.iam("policy", path(input), name)),
        (None, None) => Asked::Arn(home.iam("policy", "/", ANY)),
    }
}

fn path(input: &Value) -> &str {
    input[PATH].as_str().unwrap_or("/")
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
    let AccountRegion { account, region, .. } = home;
    let place = format!("arn:{}:connect:{region}:{account}:instance", home.partition());
    match kind.arn_word() {
        None => format!("{place}/{id}"),
        Some(word) => format!("{place}/{instance}/{word}/{id}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use roster_domain::caller::UserPrincipal;
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
        let short = |asked: Asked| match asked {
            Asked::Arn(arn) => arn.replace(PLACE, "…"),
            Asked::Named { .. } => panic!("not of Connect"),
        };
        let asked = resources(operation, &caller(), input);
        asked.into_iter().map(short).collect()
    }

    fn caller() -> Caller {
        Caller {
            home: AccountRegion::of_region("123456789012", "us-east-1").expect("a Region"),
            principal: Principal::User(Arc::new(UserPrincipal {
                name: "ana".to_owned(),
                path: "/team/".to_owned(),
                id: "AIDAEXAMPLE".to_owned(),
                tags: Vec::new(),
            })),
        }
    }

    #[test]
    fn what_iam_makes_has_its_path_in_the_request_and_what_is_there_in_its_record() {
        let of = |operation, input| {
            let operation = operations::find(Service::Iam, operation).expect(operation);
            resources(operation, &caller(), &input)
        };
        let arn = |end: &str| vec![Asked::Arn(format!("arn:aws:iam::123456789012:{end}"))];

        let made = of("CreateUser", json!({"UserName": "Ben", "Path": "/team/"}));
        assert_eq!(made, arn("user/team/Ben"));
        assert_eq!(of("CreateUser", json!({"UserName": "Ben"})), arn("user/Ben"));
        let stored = of("PutUserPolicy", json!({"UserName": "Ben", "PolicyName": "p"}));
        let ben = Asked::Named {
            kind: ResourceType::IamUser,
            name: "Ben".to_owned(),
        };
        assert_eq!(stored, [ben]);
        assert_eq!(of("GetUser", json!({})), arn("user/team/ana"));
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
        let grouped = json!({"InstanceId": INSTANCE, "HierarchyGroupId": USER});
        assert_eq!(
            of("CreateUser", &grouped)[3],
            format!("…/{INSTANCE}/agent-group/{USER}")
        );
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
