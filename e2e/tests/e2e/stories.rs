//! What an administrator does, written once and run by every client.

use serde_json::{Value, json};

use crate::clients::Which;
use crate::harness::{ARN, INSTANCE, MARY, SAM, SAML_INSTANCE};
use crate::stage::{Stage, column, named};

/// Makes a test of every story, for one client and for the embedded engine, or another one.
macro_rules! acted_by {
    ($module:ident, $client:ident: $($story:ident)*) => {
        acted_by!($module, $client, demo: $($story)*);
    };
    ($module:ident, $client:ident, $stage:ident: $($story:ident)*) => {
        mod $module {
            $(
                #[test]
                fn $story() {
                    super::$story(&mut crate::stage::Stage::$stage(crate::clients::Which::$client));
                }
            )*
        }
    };
}

/// Makes a test of every story, for every client.
macro_rules! stories {
    ($($story:ident)*) => {
        acted_by!(boto3, Boto3: $($story)*);
        acted_by!(boto3_on_postgres, Boto3, demo_on_postgres: $($story)*);
        acted_by!(cli_v1, CliV1: $($story)*);
        acted_by!(cli_v2, CliV2: $($story)*);
        acted_by!(javascript, JavaScript: $($story)*);
        acted_by!(rust, Rust: $($story)*);
        acted_by!(paws, Paws: $($story)*);
        acted_by!(java, Java: $($story)*);
        acted_by!(go, Go: $($story)*);
    };
}

stories! {
    an_update_is_what_describe_user_shows
    names_of_every_script_come_back_as_they_went
    leaving_out_the_secondary_address_clears_it
    leaving_out_the_primary_address_keeps_it
    arns_serve_as_ids
    a_saml_user_is_refused_a_primary_address
    a_user_that_is_not_there_is_not_found
    an_instance_that_is_not_there_is_not_found
    every_member_that_is_not_valid_is_named_at_once
    names_that_are_not_composed_are_refused
    a_wrong_secret_is_refused
    an_unknown_key_is_refused
    an_operation_that_is_not_there_yet_says_so
    an_instance_lives_from_creation_to_deletion
    a_user_lives_from_creation_to_deletion
    a_long_list_comes_in_pages
}

/// Makes tests of the stories that only clients tell which take every operation by its name. Debian's AWS CLI 2 is older
/// than proficiencies.
macro_rules! stories_of_provisioning {
    ($($story:ident)*) => {
        acted_by!(boto3_provisions, Boto3: $($story)*);
        acted_by!(cli_v1_provisions, CliV1: $($story)*);
        acted_by!(javascript_provisions, JavaScript: $($story)*);
        acted_by!(boto3_provisions_on_postgres, Boto3, demo_on_postgres: $($story)*);
    };
}

stories_of_provisioning! {
    agents_are_provisioned_found_changed_and_removed
}

/// The documentation's example.
fn marys_new_info() -> Value {
    json!({"FirstName": "Mary", "LastName": "Major", "Email": "marym@example.com"})
}

fn an_update_is_what_describe_user_shows(stage: &mut Stage) {
    let before = stage.user(INSTANCE, MARY);
    assert_eq!(before["IdentityInfo"]["LastName"], "Miller");

    stage.update(INSTANCE, MARY, &marys_new_info());

    let after = stage.user(INSTANCE, MARY);
    assert_eq!(after["IdentityInfo"], marys_new_info());
    assert_eq!(after["Id"], MARY);
    assert_eq!(after["Arn"], format!("{ARN}{INSTANCE}/agent/{MARY}"));
    assert_eq!(after["Username"], "mary");
    if stage.which != Which::CliV2 {
        // The older model of that client has no such members.
        let seconds = |user: &Value| user["LastModifiedTime"].as_f64().expect("a point in time");
        assert!(seconds(&after) > seconds(&before), "{before} {after}");
        assert_eq!(after["LastModifiedRegion"], "us-east-1");
    }
}

fn names_of_every_script_come_back_as_they_went(stage: &mut Stage) {
    for (first, last) in [("Zoë 李", "Пётр नमस्ते"), ("🦀", "\"quoted\" \\ and, more: {}")]
    {
        let info = json!({"FirstName": first, "LastName": last, "Email": "mary@example.com"});
        stage.update(INSTANCE, MARY, &info);
        assert_eq!(stage.identity_info(INSTANCE, MARY), info);
    }
}

fn leaving_out_the_secondary_address_clears_it(stage: &mut Stage) {
    let mut more = marys_new_info();
    more["SecondaryEmail"] = json!("mary@example.org");
    more["Mobile"] = json!("+15555550100");
    stage.update(INSTANCE, MARY, &more);
    assert_eq!(stage.identity_info(INSTANCE, MARY), more);

    stage.update(INSTANCE, MARY, &marys_new_info());
    assert_eq!(stage.identity_info(INSTANCE, MARY), marys_new_info());
}

fn leaving_out_the_primary_address_keeps_it(stage: &mut Stage) {
    stage.update(INSTANCE, MARY, &marys_new_info());
    stage.update(
        INSTANCE,
        MARY,
        &json!({"FirstName": "Maria", "LastName": "Major"}),
    );
    let info = stage.identity_info(INSTANCE, MARY);
    assert_eq!(
        info,
        json!({"FirstName": "Maria", "LastName": "Major", "Email": "marym@example.com"})
    );
}

fn arns_serve_as_ids(stage: &mut Stage) {
    let instance = format!("{ARN}{INSTANCE}");
    let mary = format!("{ARN}{INSTANCE}/agent/{MARY}");
    stage.update(&instance, &mary, &marys_new_info());
    assert_eq!(stage.identity_info(&instance, MARY), marys_new_info());
    assert_eq!(stage.identity_info(INSTANCE, &mary), marys_new_info());

    let elsewhere = mary.replace("us-east-1", "eu-west-1");
    let input = json!({"InstanceId": INSTANCE, "UserId": elsewhere});
    let message = stage.refused("DescribeUser", &input, "404 ResourceNotFoundException");
    assert!(message.contains(&elsewhere), "{message}");
}

fn a_saml_user_is_refused_a_primary_address(stage: &mut Stage) {
    let before = stage.identity_info(SAML_INSTANCE, SAM);
    assert_eq!(before.get("Email"), None);

    let input = json!({"InstanceId": SAML_INSTANCE, "UserId": SAM, "IdentityInfo": marys_new_info()});
    let message = stage.refused("UpdateUserIdentityInfo", &input, "400 InvalidRequestException");

    assert_eq!(message, "IdentityInfo.Email must be left out on SAML instances");
    assert_eq!(stage.identity_info(SAML_INSTANCE, SAM), before);
}

fn a_user_that_is_not_there_is_not_found(stage: &mut Stage) {
    let nobody = "11111111-2222-3333-4444-555555555555";
    let expected = format!("There is no user {nobody} in this instance");

    let update = json!({"InstanceId": INSTANCE, "UserId": nobody, "IdentityInfo": marys_new_info()});
    let message = stage.refused("UpdateUserIdentityInfo", &update, "404 ResourceNotFoundException");
    assert_eq!(message, expected);

    let describe = json!({"InstanceId": INSTANCE, "UserId": nobody});
    let message = stage.refused("DescribeUser", &describe, "404 ResourceNotFoundException");
    assert_eq!(message, expected);

    // A user of one instance is none of another.
    let elsewhere = json!({"InstanceId": SAML_INSTANCE, "UserId": MARY});
    stage.refused("DescribeUser", &elsewhere, "404 ResourceNotFoundException");
}

fn an_instance_that_is_not_there_is_not_found(stage: &mut Stage) {
    let nothing = "11111111-2222-3333-4444-555555555555";
    let input = json!({"InstanceId": nothing});
    let expected = format!("There is no instance {nothing} in this account and Region");
    for operation in ["DescribeInstance", "ListUsers", "DeleteInstance"] {
        let message = stage.refused(operation, &input, "404 ResourceNotFoundException");
        assert_eq!(message, expected, "{operation}");
    }
}

fn every_member_that_is_not_valid_is_named_at_once(stage: &mut Stage) {
    let info = json!({
        "FirstName": "é".repeat(256),
        "LastName": "Major",
        "Email": "mary at example.com",
        "SecondaryEmail": "mary@localhost",
        "Mobile": "5555550100",
    });
    let input = json!({"InstanceId": INSTANCE, "UserId": MARY, "IdentityInfo": info});
    let message = stage.refused("UpdateUserIdentityInfo", &input, "400 InvalidParameterException");
    let address = "must be an e-mail address of at most 265 characters, such as mary@example.com";
    let expected = [
        "IdentityInfo.FirstName must have at most 255 characters, but has 256".to_owned(),
        format!("IdentityInfo.Email {address}"),
        format!(
            "IdentityInfo.SecondaryEmail {address}, with letters (a to z), digits and any of . _ % + - before the @"
        ),
        "IdentityInfo.Mobile must be a telephone number in E.164 form, such as +15555550100".to_owned(),
    ];
    assert_eq!(message, expected.join("; "));
    assert_eq!(stage.identity_info(INSTANCE, MARY)["LastName"], "Miller");
}

fn names_that_are_not_composed_are_refused(stage: &mut Stage) {
    let info = json!({"FirstName": "Zoe\u{308}", "LastName": "Major"});
    let input = json!({"InstanceId": INSTANCE, "UserId": MARY, "IdentityInfo": info});
    let message = stage.refused("UpdateUserIdentityInfo", &input, "400 InvalidParameterException");
    assert_eq!(
        message,
        "IdentityInfo.FirstName must be in Unicode Normalization Form C (compose its accents and send it again)"
    );
}

fn a_wrong_secret_is_refused(stage: &mut Stage) {
    let mut access = stage.access.clone();
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".clone_into(&mut access.key.secret);
    stage.client = stage.which.connect(&access);
    let input = json!({"InstanceId": INSTANCE, "UserId": MARY, "IdentityInfo": marys_new_info()});
    let message = stage.refused("UpdateUserIdentityInfo", &input, "403 InvalidSignatureException");
    assert!(
        message.starts_with("The request signature we calculated does not match the signature you provided."),
        "{message}"
    );
}

fn an_unknown_key_is_refused(stage: &mut Stage) {
    let mut access = stage.access.clone();
    "AKIAIOSFODNN7EXAMPLE".clone_into(&mut access.key.id);
    stage.client = stage.which.connect(&access);
    let input = json!({"InstanceId": INSTANCE, "UserId": MARY});
    let message = stage.refused("DescribeUser", &input, "403 UnrecognizedClientException");
    assert_eq!(message, "The security token included in the request is invalid.");
}

fn an_operation_that_is_not_there_yet_says_so(stage: &mut Stage) {
    let input = json!({"InstanceId": INSTANCE, "ContactFlowId": MARY});
    let message = stage.refused("DescribeContactFlow", &input, "501 NotImplementedException");
    assert_eq!(
        message,
        "Amazon Connect has the operation DescribeContactFlow, but Roster does not have it yet"
    );
}

fn an_instance_lives_from_creation_to_deletion(stage: &mut Stage) {
    let id = stage.new_instance("a-new-one");
    let by_id = json!({"InstanceId": id});

    let instance = stage.done("DescribeInstance", &by_id)["Instance"].take();
    assert_eq!(instance["Id"], id);
    assert_eq!(instance["InstanceAlias"], "a-new-one");
    assert_eq!(instance["InstanceStatus"], "ACTIVE");
    assert_eq!(instance["InboundCallsEnabled"], true);
    assert!(
        instance["CreatedTime"].as_f64().is_some_and(|time| time > 1.7e9),
        "{instance}"
    );
    let listed = stage.done("ListInstances", &json!({}));
    let listed = column(&listed["InstanceSummaryList"], "Id");
    assert_eq!(listed.len(), 4);
    assert!(listed.contains(&id.as_str()), "{listed:?}");

    let profiles = stage.done("ListSecurityProfiles", &by_id);
    let admin = named(&profiles["SecurityProfileSummaryList"], "Admin");
    let by_admin = json!({"InstanceId": id, "SecurityProfileId": admin});
    let shown = stage.done("DescribeSecurityProfile", &by_admin);
    assert_eq!(shown["SecurityProfile"]["SecurityProfileName"], "Admin");
    let permissions = stage.done("ListSecurityProfilePermissions", &by_admin);
    let permissions = permissions["Permissions"].as_array().expect("permissions");
    assert!(permissions.contains(&json!("AccessMetrics")), "{permissions:?}");
    let profiles = stage.done("ListRoutingProfiles", &by_id);
    let basic = named(&profiles["RoutingProfileSummaryList"], "Basic Routing Profile");
    let by_basic = json!({"InstanceId": id, "RoutingProfileId": basic});
    let shown = stage.done("DescribeRoutingProfile", &by_basic);
    assert_eq!(shown["RoutingProfile"]["Name"], "Basic Routing Profile");

    assert_eq!(stage.done("DeleteInstance", &by_id), json!({}));
    stage.refused("DescribeInstance", &by_id, "404 ResourceNotFoundException");
}

fn a_user_lives_from_creation_to_deletion(stage: &mut Stage) {
    let made = stage.new_user(INSTANCE, "ana.almeida");
    let id = made["UserId"].as_str().expect("an id").to_owned();
    assert_eq!(made["UserArn"], format!("{ARN}{INSTANCE}/agent/{id}"));

    let user = stage.user(INSTANCE, &id);
    assert_eq!(user["Username"], "ana.almeida");
    assert_eq!(
        user["IdentityInfo"],
        json!({"FirstName": "Ana", "LastName": "Almeida"})
    );
    let by_instance = json!({"InstanceId": INSTANCE});
    let listed = stage.done("ListUsers", &by_instance);
    assert_eq!(
        column(&listed["UserSummaryList"], "Username"),
        ["ana.almeida", "mary"]
    );
    let again = stage.user_to_make(INSTANCE, "ana.almeida");
    let message = stage.refused("CreateUser", &again, "409 DuplicateResourceException");
    assert_eq!(message, "There is already a user with this Username");

    let by_id = json!({"InstanceId": INSTANCE, "UserId": id});
    assert_eq!(stage.done("DeleteUser", &by_id), json!({}));
    stage.refused("DescribeUser", &by_id, "404 ResourceNotFoundException");
    stage.refused("DeleteUser", &by_id, "404 ResourceNotFoundException");
}

fn a_long_list_comes_in_pages(stage: &mut Stage) {
    let mut input = stage.user_to_make(INSTANCE, "");
    let mut usernames = vec!["mary".to_owned()];
    for number in 1..=4 {
        let username = format!("agent-{number}");
        input["Username"] = json!(username);
        stage.done("CreateUser", &input);
        usernames.push(username);
    }
    usernames.sort();

    let pages = stage
        .client
        .pages("ListUsers", &json!({"InstanceId": INSTANCE}), 2);

    let listed: Vec<_> = pages
        .iter()
        .flat_map(|page| column(&page["UserSummaryList"], "Username"))
        .collect();
    assert_eq!(listed, usernames);
    if !matches!(stage.which, Which::CliV1 | Which::CliV2) {
        assert_eq!(pages.len(), 3);
    }
    let record = stage.server.audit().len();
    assert_eq!(record, 5, "a list leaves no record: {record}");
}

/// What a team needs, made before its agents.
struct Team {
    country: Value,
    site: Value,
    queue: Value,
    routing_profile: Value,
    security_profile: Value,
}

impl Team {
    fn made(stage: &mut Stage) -> Self {
        let mut make = |operation: &str, id: &str, input: Value| {
            let mut input = input;
            input["InstanceId"] = json!(INSTANCE);
            stage.done(operation, &input)[id].take()
        };
        let levels =
            json!({"HierarchyStructure": {"LevelOne": {"Name": "Country"}, "LevelTwo": {"Name": "Site"}}});
        make("UpdateUserHierarchyStructure", "", levels);
        let group = "HierarchyGroupId";
        let country = make("CreateUserHierarchyGroup", group, json!({"Name": "France"}));
        let lyon = json!({"Name": "Lyon", "ParentGroupId": country});
        let site = make("CreateUserHierarchyGroup", group, lyon);
        let hours = make("ListHoursOfOperations", "HoursOfOperationSummaryList", json!({}));
        let sales = json!({"Name": "Sales", "HoursOfOperationId": hours[0]["Id"]});
        let queue = make("CreateQueue", "QueueId", sales);
        let profile = json!({
            "Name": "Sales", "Description": "Sells", "DefaultOutboundQueueId": queue,
            "MediaConcurrencies": [{"Channel": "VOICE", "Concurrency": 1}],
            "QueueConfigs": [{"QueueReference": {"QueueId": queue, "Channel": "VOICE"}, "Priority": 1, "Delay": 0}],
        });
        let routing_profile = make("CreateRoutingProfile", "RoutingProfileId", profile);
        let profile = json!({"SecurityProfileName": "Sellers", "Permissions": ["BasicAgentAccess"]});
        let security_profile = make("CreateSecurityProfile", "SecurityProfileId", profile);
        let language = json!({"Name": "Language", "Values": {"StringList": ["French"]}});
        make("CreatePredefinedAttribute", "", language);
        Self {
            country,
            site,
            queue,
            routing_profile,
            security_profile,
        }
    }

    /// What is in use stays, and goes when it is not.
    fn removed(&self, stage: &mut Stage, users: &[Value]) {
        let parts = [
            (
                "DeleteRoutingProfile",
                json!({"InstanceId": INSTANCE, "RoutingProfileId": self.routing_profile}),
            ),
            (
                "DeleteQueue",
                json!({"InstanceId": INSTANCE, "QueueId": self.queue}),
            ),
            (
                "DeleteSecurityProfile",
                json!({"InstanceId": INSTANCE, "SecurityProfileId": self.security_profile}),
            ),
            (
                "DeletePredefinedAttribute",
                json!({"InstanceId": INSTANCE, "Name": "Language"}),
            ),
            (
                "DeleteUserHierarchyGroup",
                json!({"InstanceId": INSTANCE, "HierarchyGroupId": self.site}),
            ),
            (
                "DeleteUserHierarchyGroup",
                json!({"InstanceId": INSTANCE, "HierarchyGroupId": self.country}),
            ),
        ];
        for (operation, input) in &parts {
            stage.refused(operation, input, "409 ResourceInUseException");
        }
        for user in users {
            stage.done("DeleteUser", &json!({"InstanceId": INSTANCE, "UserId": user}));
        }
        for (operation, input) in &parts {
            stage.done(operation, input);
        }
    }
}

/// How many users a search finds.
fn found(stage: &mut Stage, what: &str, by: Value) -> Value {
    let mut input = json!({"InstanceId": INSTANCE});
    input[what] = by;
    stage.done("SearchUsers", &input)["ApproximateTotalCount"].take()
}

fn agents_are_provisioned_found_changed_and_removed(stage: &mut Stage) {
    let team = Team::made(stage);
    let mut users = Vec::new();
    for (number, group) in (1_u32..).zip([&team.country, &team.site, &team.site]) {
        let mut agent = stage.user_to_make(INSTANCE, &format!("seller-{number}"));
        agent["RoutingProfileId"] = team.routing_profile.clone();
        agent["SecurityProfileIds"] = json!([team.security_profile]);
        agent["HierarchyGroupId"] = group.clone();
        agent["Tags"] = json!({"team": "sales"});
        let user = stage.done("CreateUser", &agent)["UserId"].take();
        let french =
            json!({"AttributeName": "Language", "AttributeValue": "French", "Level": f64::from(number)});
        let input = json!({"InstanceId": INSTANCE, "UserId": user, "UserProficiencies": [french]});
        stage.done("AssociateUserProficiencies", &input);
        users.push(user);
    }

    let below = |kind: &str| json!({"HierarchyGroupCondition": {"Value": team.country, "HierarchyGroupMatchType": kind}});
    assert_eq!(found(stage, "SearchCriteria", below("WITH_CHILD_GROUPS")), 3);
    assert_eq!(found(stage, "SearchCriteria", below("EXACT")), 1);
    let good = json!({"ListCondition": {"TargetListType": "PROFICIENCIES", "Conditions": [
        {"StringCondition": {"FieldName": "name", "Value": "Language", "ComparisonType": "EXACT"}},
        {"NumberCondition": {"FieldName": "level", "MinValue": 2, "ComparisonType": "GREATER_OR_EQUAL"}},
    ]}});
    assert_eq!(found(stage, "SearchCriteria", good), 2);
    let tagged = json!({"TagFilter": {"TagCondition": {"TagKey": "team", "TagValue": "sales"}}});
    assert_eq!(found(stage, "SearchFilter", tagged.clone()), 3);

    let id = users[0].as_str().expect("an id").to_owned();
    let arn = stage.user(INSTANCE, &id)["Arn"].take();
    stage.done(
        "UntagResource",
        &json!({"resourceArn": arn, "tagKeys": ["team", "site"]}),
    );
    stage.done(
        "TagResource",
        &json!({"resourceArn": arn, "tags": {"site": "Nice"}}),
    );
    stage.done(
        "UpdateUserHierarchy",
        &json!({"InstanceId": INSTANCE, "UserId": id}),
    );
    let phone = json!({"PhoneType": "DESK_PHONE", "DeskPhoneNumber": "+12065550100"});
    stage.done(
        "UpdateUserPhoneConfig",
        &json!({"InstanceId": INSTANCE, "UserId": id, "PhoneConfig": phone}),
    );
    let user = stage.user(INSTANCE, &id);
    assert_eq!(user["Tags"], json!({"site": "Nice"}));
    assert_eq!(user["HierarchyGroupId"], Value::Null);
    assert_eq!(user["PhoneConfig"]["DeskPhoneNumber"], "+12065550100");
    assert_eq!(found(stage, "SearchFilter", tagged), 2);

    team.removed(stage, &users);
}
