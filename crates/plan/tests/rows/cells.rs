//! Which cells are refused, with what words, and to which calls the others lead.

use roster_plan::{Account, Column, DirectoryType, Instance, Person, Rules, Sheet, plan, resolve};
use serde_json::{Value, json};

use crate::directory::{calls, instance, planned_by, refusals};

const EMAIL: &[&str] = &["Email"];

#[test]
fn an_unknown_person_is_refused_with_a_near_name() {
    assert_eq!(
        refusals(
            EMAIL,
            &[
                ("marry", &["a@example.com"]),
                ("xyz", &["b@example.com"]),
                ("", &["c@example.com"])
            ]
        ),
        [
            "2 Login: no person of the instance has this Username: did you mean mary?",
            "3 Login: no person of the instance has this Username: create the person with --create, or remove the row",
            "4 Login: must not be empty: it says who the row is about: ",
        ]
    );
}

#[test]
fn a_second_row_about_a_person_is_refused_with_the_first() {
    assert_eq!(
        refusals(
            EMAIL,
            &[
                ("mary", &["a@example.com"]),
                ("mary", &["b@example.com"]),
                ("mary", &["c@example.com"])
            ]
        ),
        [
            "3 Login: row 2 is about the same person: keep one of the two rows",
            "4 Login: row 2 is about the same person: keep one of the two rows",
        ]
    );
}

#[test]
fn a_cell_that_the_service_would_refuse_is_refused_with_its_rule() {
    let fields = ["FirstName", "Email", "Mobile"];
    assert_eq!(
        refusals(
            &fields,
            &[
                ("mary", &["", "mary @example.com", "49 30 1234567"]),
                ("sam", &["Zoe\u{308}", "", " +15555550100"])
            ]
        ),
        [
            "2 FirstName: is required on CONNECT_MANAGED instances: ",
            "2 Email: must be an e-mail address of at most 265 characters, such as mary@example.com: did you mean mary@example.com?",
            "2 Mobile: must be a telephone number in E.164 form, such as +15555550100: did you mean +49301234567?",
            "3 FirstName: must be in Unicode Normalization Form C: its accents are separate characters: write Zo\u{eb}, or compose all accents with --nfc",
            "3 Email: the primary address cannot be cleared: the service keeps it: write the new address, or remove the row",
            "3 Mobile: must not begin or end with a blank: write +15555550100",
        ]
    );
}

#[test]
fn accents_are_composed_when_that_is_asked_for() {
    let planned = planned_by(&["FirstName"], &[("mary", &["Zoe\u{308}"])], &instance(), true);

    assert_eq!(planned.refusals, []);
    assert_eq!(planned.changes[0].after.scalar(Column::FirstName), "Zo\u{eb}");
}

#[test]
fn a_partial_update_sends_the_rest_as_it_is() {
    assert_eq!(
        calls(&["FirstName", "Mobile"], &["Maria", ""]),
        [(
            "UpdateUserIdentityInfo",
            json!({
                "IdentityInfo": {"FirstName": "Maria", "LastName": "Miller", "Email": "mary@example.com"},
                "UserId": "1",
                "InstanceId": "i",
            })
        )]
    );
}

#[test]
fn names_become_ids_and_a_group_has_a_path() {
    let of_mary = |parameters: Value| {
        let mut parameters = parameters;
        parameters["UserId"] = "1".into();
        parameters["InstanceId"] = "i".into();
        parameters
    };
    let fields = ["SecurityProfiles", "RoutingProfile", "HierarchyGroup"];
    assert_eq!(
        calls(&fields, &["s3| Agent", "Night", "US/Sales"]),
        [
            (
                "UpdateUserSecurityProfiles",
                of_mary(json!({"SecurityProfileIds": ["s1", "s3"]}))
            ),
            (
                "UpdateUserRoutingProfile",
                of_mary(json!({"RoutingProfileId": "r2"}))
            ),
            ("UpdateUserHierarchy", of_mary(json!({"HierarchyGroupId": "g3"}))),
        ]
    );
    assert_eq!(calls(&fields, &["Agent", "r1", "EU/Sales"]), []);
    assert_eq!(
        calls(&["HierarchyGroup"], &["Support"])[0].1["HierarchyGroupId"],
        "g4"
    );
    assert_eq!(
        calls(&["HierarchyGroup"], &[""]),
        [("UpdateUserHierarchy", of_mary(json!({})))]
    );
}

#[test]
fn a_name_that_the_instance_does_not_have_is_refused_with_near_ones() {
    let fields = ["SecurityProfiles", "RoutingProfile", "HierarchyGroup"];
    assert_eq!(
        refusals(
            &fields,
            &[
                ("mary", &["Agent|Admn", "Nihgt", "Sales"]),
                ("sam", &["", "", "x"])
            ]
        ),
        [
            "2 SecurityProfiles: the instance has no security profile Admn: did you mean Admin?",
            "2 RoutingProfile: the instance has no routing profile Nihgt: did you mean Night?",
            "2 HierarchyGroup: the instance has several of the name Sales: write one of EU/Sales, US/Sales",
            "3 HierarchyGroup: the instance has no hierarchy group x: make the hierarchy group first, or write the name of another",
        ]
    );
    assert_eq!(
        refusals(&["SecurityProfiles", "RoutingProfile"], &[("mary", &["", ""])]),
        [
            "2 SecurityProfiles: is required: write a name, or remove the column",
            "2 RoutingProfile: is required: write a name, or remove the column",
        ]
    );
    assert_eq!(
        refusals(&["SecurityProfiles"], &[("mary", &["Agent;Admin"])]),
        [
            "2 SecurityProfiles: the instance has no security profile Agent;Admin: separate names by |: Agent|Admin"
        ]
    );
}

#[test]
fn a_setting_of_telephones_is_sent_with_the_others() {
    assert_eq!(
        calls(
            &[
                "PhoneType",
                "DeskPhoneNumber",
                "AutoAccept",
                "AfterContactWorkTimeLimit"
            ],
            &["desk_phone", "+4930123", "TRUE", "30"]
        ),
        [(
            "UpdateUserPhoneConfig",
            json!({
                "PhoneConfig": {
                    "PhoneType": "DESK_PHONE", "AutoAccept": true, "AfterContactWorkTimeLimit": 30, "DeskPhoneNumber": "+4930123",
                },
                "UserId": "1",
                "InstanceId": "i",
            })
        )]
    );
    assert_eq!(
        calls(&["AutoAccept", "AfterContactWorkTimeLimit"], &["FALSE", ""]),
        []
    );
    assert_eq!(
        refusals(
            &["PhoneType", "AutoAccept", "AfterContactWorkTimeLimit"],
            &[("mary", &["SOFTPHONE", "", ""]), ("sam", &["", "WAHR", "30 s"]),]
        ),
        [
            "2 PhoneType: must be one of SOFT_PHONE, DESK_PHONE: did you mean SOFT_PHONE?",
            "3 AutoAccept: must be true or false: did you mean true?",
            "3 AfterContactWorkTimeLimit: must be a whole number: did you mean 30?",
        ]
    );
    assert_eq!(
        refusals(
            &["PhoneType", "AfterContactWorkTimeLimit"],
            &[("mary", &["DESK_PHONE", "3000000"])]
        ),
        [
            "2 DeskPhoneNumber: is required with the phone type DESK_PHONE: ",
            "2 AfterContactWorkTimeLimit: must be 0 to 2000000, but is 3000000: ",
        ]
    );
}

#[test]
fn items_that_go_change_and_come_are_calls_of_their_own() {
    let changed = calls(
        &["Proficiencies", "Tags"],
        &["Language:French=2.5", "Department=Sales|Team=B"],
    );
    assert_eq!(
        changed,
        [
            (
                "DisassociateUserProficiencies",
                json!({
                    "UserProficiencies": [{"AttributeName": "Language", "AttributeValue": "German"}],
                    "UserId": "1", "InstanceId": "i",
                })
            ),
            (
                "AssociateUserProficiencies",
                json!({
                    "UserProficiencies": [{"AttributeName": "Language", "AttributeValue": "French", "Level": 2.5}],
                    "UserId": "1", "InstanceId": "i",
                })
            ),
            (
                "TagResource",
                json!({
                    "tags": {"Department": "Sales", "Team": "B"},
                    "resourceArn": "arn:aws:connect:us-east-1:123456789012:instance/i/agent/1",
                })
            ),
        ]
    );
    let operations = |fields: &[&str], cells: &[&str]| {
        let calls = calls(fields, cells).into_iter();
        calls.map(|(operation, _)| operation).collect::<Vec<_>>()
    };
    assert_eq!(
        operations(&["Proficiencies"], &["Language:German=5"]),
        ["UpdateUserProficiencies"]
    );
    assert_eq!(operations(&["tag:Team"], &[""]), ["UntagResource"]);
    assert_eq!(
        operations(&["proficiency:Language:French"], &["1"]),
        ["AssociateUserProficiencies"]
    );
}

#[test]
fn an_item_that_cannot_be_is_refused_with_its_form_or_a_near_name() {
    assert_eq!(
        refusals(
            &["Proficiencies", "Tags"],
            &[
                ("mary", &["Language:Germann=4", "Team"]),
                ("sam", &["Langauge:German=4", "Team=A|Team=B"]),
            ]
        ),
        [
            "2 Proficiencies: the predefined attribute Language has no value Germann: did you mean German?",
            "2 Tags: must be written as Key=Value, such as Department=Sales|Team=A: ",
            "3 Proficiencies: the instance has no predefined attribute Langauge: did you mean Language?",
            "3 Tags: tag:Team is there twice: keep one of the two",
        ]
    );
    assert_eq!(
        refusals(
            &["Proficiencies"],
            &[
                ("mary", &["Language:German=9"]),
                ("sam", &["Language:German=high"])
            ]
        ),
        [
            "2 Proficiencies: must be 1 to 5, but is 9.0: ",
            "3 Proficiencies: must be a level: a number from 1 to 5: ",
        ]
    );
}

#[test]
fn settings_channel_by_channel_are_not_removed_unseen() {
    let user = json!({
        "Id": "1", "Username": "mary", "AutoAcceptConfigs": [{"Channel": "CHAT", "AutoAccept": true}],
    });
    let instance = instance();
    let mary = Person::of_user(&user, &[Column::PhoneType], &instance.references);
    let accounts = [Account {
        id: "1".to_owned(),
        username: "mary".to_owned(),
        email: None,
    }];
    let mut sheet = Sheet::of(std::slice::from_ref(&mary));
    sheet.fields = vec![(Column::PhoneType.into(), "PhoneType".to_owned())];
    sheet.rows[0].cells = vec![Some("SOFT_PHONE".to_owned())];
    let rules = Rules {
        instance: &instance,
        delete_missing: false,
        nfc: false,
    };

    let resolution = resolve(&sheet, &accounts, false);
    let planned = plan(
        &sheet,
        &accounts,
        resolution,
        &[mary].into_iter().collect(),
        rules,
    );

    assert_eq!(
        planned.refusals[0].rule,
        "the telephone settings of this person are made channel by channel, and this call would remove them"
    );
}

#[test]
fn what_an_external_directory_keeps_is_refused_and_not_sent() {
    let instance = Instance {
        kind: DirectoryType::ExistingDirectory,
        ..instance()
    };
    let refused = planned_by(&["FirstName"], &[("mary", &["Maria"])], &instance, false);
    let taken = planned_by(&["Mobile"], &[("mary", &["+4930123"])], &instance, false);

    assert_eq!(refused.refusals[0].column, "FirstName");
    let parameters = taken.changes[0].parameters(&instance);
    assert_eq!(parameters["IdentityInfo"], json!({"Mobile": "+4930123"}));
}
