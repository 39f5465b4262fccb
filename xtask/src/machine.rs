//! A Debian 12 in a folder, entered by namespaces: what runs there sees its files and processes, and the network of
//! this machine.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::shell::{Program, require_debian_package, root, target};

/// The name of Debian 12.
const RELEASE: &str = "bookworm";
/// Where the project is on the machine.
pub(crate) const CLONE: &str = "/root/roster";
/// Where this machine's Rust toolchain is on the machine.
const TOOLCHAIN: &str = "opt/rust";
/// The history up to HEAD, which the machine clones.
const BUNDLE: &str = "root/roster.bundle";
/// Where Debian keeps certificates that an administrator trusts.
const CERTIFICATES: &str = "usr/local/share/ca-certificates";

/// Mounts what a running system has, then enters. What was mounted goes with the namespace. The folder becomes the root of the
/// namespace, and not only of a process: a program that enters namespaces, as tests do, would find itself outside.
const ENTER: &str = r#"
mount --bind "$PWD" "$PWD"
cd "$PWD"
mount --rbind /dev dev
mount --rbind /sys sys
mount -t proc proc proc
mount --bind "$0" opt/rust
mount -o remount,bind,ro opt/rust
pivot_root . mnt
exec chroot . sh -ec 'umount --lazy /mnt; exec sh -c "$0"' "$1"
"#;

/// Files by which package managers find registries, below the root and the home.
const SETTINGS: [&str; 5] = [
    "etc/pip.conf",
    "root/.config/pip/pip.conf",
    "root/.npmrc",
    "root/.cargo/config.toml",
    "etc/resolv.conf",
];
/// How variables begin that lead package managers to registries.
const VARIABLES: [&str; 5] = [
    "PIP_",
    "NPM_CONFIG_",
    "CARGO_HTTP_",
    "CARGO_NET_",
    "CARGO_REGISTR",
];
/// Proxies, of any case.
const PROXIES: [&str; 4] = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"];
/// Variables that name certificates. They are passed on if the machine has the file.
const TRUSTED: [&str; 5] = [
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "CURL_CA_BUNDLE",
];

/// The machine: its folder has everything of it.
pub(crate) struct Machine {
    root: PathBuf,
    toolchain: PathBuf,
}

impl Machine {
    /// Installs Debian below a folder of `target`, unless the machine is there and is kept.
    pub(crate) fn make(folder: &str, keep: bool) -> Result<Self> {
        ensure!(
            rustix::process::geteuid().is_root(),
            "only root can make a machine in a folder: run this as root"
        );
        let machine = Self {
            root: target().join(folder).join("machine"),
            toolchain: toolchain()?,
        };
        // Written last, so that what broke off half-way is begun again.
        let made = machine.root.join("made");
        if !(keep && made.exists()) {
            machine.remove()?;
            machine.install()?;
            fs::write(made, "")?;
        }
        machine.pass_on_settings()?;
        Ok(machine)
    }

    fn install(&self) -> Result<()> {
        require_debian_package("debootstrap", "debootstrap")?;
        let sources = debian_sources()?;
        let main = sources.iter().find(|source| source.release == RELEASE);
        let main = main.with_context(|| {
            format!("the sources of this machine's apt have no {RELEASE}: run apt-get update, on a Debian 12")
        })?;
        fs::create_dir_all(&self.root)?;
        // Its words are a page for each package.
        let log = self.root.with_file_name("debootstrap.log");
        let status = Command::new("debootstrap")
            .args(["--variant=minbase", "--include=ca-certificates", RELEASE])
            .arg(&self.root)
            .arg(&main.uri)
            .stdin(Stdio::null())
            .stdout(fs::File::create(&log)?)
            .status()?;
        ensure!(status.success(), "debootstrap failed: see {}", log.display());
        let lines = sources.iter().map(Source::line);
        fs::write(self.root.join("etc/apt/sources.list"), lines.collect::<String>())?;
        // As Debian's installer writes it.
        fs::write(
            self.root.join("etc/hosts"),
            "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n",
        )?;
        fs::create_dir_all(self.root.join(TOOLCHAIN))?;
        Ok(())
    }

    /// Lets the machine reach registries as this one does: by its proxies, its mirrors and the certificates it trusts.
    fn pass_on_settings(&self) -> Result<()> {
        for file in SETTINGS {
            let from = Path::new("/").join(file);
            if from.exists() {
                copy(&from, &self.root.join(file))?;
            }
        }
        let apt = Program::new("apt-config").args(&["dump"]).output()?;
        let passed = apt.lines().filter(|line| {
            let kinds = ["Acquire::http", "Acquire::Check-"];
            kinds.iter().any(|kind| line.starts_with(kind))
        });
        let passed: Vec<_> = passed.collect();
        fs::write(
            self.root.join("etc/apt/apt.conf.d/99registries"),
            passed.join("\n") + "\n",
        )?;
        let own = Path::new("/").join(CERTIFICATES);
        if own.exists() {
            for file in fs::read_dir(own)? {
                let file = file?;
                copy(&file.path(), &self.root.join(CERTIFICATES).join(file.file_name()))?;
            }
            self.run("update-ca-certificates")?;
        }
        Ok(())
    }

    /// Clones HEAD, or brings the clone to it. Returns the commit.
    pub(crate) fn clone_head(&self) -> Result<String> {
        let changed = Program::new("git").args(&["status", "--porcelain"]).output()?;
        if !changed.is_empty() {
            println!("only what is committed is tried, and files differ from it:\n{changed}");
        }
        Program::new("git")
            .args(&["bundle", "create", "--quiet"])
            .arg(self.root.join(BUNDLE))
            .arg("HEAD")
            .run()?;
        if self.root.join("root/roster").exists() {
            self.run(&format!(
                "cd {CLONE} && git fetch --quiet /{BUNDLE} HEAD && git checkout --quiet --force --detach FETCH_HEAD"
            ))?;
        } else {
            self.run(&format!("git clone --quiet /{BUNDLE} {CLONE}"))?;
        }
        let commit = self.output(&format!("git -C {CLONE} log -1 --format='%h %s'"))?;
        Ok(commit.trim().to_owned())
    }

    /// The folder of its root.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A shell on the machine that runs these lines, and ends with all that it has started. Its environment is that of a
    /// first login, besides what leads to registries.
    pub(crate) fn enter(&self, lines: &str) -> Command {
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child"])
            .args(["sh", "-ec", ENTER])
            .arg(&self.toolchain)
            .arg(lines)
            .current_dir(&self.root)
            .stdin(Stdio::null())
            .env_clear()
            .envs(self.registries())
            .env("HOME", "/root")
            .env("TERM", "linux")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env(
                "PATH",
                format!("/{TOOLCHAIN}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            );
        command
    }

    /// The variables that lead to registries.
    fn registries(&self) -> Vec<(OsString, OsString)> {
        let passes = |name: &str, value: &str| {
            let upper = name.to_uppercase();
            let is_there = || self.root.join(value.trim_start_matches('/')).exists();
            VARIABLES.iter().any(|prefix| upper.starts_with(prefix))
                || PROXIES.contains(&upper.as_str())
                || TRUSTED.contains(&name) && is_there()
        };
        std::env::vars_os()
            .filter(|(name, value)| passes(&name.to_string_lossy(), &value.to_string_lossy()))
            .collect()
    }

    /// Runs lines of a shell on the machine, to their end.
    pub(crate) fn run(&self, lines: &str) -> Result<()> {
        println!("machine# {lines}");
        let status = self.enter(lines).status().context("cannot run unshare")?;
        if !status.success() {
            bail!("{status}");
        }
        Ok(())
    }

    /// The same. Returns what they print.
    pub(crate) fn output(&self, lines: &str) -> Result<String> {
        let mut entered = self.enter(lines);
        let output = entered
            .stderr(Stdio::inherit())
            .output()
            .context("cannot run unshare")?;
        let printed = String::from_utf8(output.stdout)?;
        if !output.status.success() {
            bail!("{}, after it printed:\n{printed}", output.status);
        }
        Ok(printed)
    }

    /// Removes it. Nothing is mounted there: what was, went with its namespace.
    pub(crate) fn remove(&self) -> Result<()> {
        Program::new("rm")
            .args(&["--recursive", "--force", "--one-file-system"])
            .arg(&self.root)
            .run()
    }
}

/// A line of apt's sources.
struct Source {
    uri: String,
    release: String,
    component: String,
}

impl Source {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ').map(str::to_owned);
        Some(Self {
            uri: words.next()?,
            release: words.next()?,
            component: words.next()?,
        })
    }

    fn line(&self) -> String {
        format!("deb {} {} {}\n", self.uri, self.release, self.component)
    }
}

/// Where this machine's apt gets Debian 12 from.
fn debian_sources() -> Result<Vec<Source>> {
    let listed = Program::new("apt-get")
        .args(&["indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"])
        .args(&["Created-By: Packages", "Origin: Debian"])
        .output()?;
    let mut lines: Vec<_> = listed.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    let sources = lines.into_iter().filter_map(Source::parse);
    Ok(sources
        .filter(|source| source.release.starts_with(RELEASE))
        .collect())
}

/// The folder of the Rust toolchain that builds this project.
fn toolchain() -> Result<PathBuf> {
    let printed = Program::new("rustc").args(&["--print", "sysroot"]).output()?;
    let folder = PathBuf::from(printed.trim());
    ensure!(
        folder.join("bin/cargo").exists(),
        "{} has no cargo: install Rust by rustup, for {}",
        folder.display(),
        root().display()
    );
    Ok(folder)
}

/// Copies a file, and what a link leads to, into a folder that may be missing.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}
