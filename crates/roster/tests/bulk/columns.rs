//! Every column of a user, against a real server.

use crate::administrator::{Administrator, INSTANCE, MARY};

/// A server whose instance has a hierarchy, a predefined attribute and a second routing profile, and the user ana.
fn furnished() -> Administrator {
    let admin = Administrator::at_new_server();
    let make = |arguments: &str| {
        let (operation, rest) = arguments.split_once(' ').unwrap();
        admin.connect(&format!("{operation} --instance-id {INSTANCE} {rest}"))
    };
    make(
        r#"update-user-hierarchy-structure --hierarchy-structure {"LevelOne":{"Name":"Region"},"LevelTwo":{"Name":"Team"}}"#,
    );
    for region in ["EU", "US"] {
        let group = make(&format!("create-user-hierarchy-group --name {region}"));
        let parent = group["HierarchyGroupId"].as_str().unwrap();
        make(&format!(
            "create-user-hierarchy-group --name Süd --parent-group-id {parent}"
        ));
    }
    make("create-predefined-attribute --name Language --values StringList=German,French");
    let queue = make("list-queues --query QueueSummaryList[0].Id --output json");
    let queue = queue.as_str().unwrap();
    make(&format!(
        "create-routing-profile --name Nacht --description night --default-outbound-queue-id {queue} --media-concurrencies Channel=VOICE,Concurrency=1"
    ));
    admin.add("ana", "Agent");
    admin
}

#[test]
fn every_column_is_applied_and_undone_and_exported_as_it_is() {
    let admin = furnished();
    admin.write(
        "hr.csv",
        "\
Username;SecurityProfiles;RoutingProfile;HierarchyGroup;PhoneType;DeskPhoneNumber;AutoAccept;AfterContactWorkTimeLimit;Proficiencies;tag:Abteilung
mary;Agent|QualityAnalyst;Nacht;EU/Süd;DESK_PHONE;+4930123456;TRUE;30;Language:German=4|Language:French=2.5;Verkauf
ana;Agent;Nacht;US/Süd;SOFT_PHONE;;false;0;;
",
    );
    let before = admin.says("bulk export --instance-id demo").out;

    let planned = admin.says("bulk plan hr.csv --instance-id demo --out plan.json");

    assert_eq!((planned.code, &*planned.error), (Some(2), ""));
    let (_, changes) = planned.out.split_once("\n\n").unwrap();
    assert_eq!(
        changes,
        "\
USER  FIELD                        BEFORE                      AFTER
ana   RoutingProfile               \"Basic Routing Profile\"  →  Nacht
      HierarchyGroup               (none)                   →  US/Süd
mary  SecurityProfiles             Agent                    →  Agent|QualityAnalyst
      RoutingProfile               \"Basic Routing Profile\"  →  Nacht
      HierarchyGroup               (none)                   →  EU/Süd
      PhoneType                    SOFT_PHONE               →  DESK_PHONE
      AutoAccept                   false                    →  true
      AfterContactWorkTimeLimit    0                        →  30
      DeskPhoneNumber              (none)                   →  +4930123456
      proficiency:Language:French  (none)                   →  2.5
      proficiency:Language:German  (none)                   →  4
      tag:Abteilung                (none)                   →  Verkauf

2 people to change, 12 fields and 0 addresses; 0 rows unchanged, 0 rows refused; 11 calls, at any rate
"
    );
    let applied = admin.says("bulk apply plan.json --yes");
    assert_eq!(applied.code, Some(0), "{} {}", applied.out, applied.error);
    assert_eq!(admin.says("bulk plan hr.csv --instance-id demo").code, Some(0));
    let after = admin.says("bulk export --instance-id demo").out;
    assert!(
        after.contains(
            "mary,Mary,Miller,mary@example.com,,,Agent|QualityAnalyst,Nacht,EU/Süd,DESK_PHONE,true,30,+4930123456,false,Language:French=2.5|Language:German=4,Abteilung=Verkauf\n"
        ),
        "{after}"
    );
    admin.write("after.csv", after);
    assert_eq!(admin.says("bulk plan after.csv --instance-id demo").code, Some(0));

    let undone = admin.says("bulk undo --yes");

    assert_eq!(undone.code, Some(0), "{} {}", undone.out, undone.error);
    assert_eq!(admin.says("bulk export --instance-id demo").out, before);
}

#[test]
fn mistakes_in_names_and_settings_are_told_with_row_column_and_near_names() {
    let admin = furnished();
    admin.write(
        "hr.csv",
        "Username;SecurityProfiles;RoutingProfile;HierarchyGroup;AutoAccept;Proficiencies\nmary;Agnet;Nahct;Süd;WAHR;Language:Germann=4\n",
    );

    let said = admin.says("bulk plan hr.csv --instance-id demo");

    assert_eq!(said.code, Some(1));
    let (_, refused) = said.out.split_once("\n\n").unwrap();
    assert_eq!(
        refused.lines().take(6).collect::<Vec<_>>(),
        [
            "ROW  COLUMN            REFUSED             RULE                                                    SUGGESTION",
            "2    SecurityProfiles  Agnet               the instance has no security profile Agnet              did you mean Agent?",
            "2    RoutingProfile    Nahct               the instance has no routing profile Nahct               did you mean Nacht?",
            "2    HierarchyGroup    Süd                 the instance has several of the name Süd                write one of EU/Süd, US/Süd",
            "2    AutoAccept        WAHR                must be true or false                                   did you mean true?",
            "2    Proficiencies     Language:Germann=4  the predefined attribute Language has no value Germann  did you mean German?",
        ]
    );
}

#[test]
fn a_person_gets_the_right_to_edit_users_only_when_that_is_allowed() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", "Username,SecurityProfiles\nmary,Admin\n");

    let refused = admin.says("bulk plan hr.csv --instance-id demo");
    let allowed = admin.says("bulk plan hr.csv --instance-id demo --allow-privileged");

    assert_eq!(refused.code, Some(1));
    let rule = "Refused: people would get the right to edit users or their permissions: mary. Allow it with --allow-privileged";
    assert!(refused.out.contains(rule), "{}", refused.out);
    assert_eq!(allowed.code, Some(2));
}

#[test]
fn a_tag_that_was_added_since_stays_when_the_run_is_undone() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", "Username,Tags\nmary,Team=A|Floor=2\n");
    admin.says("bulk plan hr.csv --instance-id demo --out plan.json");
    assert_eq!(admin.says("bulk apply plan.json --yes").code, Some(0));
    let arn = format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}/agent/{MARY}");
    admin.connect(&format!("tag-resource --resource-arn {arn} --tags Team=B,Desk=7"));

    let undone = admin.says("bulk undo --yes");

    assert_eq!(undone.code, Some(2), "{}", undone.error);
    assert!(
        undone
            .out
            .contains("mary          tag:Team  B    it has changed since the run"),
        "{}",
        undone.out
    );
    let described = admin.connect(&format!(
        "describe-user --instance-id {INSTANCE} --user-id {MARY}"
    ));
    assert_eq!(
        described["User"]["Tags"],
        serde_json::json!({"Desk": "7", "Team": "B"})
    );
}
