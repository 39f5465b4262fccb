//! `cargo xtask declare OPERATION…`: writes the declarations of operations from botocore's model and the
//! service authorization reference. The words are stubs made of names; the author of the
//! declaration rewrites them.

mod agreement;
mod declared;
mod operation;
mod register;
mod shapes;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use heck::ToSnakeCase;
use roster_model::service::Service;

use crate::botocore::ServiceModel;
use crate::shell::{Program, root};
use declared::{Declared, SOURCES};

pub(crate) use agreement::faults as disagreements;
pub(crate) use register::is_registered_in;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The operations, such as UpdateUserPhoneConfig or iam:GetGroup
    #[arg(required = true)]
    operations: Vec<String>,
    /// The folder for their resource, such as hours_of_operation; without it, the path says
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,
    /// The operations list what no instance has, so that their lists are always empty
    #[arg(long)]
    empty: bool,
    /// Print the declarations instead of writing them
    #[arg(long)]
    print: bool,
}

/// Writes one file for each operation, and registers it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let models = ServiceModel::newest(Service::OF_AWS)?;
    for name in &arguments.operations {
        let (service, name) = named(name)?;
        let model = models.iter().find(|(known, _)| *known == service);
        let (_, model) = model.context("every service has a model")?;
        write(service, model, name, arguments)?;
    }
    Ok(())
}

/// The service and the name of `iam:GetGroup`. Connect's operations need no prefix.
fn named(argument: &str) -> Result<(Service, &str)> {
    let Some((prefix, name)) = argument.split_once(':') else {
        return Ok((Service::Connect, argument));
    };
    let service = Service::named(prefix).with_context(|| format!("there is no service {prefix}"))?;
    Ok((service, name))
}

fn write(service: Service, model: &ServiceModel, name: &str, arguments: &Arguments) -> Result<()> {
    // Read anew for each operation: it may use shapes of the one before.
    let declared = Declared::read(&root())?;
    let is_there = declared.file(service, name).map(Path::to_owned);
    let below = match &is_there {
        Some(below) => below.clone(),
        None => file(service, model, name, arguments.resource.as_deref())?,
    };
    let file = Path::new("ops").join(&below);
    let declaration = operation::declare(service, model, &declared, name, &file, arguments.empty)?;
    if arguments.print {
        println!("{}", declaration.text);
    } else {
        let path = root().join(SOURCES).join(&file);
        ensure!(
            is_there.is_none(),
            "{name} is declared in {}: --print shows what would be written",
            path.display()
        );
        let folder = path.parent().context("a file is in a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::write(&path, declaration.text).with_context(|| format!("cannot write {}", path.display()))?;
        Program::new("rustfmt")
            .args(&["--edition", "2024"])
            .arg(&path)
            .run()?;
        register::register(&root(), &below, name)?;
        println!("wrote {}: rewrite its words", path.display());
        for (part, tree) in ["handler goes", "tests go"].iter().zip(register::MIRRORS) {
            println!("{name}: its {part} to {tree}/{}", below.display());
        }
    }
    for note in declaration.notes {
        println!("{name}: {note}");
    }
    Ok(())
}

/// Where an operation goes: the folder of the resource that starts its path.
fn file(service: Service, model: &ServiceModel, name: &str, resource: Option<&str>) -> Result<PathBuf> {
    let folder = match resource {
        Some(resource) => resource.to_owned(),
        None if service == Service::Connect => {
            let path = model.operation(name)?["http"]["requestUri"].as_str();
            resource_of(path.unwrap_or_default())
        }
        None => bail!("say with --resource where {name} belongs"),
    };
    let file = format!("{}.rs", name.to_snake_case());
    Ok(Path::new(service.name()).join(folder).join(file))
}

/// The folder of `/users-summary/{InstanceId}` is `users`.
fn resource_of(path: &str) -> String {
    let first = path.split('/').nth(1).unwrap_or_default();
    let first = first.strip_prefix("search-").unwrap_or(first);
    let first = first.strip_suffix("-summary").unwrap_or(first);
    let plural = if first.ends_with('s') { "" } else { "s" };
    first.to_snake_case() + plural
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_belongs_to_the_resource_of_its_path() {
        assert_eq!(resource_of("/users-summary/{InstanceId}"), "users");
        assert_eq!(resource_of("/search-users"), "users");
        assert_eq!(resource_of("/instance/{InstanceId}"), "instances");
        assert_eq!(
            resource_of("/hours-of-operations/{InstanceId}"),
            "hours_of_operations"
        );
    }

    #[test]
    fn a_prefix_names_the_service() {
        assert_eq!(named("CreateUser").unwrap(), (Service::Connect, "CreateUser"));
        assert_eq!(named("iam:CreateUser").unwrap(), (Service::Iam, "CreateUser"));
        assert!(named("s3:GetObject").is_err());
    }
}
