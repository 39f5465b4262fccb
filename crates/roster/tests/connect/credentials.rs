//! Who hands out credentials, each played by a stub: the call is then signed with them.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{DESCRIBE, ROSTER, command, stderr};
use roster_testkit::{Stub, StubRequest};

const KEY: &str = "ASIAELSEWHERE";
const SECRET: &str = "another secret";
const TOKEN: &str = "a session token";
const NEVER: &str = "2126-01-01T00:00:00Z";
const LONG_AGO: &str = "2001-01-01T00:00:00Z";
const ROLE: &str = "arn:aws:iam::123456789012:role/connect";

/// A person's files and variables.
struct Person {
    home: TempDir,
    variables: Vec<(&'static str, String)>,
}

impl Person {
    fn with_config(config: &str) -> Self {
        let person = Self {
            home: tempfile::tempdir().unwrap(),
            variables: Vec::new(),
        };
        person.with_file(".aws/config", config)
    }

    fn with_file(self, name: &str, text: &str) -> Self {
        let path = self.home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Calls the service; returns how it was asked, or else what the person was told.
    fn call(&self, arguments: &str) -> Result<StubRequest, String> {
        let service = Stub::start(vec![json!({"body": {}})]);
        let endpoint = format!("http://{}", service.address);
        // Without a terminal, even where the tests have one.
        let arguments = format!("--wait {ROSTER} {DESCRIBE}{arguments}");
        let output = command("/usr/bin/setsid", &self.home, &arguments, &endpoint)
            .env("PATH", "/usr/bin:/bin")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        match output.status.code() {
            Some(0) => Ok(service.requests().remove(0)),
            _ => Err(stderr(&output)),
        }
    }
}

fn url(stub: &Stub) -> String {
    format!("http://{}", stub.address)
}

/// Whose key a request is signed with.
fn signer(request: &StubRequest) -> &str {
    let credential = request.signature("Credential");
    credential.split('/').next().unwrap_or_default()
}

#[track_caller]
fn assert_is_signed_with_what_was_handed_out(called: Result<StubRequest, String>) {
    let request = called.unwrap_or_else(|told| panic!("{told}"));
    assert_eq!(signer(&request), KEY);
    assert_eq!(request.header("x-amz-security-token"), TOKEN);
    assert_eq!(
        request.signature("SignedHeaders"),
        "host;x-amz-date;x-amz-security-token"
    );
}

/// What containers and instances answer.
fn keys() -> Value {
    json!({
        "Code": "Success", "Type": "AWS-HMAC", "LastUpdated": LONG_AGO,
        "AccessKeyId": KEY, "SecretAccessKey": SECRET, "Token": TOKEN, "Expiration": NEVER,
    })
}

/// What the Security Token Service answers.
fn assumed(action: &str) -> Value {
    let body = format!(
        "<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{action}Result><Credentials>\
         <AccessKeyId>{KEY}</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey>\
         <SessionToken>{TOKEN}</SessionToken><Expiration>{NEVER}</Expiration></Credentials>\
         <AssumedRoleUser><Arn>{ROLE}/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>\
         </{action}Result></{action}Response>"
    );
    json!({"body": body, "headers": {"content-type": "text/xml"}})
}

#[test]
fn a_program_supplies_the_keys() {
    let keys = json!({
        "Version": 1, "AccessKeyId": KEY, "SecretAccessKey": SECRET, "SessionToken": TOKEN, "Expiration": NEVER,
    });
    let person = Person::with_config("").with_file("keys.json", &keys.to_string());
    let path = person.home.path().join("keys.json");
    let config = format!(
        "[profile other]\nregion = eu-west-1\ncredential_process = cat {}\n",
        path.display()
    );
    let person = person.with_file(".aws/config", &config);

    assert_is_signed_with_what_was_handed_out(person.call(" --profile other"));
}

#[test]
fn a_role_is_assumed_with_the_keys_of_another_profile() {
    let sts = Stub::start(vec![assumed("AssumeRole")]);
    let config = format!(
        "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n\
         [profile role]\nrole_arn = {ROLE}\nsource_profile = base\nrole_session_name = ana\nexternal_id = x1\n\
         duration_seconds = 1800\n"
    );
    for arguments in [" --profile role", ""] {
        let person = Person::with_config(&config)
            .with("AWS_ENDPOINT_URL_STS", url(&sts))
            .with("AWS_PROFILE", "role");

        assert_is_signed_with_what_was_handed_out(person.call(arguments));

        let asked = sts.requests().pop().unwrap();
        assert_eq!(signer(&asked), "AKIABASE");
        for parameter in [
            "Action=AssumeRole",
            "role%2Fconnect",
            "RoleSessionName=ana",
            "ExternalId=x1",
            "DurationSeconds=1800",
        ] {
            assert!(asked.body.contains(parameter), "{}", asked.body);
        }
    }
}

#[test]
fn a_role_is_assumed_once_while_its_session_lasts() {
    let sts = Stub::start(vec![assumed("AssumeRole")]);
    let config = format!(
        "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n\
         [profile role]\nrole_arn = {ROLE}\nsource_profile = base\n"
    );
    let person = Person::with_config(&config).with("AWS_ENDPOINT_URL_STS", url(&sts));

    for _ in 0..2 {
        assert_is_signed_with_what_was_handed_out(person.call(" --profile role"));
    }

    assert_eq!(sts.requests().len(), 1);
}

#[test]
fn a_session_with_an_mfa_code_that_the_aws_cli_has_kept_is_used() {
    let config = format!(
        "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n\
         [profile role]\nrole_arn = {ROLE}\nsource_profile = base\n\
         mfa_serial = arn:aws:iam::123456789012:mfa/ana\n"
    );
    let told = Person::with_config(&config).call(" --profile role").unwrap_err();
    assert!(told.contains("needs an MFA code"), "{told}");

    let kept = json!({"Credentials": {
        "AccessKeyId": KEY, "SecretAccessKey": SECRET, "SessionToken": TOKEN, "Expiration": "2126-01-01T00:00:00UTC",
    }});
    // The file's name is the SHA-1 of what the role is asked for with, as Python writes it in JSON.
    let person = Person::with_config(&config).with_file(
        ".aws/cli/cache/ec31ae09b04cb709e92ba11674b4150c3ab2c73a.json",
        &kept.to_string(),
    );
    assert_is_signed_with_what_was_handed_out(person.call(" --profile role"));
}

#[test]
fn a_role_is_assumed_with_the_token_of_another_identity() {
    let sts = Stub::start(vec![assumed("AssumeRoleWithWebIdentity")]);
    let person = Person::with_config("").with_file("token", "who I am");
    let token = person.home.path().join("token").to_str().unwrap().to_owned();
    let person = person
        .with("AWS_ENDPOINT_URL_STS", url(&sts))
        .with("AWS_WEB_IDENTITY_TOKEN_FILE", token)
        .with("AWS_ROLE_ARN", ROLE);

    assert_is_signed_with_what_was_handed_out(person.call(""));

    let asked = sts.requests().pop().unwrap();
    assert_eq!(asked.signature("Credential"), "", "the token alone says who asks");
    assert!(
        asked.body.contains("WebIdentityToken=who%20I%20am"),
        "{}",
        asked.body
    );
}

/// A person who has signed in by `aws sso login`; the file's name is the SHA-1 of the session's name.
fn signed_in(sso: &Stub, expires: &str) -> Person {
    let config = "[profile agent]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Agents\n\
                  [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n";
    let token = json!({
        "accessToken": "signed in", "expiresAt": expires, "region": "eu-west-1",
        "startUrl": "https://corp.example/start",
    });
    Person::with_config(config)
        .with_file(
            ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
            &token.to_string(),
        )
        .with("AWS_ENDPOINT_URL_SSO", url(sso))
        .with("AWS_PROFILE", "agent")
}

fn role_credentials() -> Value {
    json!({"body": {"roleCredentials": {
        "accessKeyId": KEY, "secretAccessKey": SECRET, "sessionToken": TOKEN,
        "expiration": 4_922_899_200_000_u64,
    }}})
}

#[test]
fn single_sign_on_gives_the_keys_of_a_role() {
    let sso = Stub::start(vec![role_credentials()]);

    assert_is_signed_with_what_was_handed_out(signed_in(&sso, NEVER).call(""));

    let asked = sso.requests().pop().unwrap();
    assert_eq!(
        asked.path,
        "/federation/credentials?role_name=Agents&account_id=123456789012"
    );
    assert_eq!(asked.header("x-amz-sso_bearer_token"), "signed in");
}

#[test]
fn single_sign_on_needs_no_session_of_its_own() {
    let sso = Stub::start(vec![role_credentials()]);
    let config = "[profile agent]\nsso_start_url = https://corp.example/start\nsso_region = eu-west-1\n\
                  sso_account_id = 123456789012\nsso_role_name = Agents\n";
    let token = json!({"accessToken": "signed in", "expiresAt": NEVER});
    // The file's name is the SHA-1 of the address.
    let person = Person::with_config(config)
        .with_file(
            ".aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json",
            &token.to_string(),
        )
        .with("AWS_ENDPOINT_URL_SSO", url(&sso));

    assert_is_signed_with_what_was_handed_out(person.call(" --profile agent"));
}

#[test]
fn an_expired_login_is_reported() {
    let sso = Stub::start(vec![role_credentials()]);
    let told = signed_in(&sso, LONG_AGO).call("").unwrap_err();
    assert!(told.contains("expired"), "{told}");
    assert!(
        told.contains("You can sign in by running \"aws sso login\"."),
        "{told}"
    );
    assert_eq!(sso.requests().len(), 0);
}

#[test]
fn a_container_gives_keys_for_its_token() {
    let container = Stub::start(vec![json!({"body": keys()})]);
    let person = Person::with_config("")
        .with(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            format!("{}/keys?for=me", url(&container)),
        )
        .with("AWS_CONTAINER_AUTHORIZATION_TOKEN", "let me in");

    assert_is_signed_with_what_was_handed_out(person.call(""));

    let asked = container.requests().pop().unwrap();
    assert_eq!(
        (&*asked.path, asked.header("authorization")),
        ("/keys?for=me", "let me in")
    );
}

/// The metadata service of an instance.
fn instance() -> Stub {
    Stub::answering(
        |request, _| match (request.method.as_str(), request.path.as_str()) {
            ("PUT", "/latest/api/token") => {
                json!({"body": "a pass", "headers": {"x-aws-ec2-metadata-token-ttl-seconds": "21600"}})
            }
            _ if request.header("x-aws-ec2-metadata-token") != "a pass" => json!({"status": 401}),
            ("GET", path) if path.ends_with("/agents") => json!({"body": keys()}),
            ("GET", path) if path.ends_with("/security-credentials/") => json!({"body": "agents"}),
            ("GET", "/latest/meta-data/placement/region") => json!({"body": "eu-west-2"}),
            _ => json!({"status": 404}),
        },
    )
}

#[test]
fn an_instance_gives_the_region_unless_another_is_given_or_it_may_not_be_asked() {
    let metadata = instance();
    let person = |disabled| {
        Person::with_config("")
            .with("AWS_ACCESS_KEY_ID", KEY)
            .with("AWS_SECRET_ACCESS_KEY", SECRET)
            .with("AWS_REGION", "")
            .with("AWS_EC2_METADATA_DISABLED", disabled)
            .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", url(&metadata))
    };
    let region = |called: Result<StubRequest, String>| {
        let request = called.unwrap_or_else(|told| panic!("{told}"));
        request
            .signature("Credential")
            .split('/')
            .nth(2)
            .unwrap()
            .to_owned()
    };

    assert_eq!(region(person("false").call("")), "eu-west-2");
    assert_eq!(region(person("false").call(" --region eu-north-1")), "eu-north-1");
    let told = person("true").call("").unwrap_err();
    assert!(told.contains("You must specify a region"), "{told}");
}

#[test]
fn an_instance_gives_the_keys_of_its_role() {
    let metadata = instance();
    let person = Person::with_config("")
        .with("AWS_EC2_METADATA_DISABLED", "false")
        .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", url(&metadata));

    assert_is_signed_with_what_was_handed_out(person.call(""));
}

/// A person who has signed in by `aws login`; the file's name is the SHA-256 of the session's.
fn logged_in(expires: &str) -> Person {
    let config = "[default]\nlogin_session = arn:aws:iam::123456789012:user/ana\n";
    let session = json!({
        "accessToken": {
            "accessKeyId": KEY, "secretAccessKey": SECRET, "sessionToken": TOKEN,
            "accountId": "123456789012", "expiresAt": expires,
        },
        "tokenType": "aws_sigv4", "refreshToken": "r", "clientId": "arn:aws:signin:::devtools/same-device",
        "dpopKey": "unused until the keys have expired",
    });
    Person::with_config(config).with_file(
        ".aws/login/cache/b2b5a3795600f77a089fcfb9343ad775fd5212cd31b1bbdc2bb1397fd1b68abf.json",
        &session.to_string(),
    )
}

#[test]
fn a_login_session_has_keys() {
    assert_is_signed_with_what_was_handed_out(logged_in(NEVER).call(""));
}

#[test]
fn a_missing_login_is_reported_with_the_command_for_it() {
    let person = Person::with_config("[default]\nlogin_session = arn:aws:iam::123456789012:user/nobody\n");
    let told = person.call("").unwrap_err();
    assert!(
        told.contains("You can sign in by running \"aws login\"."),
        "{told}"
    );
}

#[test]
fn a_role_without_its_source_profile_is_reported() {
    let person = Person::with_config(&format!(
        "[profile role]\nrole_arn = {ROLE}\nsource_profile = gone\n"
    ));
    let told = person.call(" --profile role").unwrap_err();
    assert!(
        told.contains("The source_profile \"gone\" referenced in the profile \"role\" does not exist."),
        "{told}"
    );
}

#[test]
fn a_role_may_lead_to_another_role() {
    let sts = Stub::start(vec![assumed("AssumeRole")]);
    let config = format!(
        "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n\
         [profile first]\nrole_arn = {ROLE}\nsource_profile = base\n\
         [profile second]\nrole_arn = {ROLE}2\nsource_profile = first\n"
    );
    let person = Person::with_config(&config).with("AWS_ENDPOINT_URL_STS", url(&sts));

    assert_is_signed_with_what_was_handed_out(person.call(" --profile second"));

    let asked = sts.requests();
    let signers: Vec<_> = asked.iter().map(signer).collect();
    assert_eq!(signers, ["AKIABASE", KEY]);
    assert!(asked[1].body.contains("role%2Fconnect2"), "{}", asked[1].body);
}

#[test]
fn a_role_that_leads_to_itself_is_reported_with_the_way() {
    let config = format!(
        "[profile a]\nrole_arn = {ROLE}\nsource_profile = b\n[profile b]\nrole_arn = {ROLE}\nsource_profile = a\n"
    );

    let told = Person::with_config(&config).call(" --profile a").unwrap_err();

    assert!(
        told.contains(
            "Infinite loop in credential configuration detected. Attempting to load from profile a which has already been \
             visited. Visited profiles: ['a', 'b']"
        ),
        "{told}"
    );
}

#[test]
fn a_role_that_is_refused_is_reported_in_the_words_of_the_service() {
    let body = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>\
        <Message>MultiFactorAuthentication failed</Message></Error></ErrorResponse>";
    let sts = Stub::start(vec![
        json!({"status": 403, "body": body, "headers": {"content-type": "text/xml"}}),
    ]);
    let config = format!(
        "[profile role]\nrole_arn = {ROLE}\nsource_profile = role\naws_access_key_id = AKIAOWN\naws_secret_access_key = s\n"
    );
    let person = Person::with_config(&config).with("AWS_ENDPOINT_URL_STS", url(&sts));

    let told = person.call(" --profile role").unwrap_err();

    assert!(
        told.contains(
            "An error occurred (AccessDenied) when calling the AssumeRole operation (reached max retries: 0): \
             MultiFactorAuthentication failed"
        ),
        "{told}"
    );
    assert_eq!(signer(&sts.requests()[0]), "AKIAOWN");
}

#[test]
fn a_role_that_needs_a_code_is_not_assumed_without_it() {
    let sts = Stub::start(vec![assumed("AssumeRole")]);
    let config = format!(
        "[profile role]\nrole_arn = {ROLE}\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/ana\n\
         [profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n"
    );
    let person = Person::with_config(&config).with("AWS_ENDPOINT_URL_STS", url(&sts));
    let told = person.call(" --profile role").unwrap_err();
    assert!(told.contains("needs an MFA code (mfa_serial)"), "{told}");
    assert_eq!(sts.requests().len(), 0);
}

#[test]
fn keys_of_the_environment_override_all_others() {
    let sso = Stub::start(vec![role_credentials()]);
    let person = signed_in(&sso, NEVER)
        .with("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT")
        .with("AWS_SECRET_ACCESS_KEY", "s");
    assert_eq!(signer(&person.call("").unwrap()), "AKIAENVIRONMENT");
    assert_is_signed_with_what_was_handed_out(person.call(" --profile agent"));
}
