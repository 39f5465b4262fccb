//! What the model crate declares already: shapes, by where they stand, and patterns.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use heck::ToSnakeCase;
use roster_model::service::Service;
use syn::visit::{self, Visit};
use syn::{Expr, Item, Lit};

use crate::tidy::tree::files;

pub(super) const SOURCES: &str = "crates/model/src";

/// The shapes and patterns of the model crate.
pub(super) struct Declared {
    shapes: Vec<Shape>,
    /// The names of patterns by their expressions.
    patterns: BTreeMap<String, String>,
    /// The files of operations, below `ops`.
    operations: Vec<PathBuf>,
}

struct Shape {
    name: String,
    /// The module by which others import it, such as `crate::shapes`.
    module: String,
    file: PathBuf,
}

impl Declared {
    /// Reads what is declared below the root of the workspace.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let sources = root.join(SOURCES);
        let (mut shapes, mut operations) = (Vec::new(), Vec::new());
        for path in files(&sources.join("shapes"), "rs")? {
            let is_of_iam =
                path.strip_prefix(&sources)?.starts_with("shapes/iam") || path.ends_with("shapes/iam.rs");
            let module = if is_of_iam {
                "crate::shapes::iam"
            } else {
                "crate::shapes"
            };
            shapes.extend(shapes_of(&sources, &path, module)?);
        }
        for path in files(&sources.join("ops"), "rs")? {
            let below = path.strip_prefix(sources.join("ops"))?.to_owned();
            let folders: Vec<_> = below.iter().map(|part| part.display().to_string()).collect();
            if let [service, resource, _] = folders.as_slice() {
                shapes.extend(shapes_of(
                    &sources,
                    &path,
                    &format!("crate::ops::{service}::{resource}"),
                )?);
                operations.push(below);
            }
        }
        let patterns = patterns(&parse(&sources.join("patterns.rs"))?);
        Ok(Self {
            shapes,
            patterns,
            operations,
        })
    }

    /// The module that holds a shape of this name for a service, but for what `file` itself declares.
    pub(super) fn module(&self, service: Service, name: &str, file: &Path) -> Option<&str> {
        let own = format!("crate::ops::{}::", service.name());
        let shared = match service {
            Service::Connect => "crate::shapes",
            Service::Iam | Service::Sts => "crate::shapes::iam",
            Service::CloudTrail | Service::S3 | Service::Roster | Service::Console => "",
        };
        let found = self.shapes.iter().find(|shape| {
            shape.name == name
                && shape.file != file
                && (shape.module == shared || shape.module.starts_with(&own))
        });
        found.map(|shape| shape.module.as_str())
    }

    /// The name of the pattern with this expression.
    pub(super) fn pattern(&self, expression: &str) -> Option<&str> {
        self.patterns.get(expression).map(String::as_str)
    }

    /// The file of a declared operation, below `ops`.
    pub(super) fn file(&self, service: Service, operation: &str) -> Option<&Path> {
        let name = format!("{}.rs", operation.to_snake_case());
        let is_it = |path: &&PathBuf| path.starts_with(service.name()) && path.ends_with(&name);
        self.operations.iter().find(is_it).map(PathBuf::as_path)
    }
}

fn parse(path: &Path) -> Result<syn::File> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    syn::parse_file(&text).with_context(|| format!("cannot parse {}", path.display()))
}

fn shapes_of(sources: &Path, path: &Path, module: &str) -> Result<Vec<Shape>> {
    let file = path.strip_prefix(sources)?.to_owned();
    let items = parse(path)?.items.into_iter();
    let names = items.filter_map(|item| match item {
        Item::Struct(item) => Some(item.ident),
        Item::Enum(item) => Some(item.ident),
        _ => None,
    });
    let shapes = names.map(|name| Shape {
        name: name.to_string(),
        module: module.to_owned(),
        file: file.clone(),
    });
    Ok(shapes.collect())
}

/// The names of all `Pattern` constants by their expressions. The first of equals counts.
fn patterns(file: &syn::File) -> BTreeMap<String, String> {
    let mut patterns = BTreeMap::new();
    for item in &file.items {
        if let Item::Const(constant) = item {
            let mut expression = Expression(None);
            expression.visit_expr(&constant.expr);
            if let Some(text) = expression.0 {
                patterns.entry(text).or_insert_with(|| constant.ident.to_string());
            }
        }
    }
    patterns
}

/// The text of the field `expression`.
struct Expression(Option<String>);

impl<'ast> Visit<'ast> for Expression {
    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        let is_expression = matches!(&field.member, syn::Member::Named(name) if name == "expression");
        if let (true, Expr::Lit(literal)) = (is_expression, &field.expr)
            && let Lit::Str(text) = &literal.lit
        {
            self.0 = Some(text.value());
        }
        visit::visit_field_value(self, field);
    }
}
