//! The catalogue of Connect's operations and their shapes beside botocore's: facts only, no texts.
//! `crates/model/src/catalogue.rs` says how its lines are written.

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::botocore::{ServiceModel, text, texts};
use crate::shell::root;

const FOLDER: &str = "crates/model/src/catalogue";

/// A file of the catalogue.
struct File {
    name: &'static str,
    lines: Vec<String>,
}

/// How the catalogue differs from botocore: a sentence for each file that is out of date.
pub(super) fn drift(model: &ServiceModel) -> Result<Vec<String>> {
    let mut stale = Vec::new();
    for file in files(model)? {
        let written = fs::read_to_string(root().join(FOLDER).join(file.name))
            .with_context(|| format!("cannot read {FOLDER}/{}", file.name))?;
        stale.extend(difference(&written, &file));
    }
    Ok(stale)
}

/// Writes the catalogue anew, as botocore has it.
pub(super) fn write(model: &ServiceModel) -> Result<()> {
    for file in files(model)? {
        let path = root().join(FOLDER).join(file.name);
        fs::write(path, file.text()).with_context(|| format!("cannot write {FOLDER}/{}", file.name))?;
    }
    Ok(())
}

impl File {
    fn text(&self) -> String {
        self.lines.iter().flat_map(|line| [line, "\n"]).collect()
    }
}

fn difference(written: &str, file: &File) -> Option<String> {
    if written == file.text() {
        return None;
    }
    let is_new = |line: &&String| !written.lines().any(|known| known == *line);
    let changed = file.lines.iter().filter(is_new);
    let names: Vec<_> = changed.filter_map(|line| line.split('\t').next()).collect();
    Some(format!(
        "{FOLDER}/{} is out of date (--write writes it anew); new or changed: {}",
        file.name,
        names.join(", ")
    ))
}

fn files(model: &ServiceModel) -> Result<[File; 2]> {
    let operations = model.operations()?.iter();
    let mut operations: Vec<_> = operations
        .map(|(name, operation)| Ok((name.to_ascii_lowercase(), operation_line(model, name, operation)?)))
        .collect::<Result<_>>()?;
    operations.sort();
    let mut shapes: Vec<_> = model
        .shapes()?
        .iter()
        .map(|(name, shape)| Ok((name, shape_line(name, shape).context(name.clone())?)))
        .collect::<Result<_>>()?;
    shapes.sort();
    Ok([
        File {
            name: "operations.tsv",
            lines: operations.into_iter().map(|(_, line)| line).collect(),
        },
        File {
            name: "shapes.tsv",
            lines: shapes.into_iter().map(|(_, line)| line).collect(),
        },
    ])
}

fn operation_line(model: &ServiceModel, name: &str, operation: &Value) -> Result<String> {
    let http = &operation["http"];
    let beside = model.beside_pages(name);
    let exceptions = operation["errors"].as_array().into_iter().flatten();
    let exceptions: Vec<_> = exceptions
        .map(|exception| text(&exception["shape"]))
        .collect::<Result<_>>()?;
    line(&[
        name,
        text(&http["method"])?,
        text(&http["requestUri"])?,
        text(&operation["input"]["shape"])?,
        operation["output"]["shape"].as_str().unwrap_or_default(),
        model.pages(name).unwrap_or_default(),
        &beside.join(","),
        &exceptions.join(","),
    ])
}

fn shape_line(name: &str, shape: &Value) -> Result<String> {
    let is = |flag: &str| shape[flag].as_bool().unwrap_or(false);
    let bounds = bounds(shape);
    let (kind, details) = match text(&shape["type"])? {
        "structure" if is("exception") => ("exception", members(shape)?),
        "structure" if is("union") => ("union", members(shape)?),
        "structure" => ("structure", members(shape)?),
        "list" => ("list", vec![bounds, text(&shape["member"]["shape"])?.to_owned()]),
        "map" => {
            let (key, value) = (text(&shape["key"]["shape"])?, text(&shape["value"]["shape"])?);
            ("map", vec![bounds, key.to_owned(), value.to_owned()])
        }
        "string" if shape["enum"].is_array() => (
            "enum",
            texts(&shape["enum"]).into_iter().map(str::to_owned).collect(),
        ),
        "string" => {
            let pattern = shape["pattern"].as_str().unwrap_or_default();
            ("string", vec![bounds, pattern.to_owned()])
        }
        "timestamp" => {
            let format = shape["timestampFormat"].as_str().unwrap_or_default();
            ("timestamp", vec![format.to_owned()])
        }
        kind @ ("integer" | "long" | "float" | "double") => (kind, vec![bounds]),
        kind @ "boolean" => (kind, Vec::new()),
        other => bail!("the catalogue has no kind of shape for {other}"),
    };
    let kind = if is("sensitive") {
        format!("{kind} sensitive")
    } else {
        kind.to_owned()
    };
    let mut fields = vec![name, &kind];
    fields.extend(details.iter().map(String::as_str));
    line(&fields)
}

/// `least..most`; a bound that is not there is empty.
fn bounds(shape: &Value) -> String {
    let bound = |bound: &Value| match bound.as_f64() {
        Some(number) => number.to_string(),
        None => String::new(),
    };
    format!("{}..{}", bound(&shape["min"]), bound(&shape["max"]))
}

fn members(shape: &Value) -> Result<Vec<String>> {
    let required = texts(&shape["required"]);
    let members = shape["members"].as_object().into_iter().flatten();
    members
        .map(|(name, member)| member_field(name, member, required.contains(&name.as_str())))
        .collect()
}

fn member_field(name: &str, member: &Value, required: bool) -> Result<String> {
    let mut field = String::new();
    field.push_str(if required { "*" } else { "" });
    let is_token = member["idempotencyToken"].as_bool().unwrap_or(false);
    field.push_str(if is_token { "+" } else { "" });
    field.push_str(name);
    let target = text(&member["shape"])?;
    if target != name {
        field.extend([":", target]);
    }
    let key = member["locationName"].as_str();
    match (member["location"].as_str(), key) {
        (None, None) => {}
        (Some("uri"), Some(key)) if key == name => field.push_str(" label"),
        (Some("querystring"), Some(key)) => field.extend([" query ", key]),
        (Some("header"), Some(key)) => field.extend([" header ", key]),
        other => bail!("the catalogue has no place for {name} in {other:?}"),
    }
    Ok(field)
}

/// Fields with tabs between them. Empty ones at the end are left out.
fn line(fields: &[&str]) -> Result<String> {
    let is_plain = |field: &&str| !field.contains(['\t', '\n']);
    ensure!(
        fields.iter().all(is_plain),
        "a field has a tab or an end of line: {fields:?}"
    );
    Ok(fields.join("\t").trim_end_matches('\t').to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_shape_is_a_line_of_its_facts() {
        for (shape, expected) in [
            (
                json!({"type": "string", "min": 1, "pattern": "a\\d", "sensitive": true}),
                "X\tstring sensitive\t1..\ta\\d",
            ),
            (
                json!({"type": "string", "enum": ["A", "B C"], "documentation": "of others"}),
                "X\tenum\tA\tB C",
            ),
            (
                json!({"type": "list", "max": 9, "member": {"shape": "Y"}}),
                "X\tlist\t..9\tY",
            ),
            (json!({"type": "float", "min": 0.5}), "X\tfloat\t0.5.."),
            (json!({"type": "boolean"}), "X\tboolean"),
            (
                json!({"type": "structure", "required": ["Id"], "members": {
                    "Id": {"shape": "Id", "location": "uri", "locationName": "Id"},
                    "Token": {"shape": "ClientToken", "idempotencyToken": true},
                    "Next": {"shape": "NextToken", "location": "querystring", "locationName": "next"},
                }}),
                "X\tstructure\t*Id label\t+Token:ClientToken\tNext:NextToken query next",
            ),
        ] {
            assert_eq!(shape_line("X", &shape).unwrap(), expected);
        }
        assert!(shape_line("X", &json!({"type": "blob"})).is_err());
    }

    #[test]
    fn a_file_that_differs_is_out_of_date() {
        let file = File {
            name: "shapes.tsv",
            lines: vec!["A\tboolean".to_owned(), "B\tlong".to_owned()],
        };

        assert_eq!(difference("A\tboolean\nB\tlong\n", &file), None);
        let changed = difference("A\tboolean\nB\tinteger\n", &file).unwrap();
        assert!(changed.ends_with("new or changed: B"), "{changed}");
        assert!(difference("A\tboolean\nB\tlong\nC\tlong\n", &file).is_some());
    }
}
