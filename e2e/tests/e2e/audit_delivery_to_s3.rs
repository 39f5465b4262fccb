//! The audit, delivered to a bucket of S3, as the unmodified AWS CLI validates it.

use std::process::{Child, Command, Stdio};

use roster_e2e::places;
use roster_store_postgres::cluster;
use serde_json::json;
use tempfile::TempDir;

use crate::harness::{
    Finished, INSTANCE, MARY, Roster, S3Server, Start, Wire, finish, identity_info_of, roster,
};

const BUCKET: &str = "audit-of-roster";

const PREFIX: &str = "connect/audit";

const TRAIL: &str = "arn:aws:cloudtrail:us-east-1:123456789012:trail/roster";

/// Credentials for the service, as every SDK finds them.
const CREDENTIALS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")];

/// A server that delivers its audit to a bucket.
struct Delivering {
    s3: S3Server,
    server: Roster,
    home: TempDir,
    /// The flags that name its database.
    records: Vec<String>,
}

impl Delivering {
    fn start(records: &[&str]) -> Self {
        let s3 = S3Server::start(BUCKET);
        let to = location(&s3);
        let flags = [&["--demo", "--audit-delivery", &to], records].concat();
        let start = CREDENTIALS
            .iter()
            .fold(Start::with(&flags), |start, (name, value)| {
                start.variable(name, value)
            });
        Self {
            server: start.start(),
            s3,
            home: TempDir::new().expect("a folder"),
            records: records.iter().map(|&flag| flag.to_owned()).collect(),
        }
    }

    fn rename(&self, last_name: &str) {
        let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": last_name}});
        let answer = Wire::to(&self.server).send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
        assert_eq!(answer.status, 200);
    }

    /// `roster audit …` beside the server.
    fn audit(&self, words: &[&str]) -> Command {
        let mut command = Command::new(roster());
        command
            .arg("audit")
            .args(words)
            .arg("--data-dir")
            .arg(self.server.data_dir())
            .args(&self.records)
            .env_clear()
            .envs(CREDENTIALS)
            .env("HOME", self.home.path())
            .current_dir("/");
        command
    }

    fn deliver(&self) -> String {
        finish(&mut self.audit(&["deliver", "--to", &location(&self.s3)])).printed()
    }

    /// Runs version 1 of the AWS CLI: CloudTrail's operations at the server, S3's at the service.
    fn aws(&self, words: &[&str]) -> Finished {
        let program = places::venv().expect("a virtual environment").join("bin/aws");
        finish(
            Command::new(program)
                .args(words)
                .env_clear()
                .envs(self.server.env())
                .env("AWS_ENDPOINT_URL_S3", self.s3.endpoint())
                .env("HOME", self.home.path())
                .current_dir("/"),
        )
    }

    /// What `aws cloudtrail validate-logs` says of all that was delivered.
    fn validate(&self) -> Finished {
        let from = ["--trail-arn", TRAIL, "--start-time", "2020-01-01T00:00:00Z"];
        self.aws(&[&["cloudtrail", "validate-logs"], &from[..]].concat())
    }

    /// The objects whose keys have a part, in the order of their names.
    fn objects(&self, part: &str) -> Vec<String> {
        let list = [
            "s3api",
            "list-objects-v2",
            "--bucket",
            BUCKET,
            "--query",
            "Contents[].Key",
        ];
        let keys = self.aws(&[&list[..], &["--output", "json"]].concat()).printed();
        let mut keys: Vec<String> = serde_json::from_str(&keys).expect("keys");
        keys.retain(|key| key.contains(part));
        keys.sort();
        keys
    }

    /// Says that all that was delivered is as it was: one chain of digests, with all log files that they name.
    fn assert_valid(&self) {
        let digests = self.objects("/CloudTrail-Digest/").len();
        let validated = self.validate();
        assert_eq!(validated.code(), 0, "{validated:?}");
        let digests = format!("{digests}/{digests} digest files valid");
        assert!(validated.stdout.contains(&digests), "{digests}: {validated:?}");
    }
}

fn location(s3: &S3Server) -> String {
    format!(
        "s3://{BUCKET}/{PREFIX}?endpoint={}&region=us-east-1",
        s3.endpoint()
    )
}

#[test]
fn the_aws_cli_validates_what_is_delivered_to_a_bucket() {
    the_aws_cli_validates(&[]);
}

#[test]
fn the_aws_cli_validates_what_servers_of_a_database_deliver_to_a_bucket() {
    the_aws_cli_validates(&["--database", &cluster::place()]);
}

fn the_aws_cli_validates(records: &[&str]) {
    let delivering = Delivering::start(records);
    for last_name in ["Major", "Minor", "Miller"] {
        delivering.rename(last_name);
        let printed = delivering.deliver();
        assert!(
            printed.starts_with(&format!("Delivered to s3://{BUCKET}/{PREFIX}: ")),
            "{printed}"
        );
    }
    delivering.assert_valid();
    let delivered = ["verify", "--delivered", &location(&delivering.s3)];
    let verified = finish(&mut delivering.audit(&delivered));
    assert_eq!(verified.code(), 0, "{verified:?}");

    let log = &delivering.objects("/CloudTrail/")[0];
    assert!(
        log.starts_with(&format!("{PREFIX}/AWSLogs/123456789012/CloudTrail/us-east-1/")),
        "{log}"
    );
    delivering
        .aws(&["s3api", "delete-object", "--bucket", BUCKET, "--key", log])
        .printed();

    let validated = delivering.validate();

    assert_eq!(validated.code(), 1, "{validated:?}");
    let name = log.rsplit('/').next().expect("a name");
    let line = validated
        .stderr
        .lines()
        .find(|line| line.contains(name))
        .expect("a line");
    assert!(line.contains("INVALID") && line.contains("not found"), "{line}");
}

#[test]
fn deliveries_at_once_leave_one_chain_of_digests() {
    let place = cluster::place();
    let delivering = Delivering::start(&["--database", &place]);
    for last_name in ["Major", "Minor", "Miller"] {
        delivering.rename(last_name);
        let deliver = |_| -> Child {
            let mut command = delivering.audit(&["deliver", "--to", &location(&delivering.s3)]);
            command.stdout(Stdio::null()).spawn().expect("the command starts")
        };

        let deliveries: Vec<Child> = (0..4).map(deliver).collect();

        for mut delivery in deliveries {
            assert!(delivery.wait().expect("it ends").success());
        }
    }
    delivering.assert_valid();
}

#[test]
fn a_delivery_that_may_not_use_the_bucket_says_why() {
    let delivering = Delivering::start(&[]);
    delivering.rename("Major");
    let other = location(&delivering.s3).replace(BUCKET, "another-bucket");
    let refused = |to: &str| finish(&mut delivering.audit(&["deliver", "--to", to]));

    let absent = refused(&other);
    assert!(
        absent.code() != 0 && absent.stderr.contains("NoSuchBucket"),
        "{absent:?}"
    );

    let without = refused(&format!("s3://{BUCKET}"));
    assert!(
        without.code() != 0 && without.stderr.contains("AWS_REGION"),
        "{without:?}"
    );

    let plain = refused(&format!("s3://{BUCKET}?endpoint=http://s3.example.com"));
    assert!(
        plain.code() != 0 && plain.stderr.contains("give https://"),
        "{plain:?}"
    );
}
