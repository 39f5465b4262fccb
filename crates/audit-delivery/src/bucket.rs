//! The bucket that the audit is delivered to, by the name that digest files give it.

use crate::object_keys::BUCKET;

/// A bucket, and what the keys in it start with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    name: String,
    prefix: Option<String>,
}

impl Bucket {
    /// The bucket of this name. The prefix is without a slash at its end.
    pub const fn new(name: String, prefix: Option<String>) -> Self {
        Self { name, prefix }
    }

    /// The bucket that a folder stands for.
    pub fn of_folder() -> Self {
        Self::new(BUCKET.to_owned(), None)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its keys start with, without the slash that follows.
    pub fn prefix(&self) -> Option<&str> {
        self.prefix.as_deref()
    }

    /// The key in the bucket that a key of the delivery has.
    pub(crate) fn key(&self, key: &str) -> String {
        match &self.prefix {
            Some(prefix) => format!("{prefix}/{key}"),
            None => key.to_owned(),
        }
    }
}
