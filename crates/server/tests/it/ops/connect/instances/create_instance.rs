use insta::assert_snapshot;
use roster_testkit::{Answer, Roster, each_engine, with};
use serde_json::{Value, json};

fn new() -> Value {
    json!({
        "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "acme",
        "InboundCallsEnabled": true, "OutboundCallsEnabled": false,
    })
}

async fn create(t: &Roster, replaced: Value) -> Answer {
    t.root().call("CreateInstance", with(new(), replaced)).await
}

#[test]
fn a_new_instance_is_active_at_once() {
    each_engine(async |t| {
        let answer = create(&t, json!({"Tags": {"team": "blue"}})).await;

        assert_snapshot!(answer, @r#"
        200
        {
          "Id": "11111111-1111-4111-8000-00000000001c",
          "Arn": "arn:aws:connect:us-east-1:123456789012:instance/11111111-1111-4111-8000-00000000001c"
        }
        "#);
        let id = answer.json()["Id"].take();
        let described = t.root().call("DescribeInstance", json!({"InstanceId": id})).await;
        assert_snapshot!(described, @r#"
        200
        {
          "Instance": {
            "Id": "11111111-1111-4111-8000-00000000001c",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/11111111-1111-4111-8000-00000000001c",
            "IdentityManagementType": "CONNECT_MANAGED",
            "InstanceAlias": "acme",
            "CreatedTime": 1795256130.0,
            "ServiceRole": "arn:aws:iam::123456789012:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect_00000000001c",
            "InstanceStatus": "ACTIVE",
            "InboundCallsEnabled": true,
            "OutboundCallsEnabled": false,
            "InstanceAccessUrl": "https://acme.my.connect.aws",
            "Tags": {
              "team": "blue"
            }
          }
        }
        "#);
    });
}

#[test]
fn a_new_instance_holds_what_connects_do() {
    each_engine(async |t| {
        let instance = t.root().make_instance("acme").await;
        let input = json!({"InstanceId": instance});

        let names = async |operation: &str| {
            let items = t.root().all(operation, input.clone(), 100).await;
            let names = items
                .iter()
                .map(|item| item["Name"].as_str().expect("a name").to_owned());
            names.collect::<Vec<_>>()
        };

        assert_eq!(
            names("ListSecurityProfiles").await,
            ["Admin", "Agent", "CallCenterManager", "QualityAnalyst"]
        );
        assert_eq!(names("ListRoutingProfiles").await, ["Basic Routing Profile"]);
        assert_eq!(t.root().all("ListUsers", input, 100).await, [json!(null); 0]);
    });
}

#[test]
fn the_audit_names_each_kind_of_record_that_comes_with_an_instance() {
    each_engine(async |t| {
        let audited = t.audited();

        create(&t, json!({})).await;

        let audit = t.audit(audited);
        let mut kinds: Vec<_> = audit
            .only()
            .changes
            .iter()
            .map(|change| change.record.as_str())
            .collect();
        kinds.dedup();
        assert_eq!(
            kinds,
            [
                "instance",
                "security_profile",
                "agent_status",
                "hours_of_operation",
                "queue",
                "routing_profile",
                "hierarchy_structure",
            ]
        );
    });
}

#[test]
fn the_same_client_token_makes_the_same_instance() {
    each_engine(async |t| {
        let token = json!({"ClientToken": "once"});
        let first = create(&t, token.clone()).await;

        let again = create(&t, token).await;

        assert_eq!(again.json(), first.json());
        assert_eq!(first.status, 200);
        let other = json!({"ClientToken": "twice", "InstanceAlias": "acme-2"});
        assert_ne!(create(&t, other).await.json(), first.json());
    });
}

#[test]
fn a_client_token_is_good_for_one_request_only() {
    each_engine(async |t| {
        create(&t, json!({"ClientToken": "once"})).await;

        let other = json!({"ClientToken": "once", "InstanceAlias": "other"});

        assert_snapshot!(create(&t, other).await, @"
        400 InvalidRequestException
        ClientToken was used before with other parameters: use a new token for a new request
        ");
    });
}

#[test]
fn a_client_token_is_the_callers_own() {
    each_engine(async |t| {
        create(&t, json!({"ClientToken": "once"})).await;
        let other = with(new(), json!({"ClientToken": "once", "InstanceAlias": "other"}));

        assert_eq!(
            t.stranger().call("CreateInstance", other.clone()).await.status,
            200
        );
        let third = with(other, json!({"InstanceAlias": "third"}));
        let abroad = t.root().in_region("eu-west-2");
        assert_eq!(abroad.call("CreateInstance", third).await.status, 200);
    });
}

#[test]
fn a_client_token_still_counts_after_a_restart() {
    each_engine(async |t| {
        let token = json!({"ClientToken": "once"});
        let first = create(&t, token.clone()).await.json();

        let Some(t) = t.restarted().await else { return };

        assert_eq!(create(&t, token).await.json(), first);
    });
}

#[test]
fn an_alias_is_unique_ignoring_case_over_all_accounts_and_regions() {
    each_engine(async |t| {
        create(&t, json!({"InstanceAlias": "Acme"})).await;
        let acme = with(new(), json!({"InstanceAlias": "aCME"}));

        assert_snapshot!(create(&t, json!({"InstanceAlias": "ACME"})).await, @"
        400 InvalidRequestException
        There is already an instance with this InstanceAlias
        ");
        let theirs = t.stranger().call("CreateInstance", acme.clone()).await;
        assert_eq!(theirs.status, 400, "{theirs}");
        let abroad = t.root().in_region("eu-west-2").call("CreateInstance", acme).await;
        assert_eq!(abroad.status, 400, "{abroad}");
    });
}

#[test]
fn a_directory_serves_one_instance_at_a_time() {
    each_engine(async |t| {
        let of_directory = json!({
            "IdentityManagementType": "EXISTING_DIRECTORY", "DirectoryId": "d-1234567890", "InstanceAlias": null,
        });

        assert_snapshot!(create(&t, of_directory).await, @"
        400 InvalidRequestException
        There is already an instance with this DirectoryId
        ");
    });
}

#[test]
fn the_type_decides_between_alias_and_directory() {
    each_engine(async |t| {
        let kind = |kind: &str| json!({"IdentityManagementType": kind, "InstanceAlias": null});

        assert_snapshot!(create(&t, kind("CONNECT_MANAGED")).await, @"
        400 InvalidRequestException
        InstanceAlias is required on CONNECT_MANAGED instances
        ");
        assert_snapshot!(create(&t, with(kind("SAML"), json!({"DirectoryId": "d-0000000001"}))).await, @"
        400 InvalidRequestException
        DirectoryId must be left out on SAML instances
        ");
        assert_snapshot!(create(&t, kind("EXISTING_DIRECTORY")).await, @"
        400 InvalidRequestException
        DirectoryId is required on EXISTING_DIRECTORY instances
        ");
        let both = json!({"IdentityManagementType": "EXISTING_DIRECTORY", "DirectoryId": "d-0000000001"});
        assert_eq!(create(&t, both).await.status, 200);
    });
}

#[test]
fn aliases_have_the_documented_form() {
    each_engine(async |t| {
        for alias in ["a", "7", "a--b", &"a".repeat(45)] {
            let answer = create(&t, json!({"InstanceAlias": alias})).await;
            assert_eq!(answer.status, 200, "{alias}: {answer}");
        }
        for alias in ["", "d-acme", "-a", "a-", "a_b", "a b", "ä", "a\n", "a.b"] {
            let answer = create(&t, json!({"InstanceAlias": alias})).await;
            assert_eq!(answer.status, 400, "{alias:?}: {answer}");
        }
        assert_snapshot!(create(&t, json!({"InstanceAlias": "a".repeat(46)})).await, @"
        400 InvalidRequestException
        InstanceAlias must have 1 to 45 characters, but has 46
        ");
        assert_snapshot!(create(&t, json!({"InstanceAlias": "d-acme"})).await, @"
        400 InvalidRequestException
        InstanceAlias must be letters, digits and inner hyphens, not starting with d-
        ");
    });
}

#[test]
fn all_missing_members_are_reported_together() {
    each_engine(async |t| {
        assert_snapshot!(t.root().call("CreateInstance", json!({})).await, @"
        400 InvalidRequestException
        IdentityManagementType is required; InboundCallsEnabled is required; OutboundCallsEnabled is required
        ");
        assert_snapshot!(create(&t, json!({"InboundCallsEnabled": "true", "IdentityManagementType": 1})).await, @"
        400 InvalidRequestException
        IdentityManagementType must be a string, but is a number; InboundCallsEnabled must be true or false, but is a string
        ");
        assert_snapshot!(create(&t, json!({"IdentityManagementType": "saml"})).await, @"
        400 InvalidRequestException
        IdentityManagementType must be one of SAML, CONNECT_MANAGED, EXISTING_DIRECTORY
        ");
    });
}

#[test]
fn a_refused_instance_leaves_nothing() {
    each_engine(async |t| {
        create(&t, json!({"InstanceAlias": "demo"})).await;

        let instances = t.root().all("ListInstances", json!({}), 10).await;

        assert_eq!(instances.len(), 3, "{instances:?}");
    });
}
