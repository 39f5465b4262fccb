//! The command line: whole processes, by roster and by Debian's AWS CLI in turns, against one server.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use wait4::Wait4;

use super::rounds::median;
use super::server::Server;

/// Where Debian puts the AWS CLI.
const AWS: &str = "/usr/bin/aws";

/// How often roster runs in a turn: it takes less time, and time is what turns share.
const RUNS: usize = 5;

/// The command that AWS's documentation shows, which the demonstration's instance and user are made for.
const EXAMPLE: &[&str] = &[
    "update-user-identity-info",
    "--identity-info",
    "FirstName=Mary,LastName=Major,Email=marym@example.com",
    "--user-id",
    "87654321-2222-1234-1234-111234567891",
    "--instance-id",
    "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
];

/// Prints a skeleton and sends nothing: what starting costs.
const SKELETON: &[&str] = &["update-user-identity-info", "--generate-cli-skeleton"];

/// The programs compared, and the server that they call.
pub(super) struct Processes<'s> {
    pub(super) roster: &'s Path,
    /// A server with the demonstration's instance.
    pub(super) server: &'s Server,
    /// How often the programs take turns.
    pub(super) rounds: usize,
}

/// How the example was run.
pub(super) struct Example {
    /// How long roster took.
    pub(super) roster: Duration,
    /// How much memory roster held at most.
    pub(super) memory_bytes: u64,
    /// The AWS CLI, if it is installed.
    pub(super) aws: Option<Rival>,
}

/// How the AWS CLI did.
pub(super) struct Rival {
    /// What it calls itself.
    pub(super) version: String,
    pub(super) time: Duration,
    /// How many times as long as roster it took.
    pub(super) times: f64,
}

/// What one process took.
struct Cost {
    wall: Duration,
    processor: Duration,
    memory_bytes: u64,
}

impl Processes<'_> {
    /// Runs the example of AWS's documentation by both, in turns.
    pub(super) fn example(&self) -> anyhow::Result<Example> {
        let aws = Path::new(AWS);
        let version = aws.exists().then(|| version(aws)).transpose()?;
        let (mut ours, mut theirs, mut ratios, mut memory) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for round in 0..=self.rounds {
            let mut turn = Vec::new();
            for _ in 0..RUNS {
                let cost = measure(&mut self.command(self.roster, EXAMPLE)?)?;
                turn.push(cost.wall.as_secs_f64());
                memory = memory.max(cost.memory_bytes);
            }
            let their_turn = match version {
                None => None,
                Some(_) => Some(measure(&mut self.command(aws, EXAMPLE)?)?.wall.as_secs_f64()),
            };
            // The first turn finds files that are not in the system's cache.
            if round > 0 {
                ratios.extend(their_turn.map(|time| time / median(turn.clone())));
                theirs.extend(their_turn);
                ours.extend(turn);
            }
        }
        Ok(Example {
            roster: Duration::from_secs_f64(median(ours)),
            memory_bytes: memory,
            aws: version.map(|version| Rival {
                version,
                time: Duration::from_secs_f64(median(theirs)),
                times: median(ratios),
            }),
        })
    }

    /// How long a processor works for a skeleton.
    pub(super) fn skeleton(&self) -> anyhow::Result<Duration> {
        let mut times = Vec::new();
        for _ in 0..self.rounds * RUNS {
            let cost = measure(&mut self.command(self.roster, SKELETON)?)?;
            times.push(cost.processor.as_secs_f64());
        }
        Ok(Duration::from_secs_f64(median(times)))
    }

    fn command(&self, program: &Path, arguments: &[&str]) -> anyhow::Result<Command> {
        let target = &self.server.target;
        let key = target.key.as_ref().context("the server has no key")?;
        let mut command = Command::new(program);
        command
            .arg("connect")
            .args(arguments)
            .args(["--endpoint-url", &format!("http://{}", target.address)])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", "/nonexistent")
            .env("LANG", "C.UTF-8")
            .env("AWS_PAGER", "")
            .env("AWS_ACCESS_KEY_ID", &key.id)
            .env("AWS_SECRET_ACCESS_KEY", &key.secret)
            .env("AWS_DEFAULT_REGION", "us-east-1");
        Ok(command)
    }
}

/// Runs a process to its end, which must be a good one.
fn measure(command: &mut Command) -> anyhow::Result<Cost> {
    let start = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    let used = child.wait4()?;
    let wall = start.elapsed();
    ensure!(
        used.status.success(),
        "{} ended with {}",
        command.get_program().display(),
        used.status
    );
    Ok(Cost {
        wall,
        processor: used.rusage.utime + used.rusage.stime,
        memory_bytes: used.rusage.maxrss,
    })
}

/// `aws-cli/2.9.19`.
fn version(aws: &Path) -> anyhow::Result<String> {
    let output = Command::new(aws).arg("--version").output()?;
    let output = String::from_utf8(output.stdout)?;
    let version = output.split_whitespace().next();
    version.map(str::to_owned).context("the AWS CLI has no version")
}
