//! Copies of instances, against real servers.

use serde_json::{Value, json};

use crate::administrator::Administrator;
use crate::staging::Instance;

/// Copies staging to production. Returns the plan that is shown, and what becomes of it.
fn copied(admin: &Administrator) -> (String, String) {
    let copied = admin.says("bulk copy staging production --yes");
    assert_eq!((copied.code, &*copied.error), (Some(0), ""), "{}", copied.out);
    let (_, plan) = copied.out.split_once("\n\n").unwrap();
    let (plan, outcome) = plan.split_once("\nRun ").unwrap();
    (plan.to_owned(), outcome.to_owned())
}

#[test]
fn an_instance_is_copied_with_its_people_and_all_that_they_refer_to() {
    let admin = Administrator::at_new_server();
    let staging = Instance::new(&admin, "staging");
    let production = Instance::new(&admin, "production");
    staging.furnish();

    let (plan, outcome) = copied(&admin);

    assert_eq!(
        plan,
        "\
RESOURCE          FIELD   BEFORE     AFTER
hierarchy levels  Levels  (none)  →  Region|Country|Team

NEW RESOURCE                   FIELD                                 VALUE
hours of operation Office      Config                                \"Day=MONDAY StartTime=(Hours=9 Minutes=0) EndTime=(Hours=17 Minutes=0)\"
                               TimeZone                              Europe/Berlin
queue Sales                    HoursOfOperationId                    Office
predefined attribute Language  Values                                German|French
hierarchy group EU
hierarchy group EU/DE
hierarchy group EU/DE/Sales
agent status Lunch             DisplayOrder                          3
                               State                                 ENABLED
                               tag:Team                              A
security profile Lead          AllowedAccessControlHierarchyGroupId  EU/DE/Sales
                               Description                           leads
                               HierarchyRestrictedResources          User
                               Permissions                           AccessMetrics|BasicAgentAccess
                               tag:Team                              A
routing profile Night          AgentAvailabilityTimer                TIME_SINCE_LAST_ACTIVITY
                               DefaultOutboundQueueId                Sales
                               Description                           night
                               MediaConcurrencies                    CHAT=3|VOICE=1
                               queue:CHAT:Sales                      \"Priority=2 Delay=5\"

NEW USER  FIELD                        VALUE
ana       FirstName                    ana
          LastName                     Santos
          Email                        ana@example.com
          SecurityProfiles             Lead
          RoutingProfile               Night
          HierarchyGroup               EU/DE/Sales
          PhoneType                    SOFT_PHONE
          AutoAccept                   true
          AfterContactWorkTimeLimit    0
          PersistentConnection         false
          proficiency:Language:German  4
ben       FirstName                    ben
          LastName                     Santos
          Email                        ben@example.com
          SecurityProfiles             Lead
          RoutingProfile               Night
          HierarchyGroup               EU/DE/Sales
          PhoneType                    SOFT_PHONE
          AutoAccept                   true
          AfterContactWorkTimeLimit    0
          PersistentConnection         false
          proficiency:Language:German  4

NOT COPIED   WHY
queue Sales  it is made without outbound caller, quick connects and e-mail addresses, and enabled

Passwords are not copied: each new person sets one by a mail to the primary address
9 resources to make, 1 to change; 2 people to create, 0 to change; 0 refused; 23 calls, at any rate"
    );
    assert!(
        outcome.contains(": 15 planned, 15 done, 0 skipped, 0 failed\n"),
        "{outcome}"
    );
    let differing = admin.says("bulk diff staging production");
    assert_eq!((differing.code, &*differing.out), (Some(0), "Nothing differs\n"));
    let profile = production.id_of("list-routing-profiles", "Night");
    let queues = production.call(&format!(
        "list-routing-profile-queues --routing-profile-id {profile} --query RoutingProfileQueueConfigSummaryList[].[QueueName,Channel,Priority,Delay]"
    ));
    assert_eq!(queues, json!([["Sales", "CHAT", 2, 5]]));
    let again = admin.says("bulk copy staging production --yes");
    assert_eq!(again.code, Some(0), "{}", again.error);
    assert!(
        again
            .out
            .ends_with("\nNothing to do: 2 people and what people refer to are as in staging\n"),
        "{}",
        again.out
    );
}

#[test]
fn a_server_is_copied_to_another_by_a_plan_that_is_read_first() {
    let [from, to] = [Administrator::at_new_server(), Administrator::at_new_server()];
    Instance {
        admin: &from,
        id: crate::administrator::INSTANCE.to_owned(),
    }
    .furnish();
    let profile = to.read("data/credentials").replace("[default]", "[other]");
    let both = from.read("data/credentials") + &profile;
    from.write("both", both);
    let there = format!("--to-endpoint-url {} --to-profile other", to.endpoint);
    let says = |arguments: String| -> crate::administrator::Said {
        let mut command = from.command(&arguments);
        command.env("AWS_SHARED_CREDENTIALS_FILE", from.path("both"));
        command.output().unwrap().into()
    };

    let json = says(format!("bulk copy demo demo {there} --json"));
    let planned = says(format!("bulk copy demo demo {there} --out plan.json"));

    assert_eq!((json.code, planned.code), (Some(2), Some(2)), "{}", planned.error);
    let json = json.json();
    assert_eq!(json["Source"]["Endpoint"], from.endpoint.as_str());
    assert_eq!(json["Instance"]["Endpoint"], to.endpoint.as_str());
    let counts = ["ResourcesMade", "ResourcesChanged", "Created", "Unchanged"];
    assert_eq!(
        counts.map(|count| json["Counts"][count].as_u64().unwrap()),
        [9, 1, 2, 1]
    );
    assert_eq!(
        json["ResourceChanges"][2],
        json!({"Resource": "predefined attribute", "Name": "Language", "Operation": "CreatePredefinedAttribute", "Fields": [
            {"Field": "Values", "Before": "", "After": "German|French"},
        ]})
    );
    assert_eq!(to.says("bulk export --instance-id demo").out.lines().count(), 2);

    let elsewhere = says("bulk apply plan.json --yes".to_owned());
    let applied = says(format!(
        "bulk apply plan.json --yes --profile other --endpoint-url {}",
        to.endpoint
    ));

    assert!(
        elsewhere.error.contains("the plan was made with"),
        "{}",
        elsewhere.error
    );
    assert_eq!(applied.code, Some(0), "{} {}", applied.out, applied.error);
    assert_eq!(
        to.says("bulk export --instance-id demo").out,
        from.says("bulk export --instance-id demo").out
    );
    assert_eq!(says(format!("bulk copy demo demo {there} --json")).code, Some(0));
}

#[test]
fn what_has_another_shape_becomes_equal_and_what_only_the_target_has_stays() {
    let admin = Administrator::at_new_server();
    let staging = Instance::new(&admin, "staging");
    let production = Instance::new(&admin, "production");
    staging.furnish();
    production.furnish();
    production.call("update-predefined-attribute --name Language --values StringList=Dutch,German");
    let lead = production.id_of("list-security-profiles", "Lead");
    production.call(&format!(
        "update-security-profile --security-profile-id {lead} --permissions BasicAgentAccess OutboundCallAccess"
    ));
    let night = production.id_of("list-routing-profiles", "Night");
    let basic = production.id_of("list-queues --queue-types STANDARD", "BasicQueue");
    production.call(&format!(
        "associate-routing-profile-queues --routing-profile-id {night} --queue-configs QueueReference={{QueueId={basic},Channel=VOICE}},Priority=1,Delay=0"
    ));
    production.call("create-agent-status --name Meeting --state ENABLED");

    let (plan, _) = copied(&admin);

    assert_eq!(
        plan,
        "\
RESOURCE                       FIELD                   BEFORE                   AFTER
predefined attribute Language  Values                  (none)                →  French
security profile Lead          Permissions             OutboundCallAccess    →  AccessMetrics
routing profile Night          queue:VOICE:BasicQueue  \"Priority=1 Delay=0\"  →  (none)

0 resources to make, 3 to change; 0 people to create, 0 to change; 0 refused; 12 calls, at any rate"
    );
    let values = production.call("describe-predefined-attribute --name Language");
    assert_eq!(
        values["PredefinedAttribute"]["Values"],
        json!({"StringList": ["Dutch", "German", "French"]})
    );
    production.id_of("list-agent-statuses", "Meeting");
    assert_eq!(admin.says("bulk copy staging production --json").code, Some(0));
}

#[test]
fn what_cannot_be_copied_is_told_and_nothing_is_written() {
    let admin = Administrator::at_new_server();
    let staging = Instance::new(&admin, "staging");
    let production = Instance::new(&admin, "production");
    staging.call("create-agent-status --name Lunch --state ENABLED");
    let offline = production.id_of("list-agent-statuses", "Offline");
    production.call(&format!(
        "update-agent-status --agent-status-id {offline} --name Lunch"
    ));

    let statuses = admin.says("bulk copy staging production --out plan.json");
    let people = admin.says("bulk copy demo-saml staging --json");

    assert_eq!(statuses.code, Some(1), "{}", statuses.error);
    assert!(
        statuses.out.contains(
            "agent status Lunch  it is custom, and the one of this name in the target is of the type OFFLINE: rename one of them"
        ),
        "{}",
        statuses.out
    );
    assert!(
        statuses.out.contains(
            "agent status Offline  it is of the type OFFLINE, so no call makes it, and the target has none of this name"
        ),
        "{}",
        statuses.out
    );
    assert_eq!(
        statuses.error,
        "roster: the plan is refused, so plan.json is not written\n"
    );
    assert!(!admin.path("plan.json").exists());
    assert_eq!(people.code, Some(1), "{}", people.error);
    let refused: Vec<Value> = people.json()["Refused"].as_array().unwrap().clone();
    let rule = "is required to create a person, who sets the password by a mail to it";
    assert_eq!(
        refused,
        [json!({
            "Username": "sam@example.com", "Column": "Email", "Value": "", "Rule": rule,
            "Suggestion": "write a value into the column Email",
        })]
    );
}

#[test]
fn permissions_to_edit_users_are_copied_only_when_that_is_allowed() {
    let admin = Administrator::at_new_server();
    let staging = Instance::new(&admin, "staging");
    Instance::new(&admin, "production");
    staging.call("create-security-profile --security-profile-name Keeper --permissions Users.Edit");

    let refused = admin.says("bulk copy staging production --yes");
    let allowed = admin.says("bulk copy staging production --yes --allow-privileged");

    assert_eq!(refused.code, Some(1));
    let rule = "Refused: security profiles that let people edit users or their permissions would be made or changed: Keeper. Allow it with --allow-privileged";
    assert!(refused.out.contains(rule), "{}", refused.out);
    assert_eq!(allowed.code, Some(0), "{} {}", allowed.out, allowed.error);
}

#[test]
fn undoing_a_copy_deletes_its_people_and_names_the_resources_that_stay() {
    let admin = Administrator::at_new_server();
    let staging = Instance::new(&admin, "staging");
    let production = Instance::new(&admin, "production");
    staging.furnish();
    assert_eq!(admin.says("bulk copy staging production --yes").code, Some(0));

    let undone = admin.says("bulk undo --yes");

    assert_eq!(undone.code, Some(2), "{} {}", undone.out, undone.error);
    assert!(
        undone.out.contains(
            "routing profile Night          what people refer to stays as the run made it: change it by `roster connect`"
        ),
        "{}",
        undone.out
    );
    assert_eq!(production.call("list-users")["UserSummaryList"], json!([]));
    production.id_of("list-routing-profiles", "Night");
}

#[test]
fn without_people_only_what_people_refer_to_is_copied() {
    let admin = Administrator::at_new_server();
    let staging = Instance::new(&admin, "staging");
    let production = Instance::new(&admin, "production");
    staging.furnish();

    let copied = admin.says("bulk copy staging production --yes --without-people");

    assert_eq!(copied.code, Some(0), "{} {}", copied.out, copied.error);
    assert_eq!(production.call("list-users")["UserSummaryList"], json!([]));
    production.id_of("list-routing-profiles", "Night");
}
