//! `cargo xtask dist`: what a release offers for download, in `target/dist`. Why so: docs/decisions/0070-packages.md.

mod debian;
mod files;
mod image;
mod sbom;
mod trial;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::machine::Machine;
use crate::shell::{Program, cargo, root, target};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Take the programs in this folder, and build none
    #[arg(long, value_name = "DIR")]
    programs: Option<PathBuf>,
    /// Then install the package on a bare Debian 12, made in a folder, serve, and remove it; and run what the image would
    /// run, without an engine: needs root
    #[arg(long = "try")]
    is_tried: bool,
}

/// What the files of a release have in common.
struct Release {
    version: String,
    /// As Debian says it, such as `amd64`.
    architecture: String,
    /// The time of the last commit in seconds: that of every file, so that a release can be made again.
    time: String,
}

/// Makes the files and shows them.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let release = Release::of_this_tree()?;
    let programs = match &arguments.programs {
        Some(folder) => folder
            .canonicalize()
            .with_context(|| format!("cannot find {}", folder.display()))?,
        None => build(&release)?,
    };
    let dist = target().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    let stage = dist.join("stage");
    files::stage(&programs, &stage)?;
    release.set_times(&stage)?;
    let name = format!("roster-{}-linux-{}", release.version, release.architecture);
    archive(&stage, &dist.join(format!("{name}.tar.gz")))?;
    let package = debian::package(&release, &stage, &dist)?;
    fs::write(
        dist.join(format!("{name}.cdx.json")),
        sbom::of_roster(&release.version)?,
    )?;
    for program in files::PROGRAMS {
        println!(
            "{program} {} bytes",
            fs::metadata(stage.join("usr/bin").join(program))?.len()
        );
    }
    fs::remove_dir_all(&stage)?;
    write_checksums(&dist)?;
    if arguments.is_tried {
        let machine = Machine::make("dist", false)?;
        trial::run(&machine, &package)?;
        // Another one: the user of the package stays.
        let machine = Machine::make("dist", false)?;
        image::run(&machine, &programs)?;
        machine.remove()?;
    }
    Ok(())
}

/// Builds the programs without symbols, and without the paths of this machine.
fn build(release: &Release) -> Result<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map_or_else(
        || std::env::home_dir().unwrap_or_default().join(".cargo"),
        PathBuf::from,
    );
    let (ours, theirs) = (root(), home);
    let (ours, theirs) = (ours.display(), theirs.display());
    let folder = target().join("dist-build");
    cargo(&[
        "build",
        "--release",
        "--locked",
        "--package",
        "roster",
        "--target-dir",
    ])
    .arg(&folder)
    .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
    .env(
        "RUSTFLAGS",
        format!("--remap-path-prefix={theirs}=cargo --remap-path-prefix={ours}=roster"),
    )
    .env(
        "CFLAGS",
        format!("-ffile-prefix-map={theirs}=cargo -ffile-prefix-map={ours}=roster"),
    )
    .env("SOURCE_DATE_EPOCH", &release.time)
    .run()?;
    Ok(folder.join("release"))
}

impl Release {
    fn of_this_tree() -> Result<Self> {
        let architecture = Program::new("dpkg").args(&["--print-architecture"]).output()?;
        let time = Program::new("git")
            .args(&["log", "-1", "--format=%ct"])
            .output()?;
        Ok(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            architecture: architecture.trim().to_owned(),
            time: time.trim().to_owned(),
        })
    }

    /// Gives all files below a folder the time of the release.
    fn set_times(&self, folder: &Path) -> Result<()> {
        Program::new("find")
            .arg(folder)
            .args(&["-exec", "touch", "--no-dereference", "--date"])
            .arg(format!("@{}", self.time))
            .args(&["{}", "+"])
            .run()
    }
}

/// Makes an archive of the files below a folder.
fn archive(folder: &Path, to: &Path) -> Result<()> {
    Program::new("tar")
        .args(&[
            "--create",
            "--sort=name",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
        ])
        .args(&["--use-compress-program", "gzip --no-name", "--file"])
        .arg(to)
        .arg("--directory")
        .arg(folder)
        .arg(".")
        .run()
}

/// Writes the checksums of the files in a folder beside them, and shows them.
fn write_checksums(folder: &Path) -> Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        names.push(
            name.into_string()
                .ok()
                .context("a file has a name that is not UTF-8")?,
        );
    }
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let sums = Program::new("sha256sum")
        .args(&names)
        .current_dir(folder)
        .output()?;
    for line in sums.lines() {
        let name = line.split_whitespace().next_back().unwrap_or_default();
        println!("{line} {} bytes", fs::metadata(folder.join(name))?.len());
    }
    println!("in {}", folder.display());
    Ok(fs::write(folder.join("SHA256SUMS"), sums)?)
}
