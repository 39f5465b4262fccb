//! What is sent: requests that were built beforehand, over and over.

use super::http::Target;
use super::load::Traffic;

/// Requests in the order they are sent in. Each run goes on where the last one ended.
#[derive(Default)]
pub(super) struct Requests {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    next: usize,
}

impl Requests {
    fn push(&mut self, request: &[u8]) {
        self.bytes.extend_from_slice(request);
        self.ends.push(self.bytes.len());
    }

    /// What the server answers without doing anything.
    pub(super) fn no_op(target: &Target) -> anyhow::Result<Self> {
        Self::get(target, ["/_roster/health"])
    }

    /// `DescribeInstance`.
    pub(super) fn describe_instance(target: &Target, instance: &str) -> anyhow::Result<Self> {
        Self::get(target, [format!("/instance/{instance}").as_str()])
    }

    /// `DescribeUser`, of one user after another.
    pub(super) fn describe_users(target: &Target, instance: &str, users: &[String]) -> anyhow::Result<Self> {
        let paths: Vec<String> = users
            .iter()
            .map(|user| format!("/users/{instance}/{user}"))
            .collect();
        Self::get(target, paths.iter().map(String::as_str))
    }

    /// `UpdateUserIdentityInfo`, of one user after another, and then with another value of each, so
    /// that every one changes something.
    pub(super) fn update_users(target: &Target, instance: &str, users: &[String]) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        for (first, last) in [("Ana", "Lima"), ("Anna", "Lima-Rossi")] {
            let body = format!(r#"{{"IdentityInfo":{{"FirstName":"{first}","LastName":"{last}"}}}}"#);
            for user in users {
                let path = format!("/users/{instance}/{user}/identity-info");
                requests.push(&target.request("POST", &path, &body)?);
            }
        }
        Ok(requests)
    }

    fn get<'p>(target: &Target, paths: impl IntoIterator<Item = &'p str>) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        for path in paths {
            requests.push(&target.request("GET", path, "")?);
        }
        Ok(requests)
    }
}

impl Traffic for Requests {
    fn next(&mut self) -> anyhow::Result<Option<&[u8]>> {
        let start = match self.next {
            0 => 0,
            next => self.ends[next - 1],
        };
        let end = self.ends[self.next];
        self.next = (self.next + 1) % self.ends.len();
        Ok(Some(&self.bytes[start..end]))
    }
}
