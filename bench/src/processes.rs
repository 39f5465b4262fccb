//! The command line: whole processes, by `roster connect`, `roster-aws connect` and the AWS CLI in turns, against one server.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
use wait4::Wait4;

use super::http::Target;
use super::rounds::median;
use super::server::Server;

/// How often Roster's programs run in a turn: they take less time, and time is what turns share.
const RUNS: usize = 5;

/// The command that AWS's documentation shows, which the demonstration's instance and user are made for.
pub(super) const EXAMPLE: &[&str] = &[
    "update-user-identity-info",
    "--identity-info",
    "FirstName=Mary,LastName=Major,Email=marym@example.com",
    "--user-id",
    "87654321-2222-1234-1234-111234567891",
    "--instance-id",
    "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
];

/// Prints a skeleton and sends nothing: what starting costs.
pub(super) const SKELETON: &[&str] = &["update-user-identity-info", "--generate-cli-skeleton"];

/// The programs compared, and the server that they call.
pub(super) struct Processes<'s> {
    pub(super) roster: &'s Path,
    /// The program for a link named `aws`.
    pub(super) roster_aws: &'s Path,
    /// The AWS CLI, if it is installed.
    pub(super) aws: Option<&'s Path>,
    /// A server with the demonstration's instance.
    pub(super) server: &'s Server,
    /// How often the programs take turns.
    pub(super) rounds: usize,
}

/// What a command cost each program: medians.
pub(super) struct Comparison {
    pub(super) roster: Cost,
    pub(super) roster_aws: Cost,
    pub(super) aws: Option<Cost>,
    /// How many times as long as each of Roster's programs the AWS CLI took, in the same turns.
    pub(super) times: Option<Times>,
}

/// How many times as long as each of Roster's programs the AWS CLI took.
pub(super) struct Times {
    pub(super) roster: f64,
    pub(super) roster_aws: f64,
}

/// What one process took.
#[derive(Clone, Copy)]
pub(super) struct Cost {
    /// In milliseconds, from the start to the end.
    pub(super) wall: f64,
    /// In milliseconds.
    pub(super) processor: f64,
    /// How much memory it held at most.
    pub(super) memory_bytes: f64,
    /// Pages that were not mapped when they were first used.
    pub(super) page_faults: f64,
}

impl Processes<'_> {
    /// Runs a command by all programs, in turns.
    pub(super) fn compare(&self, arguments: &[&str]) -> anyhow::Result<Comparison> {
        let (mut roster, mut roster_aws, mut aws) = (Vec::new(), Vec::new(), Vec::new());
        let (mut roster_times, mut roster_aws_times) = (Vec::new(), Vec::new());
        for round in 0..=self.rounds {
            let costs = |program: &Path| -> anyhow::Result<Vec<Cost>> {
                (0..RUNS).map(|_| self.run(program, arguments)).collect()
            };
            let own = costs(self.roster)?;
            let own_aws = costs(self.roster_aws)?;
            let other = self.aws.map(|aws| self.run(aws, arguments)).transpose()?;
            // The first turn finds files that are not in the system's cache.
            if round == 0 {
                continue;
            }
            if let Some(other) = other {
                roster_times.push(other.wall / Cost::medians(&own).wall);
                roster_aws_times.push(other.wall / Cost::medians(&own_aws).wall);
                aws.push(other);
            }
            roster.extend(own);
            roster_aws.extend(own_aws);
        }
        Ok(Comparison {
            roster: Cost::medians(&roster),
            roster_aws: Cost::medians(&roster_aws),
            aws: (!aws.is_empty()).then(|| Cost::medians(&aws)),
            times: (!aws.is_empty()).then(|| Times {
                roster: median(roster_times),
                roster_aws: median(roster_aws_times),
            }),
        })
    }

    /// What the AWS CLI calls itself, such as `aws-cli/2.9.19`.
    pub(super) fn version(&self) -> anyhow::Result<Option<String>> {
        let Some(aws) = self.aws else {
            return Ok(None);
        };
        let output = Command::new(aws).arg("--version").output()?;
        let output = String::from_utf8(output.stdout)?;
        let version = output.split_whitespace().next();
        version
            .map(str::to_owned)
            .context("the AWS CLI has no version")
            .map(Some)
    }

    fn run(&self, program: &Path, arguments: &[&str]) -> anyhow::Result<Cost> {
        measure(&mut self.command(program, arguments)?, &[0])
    }

    fn command(&self, program: &Path, arguments: &[&str]) -> anyhow::Result<Command> {
        let target = &self.server.target;
        let mut command = target.command(program)?;
        command
            .arg("connect")
            .args(arguments)
            .args(["--endpoint-url", &format!("http://{}", target.address)])
            .env("AWS_PAGER", "");
        Ok(command)
    }
}

impl Target {
    /// A program that calls the server with its key, as far as the environment can say.
    pub(super) fn command(&self, program: &Path) -> anyhow::Result<Command> {
        let key = self.key.as_ref().context("the server has no key")?;
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", "/nonexistent")
            .env("LANG", "C.UTF-8")
            .env("AWS_ACCESS_KEY_ID", &key.id)
            .env("AWS_SECRET_ACCESS_KEY", &key.secret)
            .env("AWS_DEFAULT_REGION", "us-east-1");
        Ok(command)
    }
}

impl Cost {
    pub(super) fn medians(costs: &[Self]) -> Self {
        let of = |part: fn(&Self) -> f64| median(costs.iter().map(part).collect());
        Self {
            wall: of(|cost| cost.wall),
            processor: of(|cost| cost.processor),
            memory_bytes: of(|cost| cost.memory_bytes),
            page_faults: of(|cost| cost.page_faults),
        }
    }
}

/// Runs a process to its end, which must have one of these exit codes.
#[expect(clippy::cast_precision_loss, reason = "it is shown with one digit")]
pub(super) fn measure(command: &mut Command, codes: &[i32]) -> anyhow::Result<Cost> {
    let start = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    let pid = child.id();
    let ended = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    let process = Pid::from_raw(pid.try_into()?).context("no process has this id")?;
    waitid(WaitId::Pid(process), ended)?;
    let wall = start.elapsed();
    let page_faults = page_faults(pid)?;
    let used = child.wait4()?;
    ensure!(
        used.status.code().is_some_and(|code| codes.contains(&code)),
        "{} ended with {}",
        command.get_program().display(),
        used.status
    );
    Ok(Cost {
        wall: milliseconds(wall),
        processor: milliseconds(used.rusage.utime + used.rusage.stime),
        memory_bytes: used.rusage.maxrss as f64,
        page_faults,
    })
}

/// The minor page faults of a process that has ended and has not been waited for.
///
/// Source: proc_pid_stat(5), `minflt`.
fn page_faults(pid: u32) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name of the program is in parentheses and may hold blanks; `minflt` is the eighth field after it.
    let (_, fields) = stat.rsplit_once(") ").context("no name of a program")?;
    let faults = fields.split(' ').nth(7).context("too few fields")?;
    Ok(faults.parse()?)
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
