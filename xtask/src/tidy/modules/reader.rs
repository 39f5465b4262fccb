//! Reads the modules of a crate from its files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, ItemMod, ItemUse, UseTree, Visibility};

use super::{Import, Module};
use crate::tidy::tree::is_for_tests;

/// Reads all modules, the root first.
pub(super) fn read(root: &Path) -> Result<Vec<Module>> {
    let mut reader = Reader { modules: Vec::new() };
    let folder = root.parent().context("a file is in a folder")?.to_owned();
    let items = parse(root)?;
    reader.module(root, &folder, 0, &items)?;
    Ok(reader.modules)
}

fn parse(file: &Path) -> Result<Vec<Item>> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let parsed = syn::parse_file(&text).with_context(|| format!("cannot parse {}", file.display()))?;
    Ok(parsed.items)
}

struct Reader {
    modules: Vec<Module>,
}

impl Reader {
    /// Reads a module and those below it, whose files stand in `folder`. Returns its number.
    fn module(&mut self, file: &Path, folder: &Path, parent: usize, items: &[Item]) -> Result<usize> {
        let number = self.modules.len();
        self.modules.push(Module {
            file: file.to_owned(),
            parent,
            ..Module::default()
        });
        let mut contents = Contents::default();
        for item in items.iter().filter(|item| !is_for_tests(attributes(item))) {
            match item {
                Item::Mod(module) => {
                    let child = self.child(file, folder, number, module)?;
                    self.modules[number]
                        .children
                        .insert(module.ident.to_string(), child);
                }
                other => {
                    contents.names.extend(name(other));
                    contents.visit_item(other);
                }
            }
        }
        let module = &mut self.modules[number];
        module.items.extend(contents.names);
        module.imports = contents.imports;
        module.paths = contents.paths;
        Ok(number)
    }

    fn child(&mut self, file: &Path, folder: &Path, parent: usize, module: &ItemMod) -> Result<usize> {
        let below = folder.join(module.ident.to_string());
        if let Some((_, items)) = &module.content {
            return self.module(file, &below, parent, items);
        }
        let candidates = [below.with_extension("rs"), below.join("mod.rs")];
        let Some(found) = candidates.iter().find(|candidate| candidate.exists()) else {
            bail!(
                "{} declares {}, whose file is missing",
                file.display(),
                module.ident
            );
        };
        let items = parse(found)?;
        self.module(found, &below, parent, &items)
    }
}

/// What stands in one module, but for the modules below it.
#[derive(Default)]
struct Contents {
    names: Vec<String>,
    imports: Vec<Import>,
    paths: Vec<Vec<String>>,
}

impl<'ast> Visit<'ast> for Contents {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_handed_on = !matches!(item.vis, Visibility::Inherited);
        self.leaves(&item.tree, &mut Vec::new(), is_handed_on);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let segments = path.segments.iter();
            self.paths
                .push(segments.map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}

impl Contents {
    fn leaves(&mut self, tree: &UseTree, above: &mut Vec<String>, is_handed_on: bool) {
        let mut import = |name: Option<String>, path: Vec<String>| {
            self.imports.push(Import {
                name,
                path,
                is_handed_on,
            });
        };
        let below = |ident: &syn::Ident| {
            let mut path = above.clone();
            // `use a::{self}` is `use a`.
            if ident != "self" || path.is_empty() {
                path.push(ident.to_string());
            }
            path
        };
        match tree {
            UseTree::Path(path) => {
                above.push(path.ident.to_string());
                self.leaves(&path.tree, above, is_handed_on);
                above.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.leaves(tree, above, is_handed_on);
                }
            }
            UseTree::Name(name) => {
                let path = below(&name.ident);
                import(path.last().cloned(), path);
            }
            UseTree::Rename(rename) => import(Some(rename.rename.to_string()), below(&rename.ident)),
            UseTree::Glob(_) => import(None, above.clone()),
        }
    }

    /// The paths among the tokens of a macro, which need be no Rust.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.paths.push(std::mem::take(&mut path));
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                other => {
                    self.paths.push(std::mem::take(&mut path));
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.paths.push(path);
    }
}

/// The name that an item gives to its module.
fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
