//! Other programs: shown before they run, and trusted only if they succeed.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// A program about to be run.
pub(crate) struct Program(Command);

/// Cargo, the one that runs us.
pub(crate) fn cargo(arguments: &[&str]) -> Program {
    Program::new(variable("CARGO").unwrap_or_else(|| "cargo".into())).args(arguments)
}

/// A tool from PyPI, installed into `target/tools/NAME` if it is not there in this version.
pub(crate) fn python_tool(name: &str, requirement: &str, program: &str) -> Result<Program> {
    let home = target().join("tools").join(name);
    let installed = home.join(format!("{}.installed", requirement.replace("==", "-")));
    if !installed.exists() {
        println!("installing {requirement} into {}", home.display());
        Program::new("python3").args(&["-m", "venv"]).arg(&home).run()?;
        Program::new(home.join("bin/pip"))
            .args(&["install", "--quiet", requirement])
            .run()?;
        std::fs::write(&installed, "")?;
    }
    Ok(Program::new(home.join("bin").join(program)))
}

/// The newest versions of packages from PyPI, in `target/tools/NAME`. Returns the folder of their programs.
pub(crate) fn newest_python_packages(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let home = target().join("tools").join(name);
    if !home.join("bin/pip").exists() {
        Program::new("python3").args(&["-m", "venv"]).arg(&home).run()?;
    }
    Program::new(home.join("bin/pip"))
        .args(&["install", "--quiet", "--disable-pip-version-check", "--upgrade"])
        .args(packages)
        .run()?;
    Ok(home.join("bin"))
}

/// Installs a package of Debian, unless its program is there.
pub(crate) fn require_debian_package(program: &str, package: &str) -> Result<()> {
    if is_there(program) {
        return Ok(());
    }
    println!("installing {package} from Debian");
    Program::new("apt-get").args(&["update", "--quiet"]).run()?;
    Program::new("apt-get")
        .args(&["install", "--quiet", "--yes", "--no-install-recommends", package])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()
        .with_context(|| format!("run this as root, or install {package} yourself"))
}

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map(PathBuf::from).unwrap_or(xtask)
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    variable("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Whether a program can be found.
pub(crate) fn is_there(program: &str) -> bool {
    let path = variable("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn variable(name: &str) -> Option<OsString> {
    env::var_os(name)
}

/// The variables that `cargo run` sets for our crate. The build of ring depends on them: a cargo that inherits them compiles
/// ring, and all that stands on it, anew after a cargo on a terminal, and the other way round.
fn variables_of_our_crate() -> impl Iterator<Item = OsString> {
    env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
    })
}

/// As one would write it at a terminal, without the variables that are removed.
impl fmt::Display for Program {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.0.get_envs() {
            if let Some(value) = value {
                write!(formatter, "{}={:?} ", name.display(), value.to_string_lossy())?;
            }
        }
        write!(formatter, "{}", self.0.get_program().display())?;
        self.0
            .get_args()
            .try_for_each(|argument| write!(formatter, " {:?}", argument.to_string_lossy()))
    }
}

impl Program {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(root());
        for name in variables_of_our_crate() {
            command.env_remove(name);
        }
        Self(command)
    }

    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.0.args(arguments);
        self
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.0.arg(argument);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn current_dir(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Result<()> {
        println!("+ {self}");
        let status = self
            .0
            .status()
            .with_context(|| format!("cannot run {}", self.0.get_program().display()))?;
        if !status.success() {
            bail!("{self} failed: {status}");
        }
        Ok(())
    }

    /// Runs it to its end. Returns what it prints.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self
            .0
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("cannot run {}", self.0.get_program().display()))?;
        if !output.status.success() {
            bail!("{self} failed: {}", output.status);
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_shown_as_one_would_write_it() {
        let program = Program::new("pip").args(&["install", "a b"]).env("QUIET", "yes");

        assert_eq!(program.to_string(), r#"QUIET="yes" pip "install" "a b""#);
    }
}
