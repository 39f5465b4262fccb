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
    let asks = asks(operation, &caller(), input).into_iter();
    let own = asks.filter(|ask| ask.further.is_none());
    let arns = own.map(|ask| ask.resource.arn.expect("not of Connect"));
    arns.map(|arn| arn.replace(PLACE, "…")).collect()
}

fn caller() -> Caller {
    Caller {
        account_region: AccountRegion::of_region("123456789012", "us-east-1").expect("a Region"),
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
        asks(operation, &caller(), &input)
    };
    let own = |resource| {
        vec![Ask {
            further: None,
            resource,
        }]
    };
    let arn = |end: &str| format!("arn:aws:iam::123456789012:{end}");
    let made_as = |end: &str| own(Asked::unrecorded(arn(end)));

    let made = of("CreateUser", json!({"UserName": "Ben", "Path": "/team/"}));
    assert_eq!(made, made_as("user/team/Ben"));
    assert_eq!(of("CreateUser", json!({"UserName": "Ben"})), made_as("user/Ben"));
    let stored = of("PutUserPolicy", json!({"UserName": "Ben", "PolicyName": "p"}));
    assert_eq!(stored, own(Asked::named(None, ResourceType::IamUser, "Ben")));
    let oneself = Asked::named(Some(arn("user/team/ana")), ResourceType::IamUser, "ana");
    assert_eq!(of("GetUser", json!({})), own(oneself));
}

#[test]
fn what_there_is_not_is_asked_about_as_any_of_its_type() {
    let here = json!({"InstanceId": INSTANCE});
    assert_eq!(
        of("ListContactFlows", &here),
        [format!("…/{INSTANCE}/contact-flow/*")]
    );
    assert_eq!(
        of("ListPhoneNumbers", &here),
        [format!("…/{INSTANCE}/phone-number/*")]
    );
    assert_eq!(
        of("SearchVocabularies", &here),
        [format!("…/{INSTANCE}/vocabulary/*")]
    );
    for (operation, word) in [
        ("ListPhoneNumbersV2", "phone-number"),
        ("ListTrafficDistributionGroups", "traffic-distribution-group"),
    ] {
        let expected = format!("arn:aws:connect:us-east-1:123456789012:{word}/*");
        assert_eq!(of(operation, &here), [expected]);
    }
}

#[test]
fn what_belongs_to_no_instance_is_asked_about_by_its_own_arn() {
    let place = "arn:aws:connect:us-east-1:123456789012:phone-number";
    for number in [USER.to_owned(), format!("{place}/{USER}")] {
        let asked = of("DescribePhoneNumber", &json!({"PhoneNumberId": number}));
        assert_eq!(asked, [format!("{place}/{USER}")]);
    }
    let group = of(
        "ListTrafficDistributionGroupUsers",
        &json!({"TrafficDistributionGroupId": USER}),
    );
    assert_eq!(
        group,
        [format!(
            "arn:aws:connect:us-east-1:123456789012:traffic-distribution-group/{USER}"
        )]
    );
}

#[test]
fn members_that_an_operation_does_not_have_are_not_what_it_is_about() {
    let plain =
        json!({"InstanceId": INSTANCE, "SecurityProfileIds": [PROFILES[0]], "RoutingProfileId": USER});
    let mut stray = plain.clone();
    stray["UserId"] = USER.into();
    stray["SecurityProfileId"] = PROFILES[1].into();
    assert_eq!(of("CreateUser", &stray), of("CreateUser", &plain));
}

#[test]
fn tags_need_a_permission_on_what_they_are_given_to() {
    let of = |service, operation, input| {
        let operation = operations::find(service, operation).expect(operation);
        let asks = asks(operation, &caller(), &input).into_iter();
        let further = asks.filter_map(|ask| Some((ask.further?, ask.resource.arn?)));
        further.collect::<Vec<_>>()
    };
    let tags = json!([{"Key": "team", "Value": "a"}]);
    let user = json!({"UserName": "Ben", "Path": "/team/", "Tags": tags});
    let arn = "arn:aws:iam::123456789012:user/team/Ben".to_owned();
    assert_eq!(of(Service::Iam, "CreateUser", user), [("iam:TagUser", arn)]);
    let untagged = json!({"UserName": "Ben", "Tags": []});
    assert_eq!(of(Service::Iam, "CreateUser", untagged), []);
    let instance = json!({"Tags": {"team": "a"}});
    let any = format!("{PLACE}/*");
    assert_eq!(
        of(Service::Connect, "CreateInstance", instance),
        [("connect:TagResource", any)]
    );
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
fn queues_within_a_request_are_asked_about_each() {
    let [one, other] = PROFILES;
    let config = |queue| json!({"QueueReference": {"QueueId": queue, "Channel": "VOICE"}});
    let input = json!({
        "InstanceId": INSTANCE, "DefaultOutboundQueueId": one, "QueueId": USER,
        "QueueConfigs": [config(one), config(other), "nothing"],
        "ManualAssignmentQueueConfigs": [config(USER)],
    });
    let expected = [
        format!("…/{INSTANCE}/routing-profile/*"),
        format!("…/{INSTANCE}/queue/{one}"),
        format!("…/{INSTANCE}/queue/{other}"),
        format!("…/{INSTANCE}/queue/{USER}"),
    ];
    assert_eq!(of("CreateRoutingProfile", &input), expected);
}

#[test]
fn an_entity_is_asked_about_beside_profiles_and_instance() {
    let [one, other] = PROFILES;
    for operation in ["AssociateSecurityProfiles", "DisassociateSecurityProfiles"] {
        for entity in [USER.to_owned(), format!("{PLACE}/{INSTANCE}/agent/{USER}")] {
            let input = json!({
                "InstanceId": INSTANCE, "EntityType": "USER", "EntityArn": entity,
                "SecurityProfiles": [{"Id": one}, {"Id": other}],
            });
            let expected = [
                format!("…/{INSTANCE}/security-profile/{one}"),
                format!("…/{INSTANCE}/security-profile/{other}"),
                format!("…/{INSTANCE}"),
                format!("…/{INSTANCE}/agent/{USER}"),
            ];
            assert_eq!(of(operation, &input), expected, "{operation}");
        }
    }
}

/// What a request names is found by the shape of ids.
#[test]
fn a_member_with_the_label_of_a_type_has_its_shape() {
    for operation in operations::of(Service::Connect).chain(operations::of(Service::Roster)) {
        // Operations of Connect have members `Name` that name no trail.
        let kinds = ResourceType::ALL
            .iter()
            .filter(|kind| kind.service() == Service::Connect);
        for kind in kinds {
            let Some(member) = operation.request().member(kind.label()) else {
                continue;
            };
            assert_eq!(member.target.schema().name, kind.label(), "{}", operation.name);
            assert!(are_named(operation, *kind), "{}", operation.name);
        }
    }
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
