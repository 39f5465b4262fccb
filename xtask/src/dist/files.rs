//! The files that are installed, as they lie below the root of a machine.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result};

use crate::shell::{Program, root};

/// The programs of a release.
pub(super) const PROGRAMS: [&str; 2] = ["roster", "roster-aws"];

/// Files of the project, where they go, and their modes.
const COPIED: &[(&str, &str)] = &[
    ("deploy/roster.toml", "etc/roster/roster.toml"),
    (
        "deploy/systemd/roster.service",
        "lib/systemd/system/roster.service",
    ),
    (
        "deploy/systemd/roster-backup.service",
        "lib/systemd/system/roster-backup.service",
    ),
    (
        "deploy/systemd/roster-backup.timer",
        "lib/systemd/system/roster-backup.timer",
    ),
    ("CHANGELOG.md", "usr/share/doc/roster/CHANGELOG.md"),
    ("LICENSE-APACHE", "usr/share/doc/roster/LICENSE-APACHE"),
    ("LICENSE-MIT", "usr/share/doc/roster/LICENSE-MIT"),
];

/// The shells, and where each looks for completions.
const COMPLETIONS: &[(&str, &str)] = &[
    ("bash", "usr/share/bash-completion/completions/roster"),
    ("fish", "usr/share/fish/vendor_completions.d/roster.fish"),
    ("zsh", "usr/share/zsh/vendor-completions/_roster"),
];

/// Puts all files below a folder, which must not be there.
pub(super) fn stage(programs: &Path, folder: &Path) -> Result<()> {
    for program in PROGRAMS {
        let to = folder.join("usr/bin").join(program);
        copy(&programs.join(program), &to, 0o755)?;
    }
    for (from, to) in COPIED {
        copy(&root().join(from), &folder.join(to), 0o644)?;
    }
    let roster = folder.join("usr/bin/roster");
    for (shell, to) in COMPLETIONS {
        let text = Program::new(&roster).args(&["completions", shell]).output()?;
        let to = folder.join(to);
        make_folder_of(&to)?;
        fs::write(&to, text)?;
    }
    let manual = folder.join("usr/share/man/man1");
    Program::new(&roster).args(&["man", "--out"]).arg(&manual).run()?;
    let mut gzip = Program::new("gzip").args(&["--best", "--no-name"]);
    for page in fs::read_dir(&manual)? {
        gzip = gzip.arg(page?.path());
    }
    gzip.output()?;
    Ok(())
}

fn copy(from: &Path, to: &Path, mode: u32) -> Result<()> {
    make_folder_of(to)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    File::open(to)?.set_permissions(fs::Permissions::from_mode(mode))?;
    Ok(())
}

fn make_folder_of(path: &Path) -> Result<()> {
    Ok(path.parent().map_or(Ok(()), fs::create_dir_all)?)
}
