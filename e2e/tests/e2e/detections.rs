//! The detections, run over exported audits by the tools for which they are written.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use roster_e2e::{places, setup};
use serde_json::{Value, json};

use crate::clients::{Access, Which};
use crate::harness::{
    ARN, Browser, INSTANCE, MARY, Mail, Roster, Start, Wire, administer, finish, identity_info_of,
};
use crate::iam_users::{done, iam_user, policy};
use crate::pages;
use crate::password_reset::{ask_for_reset, reset_link};

/// The principals that a site trusts with changes in bulk, as Sigma's and the SQL queries have them.
const TRUSTED: &str = ":(user|assumed-role)/hr-sync(/|$)";

/// The address that a thief reads.
const THIEF: &str = "thief@example.org";

const MAY_UPDATE_USERS: &str = "connect:UpdateUserIdentityInfo";

/// The tools that run the detections, each with its format.
const TOOLS: [&str; 5] = [
    "sigma",
    "athena",
    "cloudtrail-lake",
    "jq on CloudTrail's records",
    "jq on Roster's records",
];

/// What the detections find in a server's audit.
struct Found(Value);

impl Found {
    /// In a server's audit, whose events are put at least a second apart: CloudTrail's times are whole seconds, and
    /// Sigma's correlation takes events of one second for one, whose order is unknown.
    fn in_audit_of(server: &Roster) -> Self {
        Self::in_times_of(
            server,
            "foreach events as $event (-1; . + 1; . as $number | $event | time += $number)",
        )
    }

    /// In a server's audit, after a program of jq that reads `events` has changed the `time` of some, in seconds.
    fn in_times_of(server: &Roster, program: &str) -> Self {
        Self::in_events(|format| {
            let file = tempfile::NamedTempFile::new().expect("a file");
            fs::write(&file, exported(server, format)).expect("a file");
            let definitions = match format {
                "jsonl" => "def time: .Time; def events: inputs; def written: .;",
                _ => {
                    "def time: .eventTime; def events: inputs | time |= fromdate; def written: time |= todate;"
                }
            };
            let program = format!("{definitions} {program} | written");
            finish(Command::new("jq").args(["-n", "-c", &program]).arg(file.path())).printed()
        })
    }

    /// In the events of both formats.
    fn in_events(export: impl Fn(&str) -> String) -> Self {
        setup::require().expect("the tools are installed");
        let folder = tempfile::tempdir().expect("a folder");
        let files = ["cloudtrail", "jsonl"].map(|format| {
            let file = folder.path().join(format);
            fs::write(&file, export(format)).expect("a file");
            file
        });
        let venv = places::venv().expect("a virtual environment");
        let printed = finish(
            Command::new(venv.join("bin/python"))
                .arg(places::sources().join("clients/detections.py"))
                .arg(detections())
                .args(files)
                .arg(TRUSTED),
        )
        .printed();
        Self(serde_json::from_str(&printed).expect("JSON"))
    }

    /// How many alarms each tool raises.
    fn alarms(&self, detection: &str) -> [usize; 5] {
        TOOLS.map(|tool| {
            let alarms = self.0[tool][detection].as_array();
            alarms.unwrap_or_else(|| panic!("no {detection} by {tool}")).len()
        })
    }

    /// What the takeover guard marks, in Roster's own records.
    fn suspected(&self) -> &[Value] {
        let marked = self.0["jq on Roster's records"]["suspected_takeover"].as_array();
        marked.expect("a list")
    }

    /// Fails unless each tool's first alarm holds all of this.
    fn must_tell(&self, detection: &str, expected: &[&str]) {
        for tool in TOOLS {
            let alarm = self.0[tool][detection][0].to_string();
            for text in expected {
                assert!(alarm.contains(text), "{tool} does not tell {text}: {alarm}");
            }
        }
    }
}

/// The audit in a format.
fn exported(server: &Roster, format: &str) -> String {
    administer("audit export", &["--format", format], server.data_dir()).printed()
}

fn detections() -> PathBuf {
    places::sources().join("../detections")
}

/// A user of IAM who may update users, and has a key.
fn principal(server: &Roster, name: &str) -> Wire {
    iam_user(server, name, &[MAY_UPDATE_USERS])
}

/// Updates Mary. Returns the status.
fn update(wire: &Wire, user: &str, identity: &Value) -> u16 {
    let body = json!({"IdentityInfo": identity});
    wire.send("POST", &identity_info_of(INSTANCE, user), Some(&body))
        .status
}

fn named(email: &str) -> Value {
    json!({"FirstName": "Mary", "LastName": "Major", "Email": email})
}

#[test]
fn a_change_of_an_address_is_found_by_every_tool() {
    let server = Roster::demo();
    let desk = principal(&server, "desk");
    assert_eq!(update(&desk, MARY, &named("marym@example.com")), 200);
    // Not these: a new name, and an address that is refused.
    assert_eq!(
        update(&desk, MARY, &json!({"FirstName": "Mary", "LastName": "Miller"})),
        200
    );
    assert_eq!(update(&desk, MARY, &named("nowhere")), 400);

    let found = Found::in_audit_of(&server);

    assert_eq!(found.alarms("email_change"), [1; 5]);
    found.must_tell("email_change", &[MARY, ":user/desk", "127.0.0.1"]);
    assert_eq!(found.alarms("takeover"), [0; 5]);
    assert_eq!(found.alarms("bulk_email_change"), [0; 5]);
}

#[test]
fn a_user_is_recognized_by_id_and_by_arn() {
    let server = Roster::demo();
    let arn = format!("{ARN}{INSTANCE}/agent/{MARY}")
        .replace(':', "%3A")
        .replace('/', "%2F");
    assert_eq!(update(&Wire::to(&server), &arn, &named("marym@example.com")), 200);

    let found = Found::in_audit_of(&server);

    assert_eq!(found.alarms("email_change"), [1; 5]);
    for tool in ["athena", "cloudtrail-lake"] {
        assert_eq!(found.0[tool]["email_change"][0]["user_id"], MARY);
    }
}

#[test]
fn roster_s_own_records_show_whether_an_address_really_changes() {
    let server = Roster::demo();
    assert_eq!(update(&Wire::to(&server), MARY, &named("mary@example.com")), 200);

    let found = Found::in_audit_of(&server);

    // CloudTrail masks the address, which is the one Mary has.
    assert_eq!(found.alarms("email_change"), [1, 1, 1, 1, 0]);
}

#[test]
fn twenty_changes_of_addresses_in_an_hour_by_one_principal_are_found() {
    let server = Roster::demo();
    let desk = principal(&server, "desk");
    let update_times = |times: std::ops::Range<u32>| {
        for number in times {
            assert_eq!(
                update(&desk, MARY, &named(&format!("mary-{number}@example.com"))),
                200
            );
        }
    };

    update_times(0..19);
    assert_eq!(Found::in_audit_of(&server).alarms("bulk_email_change"), [0; 5]);

    update_times(19..20);
    let found = Found::in_audit_of(&server);
    assert_eq!(found.alarms("bulk_email_change"), [1; 5]);
    found.must_tell("bulk_email_change", &[":user/desk", "20"]);
}

/// Somebody signs in as anna.
fn anna_signs_in(server: &Roster) {
    let browser = Browser::start();
    let visitor = browser.visitor();
    assert_eq!(
        pages::sign_in(server, &visitor, pages::PASSWORD).heading,
        "Your profile"
    );
}

#[test]
fn a_takeover_is_found_by_every_tool_within_24_hours() {
    let server = Roster::demo();
    let (anna, desk) = (pages::new_anna(&server), principal(&server, "desk"));
    assert_eq!(update(&desk, &anna, &named("thief@example.org")), 200);
    anna_signs_in(&server);

    let found = Found::in_audit_of(&server);
    assert_eq!(found.alarms("takeover"), [1; 5]);
    found.must_tell("takeover", &[&anna]);

    // The change is moved into the past; nothing else is.
    let days_later = Found::in_times_of(
        &server,
        "events | if (.Operation // .eventName) == \"UpdateUserIdentityInfo\" then time -= 25 * 60 * 60 else . end",
    );
    assert_eq!(days_later.alarms("takeover"), [0; 5]);
    assert_eq!(days_later.alarms("email_change"), [1; 5]);
}

#[test]
fn a_reset_after_a_change_is_found_by_every_tool_and_marked_by_the_guard() {
    let (server, browser) = (Roster::demo(), Browser::start());
    let (anna, desk) = (pages::new_anna(&server), principal(&server, "desk"));
    assert_eq!(update(&desk, &anna, &named(THIEF)), 200);
    let thief = browser.visitor();
    thief.open(&reset_link(&server, &thief, THIEF));
    thief.fill("New password", pages::ANOTHER);
    assert_eq!(thief.follow("Set the password").heading, "Sign in");

    let found = Found::in_audit_of(&server);

    // For the request and for the reset itself.
    assert_eq!(found.alarms("takeover"), [2; 5]);
    found.must_tell("takeover", &[&anna]);
    for tool in &TOOLS[1..] {
        let uses = [0, 1].map(|alarm| found.0[tool]["takeover"][alarm]["used_by"].clone());
        assert_eq!(uses, ["RequestPasswordReset", "ResetPassword"], "{tool}");
    }
    let [marked] = found.suspected() else {
        panic!("not one mark: {:?}", found.suspected());
    };
    assert_eq!(marked["user"], anna);
    assert_eq!(marked["operation"], "ResetPassword");
}

/// A change and the use of the account within a second have the same time in CloudTrail.
#[test]
fn a_takeover_within_a_second_is_found_by_every_tool_but_sigma() {
    let server = Roster::demo();
    let (anna, desk) = (pages::new_anna(&server), principal(&server, "desk"));
    assert_eq!(update(&desk, &anna, &named("thief@example.org")), 200);
    anna_signs_in(&server);

    let found = Found::in_times_of(&server, "events | time = 1800000000");

    assert_eq!(found.alarms("email_change"), [1; 5]);
    assert_eq!(found.alarms("takeover"), [0, 1, 1, 1, 1]);
}

#[test]
fn an_attempt_that_the_guard_blocks_is_found_by_every_tool() {
    let server = Start::with(&["--demo", "--takeover-guard", "enforce"]).start();
    let browser = Browser::start();
    let (anna, desk) = (pages::new_anna(&server), principal(&server, "desk"));
    assert_eq!(update(&desk, &anna, &named(THIEF)), 200);
    let thief = browser.visitor();
    thief.open(&Mail::to(&server, "ConfirmEmail", THIEF).link());
    thief.follow("Confirm the address");
    ask_for_reset(&server, &thief);
    server.until_audited("RequestPasswordReset");

    let found = Found::in_audit_of(&server);

    assert_eq!(found.alarms("email_change"), [1; 5]);
    assert_eq!(found.alarms("takeover"), [1; 5]);
    assert_eq!(found.suspected(), [] as [Value; 0]);
}

#[test]
fn a_user_who_signs_in_without_a_change_is_no_suspect() {
    let server = Roster::demo();
    pages::new_anna(&server);
    assert_eq!(update(&Wire::to(&server), MARY, &named("marym@example.com")), 200);
    anna_signs_in(&server);

    let found = Found::in_audit_of(&server);

    assert_eq!(found.alarms("takeover"), [0; 5]);
}

/// On Amazon Connect, work on the admin website is done by sessions of a role of Connect's, which have the names of users.
#[test]
fn a_victim_that_works_on_the_admin_website_is_found_in_cloudtrail() {
    let server = Roster::demo();
    assert_eq!(update(&Wire::to(&server), MARY, &named("thief@example.org")), 200);
    let mut access = Access::to(&server);
    let mut root = Which::Boto3.connect(&access);
    access.key = principal(&server, "website").key;
    let role = "AWSServiceRoleForAmazonConnect_example";
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": "arn:aws:iam::123456789012:user/website"}}});
    let input = json!({"RoleName": role, "AssumeRolePolicyDocument": trust.to_string()});
    let made = done(&mut *root, "iam:CreateRole", &input);
    let inline =
        json!({"RoleName": role, "PolicyName": "users", "PolicyDocument": policy(&[MAY_UPDATE_USERS])});
    done(&mut *root, "iam:PutRolePolicy", &inline);
    let input = json!({"RoleArn": made["Role"]["Arn"], "RoleSessionName": MARY});
    let session = done(&mut *Which::Boto3.connect(&access), "sts:AssumeRole", &input);
    let text = |member: &str| {
        session["Credentials"][member]
            .as_str()
            .expect("a text")
            .to_owned()
    };
    (access.key.id, access.key.secret) = (text("AccessKeyId"), text("SecretAccessKey"));
    access.session_token = Some(text("SessionToken"));
    let names = json!({"FirstName": "Mary", "LastName": "Minor"});
    let input = json!({"InstanceId": INSTANCE, "UserId": MARY, "IdentityInfo": names});
    done(
        &mut *Which::Boto3.connect(&access),
        "UpdateUserIdentityInfo",
        &input,
    );

    let found = Found::in_audit_of(&server);

    assert_eq!(found.alarms("takeover"), [0, 1, 1, 1, 0]);
}

#[test]
fn a_synchronization_by_a_trusted_principal_raises_no_alarm() {
    let server = Roster::demo();
    let (anna, sync) = (pages::new_anna(&server), principal(&server, "hr-sync"));
    for number in 0..1000 {
        assert_eq!(
            update(&sync, &anna, &named(&format!("mary-{number}@example.com"))),
            200
        );
    }
    anna_signs_in(&server);

    let found = Found::in_audit_of(&server);

    for detection in ["email_change", "takeover", "bulk_email_change"] {
        assert_eq!(found.alarms(detection), [0; 5], "{detection}");
    }
}

/// Roster has no replication between Regions. AWS documents by what its events are recognized.
#[test]
fn the_replication_of_instances_between_regions_raises_no_alarm() {
    let server = Roster::demo();
    assert_eq!(update(&Wire::to(&server), MARY, &named("marym@example.com")), 200);
    let exported = exported(&server, "cloudtrail");
    let replicated = |line: &str| {
        let mut event: Value = serde_json::from_str(line).expect("JSON");
        event["userIdentity"]["invokedBy"] = "synchronization.connect.amazonaws.com".into();
        format!("{event}\n")
    };

    let events: String = exported.lines().map(replicated).collect();
    let found = Found::in_events(|_| events.clone());

    assert_eq!(found.alarms("email_change"), [0; 5]);
}

#[test]
fn every_rule_of_sigma_names_its_techniques() {
    let rules = fs::read_to_string(detections().join("sigma/connect_takeover.yml")).expect("a file");

    for rule in rules.split("\n---\n") {
        assert!(rule.contains("\n  - attack.t1"), "{rule}");
    }
}
