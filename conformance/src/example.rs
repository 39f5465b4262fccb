//! The recorded examples: for each operation the calls that lead to a successful one, and that one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::Service;
use serde_json::Value;

/// The instance in which all examples were recorded.
pub const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
/// The instance of SAML in which the example of `GetFederationToken` was recorded.
pub const SAML_INSTANCE: &str = "b2c3d4e5-6789-01ab-cdef-EXAMPLE22222";
/// The user of that instance whose name the caller has.
pub const FEDERATED: &str = "ana";
/// The user that was there before.
pub const USER: &str = "87654321-2222-1234-1234-111234567891";
/// The account.
pub const ACCOUNT: &str = "123456789012";
/// The Region.
pub const REGION: &str = "us-east-1";

/// A recorded call, which succeeded.
#[derive(Clone, Debug)]
pub struct Step {
    /// The operation.
    pub operation: &'static Description,
    /// What was sent.
    pub input: Value,
    /// What came back; null if there is no output.
    pub output: Value,
}

/// The example of an operation.
#[derive(Clone, Debug)]
pub struct Example {
    /// The calls before.
    pub preparation: Vec<Step>,
    /// The call itself.
    pub call: Step,
}

impl Example {
    /// Reads the example of an operation.
    pub fn read(operation: &Description) -> Result<Self> {
        let path = folder().join(format!("{}.json", operation.name));
        let text = fs::read_to_string(&path).with_context(|| {
            format!(
                "cannot read {}: `cargo xtask reference` writes it",
                path.display()
            )
        })?;
        Self::parse(&text).with_context(|| format!("{} is no example", path.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let steps: Vec<Value> = serde_json::from_str(text)?;
        let mut steps: Vec<Step> = steps.into_iter().map(step).collect::<Result<_>>()?;
        let call = steps.pop().context("it has no call")?;
        Ok(Self {
            preparation: steps,
            call,
        })
    }

    /// Whether it is about the user that was there before.
    pub fn needs_user(&self) -> bool {
        self.names(USER)
    }

    /// Whether its caller must have the name of a user of an instance of SAML.
    pub fn is_federated(&self) -> bool {
        self.names(SAML_INSTANCE)
    }

    /// Whether a call names something.
    fn names(&self, what: &str) -> bool {
        let mut steps = self.preparation.iter().chain([&self.call]);
        steps.any(|step| step.input.to_string().contains(what))
    }
}

fn step(mut recorded: Value) -> Result<Step> {
    let name = recorded["operation"]
        .as_str()
        .context("a step has an operation")?;
    Ok(Step {
        operation: operation(name).with_context(|| format!("there is no operation {name}"))?,
        input: recorded["input"].take(),
        output: recorded["output"].take(),
    })
}

/// The operation of Connect of this name.
pub fn operation(name: &str) -> Option<&'static Description> {
    operations::find(Service::Connect, name)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference/examples")
}
