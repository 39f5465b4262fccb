//! The Debian package, made with `dpkg-deb` of the files of `deploy/debian`.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Release;
use crate::shell::{Program, root};

/// The files of `deploy/debian` with their modes.
const CONTROL: [(&str, u32); 5] = [
    ("control", 0o644),
    ("conffiles", 0o644),
    ("postinst", 0o755),
    ("prerm", 0o755),
    ("postrm", 0o755),
];

/// Makes the package of the files below a folder. Returns its path.
pub(super) fn package(release: &Release, stage: &Path, to: &Path) -> Result<PathBuf> {
    let size = Program::new("du")
        .args(&["--summarize", "--block-size=1K"])
        .arg(stage)
        .output()?;
    let size = size.split_whitespace().next().unwrap_or_default();
    let control = stage.join("DEBIAN");
    fs::create_dir(&control)?;
    for (name, mode) in CONTROL {
        let text = fs::read_to_string(root().join("deploy/debian").join(name))?
            .replace("{version}", &release.version)
            .replace("{architecture}", &release.architecture)
            .replace("{kibibytes}", size);
        let path = control.join(name);
        fs::write(&path, text)?;
        fs::set_permissions(&path, Permissions::from_mode(mode))?;
    }
    release.set_times(stage)?;
    let package = to.join(format!("roster_{}_{}.deb", release.version, release.architecture));
    Program::new("dpkg-deb")
        .args(&["--root-owner-group", "-Zxz", "--build"])
        .arg(stage)
        .arg(&package)
        .env("SOURCE_DATE_EPOCH", &release.time)
        .run()?;
    fs::remove_dir_all(control)?;
    Ok(package)
}
