//! The audit as AWS's tools read it: records of CloudTrail's.
//! Source: the CloudTrail user guide on record contents and on the element userIdentity.

use roster_model::operations;
use roster_model::resource_type::ResourceType;
use roster_model::schema::{Kind, Schema};
use roster_model::service::Service;
use roster_model::shapes::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{AuditRecord, Hash, Masked, UnenforcedAccess};
use crate::caller::ANONYMOUS;

/// The version of the format. Source: the CloudTrail user guide.
const EVENT_VERSION: &str = "1.09";

/// The account of an anonymous caller under `--access off`. Source: events of anonymous requests at Amazon S3; assumed.
const ANONYMOUS_ACCOUNT: &str = "ANONYMOUS_PRINCIPAL";

/// What a record calls an operation when the request led to none.
const UNKNOWN: &str = "Unknown";

/// A record of CloudTrail's. It holds no values from before or after a change.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CloudTrailRecord<'r> {
    event_version: &'static str,
    user_identity: UserIdentity<'r>,
    event_time: String,
    event_source: String,
    event_name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_region: Option<&'r str>,
    #[serde(rename = "sourceIPAddress")]
    source_ip_address: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'r str>,
    request_parameters: Value,
    response_elements: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_event_data: Option<AdditionalEventData>,
    #[serde(rename = "requestID")]
    request_id: &'r str,
    #[serde(rename = "eventID")]
    event_id: String,
    read_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<[Resource<'r>; 1]>,
    event_type: &'static str,
    management_event: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_account_id: Option<&'r str>,
    event_category: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_details: Option<TlsDetails<'r>>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct UserIdentity<'r> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal_id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_key_id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_context: Option<SessionContext<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoked_by: Option<&'r str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionContext<'r> {
    session_issuer: Box<UserIdentity<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_identity: Option<&'r str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Resource<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<&'r str>,
    r#type: &'static str,
    #[serde(rename = "ARN")]
    arn: &'r str,
}

/// What CloudTrail has no field for.
#[derive(Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct AdditionalEventData {
    /// How many requests the record sums up.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    /// When it was by the clock, if that is not `eventTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_time: Option<String>,
    /// How the server treated access, if it did not enforce it.
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<UnenforcedAccess>,
    /// The run of a client that the request belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Box<str>>,
    /// How many different items were read by the requests that the record sums up, and the ids of the first few.
    #[serde(skip_serializing_if = "Option::is_none")]
    items_read: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    first_items_read: Vec<Box<str>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TlsDetails<'r> {
    tls_version: &'r str,
    cipher_suite: &'r str,
}

/// What kind of principal an ARN names.
#[derive(Clone, Copy)]
enum Who<'r> {
    Root,
    User {
        name: &'r str,
    },
    Session {
        role: &'r str,
        name: &'r str,
    },
    /// A user of an instance.
    ConnectUser,
    /// Roster itself.
    Itself,
    /// A caller under `--access off`, which checks no identity.
    Anonymous,
    Nobody,
}

impl AuditRecord {
    /// The record as CloudTrail would write it. `hash` is the one of its place in the chain.
    pub fn cloudtrail(&self, hash: &Hash) -> CloudTrailRecord<'_> {
        CloudTrailRecord {
            event_version: EVENT_VERSION,
            user_identity: self.user_identity(),
            event_time: rfc3339(self.time),
            event_source: self.event_source(),
            event_name: self.event_name(),
            aws_region: self.region.as_deref(),
            source_ip_address: &self.source_address,
            user_agent: self.user_agent.as_deref(),
            error_code: self.error_code.as_deref(),
            error_message: self.error_message.as_deref(),
            request_parameters: self.named(self.parameters.as_ref(), Side::Request),
            response_elements: self.named(self.response.as_ref(), Side::Response),
            additional_event_data: self.additional_event_data(),
            request_id: &self.request_id,
            event_id: event_id(hash),
            read_only: self.is_read_only(),
            resources: self.resource.as_deref().map(|arn| {
                [Resource {
                    account_id: self.account.as_deref(),
                    r#type: cloudtrail_type(arn),
                    arn,
                }]
            }),
            event_type: match self.who() {
                Who::Itself => "AwsServiceEvent",
                Who::Root
                | Who::User { .. }
                | Who::Session { .. }
                | Who::ConnectUser
                | Who::Anonymous
                | Who::Nobody => "AwsApiCall",
            },
            management_event: true,
            recipient_account_id: self.account.as_deref(),
            event_category: "Management",
            tls_details: self.tls.as_ref().map(|tls| TlsDetails {
                tls_version: &tls.version,
                cipher_suite: &tls.cipher_suite,
            }),
        }
    }

    fn additional_event_data(&self) -> Option<AdditionalEventData> {
        let data = AdditionalEventData {
            count: self.count,
            clock_time: self.clock_time.map(rfc3339),
            access: self.access,
            run: self.run.clone(),
            items_read: self.read.as_ref().map(|read| read.different),
            first_items_read: self
                .read
                .as_ref()
                .map_or_else(Vec::new, |read| read.first.clone()),
        };
        (data != AdditionalEventData::default()).then_some(data)
    }

    /// The service's name as events have it, such as `connect.amazonaws.com`.
    pub fn event_source(&self) -> String {
        format!("{}.amazonaws.com", self.service.name())
    }

    /// The operation.
    pub fn event_name(&self) -> &str {
        self.operation.as_deref().unwrap_or(UNKNOWN)
    }

    /// Whether the operation only looks. Of a request that leads to none, nothing is claimed.
    pub fn is_read_only(&self) -> bool {
        let operation = operations::find(self.service, self.event_name());
        operation.is_some_and(|operation| operation.effect.is_read())
    }

    /// The caller's name, which LookupEvents searches: a user's name, or a session's name.
    pub fn username(&self) -> Option<&str> {
        match self.who() {
            Who::Root => Some("root"),
            Who::User { name } | Who::Session { name, .. } => Some(name),
            Who::Anonymous => Some(ANONYMOUS),
            Who::ConnectUser | Who::Itself | Who::Nobody => None,
        }
    }

    /// The type of what it was about, such as `AWS::Connect::User`.
    pub fn resource_type(&self) -> Option<&'static str> {
        self.resource.as_deref().map(cloudtrail_type)
    }

    fn who(&self) -> Who<'_> {
        let Some(principal) = self.principal.as_deref() else {
            return Who::Nobody;
        };
        if principal == ANONYMOUS {
            return Who::Anonymous;
        }
        let parts: Vec<&str> = principal.rsplitn(2, ':').collect();
        let [resource, _] = parts[..] else {
            return Who::Itself;
        };
        let name = resource.rsplit('/').next().unwrap_or_default();
        match resource.split('/').collect::<Vec<_>>()[..] {
            ["root"] => Who::Root,
            ["user", ..] => Who::User { name },
            ["assumed-role", role, name] => Who::Session { role, name },
            ["instance", _, "agent", _] => Who::ConnectUser,
            _ => Who::Itself,
        }
    }

    fn user_identity(&self) -> UserIdentity<'_> {
        let account_id = self.account.as_deref();
        let (arn, access_key_id) = (self.principal.as_deref(), self.access_key_id.as_deref());
        let proven = UserIdentity {
            principal_id: self.principal_id.as_deref().or(account_id),
            arn,
            account_id,
            access_key_id,
            ..UserIdentity::default()
        };
        match self.who() {
            Who::Root => UserIdentity {
                r#type: "Root",
                ..proven
            },
            Who::User { name } => UserIdentity {
                r#type: "IAMUser",
                user_name: Some(name),
                ..proven
            },
            Who::Session { role, .. } => UserIdentity {
                r#type: "AssumedRole",
                session_context: Some(SessionContext {
                    session_issuer: Box::new(self.session_issuer(role)),
                    source_identity: self.source_identity.as_deref(),
                }),
                ..proven
            },
            Who::ConnectUser => UserIdentity {
                r#type: "ConnectUser",
                ..proven
            },
            Who::Itself => UserIdentity {
                r#type: "AWSService",
                invoked_by: arn,
                ..UserIdentity::default()
            },
            Who::Anonymous => UserIdentity {
                r#type: "AWSAccount",
                principal_id: Some(""),
                account_id: Some(ANONYMOUS_ACCOUNT),
                access_key_id,
                ..UserIdentity::default()
            },
            Who::Nobody => UserIdentity {
                r#type: UNKNOWN,
                access_key_id,
                ..UserIdentity::default()
            },
        }
    }

    /// The role of a session, whose id starts with the role's.
    fn session_issuer<'r>(&'r self, role: &'r str) -> UserIdentity<'r> {
        let id = self.principal_id.as_deref().and_then(|id| id.split(':').next());
        UserIdentity {
            r#type: "Role",
            principal_id: id,
            arn: self.session_issuer.as_deref(),
            account_id: self.account.as_deref(),
            user_name: Some(role),
            ..UserIdentity::default()
        }
    }

    /// A value with its members named as CloudTrail names them.
    pub(super) fn named(&self, masked: Option<&Masked>, side: Side) -> Value {
        let value = masked.and_then(|masked| serde_json::from_str(masked.as_str()).ok());
        let operation = operations::find(self.service, self.event_name());
        match (self.service, operation, value) {
            (_, _, None) => Value::Null,
            // Connect's records, and Roster's own, have the names of their API; those of the others start in lower case.
            (Service::Connect | Service::Roster | Service::Console, _, Some(value))
            | (_, None, Some(value)) => value,
            (
                Service::Iam | Service::Sts | Service::CloudTrail | Service::S3,
                Some(operation),
                Some(value),
            ) => match side {
                Side::Request => in_lower_case(operation.request(), value),
                Side::Response => in_lower_case(operation.response(), value),
            },
        }
    }
}

#[derive(Clone, Copy)]
pub(super) enum Side {
    Request,
    Response,
}

/// A value with the names of its members, but not the keys of its maps, starting in lower case.
fn in_lower_case(schema: &Schema, value: Value) -> Value {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            let renamed = object.into_iter().map(|(name, value)| {
                let member = members.iter().find(|member| member.name == name);
                let value = match member {
                    Some(member) => in_lower_case(member.target.schema(), value),
                    None => value,
                };
                let name = match name.split_at_checked(1) {
                    Some((first, rest)) => first.to_ascii_lowercase() + rest,
                    None => name,
                };
                (name, value)
            });
            Value::Object(renamed.collect::<Map<_, _>>())
        }
        (Kind::List { member, .. }, Value::Array(items)) => items
            .into_iter()
            .map(|item| in_lower_case(member.schema(), item))
            .collect(),
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            let entries = object
                .into_iter()
                .map(|(key, value)| (key, in_lower_case(target.schema(), value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        (_, value) => value,
    }
}

/// The id of the event that a record with this hash is: a UUID of version 8, the same wherever it
/// is made. Source: RFC 9562, section 5.8.
pub fn event_id(hash: &Hash) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.0[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = format!("{:032x}", u128::from_be_bytes(bytes));
    let groups = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    groups.join("-")
}

/// The type of a resource by its ARN, as CloudTrail's events have it.
fn cloudtrail_type(arn: &str) -> &'static str {
    ResourceType::of_arn(arn).map_or(UNKNOWN, ResourceType::cloudtrail)
}

/// To the second, as CloudTrail writes times.
pub(super) fn rfc3339(time: Timestamp) -> String {
    let seconds = time.milliseconds.div_euclid(1000);
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok();
    time.and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::audit::sample::{USER, changed_address, record};

    fn rendered(record: &AuditRecord) -> Value {
        serde_json::to_value(record.cloudtrail(&Hash([0xab; 32]))).unwrap()
    }

    #[test]
    fn a_change_by_a_user_has_cloudtrails_form_without_before_and_after() {
        let record = record(changed_address());

        assert_eq!(
            rendered(&record),
            json!({
                "eventVersion": "1.09",
                "userIdentity": {
                    "type": "IAMUser", "principalId": "AIDAEXAMPLE",
                    "arn": "arn:aws:iam::123456789012:user/team/ana", "accountId": "123456789012",
                    "accessKeyId": "AKIAEXAMPLE", "userName": "ana",
                },
                "eventTime": "2026-11-21T10:15:30Z",
                "eventSource": "connect.amazonaws.com",
                "eventName": "UpdateUserIdentityInfo",
                "awsRegion": "eu-west-2",
                "sourceIPAddress": "192.0.2.1",
                "userAgent": "Boto3",
                "requestParameters": {"IdentityInfo": {"Email": "***"}, "UserId": "u", "InstanceId": "i"},
                "responseElements": null,
                "requestID": "r-1",
                "eventID": "abababab-abab-8bab-abab-abababababab",
                "readOnly": false,
                "resources": [{"accountId": "123456789012", "type": "AWS::Connect::User", "ARN": USER}],
                "eventType": "AwsApiCall",
                "managementEvent": true,
                "recipientAccountId": "123456789012",
                "eventCategory": "Management",
                "tlsDetails": {"tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256"},
            })
        );
    }

    #[test]
    fn a_session_is_shown_with_its_role() {
        let record = record(json!({
            "Principal": "arn:aws:sts::123456789012:assumed-role/HelpDesk/ops",
            "PrincipalId": "AROAEXAMPLE:ops",
            "SessionIssuer": "arn:aws:iam::123456789012:role/team/HelpDesk",
        }));

        assert_eq!(
            rendered(&record)["userIdentity"],
            json!({
                "type": "AssumedRole", "principalId": "AROAEXAMPLE:ops",
                "arn": "arn:aws:sts::123456789012:assumed-role/HelpDesk/ops",
                "accountId": "123456789012", "accessKeyId": "AKIAEXAMPLE",
                "sessionContext": {"sessionIssuer": {
                    "type": "Role", "principalId": "AROAEXAMPLE",
                    "arn": "arn:aws:iam::123456789012:role/team/HelpDesk",
                    "accountId": "123456789012", "userName": "HelpDesk",
                }},
            })
        );
        assert_eq!(record.username(), Some("ops"));
    }

    #[test]
    fn a_root_is_its_account_and_an_unauthenticated_caller_is_unknown() {
        let root = record(json!({"Principal": "arn:aws:iam::123456789012:root"}));
        assert_eq!(rendered(&root)["userIdentity"]["type"], "Root");
        assert_eq!(rendered(&root)["userIdentity"]["principalId"], "123456789012");
        assert_eq!(root.username(), Some("root"));

        let nobody = record(json!({"ErrorCode": "InvalidSignatureException"}));
        assert_eq!(
            rendered(&nobody)["userIdentity"],
            json!({"type": "Unknown", "accessKeyId": "AKIAEXAMPLE"})
        );
        assert_eq!(nobody.username(), None);
    }

    #[test]
    fn a_caller_under_access_off_is_anonymous_as_at_amazon_s3() {
        let record = record(json!({"Principal": "anonymous", "Access": "off"}));

        assert_eq!(
            rendered(&record)["userIdentity"],
            json!({
                "type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL",
                "accessKeyId": "AKIAEXAMPLE",
            })
        );
        assert_eq!(rendered(&record)["eventType"], "AwsApiCall");
        assert_eq!(rendered(&record)["additionalEventData"], json!({"access": "off"}));
        assert_eq!(record.username(), Some("anonymous"));
    }

    #[test]
    fn a_record_that_sums_up_refusals_says_of_how_many() {
        let record = record(json!({"ErrorCode": "MissingAuthenticationTokenException", "Count": 4711}));
        assert_eq!(rendered(&record)["additionalEventData"], json!({"count": 4711}));
    }

    #[test]
    fn a_record_that_sums_up_reads_is_read_only_and_says_what_was_read() {
        let record = record(json!({
            "Operation": "DescribeUser", "Count": 57, "Read": {"Different": 12, "First": ["u1", "u2"]},
        }));
        let expected = json!({"count": 57, "itemsRead": 12, "firstItemsRead": ["u1", "u2"]});
        assert_eq!(rendered(&record)["additionalEventData"], expected);
        assert_eq!(rendered(&record)["readOnly"], true);
    }

    #[test]
    fn a_record_of_a_run_says_of_which() {
        let record = record(json!({"Run": "20261121T101530.125-ab12"}));
        let expected = json!({"run": "20261121T101530.125-ab12"});
        assert_eq!(rendered(&record)["additionalEventData"], expected);
    }

    #[test]
    fn a_record_of_a_clock_that_was_set_back_shows_both_times() {
        let record = record(json!({"ClockTime": 1_795_252_530.5}));
        assert_eq!(rendered(&record)["eventTime"], "2026-11-21T10:15:30Z");
        let expected = json!({"clockTime": "2026-11-21T09:15:30Z"});
        assert_eq!(rendered(&record)["additionalEventData"], expected);
    }

    #[test]
    fn parameters_of_other_services_than_connect_start_in_lower_case() {
        let record = record(json!({
            "Service": "cloudtrail", "Operation": "LookupEvents",
            "Parameters": {"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "X"}]},
        }));

        let rendered = rendered(&record);

        assert_eq!(
            rendered["requestParameters"],
            json!({"lookupAttributes": [{"attributeKey": "EventName", "attributeValue": "X"}]})
        );
        assert_eq!(rendered["eventSource"], "cloudtrail.amazonaws.com");
        assert_eq!(rendered["readOnly"], true);
    }
}
