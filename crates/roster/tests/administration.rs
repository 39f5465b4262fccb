//! The commands that call a running server's administration, against a stand-in for the server.

use std::process::{Command, Output, Stdio};

use roster_testkit::Stub;
use serde_json::{Value, json};

/// The instance and the user of the demonstration.
const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
const MARY: &str = "87654321-2222-1234-1234-111234567891";

/// Runs a command with an access key in the environment.
fn roster(arguments: &str, endpoint: Option<&str>) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_roster"));
    command
        .args(arguments.split(' '))
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "not a secret")
        .stdin(Stdio::null());
    if let Some(endpoint) = endpoint {
        command.env("AWS_ENDPOINT_URL_ROSTER", endpoint);
    }
    command.output().unwrap()
}

fn endpoint(stub: &Stub) -> String {
    format!("http://{}", stub.address)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Two pages of changes that wait.
fn pages() -> Stub {
    let change = |id: &str, username: &str| {
        json!({
            "Id": id, "InstanceId": "i", "UserId": "u", "Username": username, "Email": "mary@example.com",
            "NewEmail": "maria@example.net", "AskedBy": "arn:aws:iam::123456789012:user/olga",
            "Expires": 1_795_342_530.0, "WaitsFor": ["CONFIRMATION"],
        })
    };
    Stub::start(vec![
        json!({"body": {"PendingChanges": [change("1", "mary")], "NextToken": "t"}}),
        json!({"body": {"PendingChanges": [change("2", "sam")]}}),
    ])
}

#[test]
fn a_list_is_a_table_of_all_pages_from_requests_signed_for_roster() {
    let stub = pages();

    let output = roster(
        &format!("guard list --instance {INSTANCE}"),
        Some(&endpoint(&stub)),
    );

    assert_eq!(text(&output.stderr), "");
    let expected = "\
ID  USER  NEW ADDRESS        WAITS FOR     ASKED BY                             EXPIRES               RUN
1   mary  maria@example.net  confirmation  arn:aws:iam::123456789012:user/olga  2026-11-22T10:15:30Z  -
2   sam   maria@example.net  confirmation  arn:aws:iam::123456789012:user/olga  2026-11-22T10:15:30Z  -
";
    assert_eq!(text(&output.stdout), expected);
    let requests = stub.requests();
    let lines = requests
        .iter()
        .map(|request| format!("{} {}", request.method, request.path));
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            format!("GET /_roster/guard?instanceId={INSTANCE}"),
            format!("GET /_roster/guard?instanceId={INSTANCE}&nextToken=t")
        ]
    );
    assert!(requests.iter().all(|request| request.body.is_empty()));
    let credential = requests[0].signature("Credential");
    assert!(
        credential.ends_with("/us-east-1/roster/aws4_request"),
        "{credential}"
    );
}

#[test]
fn json_has_everything_of_the_answer() {
    let stub = pages();

    let output = roster("guard list --json", Some(&endpoint(&stub)));

    let changes: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(changes[0]["Email"], "mary@example.com");
    assert_eq!(changes.as_array().unwrap().len(), 2);
}

#[test]
fn a_refusal_is_one_sentence_with_its_code() {
    let refusal = json!({"status": 403, "headers": {"x-amzn-errortype": "AccessDeniedException"},
        "body": {"message": "You may not"}});
    let stub = Stub::start(vec![refusal]);

    let output = roster("guard list", Some(&endpoint(&stub)));

    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "roster: An error occurred (AccessDeniedException) when calling the ListPendingChanges operation: You may not\n"
    );
}

#[test]
fn an_approval_names_the_change_its_user_and_its_instance() {
    let stub = pages();

    let output = roster("guard approve 2", Some(&endpoint(&stub)));

    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), "Change 2 is approved\n");
    let requests = stub.requests();
    let last = requests.last().unwrap();
    assert_eq!(
        (last.method.as_str(), last.path.as_str(), last.body.as_str()),
        ("POST", "/_roster/guard/i/u/approve", r#"{"ChangeId":"2"}"#)
    );
}

/// Two changes of one run that wait, asked for by two principals.
fn changes_of_two_principals() -> Stub {
    let change = |id: &str, asked_by: &str| {
        json!({
            "Id": id, "InstanceId": "i", "UserId": "u", "Username": "mary", "NewEmail": "maria@example.net",
            "AskedBy": asked_by, "Run": "r-1", "WaitsFor": ["APPROVAL"],
        })
    };
    let changes = [change("1", "arn:olga"), change("2", "arn:mallory")];
    Stub::start(vec![json!({"body": {"PendingChanges": changes}}), json!({})])
}

#[test]
fn changes_of_a_run_that_several_principals_asked_for_are_approved_for_one_of_them_only() {
    let stub = changes_of_two_principals();
    let refused = roster("guard approve --run r-1", Some(&endpoint(&stub)));
    assert_eq!(stub.requests().len(), 1);

    let stub = changes_of_two_principals();
    let approved = roster(
        "guard approve --run r-1 --asked-by arn:olga --json",
        Some(&endpoint(&stub)),
    );

    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        text(&refused.stderr),
        "roster: nothing is approved: several principals asked for changes of run r-1: arn:mallory, arn:olga; \
         say --asked-by ARN for one of them\n"
    );
    assert_eq!((approved.status.code(), text(&approved.stderr)), (Some(0), ""));
    let requests = stub.requests();
    let bodies: Vec<_> = requests[1..].iter().map(|request| &*request.body).collect();
    assert_eq!(bodies, [r#"{"ChangeId":"1"}"#]);
    let decided: Value = serde_json::from_slice(&approved.stdout).unwrap();
    assert_eq!(
        decided,
        json!([{
            "Id": "1", "InstanceId": "i", "UserId": "u", "Username": "mary", "Outcome": "APPROVED", "Message": null,
        }])
    );
}

#[test]
fn a_decision_is_about_one_change_or_one_run() {
    for arguments in [
        "guard approve",
        "guard approve 1 --run r-1",
        "guard reject 1 --asked-by arn",
    ] {
        let output = roster(arguments, None);

        assert_eq!(output.status.code(), Some(2), "{arguments}");
    }
}

#[test]
fn a_change_that_does_not_wait_is_named() {
    let output = roster("guard reject 3", Some(&endpoint(&pages())));

    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "roster: no change 3 waits: see `roster guard list`\n"
    );
}

#[test]
fn a_change_is_shown_member_by_member() {
    let output = roster("guard show 1", Some(&endpoint(&pages())));

    let shown = text(&output.stdout);
    assert!(shown.contains("NewEmail     maria@example.net\n"), "{shown}");
    assert!(shown.contains("Expires      2026-11-22T10:15:30Z\n"), "{shown}");
}

#[test]
fn without_an_endpoint_nothing_is_called() {
    let output = roster("guard list", None);

    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "roster: the address of the server is not known: run eval \"$(roster env)\" first, with the --data-dir of the server, \
         or give --endpoint-url, --region and --profile\n"
    );
}

#[test]
fn without_an_access_key_the_way_to_one_is_named() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_roster"))
        .args([
            "mail",
            "list",
            "--endpoint-url",
            "http://127.0.0.1:9",
            "--region",
            "us-east-1",
        ])
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .unwrap();

    let said = text(&output.stderr);
    assert!(
        said.starts_with("roster: there is no access key to sign with: run eval \"$(roster env)\" first"),
        "{said}"
    );
}

#[test]
fn the_settings_of_an_instance_are_shown_with_where_they_are_set() {
    let settings = json!({"MailLanguage": "de", "EmailDomains": [], "ServerDefaults": ["EMAIL_DOMAINS"]});
    let stub = Stub::start(vec![json!({"body": settings})]);

    let output = roster(&format!("instance show {INSTANCE}"), Some(&endpoint(&stub)));

    assert_eq!(text(&output.stderr), "");
    let expected = "\
SETTING        VALUE  SET ON
mail-language  de     the instance
email-domains  any    the server
";
    assert_eq!(text(&output.stdout), expected);
    assert_eq!(
        stub.requests()[0].path,
        format!("/_roster/instance/{INSTANCE}/settings")
    );
}

#[test]
fn settings_of_an_instance_are_set_or_taken_back() {
    let stub = Stub::start(vec![json!({"body": {}}); 2]);

    let set = format!("instance set {INSTANCE} --mail-language ja --email-domains example.com,Example.ORG");
    let set = roster(&set, Some(&endpoint(&stub)));
    let back = format!("instance set {INSTANCE} --mail-language default --email-domains any");
    let back = roster(&back, Some(&endpoint(&stub)));

    for output in [set, back] {
        assert_eq!(text(&output.stderr), "");
        let changed = format!("The settings of instance {INSTANCE} are changed\n");
        assert_eq!(text(&output.stdout), changed);
    }
    let bodies: Vec<Value> = stub
        .requests()
        .iter()
        .map(|request| serde_json::from_str(&request.body).unwrap())
        .collect();
    assert_eq!(
        bodies,
        [
            json!({"MailLanguage": "ja", "EmailDomains": ["example.com", "example.org"]}),
            json!({"EmailDomains": [], "ServerDefaults": ["MAIL_LANGUAGE"]}),
        ]
    );
}

#[test]
fn a_second_factor_is_deleted_of_the_user_that_is_named() {
    let stub = Stub::start(vec![json!({"body": {}})]);

    let output = roster(
        &format!("second-factor delete --instance-id {INSTANCE} {MARY}"),
        Some(&endpoint(&stub)),
    );

    assert_eq!(text(&output.stderr), "");
    let expected = format!("User {MARY} has no second factor any more, and is signed out\n");
    assert_eq!(text(&output.stdout), expected);
    let requests = stub.requests();
    assert_eq!(
        (requests[0].method.as_str(), requests[0].path.as_str()),
        (
            "DELETE",
            format!("/_roster/second-factor/{INSTANCE}/{MARY}").as_str()
        )
    );
}

/// An answer with the instances of an account.
fn instances() -> Value {
    json!({"body": {"InstanceSummaryList": [
        {"Id": "b2c3d4e5-6789-01ab-cdef-EXAMPLE22222", "InstanceAlias": "demo-saml"},
        {"Id": INSTANCE, "InstanceAlias": "demo"},
        {"Id": "c3d4e5f6-7890-12ab-cdef-EXAMPLE33333"},
    ]}})
}

#[test]
fn an_instance_and_a_user_can_be_given_by_name() {
    let users = json!({"body": {"Users": [
        {"Id": "98765432-3333-2345-2345-222345678902", "Username": "Mary"}, {"Id": MARY, "Username": "mary"},
    ]}});
    let stub = Stub::start(vec![instances(), users, json!({"body": {}})]);

    let output = roster(
        "second-factor delete --instance demo mary",
        Some(&endpoint(&stub)),
    );

    assert_eq!(text(&output.stderr), "");
    let expected = "User mary has no second factor any more, and is signed out\n";
    assert_eq!(text(&output.stdout), expected);
    let requests = stub.requests();
    let called = requests.iter().map(|request| request.path.clone());
    assert_eq!(
        called.collect::<Vec<_>>(),
        [
            "/instance".to_owned(),
            "/search-users".to_owned(),
            format!("/_roster/second-factor/{INSTANCE}/{MARY}")
        ]
    );
    let searched: Value = serde_json::from_str(&requests[1].body).unwrap();
    assert_eq!(searched["InstanceId"], INSTANCE);
    let condition = json!({"FieldName": "Username", "Value": "mary", "ComparisonType": "EXACT"});
    assert_eq!(searched["SearchCriteria"], json!({"StringCondition": condition}));
    let credential = requests[0].signature("Credential");
    assert!(
        credential.ends_with("/us-east-1/connect/aws4_request"),
        "{credential}"
    );
}

#[test]
fn every_command_that_takes_an_instance_takes_its_alias() {
    for (command, path) in [
        (
            "guard list --instance demo",
            format!("/_roster/guard?instanceId={INSTANCE}"),
        ),
        (
            "mail list --instance demo",
            format!("/_roster/mail?instanceId={INSTANCE}"),
        ),
        (
            "instance show demo",
            format!("/_roster/instance/{INSTANCE}/settings"),
        ),
        (
            "instance set demo --mail-language de",
            format!("/_roster/instance/{INSTANCE}/settings"),
        ),
    ] {
        let empty = json!({"body": {"PendingChanges": [], "Mails": []}});
        let stub = Stub::start(vec![instances(), empty]);

        let output = roster(command, Some(&endpoint(&stub)));

        assert_eq!(text(&output.stderr), "", "{command}");
        assert_eq!(stub.requests()[1].path, path, "{command}");
    }
}

#[test]
fn names_that_nothing_has_are_refused_with_where_to_look() {
    let stub = Stub::start(vec![instances(), json!({"body": {"Users": []}})]);

    let alias = roster("guard list --instance nowhere", Some(&endpoint(&stub)));
    let username = roster(
        &format!("second-factor delete --instance {INSTANCE} nobody"),
        Some(&endpoint(&stub)),
    );

    assert_eq!(
        text(&alias.stderr),
        "roster: no instance has the alias \"nowhere\" in this account and Region: see `roster connect list-instances`\n"
    );
    assert_eq!(
        text(&username.stderr),
        format!(
            "roster: no user of instance {INSTANCE} has the username \"nobody\": see `roster connect list-users`\n"
        )
    );
}

#[test]
fn to_set_nothing_is_a_mistake() {
    let output = roster("instance set i", None);

    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("--mail-language"),
        "{}",
        text(&output.stderr)
    );
}

/// A page of the audit.
fn audit_page(number: u64, operation: &str, token: Option<&str>) -> Value {
    let record = json!({
        "Time": 1_795_256_130 + number, "RequestId": format!("r-{number}"), "SourceAddress": "127.0.0.1", "Operation": operation,
        "Principal": "arn:aws:iam::123456789012:user/olga",
    });
    let listed = json!({"Number": number, "Hash": "0".repeat(64), "Record": record.to_string()});
    json!({"body": {"Records": [listed], "NextToken": token}})
}

#[test]
fn the_audit_is_read_from_the_server_where_no_database_is() {
    let stub = Stub::start(vec![
        audit_page(2, "DeleteUser", Some("t")),
        audit_page(1, "CreateUser", None),
    ]);

    let output = roster("audit list", Some(&endpoint(&stub)));

    assert_eq!(text(&output.stderr), "");
    let expected = "\
TIME                  WHO   WHAT        ON WHOM  CHANGE
2026-11-21T10:15:31Z  olga  CreateUser  -        -
2026-11-21T10:15:32Z  olga  DeleteUser  -        -
";
    assert_eq!(text(&output.stdout), expected);
    let requests = stub.requests();
    let paths: Vec<_> = requests.iter().map(|request| request.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "/_roster/audit?maxResults=1000",
            "/_roster/audit?maxResults=1000&nextToken=t"
        ]
    );
    assert!(
        requests[0]
            .signature("Credential")
            .ends_with("/us-east-1/roster/aws4_request")
    );
}

#[test]
fn the_audit_is_read_from_the_server_whose_address_is_given() {
    let stub = Stub::start(vec![audit_page(7, "DeleteUser", None)]);

    let output = roster(
        &format!("audit show r-7 --endpoint-url {}", endpoint(&stub)),
        None,
    );

    let shown = text(&output.stdout);
    assert!(
        shown.contains("Operation:      DeleteUser of connect\n"),
        "{shown} {}",
        text(&output.stderr)
    );
}

#[test]
fn where_neither_a_database_nor_a_server_is_known_the_audit_says_so() {
    let output = roster("audit list", None);

    assert_eq!(output.status.code(), Some(1));
    let error = text(&output.stderr);
    assert!(
        error.contains("the audit is not in a database here, so the server was asked"),
        "{error}"
    );
    assert!(error.contains("roster env"), "{error}");
}

#[test]
fn following_the_audit_asks_for_the_database() {
    let output = roster("audit export --follow --endpoint-url http://127.0.0.1:9", None);

    assert_eq!(output.status.code(), Some(1));
    let expected = "--follow reads the database: give --data-dir or --database";
    assert!(
        text(&output.stderr).contains(expected),
        "{}",
        text(&output.stderr)
    );
}
