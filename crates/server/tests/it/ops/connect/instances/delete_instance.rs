use insta::assert_snapshot;
use roster_testkit::{DIRECTORY, MANAGED, MARY, SAM, SAML, each_engine};
use serde_json::json;

#[test]
fn a_deleted_instance_is_gone_with_all_it_held() {
    each_engine(async |t| {
        let instance = json!({"InstanceId": MANAGED});
        let profiles = t.root().all("ListSecurityProfiles", instance.clone(), 10).await;
        let audited = t.audited();

        let answer = t.root().call("DeleteInstance", instance.clone()).await;

        assert_snapshot!(answer, @"200");
        let audit = t.audit(audited);
        assert_eq!(audit.only().operation.as_deref(), Some("DeleteInstance"));
        let missing = t.root().call("DescribeInstance", instance.clone()).await;
        assert_snapshot!(missing, @"
        404 ResourceNotFoundException
        There is no instance a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 in this account and Region
        ");
        for (operation, member, id) in [
            ("DescribeUser", "UserId", json!(MARY)),
            (
                "DescribeSecurityProfile",
                "SecurityProfileId",
                profiles[0]["Id"].clone(),
            ),
            ("ListUsers", "MaxResults", json!(1)),
        ] {
            let mut input = instance.clone();
            input[member] = id;
            let answer = t.root().call(operation, input).await;
            assert_eq!(
                answer.error(),
                Some("ResourceNotFoundException"),
                "{operation}: {answer}"
            );
        }
    });
}

#[test]
fn the_audit_shows_what_was_deleted() {
    each_engine(async |t| {
        let audited = t.audited();

        t.root()
            .done("DeleteInstance", json!({"InstanceId": MANAGED}))
            .await;

        let audit = t.audit(audited);
        let members: Vec<_> = audit
            .only()
            .changes
            .iter()
            .map(|change| change.member.as_str())
            .collect();
        assert!(members.contains(&"Alias"), "{audit}");
        assert!(
            audit.only().changes.iter().all(|change| change.after.is_none()),
            "{audit}"
        );
    });
}

#[test]
fn its_alias_and_directory_are_free_again() {
    each_engine(async |t| {
        t.root()
            .done("DeleteInstance", json!({"InstanceId": MANAGED}))
            .await;

        let again = t.root().make_instance("demo").await;

        let users = t.root().all("ListUsers", json!({"InstanceId": again}), 10).await;
        assert!(users.is_empty(), "{users:?}");
        t.root().make_user(&again, "mary").await;
        t.root()
            .done("DeleteInstance", json!({"InstanceId": DIRECTORY}))
            .await;
        let input = json!({
            "IdentityManagementType": "EXISTING_DIRECTORY", "DirectoryId": "d-1234567890",
            "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
        });
        assert_eq!(t.root().call("CreateInstance", input).await.status, 200);
    });
}

#[test]
fn other_instances_keep_what_they_hold() {
    each_engine(async |t| {
        t.root()
            .done("DeleteInstance", json!({"InstanceId": MANAGED}))
            .await;

        assert_eq!(t.root().user(SAML, SAM).await["Username"], "sam@example.com");
        let profiles = t
            .root()
            .all("ListSecurityProfiles", json!({"InstanceId": SAML}), 10)
            .await;
        assert_eq!(profiles.len(), 4);
    });
}

#[test]
fn an_instance_is_deleted_once() {
    each_engine(async |t| {
        let instance = json!({"InstanceId": MANAGED, "ClientToken": "once"});
        t.root().done("DeleteInstance", instance.clone()).await;

        assert_snapshot!(t.root().call("DeleteInstance", instance).await, @"
        404 ResourceNotFoundException
        There is no instance a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 in this account and Region
        ");
    });
}

#[test]
fn a_deleted_instance_stays_deleted_after_a_restart() {
    each_engine(async |t| {
        let instance = t.root().make_instance("acme").await;
        t.root().make_user(&instance, "ana").await;
        t.root()
            .done("DeleteInstance", json!({"InstanceId": instance}))
            .await;

        let Some(t) = t.restarted().await else { return };

        let answer = t
            .root()
            .call("DescribeInstance", json!({"InstanceId": instance}))
            .await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"));
        let instances = t.root().all("ListInstances", json!({}), 10).await;
        assert_eq!(instances.len(), 3);
    });
}
