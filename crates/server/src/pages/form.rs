//! The fields of a form.

use roster_domain::clock::timeout;
use zeroize::Zeroizing;

use crate::application::BoxedBody;
use crate::exception::Failure;
use crate::pipeline::{Pipeline, read_body};

/// The largest form, in bytes: every field of every form fits many times.
const MOST_BYTES: usize = 16 * 1024;

/// A form that was sent. It may hold passwords, so it is wiped when it is dropped.
pub(super) struct Form(Vec<(String, Zeroizing<String>)>);

impl Form {
    /// Reads a form, within the limits of bodies that prove nothing.
    pub(super) async fn read(pipeline: &Pipeline, body: BoxedBody) -> Result<Self, Failure> {
        let limit = pipeline.config.limits.body_time;
        let reading = read_body(body, MOST_BYTES, &pipeline.unproven_bodies);
        let body = timeout(&*pipeline.clock, limit, reading).await;
        let body = body.unwrap_or(Err(Failure::TooSlow(limit)))?;
        Ok(Self::parse(body.bytes()))
    }

    fn parse(bytes: &[u8]) -> Self {
        let fields = form_urlencoded::parse(bytes);
        Self(
            fields
                .map(|(name, value)| (name.into_owned(), Zeroizing::new(value.into_owned())))
                .collect(),
        )
    }

    /// The value of a field; empty if it is not there.
    pub(super) fn field(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// The value of a field of a query string; empty if it is not there.
pub(super) fn query_field(query: &str, name: &str) -> String {
    let mut fields = form_urlencoded::parse(query.as_bytes());
    let found = fields.find(|(field, _)| field == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_decoded_and_what_is_not_there_is_empty() {
        let form = Form::parse(b"username=mary%40example.com&password=a+b%26c");

        assert_eq!(form.field("username"), "mary@example.com");
        assert_eq!(form.field("password"), "a b&c");
        assert_eq!(form.field("token"), "");
    }
}
