//! From an operation of botocore's to the text of its declaration.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use anyhow::Result;
use heck::{ToKebabCase, ToPascalCase};
use roster_model::exception::{COMMON, ExceptionName};
use roster_model::service::{Protocol, Service};
use serde_json::Value;

use super::declared::Declared;
use super::shapes::Shapes;
use super::words;
use crate::botocore::{ServiceModel, text};

/// The widest line of a list.
const WIDTH: usize = 110;

/// A declaration, and what a person must still do.
pub(super) struct Declaration {
    pub(super) text: String,
    pub(super) notes: Vec<String>,
}

/// Writes the declaration of an operation, for a file below the sources of the model.
pub(super) fn declare(
    service: Service,
    model: &ServiceModel,
    declared: &Declared,
    name: &str,
    file: &Path,
    is_always_empty: bool,
) -> Result<Declaration> {
    let operation = model.operation(name)?;
    let mut shapes = Shapes::new(service, model, declared, file);
    let input = operation["input"]["shape"].as_str();
    let request = format!("{name}Request");
    match input {
        Some(input) => shapes.outermost(&request, &format!("The input of `{name}`."), input)?,
        None => shapes.empty(&request, &format!("The input of `{name}`.")),
    }
    let output = operation["output"]["shape"].as_str();
    if let Some(output) = output {
        let (response, documentation) = (format!("{name}Response"), format!("The output of `{name}`."));
        if is_always_empty {
            shapes.outermost_empty(&response, &documentation, output)?;
        } else if output == response {
            shapes.outermost(&response, &documentation, output)?;
        } else {
            shapes.alias(&response, &documentation, output)?;
        }
    }
    let attribute = attribute(service, model, name, operation, &mut shapes.notes)?;
    let mut text = format!("//! {name}.\n\nuse roster_model_derive::{{operation, shape}};\n\n");
    for (module, names) in &shapes.imports {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let module = relative(module, file);
        writeln!(text, "use {module}::{{{}}};", names.join(", "))?;
    }
    let documentation = words::operation(name);
    writeln!(text, "\n/// {documentation}\n{attribute}pub struct {name};")?;
    let notes = std::mem::take(&mut shapes.notes);
    for item in shapes.into_items() {
        text += "\n";
        text += &item;
    }
    Ok(Declaration { text, notes })
}

/// A module of the same resource is the one above.
fn relative(module: &str, file: &Path) -> String {
    let above = file
        .parent()
        .map(|folder| folder.iter().map(|part| part.display().to_string()));
    let above: Vec<String> = above.into_iter().flatten().collect();
    if module == format!("crate::{}", above.join("::")) {
        "super".to_owned()
    } else {
        module.to_owned()
    }
}

fn attribute(
    service: Service,
    model: &ServiceModel,
    name: &str,
    operation: &Value,
    notes: &mut Vec<String>,
) -> Result<String> {
    let access = Access::of(model, name, notes);
    let mut lines = vec![
        match service.protocol() {
            Protocol::RestJson => {
                let http = &operation["http"];
                format!(
                    "http = \"{} {}\"",
                    text(&http["method"])?,
                    text(&http["requestUri"])?
                )
            }
            Protocol::Query { .. } | Protocol::Json { .. } | Protocol::RestXml => {
                format!("service = {service:?}")
            }
        },
        format!("effect = {}", access.effect),
        format!("resources = \"{}\"", access.words()),
    ];
    lines.extend(tagging(service, model, operation, &access));
    lines.extend(exceptions(service, model, operation, notes)?);
    lines.extend(model.pages(name).map(|member| format!("pages = \"{member}\"")));
    if operation.get("output").is_none() {
        lines.push("no_output".to_owned());
    }
    let lines = lines.iter().map(|line| format!("    {line},\n"));
    Ok(format!("#[operation(\n{})]\n", lines.collect::<String>()))
}

/// What an operation asks for, by the service authorization reference.
struct Access {
    effect: &'static str,
    /// The main resource first, with whether a policy must always match it.
    resources: Vec<(String, bool)>,
}

impl Access {
    fn of(model: &ServiceModel, name: &str, notes: &mut Vec<String>) -> Self {
        let Some(action) = model.action(name) else {
            notes.push(format!(
                "the authorization reference does not know {name}: say its effect and resources"
            ));
            return Self {
                effect: "Write",
                resources: Vec::new(),
            };
        };
        let effect = match action["level"].as_str() {
            Some("Read" | "List") => "Read",
            _ => "Write",
        };
        let listed = action["resources"].as_array().into_iter().flatten();
        let mut resources: Vec<(String, bool)> = listed
            .filter_map(|resource| {
                // Any resource of a type, which is what an operation asks about that names none of it.
                let kind = resource["type"].as_str()?.trim_start_matches("wildcard-");
                Some((kind.to_owned(), resource["required"].as_bool()?))
            })
            .collect();
        // The one that the operation is named after comes first: longer names before shorter ones.
        let words = name.to_kebab_case();
        let subject = words.split_once('-').map_or("", |(_, subject)| subject);
        resources.sort_by_key(|(kind, required)| {
            let is_subject = subject.starts_with(kind.as_str());
            (
                !is_subject,
                is_subject.then_some(usize::MAX - kind.len()),
                !required,
            )
        });
        Self { effect, resources }
    }

    fn words(&self) -> String {
        let words = self
            .resources
            .iter()
            .map(|(kind, required)| format!("{kind}{}", if *required { "*" } else { "" }));
        words.collect::<Vec<_>>().join(" ")
    }
}

/// The permission that a request needs besides, if it brings tags.
fn tagging(service: Service, model: &ServiceModel, operation: &Value, access: &Access) -> Option<String> {
    let input = model.shape(operation["input"]["shape"].as_str()?).ok()?;
    input["members"].get("Tags")?;
    let (main, _) = access.resources.first()?;
    let action = match service {
        Service::Connect => "connect:TagResource".to_owned(),
        Service::Iam => format!("iam:Tag{}", main.to_pascal_case()),
        Service::Sts | Service::CloudTrail | Service::S3 | Service::Roster | Service::Console => {
            return None;
        }
    };
    Some(format!("further = \"Tags: {action} on {main}\""))
}

/// The list of exceptions; none if they are the common ones of Connect.
fn exceptions(
    service: Service,
    model: &ServiceModel,
    operation: &Value,
    notes: &mut Vec<String>,
) -> Result<Option<String>> {
    let mut names = Vec::new();
    for error in operation["errors"].as_array().into_iter().flatten() {
        let (code, status) = model.error(text(&error["shape"])?)?;
        let known = ExceptionName::ALL
            .iter()
            .find(|known| known.as_str() == code && u64::from(known.status()) == status);
        names.push(match known {
            Some(known) => format!("{known:?}"),
            None => {
                let name = code.strip_suffix("Exception").unwrap_or(code);
                notes.push(format!("add to exception.rs: {name} => {status} \"{code}\""));
                name.to_owned()
            }
        });
    }
    let common: BTreeSet<String> = COMMON.iter().map(|name| format!("{name:?}")).collect();
    let are_common = service == Service::Connect && names.iter().cloned().collect::<BTreeSet<_>>() == common;
    Ok((!are_common).then(|| list("exceptions", &names)))
}

/// A list inside an attribute, which rustfmt leaves as it is.
fn list(word: &str, names: &[String]) -> String {
    let line = format!("{word} = [{}]", names.join(", "));
    if line.len() + "    ,".len() <= WIDTH {
        return line;
    }
    let mut lines = vec![String::new()];
    for name in names {
        let last = lines.last().map_or(0, String::len);
        if last > 0 && "        ".len() + last + name.len() + " ,".len() > WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            *line += name;
            line.push(',');
        }
    }
    format!("{word} = [\n        {}\n    ]", lines.join("\n        "))
}
