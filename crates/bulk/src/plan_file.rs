//! The file of a plan.

use std::path::Path;

use roster_plan::{Change, Instance, ResourceChange};
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The version of the format.
const VERSION: u32 = 1;

/// A plan as it is kept in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PlanFile {
    /// The version of the format.
    pub version: u32,
    /// When the plan was made, in UTC.
    pub made_at: String,
    /// The address of the service that it was made with.
    pub endpoint: String,
    /// The instance.
    pub instance: Instance,
    /// The run that it undoes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undoes: Option<String>,
    /// The changes of what people refer to, in order. They come before those of people.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub resources: Vec<ResourceChange>,
    /// The changes of people, in order.
    pub changes: Vec<Change>,
}

impl PlanFile {
    /// A plan of changes to the people of an instance.
    pub fn new(made_at: String, endpoint: String, instance: Instance, changes: Vec<Change>) -> Self {
        Self {
            version: VERSION,
            made_at,
            endpoint,
            instance,
            undoes: None,
            resources: Vec::new(),
            changes,
        }
    }

    /// How many changes it has. A run counts those of resources first.
    pub fn len(&self) -> usize {
        self.resources.len() + self.changes.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads a plan.
    ///
    /// # Errors
    /// The file cannot be read, or is no plan of this version.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::Io {
            path: path.to_owned(),
            source,
        })?;
        let wrong = |reason: String| Error::NotAPlan {
            path: path.to_owned(),
            reason,
        };
        let plan: Self = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        if plan.version != VERSION {
            return Err(wrong(format!("its version is {}, not {VERSION}", plan.version)));
        }
        Ok(plan)
    }

    /// The text of its file.
    #[expect(clippy::missing_panics_doc, reason = "a plan has text keys only")]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a plan has text keys only") + "\n"
    }
}
