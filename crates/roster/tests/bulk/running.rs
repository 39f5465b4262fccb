//! A plan from its file to its end and back, against a real server.

use serde_json::{Value, json};

use crate::administrator::{Administrator, INSTANCE, MARY, Said};

/// The first line of what a run prints, without the id.
fn outcome(out: &str) -> &str {
    let line = out
        .lines()
        .find(|line| line.starts_with("Run "))
        .unwrap_or_else(|| panic!("{out}"));
    line.split_once(": ").unwrap().1
}

#[test]
fn a_plan_is_applied_and_undone_where_nobody_has_changed_it_since() {
    let admin = Administrator::at_new_server();
    let sam = admin.add("sam", "Agent");
    admin.write(
        "hr.csv",
        "Username,LastName,Mobile\nmary,Meier,+4930123456\nsam,Schmidt,\n",
    );
    assert_eq!(
        admin
            .says("bulk plan hr.csv --instance-id demo --out plan.json")
            .code,
        Some(2)
    );

    let applied = admin.says("bulk apply plan.json --yes");

    assert_eq!(applied.code, Some(0), "{}", applied.error);
    assert_eq!(outcome(&applied.out), "2 planned, 2 done, 0 skipped, 0 failed");
    assert_eq!(
        admin.identity(MARY),
        json!({"FirstName": "Mary", "LastName": "Meier", "Email": "mary@example.com", "Mobile": "+4930123456"})
    );
    assert_eq!(admin.says("bulk plan hr.csv --instance-id demo").code, Some(0));

    admin.connect(&format!(
        "update-user-identity-info --instance-id {INSTANCE} --user-id {sam} --identity-info FirstName=sam,LastName=Sommer,Email=sam@example.com"
    ));
    let undone = admin.says("bulk undo --yes");

    assert_eq!(undone.code, Some(2), "{}", undone.error);
    assert!(
        undone
            .out
            .contains("sam           LastName  Sommer  it has changed since the run"),
        "{}",
        undone.out
    );
    assert_eq!(outcome(&undone.out), "1 planned, 1 done, 0 skipped, 0 failed");
    assert_eq!(
        admin.identity(MARY),
        json!({"FirstName": "Mary", "LastName": "Miller", "Email": "mary@example.com"})
    );
    assert_eq!(admin.identity(&sam)["LastName"], "Sommer");

    let runs = admin.says("bulk runs --json").json();
    let counts = |run: &Value| {
        json!([
            run["State"],
            run["Planned"],
            run["Done"],
            run["Skipped"],
            run["Failed"]
        ])
    };
    assert_eq!(counts(&runs[0]), json!(["COMPLETED", 1, 1, 0, 0]));
    assert_eq!(counts(&runs[1]), json!(["COMPLETED", 2, 2, 0, 0]));
    assert_eq!(runs[0]["Undoes"], runs[1]["Id"]);
    assert_eq!(runs.as_array().unwrap().len(), 2);

    let [back, there] = [&runs[0], &runs[1]].map(|run| run["Id"].as_str().unwrap());
    assert_eq!(admin.audited(&format!("--run {back}")), 1);
    assert_eq!(admin.audited(&format!("--run {there}")), 2);
    assert_eq!(admin.audited(&format!("--run {there} --user {MARY}")), 1);
}

#[test]
fn a_person_who_changed_since_the_plan_is_skipped_and_told() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", "Username,LastName\nmary,Meier\n");
    admin.says("bulk plan hr.csv --instance-id demo --out plan.json");
    admin.connect(&format!(
        "update-user-identity-info --instance-id {INSTANCE} --user-id {MARY} --identity-info FirstName=Mary,LastName=Other,Email=mary@example.com"
    ));

    let applied = admin.says("bulk apply plan.json --yes --journal runs");

    assert_eq!(applied.code, Some(2));
    assert_eq!(outcome(&applied.out), "1 planned, 0 done, 1 skipped, 0 failed");
    assert!(
        applied.out.contains("mary  SKIPPED  changed since the plan"),
        "{}",
        applied.out
    );
    assert_eq!(admin.identity(MARY)["LastName"], "Other");
    let run = admin.says("bulk runs --journal runs --json").json()[0]["Id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        admin
            .read(&format!("runs/{run}/report.csv"))
            .contains("SKIPPED,changed since the plan")
    );
}

#[test]
fn a_plan_for_another_endpoint_is_applied_only_if_that_is_named() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", "Username,LastName\nmary,Meier\n");
    admin.says("bulk plan hr.csv --instance-id demo --out plan.json");
    let plan = admin.read("plan.json");
    let here = serde_json::from_str::<Value>(&plan).unwrap()["Endpoint"].take();
    let here = here.as_str().unwrap();
    let elsewhere = "https://connect.us-east-1.amazonaws.com";
    admin.write("plan.json", plan.replace(here, elsewhere));

    let refused = admin.says("bulk apply plan.json --yes");

    assert_eq!(refused.code, Some(1), "{}", refused.out);
    let expected = format!("the plan was made with {elsewhere}, and this would call {here}");
    assert!(refused.error.contains(&expected), "{}", refused.error);
    assert_eq!(admin.identity(MARY)["LastName"], "Miller");
    let applied = admin.says(&format!("bulk apply plan.json --yes --endpoint-url {here}"));
    assert_eq!(applied.code, Some(0), "{}", applied.error);
    assert_eq!(admin.identity(MARY)["LastName"], "Meier");
    // The run keeps the service that it called.
    let expected = format!("the plan was made with {here}, and this would call {elsewhere}");
    for command in ["bulk resume", "bulk undo --yes"] {
        let mut command = admin.command(command);
        let refused: Said = command
            .env("AWS_ENDPOINT_URL_CONNECT", elsewhere)
            .output()
            .unwrap()
            .into();
        assert_eq!(refused.code, Some(1), "{command:?}");
        assert!(refused.error.contains(&expected), "{}", refused.error);
    }
}

#[test]
fn without_a_terminal_a_plan_is_applied_only_with_yes() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", "Username,LastName\nmary,Meier\n");
    admin.says("bulk plan hr.csv --instance-id demo --out plan.json");

    let said = admin.says("bulk apply plan.json");

    assert_eq!(said.code, Some(1));
    assert!(said.error.contains("say --yes"), "{}", said.error);
    assert_eq!(admin.identity(MARY)["LastName"], "Miller");
    assert_eq!(admin.says("bulk runs --json").json(), json!([]));
}

#[test]
fn a_file_that_is_no_plan_and_an_unknown_run_are_named() {
    let admin = Administrator::at("http://127.0.0.1:1".to_owned());
    admin.write("plan.json", "{\"Version\": 2}");

    let plan = admin.says("bulk apply plan.json --yes");
    let run = admin.says("bulk resume nobody --journal runs");
    let newest = admin.says("bulk undo --journal runs");

    assert!(
        plan.error
            .starts_with("roster: plan.json is no plan of this version of roster: "),
        "{}",
        plan.error
    );
    assert_eq!(
        run.error,
        "roster: there is no run nobody in runs: see `roster bulk runs`\n"
    );
    assert_eq!(newest.error, "roster: there is no run in runs\n");
}

#[test]
fn a_directory_is_exported_as_a_file_that_changes_nothing() {
    let admin = Administrator::at_new_server();
    admin.add("ana", "Agent");

    let csv = admin.says("bulk export --instance-id demo");
    let jsonl = admin.says("bulk export --instance-id demo --format jsonl --out people.jsonl");

    assert_eq!(
        csv.out,
        "\
Username,FirstName,LastName,Email,SecondaryEmail,Mobile,SecurityProfiles,RoutingProfile,HierarchyGroup,PhoneType,AutoAccept,AfterContactWorkTimeLimit,DeskPhoneNumber,PersistentConnection,Proficiencies,Tags
ana,ana,Santos,ana@example.com,,,Agent,Basic Routing Profile,,SOFT_PHONE,false,0,,false,,
mary,Mary,Miller,mary@example.com,,,Agent,Basic Routing Profile,,SOFT_PHONE,false,0,,false,,
"
    );
    assert_eq!((jsonl.code, &*jsonl.out), (Some(0), ""), "{}", jsonl.error);
    let first = r#"{"Username":"ana","FirstName":"ana","LastName":"Santos","Email":"ana@example.com","SecondaryEmail":null,"Mobile":null,"SecurityProfiles":"Agent","#;
    assert!(admin.read("people.jsonl").starts_with(first));
    admin.write("people.csv", csv.out);
    for file in ["people.csv", "people.jsonl"] {
        let planned = admin.says(&format!("bulk plan {file} --instance-id demo"));
        assert_eq!(planned.code, Some(0), "{file}: {} {}", planned.out, planned.error);
    }
}

#[test]
fn a_file_and_an_instance_are_compared_by_username() {
    let admin = Administrator::at_new_server();
    admin.add("ana", "Agent");
    admin.write("hr.csv", "Username,LastName,Mobile\nmary,Meier,\nzoe,Zimmer,\n");

    let differing = admin.says("bulk diff hr.csv demo");
    let json = admin.says("bulk diff hr.csv demo --json");
    let same = admin.says("bulk diff demo a1b2c3d4-5678-90ab-cdef-EXAMPLE11111");

    assert_eq!((differing.code, &*differing.error), (Some(2), ""));
    assert_eq!(
        differing.out,
        "\
USER  FIELD     LEFT   RIGHT
mary  LastName  Meier  Miller

Only left, in hr.csv: zoe
Only right, in demo: ana
1 person differs in 1 field; 1 only left, 1 only right
"
    );
    assert_eq!(
        json.json(),
        json!({
            "Differences": [{"Username": "mary", "Field": "LastName", "Left": "Meier", "Right": "Miller"}],
            "OnlyLeft": ["zoe"],
            "OnlyRight": ["ana"],
        })
    );
    assert_eq!(
        (same.code, &*same.out),
        (Some(0), "Nothing differs\n"),
        "{}",
        same.error
    );
}

#[test]
fn what_is_neither_a_file_nor_an_instance_is_named() {
    let admin = Administrator::at_new_server();

    let said = admin.says("bulk diff nothing.csv demo");

    assert_eq!(said.code, Some(1));
    assert!(
        said.error
            .starts_with("roster: nothing.csv is no file, and was looked for as an instance: "),
        "{}",
        said.error
    );
}
