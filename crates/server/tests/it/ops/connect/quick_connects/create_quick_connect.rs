use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, MANAGED, MARY, REGION, SAML, each_engine};
use serde_json::json;

use super::{
    FLOW, create_desk, described, one_of_each, queue, quick_connect, to_flow, to_number, to_queue, to_user,
};

#[test]
fn every_member_comes_back_as_it_was_sent() {
    each_engine(async |t| {
        let sent = json!({
            "Name": "Mary", "Description": "The desk", "Tags": {"site": "Lyon"}, "QuickConnectConfig": to_user(MARY),
        });
        let made = create_desk(&t, sent.clone()).await.json();
        let desk = json!({"InstanceId": MANAGED, "QuickConnectId": made["QuickConnectId"]});

        let described = described(&t, &desk).await;

        for (member, value) in sent.as_object().expect("members") {
            assert_eq!(&described[member], value, "{member}");
        }
        assert_eq!(described["QuickConnectARN"], made["QuickConnectARN"]);
        let id = made["QuickConnectId"].as_str().expect("an id");
        let arn = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}/transfer-destination/{id}");
        assert_eq!(made["QuickConnectARN"], arn);
    });
}

#[test]
fn a_quick_connect_leads_to_a_user_a_queue_a_number_or_a_flow() {
    each_engine(async |t| {
        let [desk, sales, taxi, menu] = one_of_each(&t).await;
        let listed = t
            .root()
            .all("ListQueues", json!({"InstanceId": MANAGED}), 10)
            .await;
        let queue = listed
            .iter()
            .find(|queue| queue["Name"] == "Sales")
            .expect("Sales");

        for (quick_connect, config) in [
            (desk, to_user(MARY)),
            (sales, to_queue(&json!({"QueueId": queue["Id"]}))),
            (taxi, to_number("+12065550100")),
            (menu, to_flow()),
        ] {
            assert_eq!(described(&t, &quick_connect).await["QuickConnectConfig"], config);
        }
    });
}

#[test]
fn what_a_quick_connect_leads_to_can_be_named_by_arn() {
    each_engine(async |t| {
        let sales = queue(&t, "Sales").await;
        let id = sales["QueueId"].as_str().expect("an id");
        let arn = |word: &str, id: &str| {
            format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}/{word}/{id}")
        };
        let config = json!({"QuickConnectType": "QUEUE", "QueueConfig": {
            "QueueId": arn("queue", id), "ContactFlowId": arn("contact-flow", FLOW),
        }});

        let to_sales = quick_connect(&t, "Sales", config).await;

        assert_eq!(
            described(&t, &to_sales).await["QuickConnectConfig"],
            to_queue(&sales)
        );
    });
}

#[test]
fn the_name_of_a_quick_connect_is_unique_within_its_instance() {
    each_engine(async |t| {
        quick_connect(&t, "Desk", to_user(MARY)).await;

        assert_snapshot!(create_desk(&t, json!({})).await, @"
        409 DuplicateResourceException
        There is already a quick connect with this Name
        ");
        let elsewhere = json!({"InstanceId": SAML, "QuickConnectConfig": to_number("+12065550100")});
        assert_eq!(create_desk(&t, elsewhere).await.status, 200);
    });
}

#[test]
fn exactly_the_member_of_the_type_is_there() {
    each_engine(async |t| {
        let config = json!({"QuickConnectType": "QUEUE", "UserConfig": {"UserId": MARY, "ContactFlowId": FLOW},
            "PhoneConfig": {"PhoneNumber": "+12065550100"}});

        assert_snapshot!(create_desk(&t, json!({"QuickConnectConfig": config})).await, @"
        400 InvalidRequestException
        QuickConnectConfig.UserConfig must be left out with QuickConnectType QUEUE; QuickConnectConfig.QueueConfig is required with QuickConnectType QUEUE; QuickConnectConfig.PhoneConfig must be left out with QuickConnectType QUEUE
        ");
    });
}

#[test]
fn users_queues_and_flows_that_the_instance_does_not_have_are_named() {
    each_engine(async |t| {
        let nobody = "00000000-0000-4000-8000-000000000000";
        let elsewhere = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{SAML}/contact-flow/{FLOW}");
        for (config, expected) in [
            (
                json!({"QuickConnectType": "USER", "UserConfig": {"UserId": nobody, "ContactFlowId": elsewhere}}),
                format!(
                    "QuickConnectConfig.UserConfig.UserId names {nobody}, which the instance does not have; QuickConnectConfig.UserConfig.ContactFlowId names {elsewhere}, which the instance does not have"
                ),
            ),
            (
                json!({"QuickConnectType": "QUEUE", "QueueConfig": {"QueueId": nobody, "ContactFlowId": "menu"}}),
                format!(
                    "QuickConnectConfig.QueueConfig.QueueId names {nobody}, which the instance does not have; QuickConnectConfig.QueueConfig.ContactFlowId names menu, which the instance does not have"
                ),
            ),
            (
                json!({"QuickConnectType": "FLOW", "FlowConfig": {"ContactFlowId": "menu"}}),
                "QuickConnectConfig.FlowConfig.ContactFlowId names menu, which the instance does not have"
                    .to_owned(),
            ),
        ] {
            let answer = create_desk(&t, json!({"QuickConnectConfig": config})).await;

            assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
            assert_eq!(answer.message(), expected);
        }
    });
}

#[test]
fn a_number_has_the_form_of_e_164_and_is_not_repeated() {
    each_engine(async |t| {
        for number in ["", "2065550100", "+0206555010"] {
            let answer = create_desk(&t, json!({"QuickConnectConfig": to_number(number)})).await;

            assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
            let expected = "QuickConnectConfig.PhoneConfig.PhoneNumber must be a telephone number in E.164 form, such as +15555550100";
            assert_eq!(answer.message(), expected);
        }
    });
}

#[test]
fn names_and_descriptions_have_bounds() {
    each_engine(async |t| {
        let replaced = json!({"Name": "n".repeat(128), "Description": ""});

        assert_snapshot!(create_desk(&t, replaced).await, @"
        400 InvalidParameterException
        Name must have 1 to 127 characters, but has 128; Description must have 1 to 250 characters, but has 0
        ");
    });
}

/// Terraform reads after each step and expects what it has sent.
#[test]
fn terraform_makes_changes_and_removes_a_quick_connect() {
    each_engine(async |t| {
        let replaced = json!({
            "Description": "Created", "QuickConnectConfig": to_number("+12345678912"), "Tags": {"Name": "Test"},
        });
        let made = create_desk(&t, replaced).await.json();
        let desk = json!({"InstanceId": MANAGED, "QuickConnectId": made["QuickConnectId"]});
        for (operation, change) in [
            (
                "UpdateQuickConnectName",
                json!({"Name": "Desk", "Description": "Updated"}),
            ),
            (
                "UpdateQuickConnectConfig",
                json!({"QuickConnectConfig": to_number("+12345678913")}),
            ),
            (
                "UpdateQuickConnectConfig",
                json!({"QuickConnectConfig": to_user(MARY)}),
            ),
        ] {
            t.root()
                .done(operation, roster_testkit::with(desk.clone(), change.clone()))
                .await;
            let read = described(&t, &desk).await;
            assert_eq!(read, roster_testkit::with(read.clone(), change));
        }
        let more = json!({"resourceArn": made["QuickConnectARN"], "tags": {"Key2": "Value2a"}});
        t.root().done("TagResource", more).await;
        assert_eq!(
            described(&t, &desk).await["Tags"],
            json!({"Name": "Test", "Key2": "Value2a"})
        );

        t.root().done("DeleteQuickConnect", desk.clone()).await;

        let answer = t.root().call("DescribeQuickConnect", desk).await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
    });
}
