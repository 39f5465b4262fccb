//! The log of a server never has personal data of its users.

use serde_json::{Value, json};

use crate::harness::{
    Connection, Finished, INSTANCE, MARY, RawRequest, SAM, SAML_INSTANCE, Start, Wire, identity_info_of, user,
};

/// What must not be in the log. Each is in requests below, good and bad.
const SECRETS: [&str; 9] = [
    "Wilhelmina",
    "Quackenbush",
    "wquack@primary.example.com",
    "wquack@secondary.example.com",
    "+15559876543",
    "+15551234567",
    "Xylophone-Secret-99",
    "wilhelmina.q",
    "quackenbush-alias",
];

fn wilhelmina() -> Value {
    json!({
        "FirstName": SECRETS[0],
        "LastName": SECRETS[1],
        "Email": SECRETS[2],
        "SecondaryEmail": SECRETS[3],
        "Mobile": SECRETS[4],
    })
}

/// A new user, with all that is secret about her.
fn new_user(wire: &Wire) -> Value {
    let (security, routing) = wire.profiles();
    json!({
        "Username": SECRETS[7],
        "Password": SECRETS[6],
        "IdentityInfo": wilhelmina(),
        "PhoneConfig": {"PhoneType": "DESK_PHONE", "DeskPhoneNumber": SECRETS[5]},
        "SecurityProfileIds": [security],
        "RoutingProfileId": routing,
    })
}

/// Requests with the secrets in every place there is, most of them refused, and how they end.
fn requests(new_user: &Value) -> Vec<(u16, &'static str, String, Value)> {
    let of_mary = identity_info_of(INSTANCE, MARY);
    let nobody = "11111111-2222-3333-4444-555555555555";
    let users = || format!("/users/{INSTANCE}");
    let instances = || "/instance".to_owned();
    let update = || json!({"IdentityInfo": wilhelmina()});
    let new_instance = json!({
        "IdentityManagementType": "CONNECT_MANAGED",
        "InstanceAlias": SECRETS[8],
        "InboundCallsEnabled": true,
        "OutboundCallsEnabled": true,
    });
    let with = |value: &Value, member: &str, new: &str| {
        let mut changed = value.clone();
        changed[member] = json!(new);
        changed
    };
    let wrong_types = json!({"FirstName": [SECRETS[0]], "Mobile": {SECRETS[4]: SECRETS[2]}});
    let both = format!("{} and {}", SECRETS[2], SECRETS[3]);
    let all_wrong = json!({
        "FirstName": SECRETS[0].repeat(40),
        "LastName": format!("{}e\u{301}", SECRETS[1]),
        "Email": both,
        "SecondaryEmail": both,
        "Mobile": format!("{}x", SECRETS[4]),
    });
    let too_long = SECRETS[6].repeat(6);
    let search = json!({"StringCondition": {"FieldName": "Username", "Value": SECRETS[7]}});
    vec![
        (200, "POST", of_mary.clone(), update()),
        (200, "PUT", users(), new_user.clone()),
        (409, "PUT", users(), new_user.clone()),
        (400, "PUT", users(), with(new_user, "Username", &both)),
        (400, "PUT", users(), with(new_user, "Password", &too_long)),
        (
            400,
            "PUT",
            users(),
            with(new_user, "RoutingProfileId", SECRETS[1]),
        ),
        (200, "PUT", instances(), new_instance.clone()),
        (400, "PUT", instances(), new_instance.clone()),
        (
            400,
            "PUT",
            instances(),
            with(&new_instance, "DirectoryId", SECRETS[8]),
        ),
        (400, "POST", identity_info_of(SAML_INSTANCE, SAM), update()),
        (400, "POST", identity_info_of(INSTANCE, SECRETS[0]), update()),
        (
            400,
            "POST",
            identity_info_of(INSTANCE, "wquack%40primary.example.com"),
            update(),
        ),
        (404, "POST", identity_info_of(INSTANCE, nobody), update()),
        (400, "POST", of_mary.clone(), json!({"IdentityInfo": wrong_types})),
        (400, "POST", of_mary.clone(), json!({"IdentityInfo": all_wrong})),
        (
            200,
            "POST",
            format!("{of_mary}?FirstName={}", SECRETS[0]),
            update(),
        ),
        (404, "POST", format!("/no-such/{}", SECRETS[1]), update()),
        (
            501,
            "POST",
            "/search-contacts".to_owned(),
            json!({"InstanceId": INSTANCE, "SearchCriteria": search}),
        ),
        (
            400,
            "GET",
            format!("/users-summary/{INSTANCE}?nextToken={}", SECRETS[7]),
            Value::Null,
        ),
    ]
}

/// Sends the secrets along every path there is; how many requests that were.
fn send_everything(wire: &Wire) -> usize {
    let requests = requests(&new_user(wire));
    for (expected, method, target, body) in &requests {
        let body = (!body.is_null()).then_some(body);
        let answer = wire.send(method, target, body);
        assert_eq!(answer.status, *expected, "{method} {target}");
    }
    let odd = odd_requests(wire);
    for (expected, request) in &odd {
        assert_eq!(wire.send_raw(request).status, *expected);
    }
    break_off(wire);
    requests.len() + odd.len()
}

/// Requests that no SDK would send, and how they end.
fn odd_requests(wire: &Wire) -> Vec<(u16, RawRequest)> {
    let of_mary = identity_info_of(INSTANCE, MARY);
    let with_body = |text: String| wire.signed_bytes("POST", &of_mary, text.into_bytes());
    let broken = format!(
        r#"{{"IdentityInfo": {{"FirstName": "{}", "LastName": {}"#,
        SECRETS[0], SECRETS[1]
    );
    let too_large = format!(
        r#"{{"IdentityInfo": {{"FirstName": "{}"}}}}"#,
        SECRETS[0].repeat(120_000)
    );
    let mut with_a_token = wire.signed("POST", &of_mary, Some(&json!({"IdentityInfo": wilhelmina()})));
    with_a_token
        .headers
        .push(("x-amz-security-token".to_owned(), SECRETS[6].to_owned()));
    let mut unsigned = wire.signed("GET", &user(INSTANCE, MARY), None);
    unsigned.headers = vec![
        ("host".to_owned(), wire.address.clone()),
        ("authorization".to_owned(), format!("Basic {}", SECRETS[6])),
    ];
    vec![
        (400, with_body(broken)),
        (413, with_body(too_large)),
        (403, with_a_token),
        (400, unsigned),
    ]
}

/// Sends half of a request, and is gone.
fn break_off(wire: &Wire) {
    let body = json!({"IdentityInfo": wilhelmina()});
    let request = wire.signed("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    let mut connection = Connection::to(&wire.address).expect("the server accepts");
    let half = &request.body[..request.body.len() / 2];
    connection
        .write(&[request.head().as_bytes(), half].concat())
        .expect("half of a request");
}

/// What a server has written that was sent everything. It has every request, and no personal data.
fn written(flags: &[&str]) -> Finished {
    let server = Start::with(&[&["--demo", "--log-level", "debug"], flags].concat()).start();
    let wire = Wire::to(&server);
    let sent = send_everything(&wire);
    let finished = server.stop();
    assert!(
        finished.stderr.matches("answered").count() >= sent,
        "{}",
        finished.stderr
    );
    for secret in SECRETS.into_iter().chain([wire.key.secret.as_str()]) {
        for text in [&finished.stdout, &finished.stderr] {
            assert!(!text.contains(secret), "{secret} stands in {text}");
        }
    }
    finished
}

#[test]
fn log_lines_for_people_tell_nothing_about_users() {
    written(&["--log-format", "text"]);
}

#[test]
fn log_lines_for_machines_tell_nothing_about_users() {
    let finished = written(&["--log-format", "json"]);
    for line in finished.stderr.lines() {
        let line: Value = serde_json::from_str(line).expect("a JSON object a line");
        assert!(line["message"].is_string(), "{line}");
    }
}

#[test]
fn passwords_are_not_even_in_the_data_or_its_audit() {
    let server = Start::with(&["--demo"]).start();
    let wire = Wire::to(&server);
    let made = wire.send("PUT", &format!("/users/{INSTANCE}"), Some(&new_user(&wire)));
    assert_eq!(made.status, 200);
    let remains = server.stop_keeping_data();
    for file in std::fs::read_dir(remains.data_dir()).expect("the data") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("its content");
        let password = SECRETS[6].as_bytes();
        let found = bytes.windows(password.len()).any(|window| window == password);
        assert!(!found, "the password stands in {}", path.display());
    }
}
