//! What `roster bulk plan` prints, writes and exits with.

use roster_testkit::Stub;
use serde_json::json;

use crate::administrator::{Administrator, INSTANCE, MARY, Said};

#[test]
fn a_file_of_a_spreadsheet_program_is_planned_with_every_field_before_and_after() {
    let admin = Administrator::at_new_server();
    let file = "\u{feff}Username;Vorname;Email;Mobile;Abteilung\r\nmary;Märy;maria@example.net;+4930123456;\"Ver\nkauf\"\r\n";
    admin.write("hr.csv", file);

    let plan = "bulk plan hr.csv --instance-id demo --map Vorname=FirstName --map Abteilung=";
    let said = admin.says(plan);

    assert_eq!((said.code, &*said.error), (Some(2), ""));
    let (first, rest) = said.out.split_once('\n').unwrap();
    assert!(
        first.starts_with(&format!("Instance demo ({INSTANCE}) at http://127.0.0.1:")),
        "{first}"
    );
    assert!(first.ends_with(": CONNECT_MANAGED, 1 person"), "{first}");
    assert_eq!(
        rest,
        "
USER  FIELD      BEFORE               AFTER
mary  FirstName  Mary              →  Märy
      Email      mary@example.com  →  maria@example.net
      Mobile     (none)            →  +4930123456

ADDRESS OF  BEFORE               AFTER
mary        mary@example.com  →  maria@example.net  another domain: example.com → example.net

1 person to change, 3 fields and 1 address; 0 rows unchanged, 0 rows refused; 3 calls, at any rate
"
    );

    let json = admin.says(&format!("{plan} --json --rate 2")).json();
    let endpoint = json["Instance"]["Endpoint"].clone();
    assert_eq!(
        json,
        json!({
            "Instance": {"Id": INSTANCE, "Alias": "demo", "IdentityManagementType": "CONNECT_MANAGED", "Endpoint": endpoint, "People": 1},
            "Counts": {"Rows": 1, "People": 1, "Created": 0, "Deleted": 0, "Changes": 1, "Fields": 3, "Addresses": 1, "Unchanged": 0, "Refused": 0, "Calls": 3, "Seconds": 1},
            "Changes": [{"UserId": MARY, "Username": "mary", "Operation": "UpdateUserIdentityInfo", "Fields": [
                {"Field": "FirstName", "Before": "Mary", "After": "Märy"},
                {"Field": "Email", "Before": "mary@example.com", "After": "maria@example.net"},
                {"Field": "Mobile", "Before": "", "After": "+4930123456"},
            ]}],
            "AddressChanges": [{"UserId": MARY, "Username": "mary", "Before": "mary@example.com", "After": "maria@example.net", "IsOtherDomain": true}],
            "Refused": [],
            "NotAllowed": [],
        })
    );
}

#[test]
fn every_mistake_of_a_file_is_told_with_its_row_and_nothing_is_written() {
    let admin = Administrator::at_new_server();
    admin.write(
        "hr.csv",
        "Username,FirstName,Email,Mobile\nmarry,Mary,a@example.com,\nmary,Mary,maria @example.net,49 30 123456\nmary,Mary,m@example.net,\n",
    );

    let said = admin.says(&format!(
        "bulk plan hr.csv --instance-id {INSTANCE} --out plan.json"
    ));

    assert_eq!(said.code, Some(1));
    assert_eq!(
        said.error,
        "roster: the plan is refused, so plan.json is not written\n"
    );
    let (_, refused) = said.out.split_once("\n\n").unwrap();
    assert_eq!(
        refused,
        "\
ROW  COLUMN    REFUSED               RULE                                                                           SUGGESTION
2    Username  marry                 no person of the instance has this Username                                    did you mean mary?
3    Email     \"maria @example.net\"  must be an e-mail address of at most 265 characters, such as mary@example.com  did you mean maria@example.net?
3    Mobile    \"49 30 123456\"        must be a telephone number in E.164 form, such as +15555550100                 did you mean +4930123456?
4    Username  mary                  row 3 is about the same person                                                 keep one of the two rows

0 people to change, 0 fields and 0 addresses; 0 rows unchanged, 3 rows refused; 0 calls, at any rate; nothing can be applied before all is allowed
"
    );
    assert!(!admin.path("plan.json").exists());
}

#[test]
fn a_file_that_says_what_is_so_exits_with_0() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", "Username\tFirstName\nmary\tMary\n");

    let said = admin.says("bulk plan hr.csv --instance-id demo");

    assert_eq!(said.code, Some(0));
    assert!(
        said.out.ends_with("\nNothing to do: 1 person as the file says\n"),
        "{}",
        said.out
    );
}

#[test]
fn people_who_may_edit_users_change_only_when_that_is_allowed() {
    let admin = Administrator::at_new_server();
    admin.add("olga", "Admin");
    admin.write("hr.csv", "Email,LastName\nolga@example.com,Orlova\n");

    let refused = admin.says("bulk plan hr.csv --instance-id demo --out plan.json");
    let allowed = admin.says("bulk plan hr.csv --instance-id demo --out plan.json --allow-privileged");

    assert_eq!(refused.code, Some(1));
    let rule = "Refused: people who may edit users or their permissions would change: olga. Allow it with --allow-privileged";
    assert!(refused.out.contains(rule), "{}", refused.out);
    assert_eq!(allowed.code, Some(2));
    assert!(admin.path("plan.json").exists());
}

#[test]
fn a_file_that_is_no_table_or_an_unknown_instance_is_refused_in_one_sentence() {
    let admin = Administrator::at_new_server();
    admin.write("latin.csv", b"Username,FirstName\nmary,M\xe4ry\n");
    admin.write("columns.csv", "Username,first name\nmary,Mary\n");
    admin.write("good.csv", "Username,FirstName\nmary,Mary\n");
    for (arguments, message) in [
        (
            "latin.csv --instance-id demo",
            "latin.csv: line 2 is not UTF-8: save the file as UTF-8, or say --encoding windows-1252 if a spreadsheet program of Windows wrote it",
        ),
        (
            "columns.csv --instance-id demo",
            "columns.csv: column first name is unknown: did you mean FirstName?",
        ),
        (
            "good.csv --instance-id other",
            "no instance of the account has the alias other in this Region: see `roster connect list-instances`",
        ),
        (
            "nothing.csv --instance-id demo",
            "nothing.csv: No such file or directory (os error 2)",
        ),
    ] {
        let said = admin.says(&format!("bulk plan {arguments}"));
        assert_eq!((said.code, said.error), (Some(1), format!("roster: {message}\n")));
    }
    let said = admin.says("bulk plan latin.csv --instance-id demo --encoding windows-1252");
    assert_eq!(said.code, Some(2), "{}", said.error);
}

#[test]
fn the_region_of_an_ec2_instance_is_asked_for_once_for_all_calls() {
    let admin = Administrator::at_new_server();
    for username in ["ana", "ben", "eve"] {
        admin.add(username, "Agent");
    }
    admin.write("hr.csv", "Username,FirstName\nana,Anna\nben,Benno\neve,Eva\n");
    let metadata = Stub::answering(|request, _| match &*request.method {
        "PUT" => json!({"body": "a pass", "headers": {"x-aws-ec2-metadata-token-ttl-seconds": "21600"}}),
        _ => json!({"body": "us-east-1"}),
    });

    let planned: Said = admin
        .command("bulk plan hr.csv --instance-id demo --allow-changes 100%")
        .env("AWS_REGION", "")
        .env(
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            format!("http://{}", metadata.address),
        )
        .output()
        .unwrap()
        .into();

    assert_eq!(planned.code, Some(2), "{}", planned.error);
    let asked: Vec<_> = metadata
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(asked, ["/latest/api/token", "/latest/meta-data/placement/region"]);
}
