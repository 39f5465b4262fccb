//! The modules of a crate: which file each stands in, and which files use which. A path through a
//! re-export leads to the file that holds the item, not to the file that hands it on. Tests are left out.

mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;

/// A path between files: `from` uses an item of `to`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub(super) from: PathBuf,
    pub(super) to: PathBuf,
    /// The path as it is written.
    pub(super) path: String,
}

/// One module: a file, or a block inside one.
#[derive(Default)]
struct Module {
    file: PathBuf,
    /// The module that it is declared in; its own number for the root.
    parent: usize,
    children: BTreeMap<String, usize>,
    /// The names of what is defined here.
    items: BTreeSet<String>,
    imports: Vec<Import>,
    /// Every other path that is written here.
    paths: Vec<Vec<String>>,
}

/// A leaf of a `use`.
struct Import {
    /// The name here; none for a glob.
    name: Option<String>,
    path: Vec<String>,
    /// Whether other modules see it as well.
    is_handed_on: bool,
}

/// The modules of one crate; the first is the root.
pub(super) struct Modules(Vec<Module>);

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Module(usize),
    ItemOf(usize),
}

impl Modules {
    /// Reads a crate from its root file, such as `src/lib.rs`.
    pub(super) fn read(root: &Path) -> Result<Self> {
        reader::read(root).map(Self)
    }

    /// Every use of one file by another, in order.
    pub(super) fn edges(&self) -> BTreeSet<Edge> {
        let mut edges = BTreeSet::new();
        for (number, module) in self.0.iter().enumerate() {
            let imported = module
                .imports
                .iter()
                .filter(|import| !self.is_facade(number, import))
                .filter_map(|import| Some((self.used_by_import(number, import)?, &import.path)));
            let written = module.paths.iter().filter(|path| path.len() > 1);
            let written = written.filter_map(|path| match self.target(number, path, 0)? {
                Target::ItemOf(used) => Some((used, path)),
                Target::Module(_) => None,
            });
            for (used, path) in imported.chain(written) {
                let to = &self.0[used].file;
                if *to != module.file {
                    edges.insert(Edge {
                        from: module.file.clone(),
                        to: to.clone(),
                        path: path.join("::"),
                    });
                }
            }
        }
        edges
    }

    /// The module whose items an import brings in. A module that is imported by name is used only by
    /// the paths that go through it.
    fn used_by_import(&self, importer: usize, import: &Import) -> Option<usize> {
        match self.target(importer, &import.path, 0)? {
            Target::ItemOf(used) => Some(used),
            Target::Module(used) => import.name.is_none().then_some(used),
        }
    }

    /// Whether an import only hands on what a module below holds.
    fn is_facade(&self, importer: usize, import: &Import) -> bool {
        let target = self.target(importer, &import.path, 0);
        let (Some(Target::Module(held) | Target::ItemOf(held)), true) = (target, import.is_handed_on) else {
            return false;
        };
        let mut above = held;
        while above != importer && above != self.0[above].parent {
            above = self.0[above].parent;
        }
        above == importer
    }

    /// What a path that is written in a module leads to; none outside the crate.
    fn target(&self, from: usize, path: &[String], depth: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let module = &self.0[from];
        match first.as_str() {
            "crate" => self.walk(0, rest, depth),
            "self" => self.walk(from, rest, depth),
            "super" => self.climb(module.parent, rest, depth),
            name if module.children.contains_key(name) => self.walk(from, path, depth),
            name => {
                let import = module
                    .imports
                    .iter()
                    .find(|import| import.name.as_deref() == Some(name) && import.path != [name])?;
                self.through(from, import, rest, depth)
            }
        }
    }

    fn climb(&self, from: usize, path: &[String], depth: usize) -> Option<Target> {
        match path.split_first() {
            Some((first, rest)) if first == "super" => self.climb(self.0[from].parent, rest, depth),
            _ => self.walk(from, path, depth),
        }
    }

    /// Follows a path down from a module.
    fn walk(&self, module: usize, path: &[String], depth: usize) -> Option<Target> {
        let Some((first, rest)) = path.split_first() else {
            return Some(Target::Module(module));
        };
        let here = &self.0[module];
        if let Some(child) = here.children.get(first) {
            return self.walk(*child, rest, depth);
        }
        if here.items.contains(first) {
            return Some(Target::ItemOf(module));
        }
        let named = here
            .imports
            .iter()
            .find(|import| import.name.as_ref() == Some(first));
        if let Some(import) = named {
            return self.through(module, import, rest, depth);
        }
        let mut globs = here.imports.iter().filter(|import| import.name.is_none());
        let found = globs.find_map(|glob| self.holder(module, glob, first, depth));
        // What is left is made by a macro, as far as this can tell.
        Some(found.unwrap_or(Target::ItemOf(module)))
    }

    /// Follows an import, and then the rest of a path. Imports may lead to one another.
    fn through(&self, module: usize, import: &Import, rest: &[String], depth: usize) -> Option<Target> {
        const DEEPEST: usize = 16;
        if depth == DEEPEST {
            return None;
        }
        match self.target(module, &import.path, depth + 1)? {
            Target::Module(found) => self.walk(found, rest, depth + 1),
            found @ Target::ItemOf(_) => Some(found),
        }
    }

    /// What a name leads to behind a glob, if it is there.
    fn holder(&self, module: usize, glob: &Import, name: &str, depth: usize) -> Option<Target> {
        let Target::Module(found) = self.through(module, glob, &[], depth)? else {
            return None;
        };
        let behind = &self.0[found];
        if let Some(child) = behind.children.get(name) {
            return Some(Target::Module(*child));
        }
        if behind.items.contains(name) {
            return Some(Target::ItemOf(found));
        }
        let named = behind
            .imports
            .iter()
            .find(|import| import.is_handed_on && import.name.as_deref() == Some(name));
        if let Some(import) = named {
            return self.through(found, import, &[], depth + 1);
        }
        let mut globs = behind
            .imports
            .iter()
            .filter(|import| import.is_handed_on && import.name.is_none());
        globs.find_map(|glob| self.holder(found, glob, name, depth + 1))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The edges of a crate of these files, as `from -> to`.
    fn edges(files: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let name = |path: &Path| path.strip_prefix(folder.path()).unwrap().display().to_string();
        let modules = Modules::read(&folder.path().join("lib.rs")).unwrap();
        let edges = modules.edges();
        let mut names: Vec<String> = edges
            .iter()
            .map(|edge| format!("{} -> {}", name(&edge.from), name(&edge.to)))
            .collect();
        names.dedup();
        names
    }

    #[test]
    fn imports_and_written_paths_are_edges() {
        let found = edges(&[
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::b::B; fn f() { crate::c::g() }"),
            ("b.rs", "pub struct B;"),
            ("c.rs", "pub fn g() { println!(\"{:?}\", super::b::B) }"),
        ]);

        assert_eq!(found, ["a.rs -> b.rs", "a.rs -> c.rs", "c.rs -> b.rs"]);
    }

    #[test]
    fn a_reexport_leads_to_the_file_that_holds_the_item() {
        let found = edges(&[
            ("lib.rs", "mod shapes;"),
            (
                "shapes.rs",
                "mod channel; mod phone; pub use channel::*; pub use phone::Phone;",
            ),
            ("shapes/channel.rs", "pub struct Channel;"),
            (
                "shapes/phone.rs",
                "use super::Channel; pub struct Phone(Channel);",
            ),
        ]);

        assert_eq!(found, ["shapes/phone.rs -> shapes/channel.rs"]);
    }

    #[test]
    fn a_module_that_is_imported_is_used_by_the_paths_through_it() {
        let found = edges(&[
            ("lib.rs", "mod a; mod shapes;"),
            ("a.rs", "use crate::shapes; fn f(_: shapes::Phone) {}"),
            ("shapes.rs", "mod phone; pub use phone::Phone;"),
            ("shapes/phone.rs", "pub struct Phone;"),
        ]);

        assert_eq!(found, ["a.rs -> shapes/phone.rs"]);
    }

    #[test]
    fn tests_are_left_out() {
        let found = edges(&[
            ("lib.rs", "mod a; mod b; #[cfg(test)] mod tests;"),
            ("a.rs", "#[cfg(test)] mod tests { use crate::b::B; }"),
            ("b.rs", "pub struct B;"),
            ("tests.rs", "use crate::a::A;"),
        ]);

        assert!(found.is_empty(), "{found:?}");
    }
}
