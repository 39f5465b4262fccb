//! The audit in the Elastic Common Schema, for Elasticsearch and all that reads its fields.
//! Source: the ECS field reference, version 8.17.

use std::net::IpAddr;

use roster_model::service::Service;
use roster_model::shapes::Timestamp;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::cloudtrail::{Side, event_id};
use super::{AuditRecord, Hash, Tls, UnenforcedAccess};

/// The version of the schema.
const VERSION: &str = "8.17.0";

/// A document of the Elastic Common Schema. It holds no values from before or after a change.
#[derive(Debug, Serialize)]
pub struct EcsDocument<'r> {
    #[serde(rename = "@timestamp")]
    timestamp: String,
    ecs: Schema,
    event: Event<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<User<'r>>,
    source: Source<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<UserAgent<'r>>,
    cloud: Cloud<'r>,
    http: Http<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Error<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls: Option<TlsFields<'r>>,
    related: Related<'r>,
    roster: Roster<'r>,
}

#[derive(Debug, Serialize)]
struct Schema {
    version: &'static str,
}

#[derive(Debug, Serialize)]
struct Event<'r> {
    kind: &'static str,
    category: Vec<&'static str>,
    r#type: Vec<&'static str>,
    outcome: &'static str,
    action: &'r str,
    id: String,
    provider: String,
    module: &'static str,
    dataset: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'r str>,
}

#[derive(Debug, Serialize)]
struct User<'r> {
    id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Target<'r>>,
}

/// The user of an instance that the request was about.
#[derive(Debug, Serialize)]
struct Target<'r> {
    id: &'r str,
}

#[derive(Debug, Serialize)]
struct Source<'r> {
    address: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip: Option<IpAddr>,
}

#[derive(Debug, Serialize)]
struct UserAgent<'r> {
    original: &'r str,
}

#[derive(Debug, Serialize)]
struct Cloud<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<Account<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'r str>,
    service: CloudService,
}

#[derive(Debug, Serialize)]
struct Account<'r> {
    id: &'r str,
}

#[derive(Debug, Serialize)]
struct CloudService {
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct Http<'r> {
    request: HttpRequest<'r>,
}

#[derive(Debug, Serialize)]
struct HttpRequest<'r> {
    id: &'r str,
}

#[derive(Debug, Serialize)]
struct Error<'r> {
    code: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'r str>,
}

#[derive(Debug, Serialize)]
struct TlsFields<'r> {
    version_protocol: &'static str,
    version: &'r str,
    cipher: &'r str,
}

#[derive(Debug, Serialize)]
struct Related<'r> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ip: Vec<IpAddr>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    user: Vec<&'r str>,
}

/// What the schema has no field for. What was asked and answered is text, because its members would be thousands of fields of an index.
#[derive(Debug, Serialize)]
struct Roster<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_key_id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_issuer: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_identity: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_parameters: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_elements: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<UnenforcedAccess>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items_read: Option<u64>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    first_items_read: &'r [Box<str>],
}

impl AuditRecord {
    /// The record as a document of the Elastic Common Schema. `hash` is the one of its place in the chain.
    pub fn ecs(&self, hash: &Hash) -> EcsDocument<'_> {
        let ip = self.source_address.parse().ok();
        EcsDocument {
            timestamp: rfc3339(self.time),
            ecs: Schema { version: VERSION },
            event: Event {
                kind: "event",
                category: self.categories(),
                r#type: self.types(),
                outcome: self.error_code.as_ref().map_or("success", |_| "failure"),
                action: self.event_name(),
                id: event_id(hash),
                provider: self.event_source(),
                module: "roster",
                dataset: "roster.audit",
                reason: self.error_message.as_deref(),
            },
            user: self.user(),
            source: Source {
                address: &self.source_address,
                ip,
            },
            user_agent: self.user_agent.as_deref().map(|original| UserAgent { original }),
            cloud: Cloud {
                account: self.account.as_deref().map(|id| Account { id }),
                region: self.region.as_deref(),
                service: CloudService {
                    name: self.service.name(),
                },
            },
            http: Http {
                request: HttpRequest { id: &self.request_id },
            },
            error: self.error_code.as_deref().map(|code| Error {
                code,
                message: self.error_message.as_deref(),
            }),
            tls: self.tls.as_ref().map(tls),
            related: Related {
                ip: ip.into_iter().collect(),
                user: self.username().into_iter().chain(self.target()).collect(),
            },
            roster: Roster {
                principal: self.principal.as_deref(),
                access_key_id: self.access_key_id.as_deref(),
                session_issuer: self.session_issuer.as_deref(),
                source_identity: self.source_identity.as_deref(),
                resource: self.resource.as_deref(),
                request_parameters: text(&self.named(self.parameters.as_ref(), Side::Request)),
                response_elements: text(&self.named(self.response.as_ref(), Side::Response)),
                count: self.count,
                clock_time: self.clock_time.map(rfc3339),
                access: self.access,
                run: self.run.as_deref(),
                items_read: self.read.as_ref().map(|read| read.different),
                first_items_read: self.read.as_ref().map_or(&[], |read| &read.first),
            },
        }
    }

    fn categories(&self) -> Vec<&'static str> {
        match self.service {
            Service::Connect | Service::Iam => vec!["api", "iam"],
            Service::Sts | Service::Console => vec!["api", "authentication"],
            Service::CloudTrail | Service::S3 | Service::Roster => vec!["api"],
        }
    }

    fn types(&self) -> Vec<&'static str> {
        let action = self.event_name();
        let effect = if self.operation.is_none() {
            "info"
        } else if self.is_read_only() {
            "access"
        } else if action.starts_with("Create") {
            "creation"
        } else if action.starts_with("Delete") {
            "deletion"
        } else {
            "change"
        };
        let is_denied = self.principal.is_none() || self.is_access_denied();
        let refusal = (self.error_code.is_some() && is_denied).then_some("denied");
        [effect].into_iter().chain(refusal).collect()
    }

    /// Whether policies refused it. Source: the common errors of Connect, and those of IAM and S3.
    fn is_access_denied(&self) -> bool {
        matches!(
            self.error_code.as_deref(),
            Some("AccessDeniedException" | "AccessDenied")
        )
    }

    fn user(&self) -> Option<User<'_>> {
        let principal = self.principal.as_deref()?;
        Some(User {
            id: self.principal_id.as_deref().unwrap_or(principal),
            name: self.username(),
            target: self.target().map(|id| Target { id }),
        })
    }

    /// The id of the user of an instance that the request was about.
    fn target(&self) -> Option<&str> {
        let resource = self.resource.as_deref()?.rsplit(':').next()?;
        match resource.split('/').collect::<Vec<_>>()[..] {
            ["instance", _, "agent", id] => Some(id),
            _ => None,
        }
    }
}

/// The fields of a connection: `TLSv1.3` is version 1.3 of `tls`.
fn tls(
    Tls {
        version,
        cipher_suite,
    }: &Tls,
) -> TlsFields<'_> {
    TlsFields {
        version_protocol: "tls",
        version: version.strip_prefix("TLSv").unwrap_or(version),
        cipher: cipher_suite,
    }
}

fn text(value: &Value) -> Option<String> {
    (!value.is_null()).then(|| value.to_string())
}

/// In UTC.
fn rfc3339(time: Timestamp) -> String {
    let nanoseconds = i128::from(time.milliseconds) * 1_000_000;
    let time = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok();
    time.and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::audit::sample::{USER, changed_address, record};

    fn rendered(members: Value) -> Value {
        serde_json::to_value(record(members).ecs(&Hash([0xab; 32]))).unwrap()
    }

    #[test]
    fn a_change_has_the_fields_of_the_schema_and_no_values_from_before_and_after() {
        let document = rendered(changed_address());

        assert_eq!(
            document,
            json!({
                "@timestamp": "2026-11-21T10:15:30.125Z",
                "ecs": {"version": "8.17.0"},
                "event": {
                    "kind": "event", "category": ["api", "iam"], "type": ["change"], "outcome": "success",
                    "action": "UpdateUserIdentityInfo", "id": "abababab-abab-8bab-abab-abababababab",
                    "provider": "connect.amazonaws.com", "module": "roster", "dataset": "roster.audit",
                },
                "user": {"id": "AIDAEXAMPLE", "name": "ana", "target": {"id": "u"}},
                "source": {"address": "192.0.2.1", "ip": "192.0.2.1"},
                "user_agent": {"original": "Boto3"},
                "cloud": {"account": {"id": "123456789012"}, "region": "eu-west-2", "service": {"name": "connect"}},
                "http": {"request": {"id": "r-1"}},
                "tls": {"version_protocol": "tls", "version": "1.3", "cipher": "TLS_AES_128_GCM_SHA256"},
                "related": {"ip": ["192.0.2.1"], "user": ["ana", "u"]},
                "roster": {
                    "principal": "arn:aws:iam::123456789012:user/team/ana", "access_key_id": "AKIAEXAMPLE",
                    "resource": USER,
                    "request_parameters": r#"{"IdentityInfo":{"Email":"***"},"UserId":"u","InstanceId":"i"}"#,
                },
            })
        );
    }

    #[test]
    fn a_denied_read_is_a_failure_that_is_denied() {
        let document = rendered(json!({
            "Operation": "DescribeUser", "Principal": "arn:aws:iam::123456789012:user/ana",
            "ErrorCode": "AccessDeniedException", "ErrorMessage": "not authorized",
        }));

        assert_eq!(document["event"]["type"], json!(["access", "denied"]));
        assert_eq!(document["event"]["outcome"], "failure");
        let error = json!({"code": "AccessDeniedException", "message": "not authorized"});
        assert_eq!(document["error"], error);
    }

    #[test]
    fn a_sum_of_unproven_requests_has_a_source_that_is_no_address() {
        let document = rendered(json!({
            "SourceAddress": "2001:db8::/64", "ErrorCode": "MissingAuthenticationTokenException", "Count": 4711,
            "Run": "nightly-17",
        }));

        assert_eq!(document["source"], json!({"address": "2001:db8::/64"}));
        assert_eq!(document["event"]["type"], json!(["info", "denied"]));
        assert_eq!(document["related"], json!({}));
        let roster = json!({"access_key_id": "AKIAEXAMPLE", "count": 4711, "run": "nightly-17"});
        assert_eq!(document["roster"], roster);
        assert_eq!(document.get("user"), None);
    }

    #[test]
    fn creations_and_deletions_are_told_from_other_changes() {
        let of = |operation: &str| rendered(json!({"Operation": operation}))["event"]["type"].take();
        assert_eq!(of("CreateUser"), json!(["creation"]));
        assert_eq!(of("DeleteUser"), json!(["deletion"]));
        assert_eq!(of("UpdateUserPhoneConfig"), json!(["change"]));
    }
}
