//! Where things are. Everything that is made lies under the target directory.

use std::path::{Path, PathBuf};

use anyhow::Context;

/// The directory that holds the build which the running program comes from.
pub fn target_dir() -> anyhow::Result<PathBuf> {
    let profile = profile_dir()?;
    let target = profile
        .parent()
        .with_context(|| format!("{} is in no folder", profile.display()))?;
    Ok(target.to_path_buf())
}

/// The folder of the profile that the running program was built with, such as `debug`.
pub fn profile_dir() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program
        .ancestors()
        .skip(1)
        .find(|folder| !folder.ends_with("deps"));
    folder
        .map(Path::to_path_buf)
        .with_context(|| format!("{} is in no folder", program.display()))
}

/// This crate's folder.
pub fn sources() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The virtual environment that holds the clients of Python.
pub fn venv() -> anyhow::Result<PathBuf> {
    Ok(target_dir()?.join("e2e/venv"))
}

/// Node.js, as a package of PyPI brings it: the one of a distribution may be too old for the SDK.
pub fn node() -> anyhow::Result<PathBuf> {
    Ok(venv()?.join("bin/node"))
}

/// The package manager that comes with [`node`].
pub fn npm() -> anyhow::Result<PathBuf> {
    Ok(venv()?.join("bin/npm"))
}

/// The folder that holds the AWS SDK for JavaScript and the browser's driver.
pub fn javascript() -> anyhow::Result<PathBuf> {
    Ok(target_dir()?.join("e2e/js"))
}

/// Version 2 of the AWS CLI, as Debian packages it.
pub fn debian_aws() -> &'static Path {
    Path::new("/usr/bin/aws")
}

/// The Python that it runs in.
pub fn debian_python() -> &'static Path {
    Path::new("/usr/bin/python3")
}

/// Chromium without a window, as Debian packages it.
pub fn chromium() -> &'static Path {
    Path::new("/usr/bin/chromium-headless-shell")
}
