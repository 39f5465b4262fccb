//! People who come and go, against a real server.

use crate::administrator::Administrator;

const FILE: &str = "\
Username,FirstName,LastName,Email,SecurityProfiles,RoutingProfile,PhoneType,tag:Team
mary,Mary,Miller,mary@example.com,Agent,Basic Routing Profile,SOFT_PHONE,
zoe,Zoë,Zimmer,zoe@example.com,Agent|QualityAnalyst,Basic Routing Profile,SOFT_PHONE,B
zora,Zora,Zander,zora@example.com,Agent,Basic Routing Profile,SOFT_PHONE,
";

#[test]
fn a_new_person_is_planned_created_and_deleted_again_by_the_way_back() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", FILE);
    let unknown = admin.says("bulk plan hr.csv --instance-id demo");
    assert!(
        unknown
            .out
            .contains("create the person with --create, or remove the row"),
        "{}",
        unknown.out
    );

    let planned = admin.says("bulk plan hr.csv --instance-id demo --create --out plan.json");

    assert_eq!((planned.code, &*planned.error), (Some(2), ""), "{}", planned.out);
    let (_, shown) = planned.out.split_once("\n\n").unwrap();
    assert_eq!(
        shown,
        "\
NEW USER  FIELD             VALUE
zoe       FirstName         Zoë
          LastName          Zimmer
          Email             zoe@example.com
          SecurityProfiles  Agent|QualityAnalyst
          RoutingProfile    \"Basic Routing Profile\"
          PhoneType         SOFT_PHONE
          tag:Team          B
zora      FirstName         Zora
          LastName          Zander
          Email             zora@example.com
          SecurityProfiles  Agent
          RoutingProfile    \"Basic Routing Profile\"
          PhoneType         SOFT_PHONE

0 people to change, 0 fields and 0 addresses; 2 to create, 0 to delete; 1 row unchanged, 0 rows refused; 4 calls, at any rate
"
    );
    let applied = admin.says("bulk apply plan.json --yes");
    assert_eq!(applied.code, Some(0), "{} {}", applied.out, applied.error);
    assert_eq!(
        admin.says("bulk plan hr.csv --instance-id demo --create").code,
        Some(0)
    );

    let undone = admin.says("bulk undo --yes");

    assert_eq!(undone.code, Some(0), "{} {}", undone.out, undone.error);
    let deleted = "\
DELETED USER  FIRST NAME  LAST NAME  ADDRESS
zoe           Zoë         Zimmer     zoe@example.com
zora          Zora        Zander     zora@example.com
";
    assert!(undone.out.contains(deleted), "{}", undone.out);
    let people = admin.says("bulk export --instance-id demo").out;
    assert!(!people.contains("zo") && people.contains("mary"), "{people}");
}

#[test]
fn whom_the_file_lacks_is_deleted_and_that_is_said_to_be_for_good() {
    let admin = Administrator::at_new_server();
    admin.add("ana", "Agent");
    admin.write("hr.csv", "Username,FirstName\nmary,Mary\n");

    let planned = admin.says("bulk plan hr.csv --instance-id demo --delete-missing --out plan.json");
    let applied = admin.says("bulk apply plan.json --yes");
    let undone = admin.says("bulk undo --yes");

    assert!(
        planned.out.contains(
            "\
DELETED USER  FIRST NAME  LAST NAME  ADDRESS
ana           ana         Santos     ana@example.com
Nothing brings deleted users back, not `roster bulk undo` either
"
        ),
        "{}",
        planned.out
    );
    assert_eq!(applied.code, Some(0), "{}", applied.error);
    assert!(!admin.says("bulk export --instance-id demo").out.contains("ana"));
    assert_eq!(undone.code, Some(2));
    assert!(
        undone
            .out
            .contains("a deleted person cannot be restored: create the person anew with --create"),
        "{}",
        undone.out
    );
}

#[test]
fn a_person_is_created_or_deleted_by_a_key_that_tells_who_it_is() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", "Email,FirstName\nmary@example.com,Mary\n");

    let create = admin.says("bulk plan hr.csv --instance-id demo --create");
    let delete = admin.says("bulk plan hr.csv --instance-id demo --delete-missing");

    assert_eq!(
        create.error,
        "roster: --create needs the column Username as the key, without a column UserId\n"
    );
    assert_eq!(
        delete.error,
        "roster: --delete-missing needs the column Username or UserId as the key: people can be without an address\n"
    );
}
