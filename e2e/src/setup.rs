//! Installs the clients: by name, with the package managers of their languages, in pinned versions.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::places;

/// Installs what is not there yet, and says so.
pub fn setup() -> anyhow::Result<()> {
    debian()?;
    python()?;
    javascript()
}

/// Fails unless [`setup`] has done all it does, in its present form.
pub fn require() -> anyhow::Result<()> {
    let wanted = [
        (places::venv()?, stamp_of(&["clients/requirements.txt"])?),
        (places::javascript()?, stamp_of(JAVASCRIPT)?),
    ];
    let stale = wanted.iter().find(|(folder, stamp)| !is_stamped(folder, stamp));
    if let Some((folder, _)) = stale {
        bail!(
            "{} is not there or out of date: run `cargo run -p roster-e2e --bin setup` first",
            folder.display()
        );
    }
    if !places::chromium().exists() {
        bail!("{} is not there", places::chromium().display());
    }
    Ok(())
}

/// Python where the machine has none, version 2 of the AWS CLI, a terminal, its pager and its shells,
/// readers of manual pages, a browser, jq, and PostgreSQL.
fn debian() -> anyhow::Result<()> {
    let mut packages = Vec::new();
    let files = [
        (places::debian_aws(), "awscli"),
        (places::chromium(), "chromium-headless-shell"),
    ];
    let missing = files.iter().filter(|(file, _)| !file.exists());
    packages.extend(missing.map(|(_, package)| *package));
    let programs = [
        ("tmux", "-V", "tmux"),
        ("less", "--version", "less"),
        ("zsh", "--version", "zsh"),
        ("fish", "--version", "fish"),
        ("groff", "--version", "groff-base"),
        // It tells no version, but reads an empty page.
        ("mandoc", "-Tascii", "mandoc"),
        ("jq", "--version", "jq"),
    ];
    let missing = programs
        .iter()
        .filter(|(program, flag, _)| !succeeds(program, &[flag]));
    packages.extend(missing.map(|(_, _, package)| *package));
    if !succeeds("python3", &["-c", "import ensurepip, venv"]) {
        packages.extend(["python3", "python3-venv"]);
    }
    if !has_postgresql() {
        packages.push("postgresql");
    }
    if packages.is_empty() {
        return Ok(());
    }
    say(&format!("installing {} from Debian", packages.join(", ")));
    run(Command::new("apt-get").args(["update", "--quiet"]))?;
    let install = ["install", "--quiet", "--yes", "--no-install-recommends"];
    run(Command::new("apt-get")
        .args(install)
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
    .context("run this as root, or install these packages yourself")
}

/// Whether the server that tests keep records in is installed, in whatever version.
fn has_postgresql() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    versions
        .into_iter()
        .any(|version| version.path().join("bin/initdb").exists())
}

fn python() -> anyhow::Result<()> {
    let (venv, stamp) = (places::venv()?, stamp_of(&["clients/requirements.txt"])?);
    if is_stamped(&venv, &stamp) {
        return Ok(());
    }
    say(
        "installing boto3, version 1 of the AWS CLI, Node.js, Prometheus' parser, sigma-cli, DuckDB and moto from PyPI",
    );
    start_anew(&venv)?;
    run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    run(Command::new(venv.join("bin/pip"))
        .args([
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(places::sources().join("clients/requirements.txt")))?;
    write_stamp(&venv, &stamp)
}

const JAVASCRIPT: &[&str] = &["js/package.json", "js/package-lock.json", "js/.npmrc"];

fn javascript() -> anyhow::Result<()> {
    let (folder, stamp) = (places::javascript()?, stamp_of(JAVASCRIPT)?);
    if is_stamped(&folder, &stamp) {
        return Ok(());
    }
    say("installing the AWS SDK for JavaScript, playwright-core and axe-core from npm");
    start_anew(&folder)?;
    for file in JAVASCRIPT {
        let from = places::sources().join(file);
        let name = from.file_name().context("a file has a name")?;
        fs::copy(&from, folder.join(name))?;
    }
    run(Command::new(places::npm()?)
        .args(["ci", "--silent"])
        .current_dir(&folder))?;
    write_stamp(&folder, &stamp)
}

/// What decides whether an installation is still right: the files that say what to install.
fn stamp_of(files: &[&str]) -> anyhow::Result<String> {
    let mut stamp = String::new();
    for file in files {
        let path = places::sources().join(file);
        stamp += &fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    }
    Ok(stamp)
}

fn is_stamped(folder: &Path, stamp: &str) -> bool {
    fs::read_to_string(folder.join("stamp")).is_ok_and(|found| found == stamp)
}

/// Written last, so that what broke off half-way is begun again.
fn write_stamp(folder: &Path, stamp: &str) -> anyhow::Result<()> {
    Ok(fs::write(folder.join("stamp"), stamp)?)
}

fn start_anew(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

fn say(text: &str) {
    eprintln!("e2e setup: {text}");
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = format!("{command:?}");
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot run {shown}"))?;
    if !status.success() {
        bail!("{shown} failed with {status}");
    }
    Ok(())
}
