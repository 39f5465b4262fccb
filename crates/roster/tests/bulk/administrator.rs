//! An administrator with a home directory, at a server of the demonstration.

use std::io::{BufRead, BufReader, Lines};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const ROSTER: &str = env!("CARGO_BIN_EXE_roster");

/// The instance of the demonstration.
pub(crate) const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
/// Its user, mary.
pub(crate) const MARY: &str = "87654321-2222-1234-1234-111234567891";

/// A running server, until it is dropped.
struct Server {
    process: Child,
    /// Kept open, so that the server can print.
    _out: Lines<BufReader<ChildStdout>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) struct Administrator {
    home: TempDir,
    /// The address of the service.
    pub(crate) endpoint: String,
    /// Set unless the service is a stub.
    server: Option<Server>,
}

/// What a command said.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Said {
    /// What it printed as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.error))
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            error: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Administrator {
    /// At a new server of the demonstration.
    pub(crate) fn at_new_server() -> Self {
        Self::at_new_server_with(&[])
    }

    /// The same with more arguments of `roster serve`.
    pub(crate) fn at_new_server_with(more: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut server = Command::new(ROSTER)
            .args([
                "serve",
                "--demo",
                "--memory",
                "--listen",
                "127.0.0.1:0",
                "--data-dir",
            ])
            .arg(home.path().join("data"))
            .args(more)
            .env_clear()
            .current_dir(home.path())
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(server.stdout.take().unwrap()).lines();
        let address = out
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("Roster listens on ").map(str::to_owned));
        Self {
            endpoint: address.expect("the server listens"),
            home,
            server: Some(Server {
                process: server,
                _out: out,
            }),
        }
    }

    /// Ends the server.
    pub(crate) fn end_server(&mut self) {
        drop(self.server.take());
    }

    /// At another service.
    pub(crate) fn at(endpoint: String) -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            endpoint,
            server: None,
        }
    }

    /// The address of the service.
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// A file in the home directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// A command in the home directory; words are separated by single blanks.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(ROSTER);
        command
            .args(arguments.split(' '))
            .current_dir(self.home.path())
            .env_clear()
            .env("HOME", self.home.path())
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ENDPOINT_URL_CONNECT", &self.endpoint)
            .env("AWS_ENDPOINT_URL_IAM", &self.endpoint)
            .env("AWS_ENDPOINT_URL_ROSTER", &self.endpoint)
            .stdin(Stdio::null());
        let credentials = self.path("data/credentials");
        if credentials.exists() {
            command.env("AWS_SHARED_CREDENTIALS_FILE", credentials);
        } else {
            command
                .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .env("AWS_SECRET_ACCESS_KEY", "not a secret");
        }
        command
    }

    /// What a command says.
    pub(crate) fn says(&self, arguments: &str) -> Said {
        self.command(arguments).output().unwrap().into()
    }

    /// How many records of the audit these filters of `roster audit list` find.
    pub(crate) fn audited(&self, filters: &str) -> usize {
        let endpoint = &self.endpoint;
        let said = self.says(&format!(
            "audit list --format json --endpoint-url {endpoint} {filters}"
        ));
        assert_eq!(said.code, Some(0), "{}", said.error);
        said.out.lines().count()
    }

    /// The answer of `roster connect`.
    pub(crate) fn connect(&self, arguments: &str) -> Value {
        let said = self.says(&format!("connect {arguments}"));
        assert_eq!(said.code, Some(0), "{}", said.error);
        if said.out.is_empty() {
            Value::Null
        } else {
            said.json()
        }
    }

    /// Adds a user with a security profile of this name. Returns the id.
    pub(crate) fn add(&self, username: &str, security_profile: &str) -> String {
        let id = |list: &str, items: &str, name: &str| {
            let listed = self.connect(&format!("{list} --instance-id {INSTANCE}"));
            let found = listed[items]
                .as_array()
                .unwrap()
                .iter()
                .find(|item| item["Name"] == name)
                .cloned();
            found.unwrap_or_else(|| panic!("{listed}"))["Id"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let security = id(
            "list-security-profiles",
            "SecurityProfileSummaryList",
            security_profile,
        );
        let routing = id(
            "list-routing-profiles",
            "RoutingProfileSummaryList",
            "Basic Routing Profile",
        );
        let added = self.connect(&format!(
            "create-user --instance-id {INSTANCE} --username {username} --password Passw0rd1 \
             --security-profile-ids {security} --routing-profile-id {routing} --phone-config PhoneType=SOFT_PHONE \
             --identity-info FirstName={username},LastName=Santos,Email={username}@example.com"
        ));
        added["UserId"].as_str().unwrap().to_owned()
    }

    /// The identity information of a user.
    pub(crate) fn identity(&self, id: &str) -> Value {
        let mut described = self.connect(&format!("describe-user --instance-id {INSTANCE} --user-id {id}"));
        described["User"]["IdentityInfo"].take()
    }
}
