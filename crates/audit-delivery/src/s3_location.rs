//! A place in a bucket of S3: `s3://BUCKET[/PREFIX][?endpoint=URL&region=REGION]`.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::Uri;
use http::uri::PathAndQuery;
use thiserror::Error;

use crate::bucket::Bucket;
use crate::object_keys::has_plain_parts;

/// A bucket, a prefix of keys, and the service that has the bucket if the environment does not name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct S3Location {
    bucket: Bucket,
    endpoint: Option<String>,
    region: Option<String>,
}

/// Why a text is no place in a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum S3LocationError {
    /// It is another kind of address.
    #[error("give a folder or s3://BUCKET[/PREFIX][?endpoint=URL&region=REGION]")]
    NotS3,
    /// The name of the bucket breaks a rule of S3.
    #[error("{0:?} is no name of a bucket: it has 3 to 63 lowercase letters, digits, dots and hyphens")]
    Bucket(String),
    /// The prefix breaks a rule.
    #[error("{0:?} is no prefix of keys: it has up to 200 letters, digits, slashes, and any of -_.")]
    Prefix(String),
    /// A parameter is not known.
    #[error("{0:?} is not known here: the parameters are endpoint and region")]
    Parameter(String),
    /// An endpoint is no address, or would show the audit on the network.
    #[error("{0:?} is no endpoint: give https://HOST[:PORT], or http:// on this machine")]
    Endpoint(String),
    /// A Region is no name.
    #[error("{0:?} is no Region")]
    Region(String),
}

impl S3Location {
    /// The bucket.
    pub const fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    /// The endpoint of the service, if it was given.
    #[cfg(feature = "s3")]
    pub(crate) fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// The Region, if it was given.
    #[cfg(feature = "s3")]
    pub(crate) fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }
}

impl FromStr for S3Location {
    type Err = S3LocationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rest = text.strip_prefix("s3://").ok_or(S3LocationError::NotS3)?;
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        if !is_bucket_name(name) {
            return Err(S3LocationError::Bucket(name.to_owned()));
        }
        let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
        if !prefix.is_empty() && !is_prefix(prefix) {
            return Err(S3LocationError::Prefix(prefix.to_owned()));
        }
        let prefix = Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty());
        let mut location = Self {
            bucket: Bucket::new(name.to_owned(), prefix),
            endpoint: None,
            region: None,
        };
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            match parameter.split_once('=') {
                Some(("endpoint", url)) if is_endpoint(url) => location.endpoint = Some(url.to_owned()),
                Some(("endpoint", url)) => return Err(S3LocationError::Endpoint(url.to_owned())),
                Some(("region", region)) if is_region(region) => location.region = Some(region.to_owned()),
                Some(("region", region)) => return Err(S3LocationError::Region(region.to_owned())),
                Some((name, _)) => return Err(S3LocationError::Parameter(name.to_owned())),
                None => return Err(S3LocationError::Parameter(parameter.to_owned())),
            }
        }
        Ok(location)
    }
}

impl fmt::Display for S3Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "s3://{}", self.bucket.name())?;
        self.bucket
            .prefix()
            .map_or(Ok(()), |prefix| write!(formatter, "/{prefix}"))
    }
}

/// Source: the S3 user guide, "General purpose bucket naming rules".
fn is_bucket_name(name: &str) -> bool {
    let is_inner =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.' || byte == b'-';
    let is_outer = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    (3..=63).contains(&name.len())
        && name.bytes().all(is_inner)
        && is_outer(name.bytes().next())
        && is_outer(name.bytes().last())
        && !name.contains("..")
}

/// Source of the length: the CloudTrail API reference, `S3KeyPrefix`.
fn is_prefix(prefix: &str) -> bool {
    prefix.len() <= 200 && has_plain_parts(prefix)
}

/// Whether it is an address without a path. Without TLS the audit would be there for the network to read.
fn is_endpoint(url: &str) -> bool {
    let Ok(url) = url.parse::<Uri>() else {
        return false;
    };
    let is_root = matches!(url.path_and_query().map(PathAndQuery::as_str), None | Some("/"));
    let host = url.host().unwrap_or_default();
    let is_this_machine = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    match url.scheme_str() {
        Some("https") => is_root && !host.is_empty(),
        Some("http") => is_root && is_this_machine,
        Some(_) | None => false,
    }
}

fn is_region(region: &str) -> bool {
    !region.is_empty()
        && region
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<S3Location, S3LocationError> {
        text.parse()
    }

    #[test]
    fn a_place_in_a_bucket_is_read_with_its_prefix_endpoint_and_region() {
        let location =
            parse("s3://audit.example/of/roster/?endpoint=https://minio.example:9000&region=eu-west-2")
                .unwrap();

        assert_eq!(location.bucket.name(), "audit.example");
        assert_eq!(location.bucket.prefix(), Some("of/roster"));
        assert_eq!(location.endpoint.as_deref(), Some("https://minio.example:9000"));
        assert_eq!(location.region.as_deref(), Some("eu-west-2"));
        assert_eq!(location.to_string(), "s3://audit.example/of/roster");
        assert_eq!(parse("s3://audit/").unwrap(), parse("s3://audit").unwrap());
    }

    #[test]
    fn what_is_no_place_in_a_bucket_is_refused_with_the_part_that_is_wrong() {
        use S3LocationError::{Bucket, Endpoint, NotS3, Parameter, Prefix, Region};
        let text = str::to_owned;
        for (wrong, error) in [
            ("gs://audit", NotS3),
            ("s3://", Bucket(text(""))),
            ("s3://Audit", Bucket(text("Audit"))),
            ("s3://-audit", Bucket(text("-audit"))),
            ("s3://a..b", Bucket(text("a..b"))),
            ("s3://audit/a//b", Prefix(text("a//b"))),
            ("s3://audit/../b", Prefix(text("../b"))),
            ("s3://audit/ä", Prefix(text("ä"))),
            ("s3://audit?path=x", Parameter(text("path"))),
            ("s3://audit?endpoint", Parameter(text("endpoint"))),
            (
                "s3://audit?endpoint=http://minio.example",
                Endpoint(text("http://minio.example")),
            ),
            (
                "s3://audit?endpoint=https://minio.example/x",
                Endpoint(text("https://minio.example/x")),
            ),
            ("s3://audit?region=EU", Region(text("EU"))),
        ] {
            assert_eq!(parse(wrong), Err(error), "{wrong}");
        }
        for local in [
            "http://localhost:9000",
            "http://127.0.0.1:9000",
            "http://[::1]:9000",
        ] {
            assert!(parse(&format!("s3://audit?endpoint={local}")).is_ok(), "{local}");
        }
    }
}
