//! How many of something there may be.

use insta::assert_snapshot;
use roster_domain::rules::quotas::Quotas;
use roster_testkit::{Actor, MANAGED, Setup, in_memory, with};
use serde_json::{Value, json};

use crate::ops::connect::integrations::{function, origin};

/// Operations that make something, what they make in the plural, and how many an instance may have by default.
const LIMITED: [(&str, &str, usize); 8] = [
    ("CreateUser", "users", 500),
    ("CreateSecurityProfile", "security profiles", 100),
    ("CreateRoutingProfile", "routing profiles", 500),
    ("CreateQueue", "queues", 100),
    ("CreateHoursOfOperation", "hours of operation", 100),
    ("CreateQuickConnect", "quick connects", 100),
    ("CreateUserHierarchyGroup", "hierarchy groups", 500),
    ("CreatePredefinedAttribute", "predefined attributes", 150),
];

fn with_quotas() -> Setup {
    Setup {
        quotas: Quotas::Aws,
        ..Setup::default()
    }
}

/// The input that makes something with a name of its own.
async fn input(root: &Actor<'_>, operation: &str, number: usize) -> Value {
    let name = format!("n{number}");
    let instance = json!({"InstanceId": MANAGED});
    match operation {
        "CreateUser" => root.new_user(MANAGED, &name).await,
        "CreateSecurityProfile" => with(instance, json!({"SecurityProfileName": name})),
        "CreateRoutingProfile" => {
            let queues = root.all("ListQueues", instance.clone(), 10).await;
            let more = json!({
                "Name": name, "Description": "Sells", "DefaultOutboundQueueId": queues[0]["Id"],
                "MediaConcurrencies": [{"Channel": "VOICE", "Concurrency": 1}],
            });
            with(instance, more)
        }
        "CreateQueue" => {
            let hours = root.all("ListHoursOfOperations", instance.clone(), 10).await;
            with(
                instance,
                json!({"Name": name, "HoursOfOperationId": hours[0]["Id"]}),
            )
        }
        "CreateHoursOfOperation" => with(
            instance,
            json!({"Name": name, "TimeZone": "Europe/Berlin", "Config": []}),
        ),
        "CreateQuickConnect" => {
            let phone = json!({"PhoneNumber": "+12065550100"});
            let config = json!({"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": phone});
            with(instance, json!({"Name": name, "QuickConnectConfig": config}))
        }
        "CreateUserHierarchyGroup" => with(instance, json!({"Name": name})),
        "CreatePredefinedAttribute" => with(instance, json!({"Name": name, "Values": {"StringList": ["a"]}})),
        other => panic!("{other}"),
    }
}

#[test]
fn with_the_quotas_of_aws_an_instance_holds_so_many_and_no_more() {
    with_quotas().in_memory(async |t| {
        let root = t.root();
        let levels = json!({"LevelOne": {"Name": "Site"}});
        let hierarchy = json!({"InstanceId": MANAGED, "HierarchyStructure": levels});
        root.done("UpdateUserHierarchyStructure", hierarchy).await;
        for (operation, nouns, most) in LIMITED {
            let mut made = 0;
            let refused = loop {
                let answer = root.call(operation, input(&root, operation, made).await).await;
                if answer.status != 200 {
                    break answer;
                }
                made += 1;
                assert!(made <= most, "{operation} makes {made}");
            };

            let message = format!(
                "There are {most} {nouns} in this instance, which is the most: delete some, or start the server with --quotas off"
            );
            assert_eq!(refused.error(), Some("LimitExceededException"), "{refused}");
            assert_eq!(refused.message(), message);
            // The demonstration has some of its own.
            assert!(made + 10 > most, "{operation} makes {made}");
        }
    });
}

#[test]
fn with_the_quotas_of_aws_an_instance_has_50_approved_origins_and_50_functions() {
    with_quotas().in_memory(async |t| {
        for (operation, nouns) in [
            ("AssociateApprovedOrigin", "approved origins"),
            ("AssociateLambdaFunction", "Lambda functions"),
        ] {
            let input = |number: usize| match operation {
                "AssociateApprovedOrigin" => origin(&format!("n{number}.example.com")),
                _ => function(&format!("n{number}")),
            };
            for number in 0..50 {
                t.root().done(operation, input(number)).await;
            }

            let refused = t.root().call(operation, input(50)).await;

            assert_eq!(
                refused.error(),
                Some("ServiceQuotaExceededException"),
                "{refused}"
            );
            let message = format!("There are 50 {nouns} in this instance, which is the most: delete some");
            assert!(refused.message().starts_with(&message), "{refused}");
        }
    });
}

#[test]
fn with_the_quotas_of_aws_an_account_has_two_instances_in_a_region() {
    with_quotas().in_memory(async |t| {
        // The demonstration has three.
        let new = json!({
            "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "fourth",
            "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
        });
        assert_snapshot!(t.root().call("CreateInstance", new.clone()).await, @"
        402 ServiceQuotaExceededException
        There are 2 instances in this account and Region, which is the most: delete some, or start the server with --quotas off
        ");
    });
    in_memory(async |t| {
        t.root().make_instance("fourth").await;
    });
}
