//! AWS's signing test suite, read from where cargo keeps the official signer's package.
//!
//! Of each case we take the request with its signature in the `Authorization` header, and the one with its signature in
//! the query.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use http::header::{AUTHORIZATION, HeaderMap};
use roster_sigv4::{Authorization, DEFAULT_TOLERANCE, PresignedQuery, Signer, SigningKey, verify};
use serde_json::Value;

use crate::sample::{SIGNER, Sample};

/// The suite signs these paths as they are. We accept that, and sign them normalised.
const ONLY_VERIFIED: [&str; 6] = [
    "get-relative-relative-unnormalized",
    "get-relative-unnormalized",
    "get-slash-dot-slash-unnormalized",
    "get-slash-pointless-dot-unnormalized",
    "get-slash-unnormalized",
    "get-slashes-unnormalized",
];

/// Cases of an older suite, kept without a context. Their secrets are those of the official signer's own
/// tests.
const WITHOUT_CONTEXT: [(&str, &str); 2] = [
    ("double-encode-path", "notrealrnrELgWzOk3IfjzDKtFBhDby"),
    ("double-url-encode", SIGNER.secret_access_key),
];

struct Case {
    name: String,
    secret: String,
    session_token: Option<String>,
    send_body_hash: bool,
    request: Sample,
    /// The same, presigned; the cases without a context have none.
    presigned: Option<Sample>,
}

#[test]
fn every_case_of_the_suite_verifies() {
    let cases = cases();
    for case in &cases {
        let authorization = Authorization::parse(&case.request.headers).expect(&case.name);
        let key = SigningKey::derive(&case.secret, &authorization.scope);
        let time = authorization.time.into();
        let verdict = verify(
            &case.request.request(),
            &authorization,
            &key,
            time,
            DEFAULT_TOLERANCE,
        );
        assert_eq!(verdict, Ok(()), "{}", case.name);
    }
    println!("verified {} cases", cases.len());
}

#[test]
fn every_presigned_case_of_the_suite_verifies() {
    let cases = cases();
    let presigned = cases
        .iter()
        .filter_map(|case| Some((case, case.presigned.as_ref()?)));
    let mut count = 0;
    for (case, sample) in presigned {
        let query = PresignedQuery::read(&sample.query).expect(&case.name);
        let authorization = Authorization::parse_presigned(&query, &sample.headers).expect(&case.name);
        let time = authorization.time.into();
        assert_eq!(sample.verify_with(&case.secret, time), Ok(()), "{}", case.name);
        count += 1;
    }
    assert_eq!(count, cases.len() - WITHOUT_CONTEXT.len());
}

#[test]
fn every_case_of_the_suite_is_signed_alike() {
    let cases = cases();
    let (skipped, comparable): (Vec<_>, Vec<_>) = cases
        .iter()
        .partition(|case| ONLY_VERIFIED.contains(&&*case.name));
    for case in &comparable {
        let authorization = Authorization::parse(&case.request.headers).expect(&case.name);
        let signer = Signer {
            access_key_id: authorization.access_key_id,
            secret_access_key: &case.secret,
            session_token: case.session_token.as_deref(),
            region: authorization.scope.region,
            service: authorization.scope.service,
            send_body_hash: case.send_body_hash,
        };
        let unsigned = Sample {
            headers: unsigned(&case.request.headers),
            ..case.request.clone()
        };
        let added = signer
            .sign(&unsigned.request(), authorization.time.into())
            .expect(&case.name);
        assert_eq!(
            added[AUTHORIZATION], case.request.headers[AUTHORIZATION],
            "{}",
            case.name
        );
    }
    assert_eq!(
        skipped.len(),
        ONLY_VERIFIED.len(),
        "a skipped case has left the suite"
    );
    println!(
        "signed {} cases, skipped {}: {ONLY_VERIFIED:?}",
        comparable.len(),
        skipped.len()
    );
}

fn cases() -> Vec<Case> {
    let folders = fs::read_dir(suite_folder()).expect("the suite's folder");
    let mut folders: Vec<_> = folders
        .map(|entry| entry.expect("a case's folder").path())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "the suite has no cases");
    folders.iter().map(|folder| read_case(folder)).collect()
}

fn suite_folder() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--filter-platform",
            "host-tuple",
        ])
        .arg("--manifest-path")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo's metadata");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages
        .iter()
        .find(|package| package["name"] == "aws-sigv4")
        .expect("the official signer");
    let manifest = Path::new(package["manifest_path"].as_str().expect("a path"));
    manifest.with_file_name("aws-signing-test-suite").join("v4")
}

fn read_case(folder: &Path) -> Case {
    let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(folder.join("header-signed-request.txt")).expect(&name);
    let request = read_request(&text);
    if let Some((_, secret)) = WITHOUT_CONTEXT.iter().find(|(case, _)| *case == name) {
        return Case {
            name,
            secret: (*secret).to_owned(),
            session_token: None,
            send_body_hash: false,
            request,
            presigned: None,
        };
    }
    let context = fs::read(folder.join("context.json")).expect(&name);
    let context: Value = serde_json::from_slice(&context).expect(&name);
    let presigned = fs::read_to_string(folder.join("query-signed-request.txt")).expect(&name);
    let credential = |field: &str| context["credentials"][field].as_str().map(str::to_owned);
    let adds_token_unsigned = context["omit_session_token"] == true;
    Case {
        secret: credential("secret_access_key").expect(&name),
        session_token: credential("token").filter(|_| !adds_token_unsigned),
        send_body_hash: context["sign_body"] == true,
        request,
        presigned: Some(read_request(&presigned)),
        name,
    }
}

fn read_request(text: &str) -> Sample {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    // Folded lines, which HTTP has since forbidden, are one value with blanks in it.
    let head = head.replace("\n ", " ");
    let mut lines = head.lines();
    let (method, target) = lines
        .next()
        .and_then(|line| line.split_once(' '))
        .expect("a request line");
    let target = target.strip_suffix(" HTTP/1.1").unwrap_or(target);
    let mut request = Sample::new(method, target).body(body);
    request.headers.clear();
    lines
        .filter_map(|line| line.split_once(':'))
        .fold(request, |request, (name, value)| {
            request.header(name, value.trim_start_matches(' '))
        })
}

fn unsigned(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in [
        "authorization",
        "x-amz-date",
        "x-amz-security-token",
        "x-amz-content-sha256",
    ] {
        headers.remove(name);
    }
    headers
}
