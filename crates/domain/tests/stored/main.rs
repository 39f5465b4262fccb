//! What releases have written can be read, and is written again in the same bytes.
//!
//! `tests/stored/VERSION/KIND.json` is what a release writes. Those of a release that is out never change; those of
//! the version in the making are written by `ROSTER_WRITE_STORED=1 cargo test -p roster-domain --test stored`.

mod audit;
mod audit_signing_keys;
mod connect;
mod iam;
mod mail;
mod notifications;
mod sample;
mod workspaces;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use roster_domain::records::kinds;

use sample::Sample;

/// The version in the making.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A value of every type that is stored as it stands.
fn samples() -> Vec<Sample> {
    let parts = [
        connect::samples(),
        connect::samples_of_hierarchies(),
        iam::samples(),
        mail::samples(),
        audit::samples(),
        audit_signing_keys::samples(),
        notifications::samples(),
        workspaces::samples(),
    ];
    parts.into_iter().flatten().collect()
}

/// Where the goldens are. Those of this version are written first, if that is asked for.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored");
    if std::env::var_os("ROSTER_WRITE_STORED").is_some() {
        let of_version = folder.join(VERSION);
        fs::create_dir_all(&of_version).expect("a folder");
        for Sample { name, json, .. } in samples() {
            let path = of_version.join(format!("{name}.json"));
            fs::write(path, format!("{json}\n")).expect("a golden");
        }
    }
    folder
});

/// The goldens of a version: names and contents.
fn goldens(version: &Path) -> Vec<(String, String)> {
    let files = fs::read_dir(version).expect("the goldens of a version");
    let files = files.map(|file| file.expect("a file").path());
    let golden = |path: PathBuf| {
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name")
            .to_owned();
        (
            name,
            fs::read_to_string(&path).expect("a golden").trim_end().to_owned(),
        )
    };
    files.map(golden).collect()
}

fn sample_of(name: &str) -> Sample {
    let found = samples().into_iter().find(|sample| sample.name == name);
    found.unwrap_or_else(|| panic!("{name} is stored no more"))
}

#[test]
fn every_kind_of_record_has_a_sample() {
    let of_records: BTreeSet<_> = kinds().map(|kind| kind.name).collect();
    let sampled: BTreeSet<_> = samples().iter().map(|sample| sample.name).collect();

    let missing: Vec<_> = of_records.difference(&sampled).collect();

    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_sample_is_written_as_the_golden_of_this_version_says() {
    let folder = FOLDER.join(VERSION);
    for sample in samples() {
        let path = folder.join(format!("{}.json", sample.name));
        let golden = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(sample.json, golden.trim_end(), "{}", sample.name);
    }
    assert_eq!(goldens(&folder).len(), samples().len());
}

#[test]
fn what_every_release_has_written_is_read_and_written_again_in_the_same_bytes() {
    let versions = fs::read_dir(&*FOLDER).expect("the versions");
    let versions = versions.map(|version| version.expect("a folder").path());
    for version in versions.filter(|path| path.is_dir()) {
        let goldens = goldens(&version);
        assert!(!goldens.is_empty(), "{}", version.display());
        for (name, golden) in goldens {
            let rewritten = (sample_of(&name).rewrite)(&golden);
            let rewritten = rewritten.unwrap_or_else(|error| panic!("{}/{name}: {error}", version.display()));
            assert_eq!(rewritten, golden, "{}/{name}", version.display());
        }
    }
}
