//! From parameters to a signed HTTP request, by the description of the operation.

use http::header::{CONTENT_TYPE, HOST, HeaderName};
use http::{HeaderMap, HeaderValue, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use roster_model::operation::Interface;
use roster_model::schema::{Kind, Location, Schema};
use roster_model::service::Protocol;
use roster_python_values as python;
use roster_sigv4::{SignedRequest, Signer};
use roster_wire::query;
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::clock;
use crate::credentials::Credentials;
use crate::error::{ConfigError, Error};
use crate::parameters::Parameters;
use crate::timestamps;

/// Everything except the characters that a URL never escapes.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The header that names the run to which a call belongs.
const RUN_ID: HeaderName = HeaderName::from_static("x-roster-run-id");

/// The types of bodies. Source: botocore's serializers.
const JSON: &str = "application/json";
const JSON_1_1: &str = "application/x-amz-json-1.1";
const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

/// An HTTP request, not yet signed.
#[derive(Debug)]
pub struct Request {
    /// The name of the service that the signature is for.
    service: &'static str,
    method: &'static str,
    endpoint: Uri,
    /// The path, escaped.
    path: String,
    /// The query string, escaped.
    query: String,
    body: Option<String>,
    /// Host, type of the body, and members that travel here.
    headers: HeaderMap,
}

/// The key that signs, and the Region that it signs for.
pub(crate) struct Identity {
    /// The key.
    pub(crate) credentials: Credentials,
    /// The Region.
    pub(crate) region: String,
}

impl Request {
    /// The request of an operation, in the protocol of its service.
    pub(crate) fn new(operation: &Interface, parameters: &Parameters, endpoint: &Uri) -> Result<Self, Error> {
        match operation.service.protocol() {
            Protocol::RestJson | Protocol::RestXml => Self::rest_json(operation, parameters, endpoint),
            Protocol::Query { version, .. } => {
                let input = in_body(operation.request(), Value::Object(parameters.clone()));
                let form = query::encode_request(operation.name, version, operation.request(), &input);
                Self::post(operation, endpoint, FORM, form)
            }
            Protocol::Json { target } => {
                let input = in_body(operation.request(), Value::Object(parameters.clone()));
                let mut request = Self::post(operation, endpoint, JSON_1_1, input.to_string())?;
                let target = HeaderValue::try_from(format!("{target}.{}", operation.name));
                let target = target.map_err(|_| Error::HeaderValue("X-Amz-Target".to_owned()))?;
                request.headers.insert("x-amz-target", target);
                Ok(request)
            }
        }
    }

    /// A request whose body names the operation, or a header.
    fn post(
        operation: &Interface,
        endpoint: &Uri,
        content_type: &'static str,
        body: String,
    ) -> Result<Self, Error> {
        Ok(Self {
            service: operation.service.name(),
            method: "POST",
            endpoint: endpoint.clone(),
            path: format!("{}/", endpoint.path().trim_end_matches('/')),
            query: String::new(),
            headers: headers(endpoint, Some(content_type))?,
            body: Some(body),
        })
    }

    /// The description says where each member goes; the order is kept.
    fn rest_json(operation: &Interface, parameters: &Parameters, endpoint: &Uri) -> Result<Self, Error> {
        let schema = operation.request();
        let mut path = operation.path.to_owned();
        let mut query = Vec::new();
        let mut body = Parameters::new();
        let mut own_headers = HeaderMap::new();
        for (name, value) in parameters.iter().filter(|(_, value)| !value.is_null()) {
            let Some(member) = schema.member(name) else {
                body.insert(name.clone(), value.clone());
                continue;
            };
            let target = member.target.schema();
            match member.location {
                Location::Label => {
                    path = path.replace(&format!("{{{name}}}"), &escaped(&in_query(target, value)));
                }
                Location::Query(key) => add_to_query(&mut query, key, &in_query(target, value)),
                Location::Header(header) => {
                    own_headers.insert(header, header_value(name, target, value)?);
                }
                Location::Body => {
                    body.insert(name.clone(), in_body(target, value.clone()));
                }
            }
        }
        let body = (!body.is_empty() || may_have_body(schema)).then(|| Value::Object(body).to_string());
        let mut headers = headers(endpoint, body.is_some().then_some(JSON))?;
        headers.extend(own_headers);
        Ok(Self {
            service: operation.service.name(),
            method: operation.method,
            endpoint: endpoint.clone(),
            path: format!("{}{path}", endpoint.path().trim_end_matches('/')),
            query: query.join("&"),
            headers,
            body,
        })
    }

    /// The same request as a part of a run. The header is signed.
    pub(crate) fn of_run(mut self, run_id: &str) -> Result<Self, Error> {
        let value = HeaderValue::from_str(run_id).map_err(|_| Error::HeaderValue(RUN_ID.to_string()))?;
        self.headers.insert(RUN_ID, value);
        Ok(self)
    }

    /// The HTTP method.
    pub fn method(&self) -> &'static str {
        self.method
    }

    /// The address of the service.
    pub fn endpoint(&self) -> &Uri {
        &self.endpoint
    }

    /// Scheme, host, path and query.
    pub fn url(&self) -> String {
        let authority = self
            .endpoint
            .authority()
            .map_or("", |authority| authority.as_str());
        let scheme = self.endpoint.scheme_str().unwrap_or("https");
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{scheme}://{authority}{}{mark}{}", self.path, self.query)
    }

    /// How long the body is, in bytes.
    pub fn body_bytes(&self) -> usize {
        self.body.as_ref().map_or(0, String::len)
    }

    pub(crate) fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// The headers of an attempt, signed with the current time.
    pub(crate) fn headers(&self, identity: Option<&Identity>) -> Result<HeaderMap, Error> {
        let mut headers = self.headers.clone();
        if let Some(Identity { credentials, region }) = identity {
            let signer = Signer {
                access_key_id: &credentials.access_key_id,
                secret_access_key: credentials.secret_access_key.expose_secret(),
                session_token: credentials
                    .session_token
                    .as_ref()
                    .map(ExposeSecret::expose_secret),
                region,
                service: self.service,
                send_body_hash: false,
            };
            let request = SignedRequest {
                method: self.method,
                path: &self.path,
                query: &self.query,
                headers: &self.headers,
                body: self.body.as_deref().unwrap_or_default().as_bytes(),
            };
            let signature = signer.sign(&request, clock::now());
            headers.extend(signature.map_err(Error::Signing)?);
        }
        Ok(headers)
    }
}

/// The headers that are signed. A port that the scheme implies is left out.
fn headers(endpoint: &Uri, content_type: Option<&'static str>) -> Result<HeaderMap, ConfigError> {
    let host = endpoint.host().unwrap_or_default();
    let port = match (endpoint.scheme_str(), endpoint.port_u16()) {
        (Some("http"), Some(80)) | (Some("https"), Some(443)) | (_, None) => String::new(),
        (_, Some(port)) => format!(":{port}"),
    };
    let host = HeaderValue::try_from(format!("{host}{port}"));
    let host = host.map_err(|_| ConfigError::InvalidEndpoint {
        address: endpoint.to_string(),
    })?;
    let mut headers = HeaderMap::from_iter([(HOST, host)]);
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    Ok(headers)
}

/// A value as it travels in the path or the query.
fn in_query(schema: &Schema, value: &Value) -> Value {
    match (&schema.kind, value) {
        (Kind::Timestamp, value) => timestamps::parse(value).map_or_else(
            || value.clone(),
            |timestamp| timestamps::in_query(timestamp).into(),
        ),
        (Kind::List { member, .. }, Value::Array(items)) => {
            items.iter().map(|item| in_query(member.schema(), item)).collect()
        }
        (_, value) => value.clone(),
    }
}

/// A value as it travels in the body: points in time are numbers.
fn in_body(schema: &Schema, value: Value) -> Value {
    match (&schema.kind, value) {
        (Kind::Timestamp, value) => timestamps::parse(&value).map_or(value, timestamps::in_body),
        (Kind::Structure(_), Value::Object(members)) => members
            .into_iter()
            .map(|(name, value)| match schema.member(&name) {
                Some(member) => (name, in_body(member.target.schema(), value)),
                None => (name, value),
            })
            .collect(),
        (Kind::List { member, .. }, Value::Array(items)) => items
            .into_iter()
            .map(|item| in_body(member.schema(), item))
            .collect(),
        (Kind::Map { value: target, .. }, Value::Object(entries)) => entries
            .into_iter()
            .map(|(key, value)| (key, in_body(target.schema(), value)))
            .collect(),
        (_, value) => value,
    }
}

/// A value as it travels in a header.
fn header_value(name: &str, schema: &Schema, value: &Value) -> Result<HeaderValue, Error> {
    let text = match (&schema.kind, timestamps::parse(value)) {
        (Kind::Timestamp, Some(timestamp)) => timestamps::in_header(timestamp),
        _ => text(value),
    };
    HeaderValue::try_from(text).map_err(|_| Error::HeaderValue(name.to_owned()))
}

fn may_have_body(schema: &Schema) -> bool {
    schema
        .members()
        .iter()
        .any(|member| member.location == Location::Body)
}

fn add_to_query(query: &mut Vec<String>, key: &str, value: &Value) {
    match value {
        Value::Array(items) => query.extend(items.iter().map(|item| format!("{key}={}", escaped(item)))),
        Value::Object(members) => {
            let pairs = members.iter().map(|(key, value)| {
                let key = utf8_percent_encode(key, ESCAPED);
                format!("{key}={}", escaped(value))
            });
            query.extend(pairs);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            query.push(format!("{key}={}", escaped(value)));
        }
    }
}

fn escaped(value: &Value) -> String {
    utf8_percent_encode(&text(value), ESCAPED).to_string()
}

fn text(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            python::str(value).into_owned()
        }
    }
}

#[cfg(test)]
mod round_trip;

#[cfg(test)]
mod tests {
    use roster_model::catalogue;
    use roster_model::operation::Operation;
    use roster_model::ops::connect::users::{CreateUser, ListUsers};
    use serde_json::json;

    use super::*;

    fn request(operation: impl Into<Interface>, parameters: Value, endpoint: &str) -> Request {
        let Value::Object(parameters) = parameters else {
            panic!("no parameters")
        };
        Request::new(&operation.into(), &parameters, &endpoint.parse().unwrap()).unwrap()
    }

    #[test]
    fn labels_and_query_are_escaped_and_a_base_path_is_kept() {
        let parameters = json!({"InstanceId": "a/b:ç", "MaxResults": 5, "NextToken": "x+y/z="});
        let request = request(ListUsers::DESCRIPTION, parameters, "http://localhost:80/base/");
        assert_eq!(
            request.url(),
            "http://localhost:80/base/users-summary/a%2Fb%3A%C3%A7?maxResults=5&nextToken=x%2By%2Fz%3D"
        );
        assert_eq!(request.headers[HOST], "localhost");
        assert_eq!(request.body, None);
    }

    #[test]
    fn a_point_in_time_travels_in_the_form_of_its_place() {
        let operation = |name| catalogue::find(name).unwrap().interface();
        let parameters = json!({"InstanceId": "i", "StartTime": "2023-11-14", "EndTime": 1_700_000_000, "Filters": {},
            "Groupings": [], "Metrics": []});
        let of_metrics = request(operation("GetMetricDataV2"), parameters, "http://localhost:7420");
        assert!(
            of_metrics
                .body
                .as_deref()
                .unwrap()
                .contains(r#""StartTime":1699920000,"EndTime":1700000000"#),
            "{:?}",
            of_metrics.body
        );

        let parameters =
            json!({"InstanceId": "i", "TestCaseId": "t", "LastModifiedTime": "2023-11-14T22:13:20Z"});
        let of_header = request(operation("UpdateTestCase"), parameters, "http://localhost:7420");
        assert_eq!(
            of_header.headers["x-amz-last-modified-time"],
            "Tue, 14 Nov 2023 22:13:20 GMT"
        );
    }

    #[test]
    fn a_body_keeps_the_order_of_the_parameters() {
        let parameters =
            json!({"Username": "ana", "InstanceId": "i", "Password": null, "RoutingProfileId": "r"});
        let request = request(CreateUser::DESCRIPTION, parameters, "http://localhost:7420");
        assert_eq!(
            request.body.as_deref(),
            Some(r#"{"Username":"ana","RoutingProfileId":"r"}"#)
        );
        assert_eq!(request.headers[HOST], "localhost:7420");
    }
}
