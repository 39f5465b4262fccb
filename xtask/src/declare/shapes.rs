//! From botocore's shapes to `#[shape]` items. What is declared already is imported.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use heck::{ToKebabCase, ToLowerCamelCase, ToPascalCase, ToShoutySnakeCase, ToSnakeCase, ToTitleCase};
use roster_model::operation::EMPTY_LIST;
use roster_model::service::Service;
use serde_json::Value;

use super::declared::Declared;
use super::words;
use crate::botocore::{ServiceModel, capitalized, text, texts};
use crate::drift::intended::is_left_out;

/// The shapes of one file.
pub(super) struct Shapes<'m> {
    service: Service,
    model: &'m ServiceModel,
    declared: &'m Declared,
    /// The file that is written, below the sources of the model.
    file: &'m Path,
    /// The names to import, by their module.
    pub(super) imports: BTreeMap<String, BTreeSet<String>>,
    /// The items, in the order in which they are first needed.
    items: Vec<String>,
    written: BTreeSet<String>,
    /// Whether the lists of the structure that is written now are always empty.
    are_empty: bool,
    /// What a person must still do.
    pub(super) notes: Vec<String>,
}

impl<'m> Shapes<'m> {
    pub(super) fn new(
        service: Service,
        model: &'m ServiceModel,
        declared: &'m Declared,
        file: &'m Path,
    ) -> Self {
        Self {
            service,
            model,
            declared,
            file,
            imports: BTreeMap::new(),
            items: Vec::new(),
            written: BTreeSet::new(),
            are_empty: false,
            notes: Vec::new(),
        }
    }

    pub(super) fn into_items(self) -> Vec<String> {
        self.items
    }

    /// Writes the structure of an input or an output under the name that `#[operation]` expects.
    pub(super) fn outermost(&mut self, name: &str, documentation: &str, shape: &str) -> Result<()> {
        if self.written.insert(capitalized(shape)) {
            let place = self.place();
            self.items[place] = self.structure(name, documentation, self.model.shape(shape)?)?;
        }
        Ok(())
    }

    /// Writes the structure of an output whose lists are always empty.
    pub(super) fn outermost_empty(&mut self, name: &str, documentation: &str, shape: &str) -> Result<()> {
        self.are_empty = true;
        self.outermost(name, documentation, shape)?;
        self.are_empty = false;
        Ok(())
    }

    /// Writes a structure without members.
    pub(super) fn empty(&mut self, name: &str, documentation: &str) {
        self.items
            .push(format!("/// {documentation}\n#[shape]\npub struct {name} {{}}\n"));
    }

    /// Writes another name for a shape that several operations answer with.
    pub(super) fn alias(&mut self, name: &str, documentation: &str, shape: &str) -> Result<()> {
        let target = self.reference(shape)?;
        self.items
            .push(format!("/// {documentation}\npub type {name} = {target};\n"));
        Ok(())
    }

    /// The Rust type that stands for a shape. Imports or writes what it needs.
    fn reference(&mut self, name: &str) -> Result<String> {
        let shape = self.model.shape(name)?;
        let bounded = shape.get("min").is_some() || shape.get("max").is_some();
        match text(&shape["type"])? {
            "boolean" => return Ok("bool".to_owned()),
            "timestamp" => return Ok(self.import("crate::shapes", "Timestamp")),
            "long" if !bounded => return Ok("i64".to_owned()),
            "string" if name == "String" => return Ok("String".to_owned()),
            _ => {}
        }
        let rust = capitalized(name);
        if let Some(module) = self.declared.module(self.service, &rust, self.file) {
            return Ok(self.import(module, &rust));
        }
        if self.written.insert(rust.clone()) {
            let place = self.place();
            self.items[place] = self.item(&rust, shape)?;
        }
        Ok(rust)
    }

    fn import(&mut self, module: &str, name: &str) -> String {
        let names = self.imports.entry(module.to_owned()).or_default();
        names.insert(name.to_owned());
        name.to_owned()
    }

    /// Keeps a place for an item, before those that it needs.
    fn place(&mut self) -> usize {
        self.items.push(String::new());
        self.items.len() - 1
    }

    fn item(&mut self, name: &str, shape: &Value) -> Result<String> {
        let documentation = words::thing(name);
        if let Some(values) = shape.get("enum") {
            return enumeration(name, &documentation, &texts(values));
        }
        let inner = match text(&shape["type"])? {
            "structure" => return self.structure(name, &documentation, shape),
            // In JSON, bytes are a text in base64.
            "string" | "blob" => "String".to_owned(),
            "integer" => "i32".to_owned(),
            "long" => "i64".to_owned(),
            "float" | "double" => self.import("crate::shapes", "Float"),
            "list" => format!("Vec<{}>", self.reference(text(&shape["member"]["shape"])?)?),
            "map" => {
                let key = self.reference(text(&shape["key"]["shape"])?)?;
                let value = self.reference(text(&shape["value"]["shape"])?)?;
                self.import("std::collections", "BTreeMap");
                format!("BTreeMap<{key}, {value}>")
            }
            other => bail!("{name} is a {other}, which the schema has no kind for"),
        };
        let attribute = self.constraints(name, shape)?;
        Ok(format!(
            "/// {documentation}\n{attribute}{}pub struct {name}(pub {inner});\n",
            acronym(name)
        ))
    }

    fn constraints(&mut self, name: &str, shape: &Value) -> Result<String> {
        let mut constraints = Vec::new();
        if shape["sensitive"].as_bool() == Some(true) {
            constraints.push("sensitive".to_owned());
        }
        // The bounds of floats are written with a fraction of zero.
        #[expect(clippy::cast_possible_truncation, reason = "bounds are small")]
        let whole = |bound: &Value| {
            bound
                .as_i64()
                .or_else(|| bound.as_f64().map(|bound| bound as i64))
        };
        let (min, max) = (whole(&shape["min"]), whole(&shape["max"]));
        if min.is_some() || max.is_some() {
            let word = match text(&shape["type"])? {
                "integer" | "long" | "float" | "double" => "range",
                _ => "length",
            };
            constraints.push(format!("{word}({}, {})", bound(min), bound(max)));
        }
        if let Some(expression) = shape["pattern"].as_str() {
            if let Some(pattern) = self.declared.pattern(expression) {
                constraints.push(format!("pattern = patterns::{pattern}"));
                self.import("crate", "patterns");
            } else {
                self.notes.push(format!(
                    "{name} must have the form {expression}: add it to patterns.rs, and name it here"
                ));
            }
        }
        Ok(match constraints.as_slice() {
            [] => "#[shape]\n".to_owned(),
            _ => format!("#[shape({})]\n", constraints.join(", ")),
        })
    }

    fn structure(&mut self, name: &str, documentation: &str, shape: &Value) -> Result<String> {
        let required = texts(&shape["required"]);
        let mut written = format!(
            "/// {documentation}\n#[shape]\n{}pub struct {name} {{\n",
            acronym(name)
        );
        for (member, described) in shape["members"].as_object().into_iter().flatten() {
            if is_left_out(name, member) {
                continue;
            }
            let is_required = required.contains(&member.as_str());
            let field = self.member(member, described, is_required);
            written += &field.with_context(|| format!("{name}.{member}"))?;
        }
        Ok(written + "}\n")
    }

    fn member(&mut self, name: &str, described: &Value, is_required: bool) -> Result<String> {
        let shape = text(&described["shape"])?;
        let target = if self.are_empty && text(&self.model.shape(shape)?["type"])? == "list" {
            self.import("crate::shapes", EMPTY_LIST)
        } else {
            self.reference(shape)?
        };
        let target = if is_required {
            target
        } else {
            format!("Option<{target}>")
        };
        let field = field(name);
        let mut options = Vec::new();
        match (described["location"].as_str(), described["locationName"].as_str()) {
            (None, None) => {}
            (Some("uri"), Some(label)) if label == name => options.push("label".to_owned()),
            (Some("querystring"), Some(key)) => options.push(format!("query = \"{key}\"")),
            other => bail!("it stands where the schema has no place for it: {other:?}"),
        }
        if field.to_pascal_case() != name {
            options.push(format!("name = \"{name}\""));
        }
        if described["idempotencyToken"].as_bool() == Some(true) {
            options.push("idempotency_token".to_owned());
        }
        let mut written = format!("    /// {}\n", words::thing(name));
        if !options.is_empty() {
            writeln!(written, "    #[shape({})]", options.join(", "))?;
        }
        writeln!(written, "    pub {field}: {target},")?;
        Ok(written)
    }
}

/// The name of a member's field. A keyword gets an underscore.
fn field(name: &str) -> String {
    let field = name.to_snake_case();
    match syn::parse_str::<syn::Ident>(&field) {
        Ok(_) => field,
        Err(_) => field + "_",
    }
}

/// An attribute, and how it writes a variant as a value.
type Casing = (&'static str, fn(&str) -> String);

/// The ways in which `#[shape]` can write the values of an enumeration.
const CASINGS: [Casing; 5] = [
    ("#[shape]\n", |variant| variant.to_shouty_snake_case()),
    ("#[shape(as_written)]\n", str::to_owned),
    ("#[shape(camel_case)]\n", |variant| variant.to_lower_camel_case()),
    ("#[shape(kebab_case)]\n", |variant| variant.to_kebab_case()),
    ("#[shape(title_case)]\n", |variant| variant.to_title_case()),
];

fn enumeration(name: &str, documentation: &str, values: &[&str]) -> Result<String> {
    let fits = |variant: &str, value: &str, written: fn(&str) -> String| {
        written(variant) == value && syn::parse_str::<syn::Ident>(variant).is_ok()
    };
    let pascal: Vec<String> = values.iter().map(|value| value.to_pascal_case()).collect();
    let verbatim: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    for variants in [pascal, verbatim] {
        for (attribute, written) in CASINGS {
            let all_fit = variants
                .iter()
                .zip(values)
                .all(|(variant, value)| fits(variant, value, written));
            if all_fit {
                return Ok(enumerated(name, documentation, attribute, &variants));
            }
        }
    }
    let variants: Vec<String> = values.iter().map(|value| value.to_pascal_case()).collect();
    for (variant, value) in variants.iter().zip(values) {
        if syn::parse_str::<syn::Ident>(variant).is_err() {
            bail!("{name} has a value that is no name: {value}");
        }
    }
    Ok(spelled_out(name, documentation, &variants, values))
}

/// An enumeration whose values are written in no way that they have in common.
fn spelled_out(name: &str, documentation: &str, variants: &[String], values: &[&str]) -> String {
    let variants = variants.iter().zip(values).map(|(variant, value)| {
        let documentation = words::thing(variant);
        format!("    /// {documentation}\n    #[shape(value = \"{value}\")]\n    {variant},\n")
    });
    format!(
        "/// {documentation}\n#[shape]\npub enum {name} {{\n{}}}\n",
        variants.collect::<String>()
    )
}

fn enumerated(name: &str, documentation: &str, attribute: &str, variants: &[String]) -> String {
    let lower = variants
        .iter()
        .any(|variant| variant.starts_with(char::is_lowercase) || variant.contains('_'));
    let lint = if lower {
        "#[allow(non_camel_case_types, reason = \"the value as it is written\")]\n"
    } else {
        ""
    };
    let variants = variants.iter().map(|variant| {
        let lint = if lower { "" } else { acronym(variant) };
        format!("    /// {}\n{lint}    {variant},\n", words::thing(variant))
    });
    format!(
        "/// {documentation}\n{attribute}{lint}pub enum {name} {{\n{}}}\n",
        variants.collect::<String>()
    )
}

/// What a name in capitals needs.
fn acronym(name: &str) -> &'static str {
    let is_acronym = name.len() > 2 && name.chars().all(|character| character.is_ascii_uppercase());
    if is_acronym {
        "#[allow(clippy::upper_case_acronyms, reason = \"AWS's name\")]\n"
    } else {
        ""
    }
}

/// A bound as people write it.
fn bound(bound: Option<i64>) -> String {
    let Some(bound) = bound else {
        return "_".to_owned();
    };
    let digits = bound.unsigned_abs().to_string();
    let sign = if bound < 0 { "-" } else { "" };
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_bounds_are_grouped() {
        assert_eq!(bound(None), "_");
        assert_eq!(bound(Some(2500)), "2500");
        assert_eq!(bound(Some(131_072)), "131_072");
    }

    #[test]
    fn values_keep_their_spelling() {
        let written = |values: &[&str]| enumeration("Kind", "Kind.", values).unwrap();

        assert!(
            written(&["SOFT_PHONE"])
                .contains("#[shape]\npub enum Kind {\n    /// Soft phone.\n    SoftPhone")
        );
        assert!(written(&["Active", "Expired"]).contains("#[shape(as_written)]"));
        assert!(written(&["startTime"]).contains("#[shape(camel_case)]"));
        assert!(written(&["start-time"]).contains("#[shape(kebab_case)]"));
        assert!(written(&["de-DE", "hmn"]).contains("    #[shape(value = \"de-DE\")]\n    DeDe,\n"));
        assert!(written(&["Arial", "Courier New"]).contains("#[shape(title_case)]"));
        assert!(enumeration("Kind", "Kind.", &["application/json", "5"]).is_err());
    }

    #[test]
    fn a_keyword_is_no_field() {
        assert_eq!(field("Type"), "type_");
        assert_eq!(field("UserId"), "user_id");
    }
}
