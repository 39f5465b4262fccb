//! What became of a run: the page and the table beside its journal, and `roster bulk report`.

use std::os::unix::fs::MetadataExt;

use serde_json::json;

use crate::administrator::{Administrator, INSTANCE, MARY};

#[test]
fn a_run_leaves_a_page_with_the_outcome_of_every_change_and_the_words_of_the_service() {
    let admin = Administrator::at_new_server();
    let sam = admin.add("sam", "Agent");
    let profile = admin.connect(&format!(
        "create-security-profile --instance-id {INSTANCE} --security-profile-name Gone"
    ));
    admin.write(
        "hr.csv",
        "Username,LastName,SecurityProfiles\nmary,<script>alert(1)</script>,Gone\nsam,Schmidt,Agent\n",
    );
    admin.says("bulk plan hr.csv --instance-id demo --out plan.json");
    let id = profile["SecurityProfileId"].as_str().unwrap();
    admin.connect(&format!(
        "delete-security-profile --instance-id {INSTANCE} --security-profile-id {id}"
    ));
    admin.connect(&format!("delete-user --instance-id {INSTANCE} --user-id {sam}"));

    let applied = admin.says("bulk apply plan.json --yes --journal runs");

    assert_eq!(applied.code, Some(1), "{}", applied.error);
    let runs = admin.says("bulk runs --journal runs --json").json();
    let (run, endpoint) = (
        runs[0]["Id"].as_str().unwrap(),
        runs[0]["Endpoint"].as_str().unwrap(),
    );
    let path = format!("runs/{run}/report.html");
    assert!(
        applied.out.ends_with(&format!("Report: {path} and report.csv\n")),
        "{}",
        applied.out
    );
    assert_eq!(admin.path(&path).metadata().unwrap().mode() & 0o7777, 0o600);
    let page = admin.read(&path);
    for shown in [
        "<h1>Run for demo</h1>",
        "<strong>3 planned, 1 done, 1 skipped, 1 failed</strong>",
        &format!("<dt>Run</dt><dd>{run}</dd>"),
        &format!("<dt>Instance</dt><dd>demo ({INSTANCE})</dd>"),
        &format!("<dt>Service</dt><dd>{endpoint}</dd>"),
        &format!(
            "<dt>Run started</dt><dd>{}</dd>",
            runs[0]["Started"].as_str().unwrap()
        ),
        "<h2>Failed: 1</h2>",
        "<td><bdi>mary</bdi></td><td>UpdateUserSecurityProfiles</td><td><div><bdi>SecurityProfiles</bdi>: <del><bdi>Agent</bdi></del> → <ins><bdi>Gone</bdi></ins></div></td><td><bdi>InvalidParameterException: SecurityProfileIds names ",
        "<h2>Skipped: 1</h2>",
        "<td><bdi>deleted since the plan</bdi></td>",
        "<h2>Done: 1</h2>",
        "<ins><bdi>&quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;</bdi></ins>",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    for left_out in ["<script", "src=", "href=", "Undoes", "not complete"] {
        assert!(!page.contains(left_out), "{left_out}: {page}");
    }
}

#[test]
fn the_report_of_an_earlier_run_is_shown_and_written_again() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", "Username,LastName\nmary,Meier\n");
    admin.says("bulk plan hr.csv --instance-id demo --out plan.json");
    admin.says("bulk apply plan.json --yes --journal runs");
    let undone = admin.says("bulk undo --yes --journal runs");
    assert_eq!(undone.code, Some(0), "{}", undone.error);
    let runs = admin.says("bulk runs --journal runs --json").json();
    let [back, there] = [&runs[0], &runs[1]].map(|run| run["Id"].as_str().unwrap());

    let newest = admin.says("bulk report --journal runs --html again.html");
    let first = admin.says(&format!("bulk report {there} --journal runs --csv again.csv"));

    assert_eq!(
        (newest.code, newest.out),
        (
            Some(0),
            format!("Run {back}: 1 planned, 1 done, 0 skipped, 0 failed\n")
        )
    );
    let undoes = format!("<dt>Undoes</dt><dd>{there}</dd>");
    for page in ["again.html", &format!("runs/{back}/report.html")] {
        assert!(admin.read(page).contains(&undoes), "{page}");
    }
    assert_eq!(first.code, Some(0), "{}", first.error);
    let table = admin.read("again.csv");
    assert_eq!(table, admin.read(&format!("runs/{there}/report.csv")));
    assert!(
        table.contains(&format!("mary,{MARY},,UpdateUserIdentityInfo,DONE,")),
        "{table}"
    );
}

#[test]
fn the_report_of_a_run_that_was_killed_says_what_is_unknown_and_not_tried() {
    let admin = Administrator::at("http://127.0.0.1:1".to_owned());
    let change = |user: &str| {
        json!({
            "UserId": user, "Username": user, "Operation": "UpdateUserIdentityInfo",
            "Before": {"LastName": "Miller"}, "After": {"LastName": "Meier"},
        })
    };
    let plan = json!({
        "Version": 1, "MadeAt": "2026-12-01T10:00:00Z", "Endpoint": "https://connect.example.com",
        "Instance": {"Id": "i", "IdentityManagementType": "CONNECT_MANAGED"},
        "Changes": [change("ana"), change("ben")],
    });
    let run = "20261201T101500.000-abcd";
    std::fs::create_dir_all(admin.path(&format!("runs/{run}"))).unwrap();
    admin.write(&format!("runs/{run}/plan.json"), plan.to_string());
    admin.write(
        &format!("runs/{run}/journal.jsonl"),
        "{\"State\":\"BEGUN\",\"Change\":0}\n",
    );

    let said = admin.says("bulk report --journal runs --html report.html");

    assert_eq!((said.code, &*said.error), (Some(0), ""));
    assert_eq!(
        said.out,
        format!(
            "\
Run {run}: 2 planned, 0 done, 0 skipped, 0 failed
USER  OUTCOME   WHY
ana   IN_DOUBT  `roster bulk resume` looks it up
The run is not complete: `roster bulk resume {run}` goes on
"
        )
    );
    let page = admin.read("report.html");
    for shown in [
        "<h2>Outcome unknown: 1</h2>",
        "<h2>Not tried yet: 1</h2>",
        "<dt>Run started</dt><dd>2026-12-01T10:15:00Z</dd>",
        &format!("The run is not complete: <code>roster bulk resume {run}</code> goes on."),
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
}
