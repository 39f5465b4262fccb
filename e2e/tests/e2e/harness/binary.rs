//! The binary under test: the one of `ROSTER_BIN`, or one built for this run from this tree.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use roster_e2e::places;

/// The path of the binary.
pub(crate) fn roster() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| match std::env::var_os("ROSTER_BIN") {
        Some(path) => fs::canonicalize(&path).expect("ROSTER_BIN names a file"),
        None => built(),
    })
}

fn built() -> PathBuf {
    let folder = places::profile_dir().expect("the folder of a profile");
    let ground = places::target_dir().expect("a target directory");
    fs::create_dir_all(ground.join("e2e")).expect("a folder for the tests");
    // Nextest runs every test in a process of its own: the first of a run builds for all.
    let run = std::env::var_os("NEXTEST_RUN_ID").map(|run| run.to_string_lossy().into_owned());
    let built_for = ground.join("e2e/built-for");
    let lock = File::create(ground.join("e2e/lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let is_built = run.is_some() && fs::read_to_string(&built_for).ok() == run;
    if !is_built {
        build(&ground, &folder);
        fs::write(&built_for, run.unwrap_or_default()).expect("a note of what was built");
    }
    folder.join("roster")
}

fn build(target_dir: &Path, folder: &Path) {
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(profile) => profile,
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            "roster",
            "--features",
            "slow-disk",
            "--profile",
            profile,
            "--target-dir",
        ])
        .arg(target_dir)
        .current_dir(places::sources())
        .status()
        .expect("cargo runs");
    assert!(status.success(), "roster does not build");
}
