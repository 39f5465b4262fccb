//! `cargo xtask fresh`: runs README's commands on a bare Debian 12, which debootstrap makes below `target/fresh`.

mod packages;
mod readme;
mod report;

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};

use self::packages::Packages;
use self::readme::Readme;
use self::report::Report;
use crate::machine::{CLONE, Machine};

/// What the server prints once it answers.
const LISTENING: &str = "Roster listens on ";
/// What README's example changes, and then shows.
const CHANGED: &str = "marym@example.com";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Keep the machine, and begin with the one that an earlier run has kept or that a failure has left
    #[arg(long)]
    keep: bool,
    /// Run one of README's two commands only
    #[arg(long, value_enum, value_name = "COMMAND")]
    only: Option<Command>,
}

/// One of README's two commands.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Command {
    /// The demonstration, with README's example against it
    Serve,
    /// The tests
    Test,
}

/// Makes the machine and runs README's commands on it. Fails if one of them does.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let readme = Readme::read()?;
    let mut report = Report::default();
    let tried = try_commands(arguments, &readme, &mut report);
    report.print();
    let machine = tried?;
    ensure!(
        report.is_success(),
        "README's commands do not work on a bare Debian 12: the machine is left in {}, for --keep",
        machine.root().display()
    );
    if arguments.keep {
        println!("the machine is kept in {}", machine.root().display());
        return Ok(());
    }
    machine.remove()
}

/// Fails if there is no machine to run a command on; what a command does goes to the report.
fn try_commands(arguments: &Arguments, readme: &Readme, report: &mut Report) -> Result<Machine> {
    let machine = report.require("debootstrap bookworm, without what is not essential", || {
        let machine = Machine::make("fresh", arguments.keep)?;
        let packages = Packages::of(&machine)?;
        Ok((machine, packages.to_string()))
    })?;
    let prerequisites = &readme.prerequisites;
    report.require(&format!("apt install {prerequisites}"), || {
        let before = Packages::of(&machine)?;
        machine.run(&format!(
            "apt-get update --quiet && apt-get install --quiet --yes {prerequisites}"
        ))?;
        Ok(((), Packages::of(&machine)?.since(&before).to_string()))
    })?;
    report.require("git clone", || Ok(((), machine.clone_head()?)))?;
    if arguments.only != Some(Command::Test) {
        let server = report.step(&readme.serve, || {
            Ok((
                Server::start(&machine, &readme.serve)?,
                "until it listens".to_owned(),
            ))
        });
        if let Some(server) = server {
            report.step("README's example", || {
                let printed = machine.output(&format!("cd {CLONE}\n{}", readme.example))?;
                ensure!(
                    printed.contains(CHANGED),
                    "it does not show the change to {CHANGED}"
                );
                Ok(((), format!("shows {CHANGED}")))
            });
            server.stop()?;
        }
    }
    if arguments.only != Some(Command::Serve) {
        report.step(&readme.test, || {
            let before = Packages::of(&machine)?;
            let tested = machine.run(&format!("cd {CLONE} && {}", readme.test));
            // A test that fails does not matter for what was installed.
            let installed = Packages::of(&machine)?.since(&before);
            println!("installed for the tests: {installed}");
            installed.print();
            tested?;
            Ok(((), installed.to_string()))
        });
    }
    Ok(machine)
}

/// A server on the machine, and what shows its output.
struct Server(Child);

impl Server {
    /// Runs README's command until it listens.
    fn start(machine: &Machine, command: &str) -> Result<Self> {
        let mut entered = machine.enter(&format!("cd {CLONE} && exec {command}"));
        let mut process = entered.stdout(Stdio::piped()).spawn()?;
        let output = process
            .stdout
            .take()
            .context("the server has no standard output")?;
        let mut lines = BufReader::new(output).lines();
        let server = Self(process);
        for line in &mut lines {
            let line = line?;
            println!("{line}");
            if line.starts_with(LISTENING) {
                // A full pipe would stop the server.
                thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
                return Ok(server);
            }
        }
        server.stop()?;
        bail!("it ended before it listened")
    }

    /// Ends it, with all that runs beside it in its namespace.
    fn stop(mut self) -> Result<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }
}
