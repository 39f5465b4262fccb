//! Circles: files of a crate that all use one another, directly or not. What stands in one cannot be
//! understood, tested or moved without the rest of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::modules::{Edge, Modules};

/// How many files may use one another.
const LARGEST: usize = 3;

/// The crates that still have larger circles, and how many files stand in them: a number that may
/// fall and not rise. A crate without any goes off this list.
const STILL: &[(&str, usize)] = &[];

/// The circles of one crate, and what makes them.
struct Knot {
    name: String,
    circles: Vec<BTreeSet<PathBuf>>,
    edges: BTreeSet<Edge>,
}

impl Knot {
    fn files(&self) -> usize {
        self.circles.iter().map(BTreeSet::len).sum()
    }
}

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let knots = knots(root)?;
    let unknown = STILL
        .iter()
        .filter(|(name, _)| knots.iter().all(|knot| knot.name != *name))
        .map(|(name, _)| format!("xtask/src/tidy/circles.rs lists {name}, which is no crate"));
    let grown = knots.iter().filter_map(|knot| fault(knot, STILL));
    Ok(grown.chain(unknown).collect())
}

fn fault(knot: &Knot, still: &[(&str, usize)]) -> Option<String> {
    let (name, files) = (&knot.name, knot.files());
    let allowed = still.iter().find(|(known, _)| known == name);
    match allowed {
        None if files > 0 => Some(format!(
            "{name} has a circle of more than {LARGEST} files: {}",
            described(knot)
        )),
        Some((_, allowed)) if files > *allowed => Some(format!(
            "{name} has {files} files in circles, and had {allowed}: {}",
            described(knot)
        )),
        Some(_) if files == 0 => Some(format!(
            "{name} has no circle any more: take it off the list in xtask/src/tidy/circles.rs"
        )),
        _ => None,
    }
}

/// A line for each crate that has circles.
pub(super) fn measure(root: &Path) -> Result<String> {
    let knots = knots(root)?;
    let tied: Vec<String> = knots
        .iter()
        .filter(|knot| !knot.circles.is_empty())
        .map(|knot| format!("\n  {}: {} files", knot.name, knot.files()))
        .collect();
    Ok(format!(
        "crates with circles of more than {LARGEST} files: {} (`cargo xtask tidy --edges CRATE` lists what makes them){}",
        tied.len(),
        tied.concat()
    ))
}

/// What makes the circles of a crate: the paths between their files, one a line.
pub(super) fn edges(root: &Path, name: &str) -> Result<Vec<String>> {
    let mut knots = knots(root)?;
    knots.retain(|knot| knot.name == name);
    let within = |edge: &&Edge, circles: &[BTreeSet<PathBuf>]| {
        circles
            .iter()
            .any(|circle| circle.contains(&edge.from) && circle.contains(&edge.to))
    };
    let lines = knots.iter().flat_map(|knot| {
        let edges = knot.edges.iter();
        edges
            .filter(|edge| within(edge, &knot.circles))
            .map(|edge| format!("{} -> {} ({})", edge.from.display(), edge.to.display(), edge.path))
    });
    Ok(lines.collect())
}

fn described(knot: &Knot) -> String {
    let described = knot.circles.iter().map(|circle| {
        let names: Vec<String> = circle.iter().map(|file| file.display().to_string()).collect();
        format!("{} files ({})", circle.len(), names.join(", "))
    });
    described.collect::<Vec<_>>().join("; ")
}

/// Every crate of ours, by the name of its folder.
fn knots(root: &Path) -> Result<Vec<Knot>> {
    let mut folders = vec![
        root.join("xtask"),
        root.join("bench"),
        root.join("conformance"),
        root.join("e2e"),
    ];
    for entry in fs::read_dir(root.join("crates"))? {
        folders.push(entry?.path());
    }
    folders.sort();
    let mut knots = Vec::new();
    for folder in folders {
        for main in ["src/lib.rs", "src/main.rs"].map(|main| folder.join(main)) {
            if main.exists() {
                knots.push(knot(&folder, &main)?);
            }
        }
    }
    Ok(knots)
}

fn knot(folder: &Path, main: &Path) -> Result<Knot> {
    let sources = folder.join("src");
    let short = |path: &Path| path.strip_prefix(&sources).unwrap_or(path).to_owned();
    let edges = Modules::read(main)?.edges().into_iter();
    let edges: BTreeSet<Edge> = edges
        .map(|edge| Edge {
            from: short(&edge.from),
            to: short(&edge.to),
            path: edge.path,
        })
        .collect();
    Ok(Knot {
        name: folder.file_name().unwrap_or_default().display().to_string(),
        circles: circles(&edges),
        edges,
    })
}

/// The strongly connected components of more than [`LARGEST`] files.
fn circles(edges: &BTreeSet<Edge>) -> Vec<BTreeSet<PathBuf>> {
    let mut uses: BTreeMap<&Path, BTreeSet<&Path>> = BTreeMap::new();
    for edge in edges {
        uses.entry(&edge.from).or_default().insert(&edge.to);
    }
    let reached: BTreeMap<&Path, BTreeSet<&Path>> =
        uses.keys().map(|file| (*file, reached(file, &uses))).collect();
    let mut circles: Vec<BTreeSet<PathBuf>> = Vec::new();
    for (file, reachable) in &reached {
        let is_mutual = |other: &&&Path| reached.get(**other).is_some_and(|back| back.contains(file));
        let circle: BTreeSet<PathBuf> = reachable
            .iter()
            .filter(is_mutual)
            .map(|other| (*other).to_owned())
            .collect();
        if circle.len() > LARGEST && !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

/// Every file that a file uses, directly or not.
fn reached<'p>(file: &'p Path, uses: &BTreeMap<&'p Path, BTreeSet<&'p Path>>) -> BTreeSet<&'p Path> {
    let mut reached = BTreeSet::new();
    let mut open = vec![file];
    while let Some(next) = open.pop() {
        for used in uses.get(next).into_iter().flatten() {
            if reached.insert(*used) {
                open.push(used);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knot(edges: &[(&str, &str)]) -> Knot {
        let edges: BTreeSet<Edge> = edges
            .iter()
            .map(|(from, to)| Edge {
                from: from.into(),
                to: to.into(),
                path: String::new(),
            })
            .collect();
        Knot {
            name: "service".to_owned(),
            circles: circles(&edges),
            edges,
        }
    }

    const THREE: [(&str, &str); 4] = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")];
    const FOUR: [(&str, &str); 5] = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("e", "a")];

    #[test]
    fn three_files_may_use_one_another() {
        assert_eq!(fault(&knot(&THREE), &[]), None);
    }

    #[test]
    fn four_files_may_not() {
        assert_eq!(
            fault(&knot(&FOUR), &[]).unwrap(),
            "service has a circle of more than 3 files: 4 files (a, b, c, d)"
        );
    }

    #[test]
    fn a_crate_on_the_list_may_keep_its_circle_but_not_let_it_grow() {
        assert_eq!(fault(&knot(&FOUR), &[("service", 4)]), None);
        assert_eq!(
            fault(&knot(&FOUR), &[("service", 3)]).unwrap(),
            "service has 4 files in circles, and had 3: 4 files (a, b, c, d)"
        );
    }

    #[test]
    fn a_crate_without_a_circle_goes_off_the_list() {
        let told = fault(&knot(&THREE), &[("service", 4)]).unwrap();

        assert!(told.contains("take it off the list"), "{told}");
    }
}
