//! The delivered audit, as the unmodified AWS CLI validates it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use roster_e2e::places;
use roster_store_postgres::cluster;
use serde_json::json;
use tempfile::TempDir;

use crate::harness::{
    Finished, INSTANCE, Key, MARY, Roster, Start, Wire, administer, finish, identity_info_of,
};
use crate::iam_users::iam_user;

const BUCKET: &str = "roster-audit";

const TRAIL: &str = "arn:aws:cloudtrail:us-east-1:123456789012:trail/roster";

/// A server that delivers its audit to a folder.
struct Delivering {
    server: Roster,
    folder: TempDir,
    /// The flags that name its database.
    records: Vec<String>,
}

impl Delivering {
    fn start(records: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().to_str().expect("a text");
        let flags = [&["--demo", "--audit-delivery", path], records].concat();
        Self {
            server: Start::with(&flags).start(),
            folder,
            records: records.iter().map(|&flag| flag.to_owned()).collect(),
        }
    }

    fn rename(&self, last_name: &str) {
        let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": last_name}});
        let answer = Wire::to(&self.server).send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
        assert_eq!(answer.status, 200);
    }

    /// Delivers at once, while the server runs.
    fn deliver(&self) -> String {
        let to = self.folder.path().to_str().expect("a text");
        let mut flags = vec!["--to", to];
        flags.extend(self.records.iter().map(String::as_str));
        administer("audit deliver", &flags, self.server.data_dir()).printed()
    }

    /// The delivered files whose paths have a part, in the order of their names.
    fn files(&self, part: &str) -> Vec<PathBuf> {
        let mut files = files_below(self.folder.path());
        files.retain(|file| file.to_str().is_some_and(|path| path.contains(part)));
        files.sort();
        files
    }

    fn digests(&self) -> Vec<PathBuf> {
        self.files("/CloudTrail-Digest/")
    }

    fn logs(&self) -> Vec<PathBuf> {
        self.files("/CloudTrail/")
    }

    /// Runs version 1 of the AWS CLI.
    fn aws(&self, key: &Key, words: &[&str]) -> Finished {
        let program = places::venv().expect("a virtual environment").join("bin/aws");
        let endpoint = format!("http://{}", self.server.address());
        finish(
            Command::new(program)
                .args(words)
                .env_clear()
                .envs(self.server.env())
                .env("AWS_ENDPOINT_URL_S3", endpoint)
                .env("AWS_ACCESS_KEY_ID", &key.id)
                .env("AWS_SECRET_ACCESS_KEY", &key.secret)
                .env("HOME", self.folder.path())
                .current_dir("/"),
        )
    }

    /// What `aws cloudtrail validate-logs` says of all that was delivered.
    fn validate(&self) -> Finished {
        let from = ["--trail-arn", TRAIL, "--start-time", "2020-01-01T00:00:00Z"];
        let words = [&["cloudtrail", "validate-logs"], &from[..]].concat();
        self.aws(&self.server.key(), &words)
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let entries = entries.map(|entry| entry.expect("an entry").path());
    let below = |path: PathBuf| {
        if path.is_dir() {
            files_below(&path)
        } else {
            vec![path]
        }
    };
    entries.flat_map(below).collect()
}

/// Says that what was delivered is as it was.
fn assert_valid(validated: &Finished, digests: usize, logs: usize) {
    assert_eq!(validated.code(), 0, "{validated:?}");
    let digests = format!("{digests}/{digests} digest files valid");
    let logs = format!("{logs}/{logs} log files valid");
    assert!(
        validated.stdout.contains(&digests) && validated.stdout.contains(&logs),
        "{validated:?}"
    );
}

/// Says that a file is found to be invalid.
fn assert_invalid(validated: &Finished, file: &Path, because: &str) {
    assert_eq!(validated.code(), 1, "{validated:?}");
    let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
    let line = validated.stderr.lines().find(|line| line.contains(name));
    let line = line.unwrap_or_else(|| panic!("{name} in {validated:?}"));
    assert!(line.contains("INVALID") && line.contains(because), "{line}");
}

fn change_a_byte(path: &Path) {
    let mut bytes = fs::read(path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).expect("a file");
}

#[test]
fn the_aws_cli_finds_what_was_delivered_valid_and_what_was_changed_invalid() {
    the_aws_cli_validates(&[]);
}

#[test]
fn the_aws_cli_validates_what_servers_of_a_database_deliver() {
    the_aws_cli_validates(&["--database", &cluster::place()]);
}

fn the_aws_cli_validates(records: &[&str]) {
    let delivering = Delivering::start(records);
    for last_name in ["Major", "Minor", "Miller"] {
        delivering.rename(last_name);
        delivering.deliver();
    }
    // The server leaves a locked folder alone: at every fifth minute it would deliver more.
    let lock = fs::File::open(delivering.folder.path()).expect("the folder");
    lock.lock().expect("a lock");
    let (digests, logs) = (delivering.digests(), delivering.logs());
    let count = digests.len();
    assert!(count >= 3 && logs.len() == count, "{digests:?} {logs:?}");
    assert_valid(&delivering.validate(), count, count);

    for (log, digest) in logs.iter().zip(&digests) {
        let (log_bytes, digest_bytes) = (fs::read(log).unwrap(), fs::read(digest).unwrap());

        change_a_byte(log);
        assert_invalid(&delivering.validate(), log, "");
        fs::remove_file(log).unwrap();
        assert_invalid(&delivering.validate(), log, "not found");
        fs::write(log, log_bytes).unwrap();

        change_a_byte(digest);
        assert_invalid(&delivering.validate(), digest, "");
        fs::write(digest, digest_bytes).unwrap();
    }
    for digest in &digests[..count - 1] {
        let bytes = fs::read(digest).unwrap();
        fs::remove_file(digest).unwrap();
        assert_invalid(&delivering.validate(), digest, "not found");
        fs::write(digest, bytes).unwrap();
    }
    assert_valid(&delivering.validate(), count, count);
}

#[test]
fn delivered_files_are_read_by_who_may_and_by_no_other_account() {
    let delivering = Delivering::start(&[]);
    delivering.rename("Major");
    delivering.deliver();
    let root = delivering.server.key();
    let log = &delivering.logs()[0];
    let key = log
        .strip_prefix(delivering.folder.path())
        .unwrap()
        .to_str()
        .unwrap();
    let copy = delivering.folder.path().join("copy");
    let get = |reader: &Key, key: &str| {
        let words = ["s3api", "get-object", "--bucket", BUCKET, "--key", key];
        delivering.aws(reader, &[&words[..], &[copy.to_str().unwrap()]].concat())
    };
    let list = |reader: &Key| {
        let words = [
            "s3api",
            "list-objects",
            "--bucket",
            BUCKET,
            "--query",
            "Contents[].Key",
        ];
        delivering.aws(reader, &words)
    };
    let lister = iam_user(&delivering.server, "lister", &["s3:ListBucket"]).key;
    let reader = iam_user(&delivering.server, "reader", &["s3:GetObject"]).key;

    assert_eq!(get(&root, key).code(), 0);
    assert_eq!(fs::read(&copy).unwrap(), fs::read(log).unwrap());
    assert_eq!(get(&reader, key).code(), 0);
    let refused = get(&lister, key);
    assert!(refused.stderr.contains("AccessDenied"), "{refused:?}");

    assert!(list(&lister).printed().contains(key));
    let refused = list(&reader);
    assert!(refused.stderr.contains("AccessDenied"), "{refused:?}");

    let secret = "AWSLogs/../../credentials.json.gz";
    for absent in [
        "AWSLogs/123456789012/none.json.gz",
        &key.replace("123456789012", "210987654321"),
        secret,
    ] {
        let refused = get(&root, absent);
        assert!(refused.stderr.contains("NoSuchKey"), "{absent}: {refused:?}");
    }
}
