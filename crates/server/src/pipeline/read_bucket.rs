//! Reads of the bucket that the audit is delivered to. They pass the same stages as operations, but read a folder instead of
//! the store, and are answered in XML or with the bytes of a file.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http_body_util::{Empty, Full};
use hyper::Response;
use hyper::body::Body;
use roster_audit_delivery::{BUCKET, DeliveredFiles, DeliveryError, Folder, Object};
use roster_domain::audit::Masked;
use roster_model::operation::{Description, Operation};
use roster_model::ops::s3::bucket::{GetBucketLocation, GetObject, ListObjects};
use roster_model::service::Service;
use roster_service::Refusal;
use roster_service::access::Permission;
use roster_store::StoreError;
use roster_wire::s3::{ListedObject, ObjectList, encode_list, encode_location};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::authenticate::{Authenticated, authenticate};
use super::authorize::{Allowed, authorize};
use super::decode::Decoded;
use super::find_key::find_key;
use super::identify::identify;
use super::parse_authorization::parse_authorization;
use super::receive::receive;
use super::respond::respond;
use super::route::{Labels, Routed, Target, in_scope};
use super::state::Pipeline;
use super::throttle::{Admitted, throttle};
use super::validate::validate;
use crate::application::BoxedBody;
use crate::audit_bucket::key_of;
use crate::exception::Failure;
use crate::http_answer::answer;
use crate::input::Parameters;
use crate::metrics::InFlightGuard;
use crate::pipeline::config::Access;
use crate::reached::{Proven, StageResult};
use crate::request::Request;

const SIGNATURE: HeaderName = HeaderName::from_static("x-amz-meta-signature");
const SIGNATURE_ALGORITHM: HeaderName = HeaderName::from_static("x-amz-meta-signature-algorithm");

/// How many keys a page of a list has at most. Source: the Amazon S3 API reference.
const MAX_KEYS: usize = 1000;

/// What is answered.
enum Answer {
    Xml(Vec<u8>),
    File(Object),
}

impl Pipeline {
    /// Answers a request for the bucket.
    pub(crate) async fn read_bucket(&self, request: &Request, body: BoxedBody) -> Response<Full<Bytes>> {
        let _guard = InFlightGuard::among(&self.metrics.in_flight);
        let stopped = match self.decide_bucket(request, body).await {
            Ok((proven, answer)) => return self.answer_bucket(request, &proven, answer),
            Err(stopped) => stopped,
        };
        respond(request, Err(stopped), &self.metrics, self.audit(), &*self.clock).await
    }

    async fn decide_bucket<'r>(
        &'r self,
        request: &'r Request,
        body: BoxedBody,
    ) -> StageResult<'r, (Proven<'r>, Answer)> {
        let access = self.config.access;
        let (keys, clock) = (self.keys(), &*self.clock);
        let parsed = parse_authorization(request, access, &self.unproven, keys)?;
        let (operation, input) = match read(request) {
            Ok(read) => read,
            Err(failure) => return Err(parsed.summary.stop(failure)),
        };
        let summary = parsed.summary.leading_to(operation.name);
        if !body.is_end_stream() {
            return Err(summary.stop(Failure::NotInBucket("A read of the bucket has no body")));
        }
        let authorization = match access {
            Access::Enforce | Access::Observe => {
                let scoped = parsed
                    .authorization
                    .and_then(|parsed| in_scope(parsed, Service::S3));
                Some(scoped.map_err(|error| summary.stop(error))?)
            }
            Access::Off => parsed.authorization.ok(),
        };
        let routed = Routed {
            request,
            summary,
            authorization,
            target: Target::Operation(operation, Labels::new()),
        };
        let with_key = find_key(routed, access, keys, self.config.clock_skew).await?;
        let (limits, room) = (self.config.limits, &self.unproven_bodies);
        let received = receive(with_key, Empty::<Bytes>::new(), limits, room, clock).await?;
        let authenticated = authenticate(identify(received)?, access, keys, clock).await?;
        let Admitted(admitted) = throttle(authenticated, &self.buckets)?;
        let allowed = authorize(validate(decoded(admitted, input)), access, &self.service).await?;
        self.read_allowed(allowed).await
    }

    /// Reads what may be read.
    async fn read_allowed<'r>(&self, allowed: Allowed<'r>) -> StageResult<'r, (Proven<'r>, Answer)> {
        let Allowed {
            request,
            proven,
            operation,
            permission,
            input,
        } = allowed;
        let proven = match permission {
            Permission::Decided(decision) => proven.decided(decision),
            Permission::Open(guard) => {
                let caller = Arc::clone(&proven.caller);
                match self.service.judge(guard, caller, request.time.into()).await {
                    Ok(decision) => proven.decided(Some(decision)),
                    Err(refusal) => return Err(proven.stop(refusal)),
                }
            }
        };
        let Some(folder) = self.delivered.clone() else {
            return Err(proven.stop(Failure::NoSuchBucket));
        };
        let account_region = proven.caller.account_region.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let own = format!("AWSLogs/{}/", account_region.account);
            if operation.name == GetBucketLocation::DESCRIPTION.name {
                Ok(Answer::Xml(encode_location(&account_region.region)))
            } else if operation.name == ListObjects::DESCRIPTION.name {
                list(&folder, &own, &input)
            } else {
                object(&folder, &own, &input)
            }
        });
        let read = reading
            .await
            .unwrap_or(Err(Failure::Refused(Refusal::Store(StoreError::Unknown))));
        match read {
            Ok(answer) => Ok((proven, answer)),
            Err(failure) => Err(proven.stop(failure)),
        }
    }

    fn answer_bucket(&self, request: &Request, proven: &Proven<'_>, found: Answer) -> Response<Full<Bytes>> {
        self.metrics.decided(Some(proven), None);
        request.note(proven.summary, Some(&proven.caller), None);
        let took = self.clock.now().duration_since(request.time).unwrap_or_default();
        self.metrics.answered(proven.summary, 200, None, took);
        match found {
            Answer::Xml(body) => {
                let xml = HeaderValue::from_static("application/xml");
                answer(request, xml, 200, None, body)
            }
            Answer::File(Object { bytes, signature }) => {
                // Without a content encoding: clients hash what they unzip by themselves.
                let gzip = HeaderValue::from_static("application/x-gzip");
                let mut response = answer(request, gzip, 200, None, bytes);
                if let Some(signature) = signature.and_then(|hex| HeaderValue::try_from(hex).ok()) {
                    let headers = response.headers_mut();
                    headers.insert(SIGNATURE, signature);
                    let algorithm = HeaderValue::from_static(Object::SIGNATURE_ALGORITHM);
                    headers.insert(SIGNATURE_ALGORITHM, algorithm);
                }
                response
            }
        }
    }
}

/// The read that a method, a path and a query ask for, and its input.
fn read(request: &Request) -> Result<(&'static Description, Value), Failure> {
    if request.method() != "GET" {
        return Err(Failure::NotInBucket("The bucket is only read, by GET"));
    }
    let key = key_of(request.path()).and_then(roster_wire::percent_decoded);
    let Some(key) = key else {
        return Err(Failure::NoSuchKey);
    };
    let mut input = Map::from_iter([("Bucket".to_owned(), json!(BUCKET))]);
    let mut is_location = false;
    for (name, value) in form_urlencoded::parse(request.query().as_bytes()) {
        let member = match &*name {
            "location" if key.is_empty() => {
                is_location = true;
                continue;
            }
            "prefix" if key.is_empty() => "Prefix",
            "marker" if key.is_empty() => "Marker",
            "encoding-type" if key.is_empty() => "EncodingType",
            "max-keys" if key.is_empty() => {
                let number: Option<i32> = value.parse().ok();
                input.insert("MaxKeys".to_owned(), number.map_or(json!(value), Value::from));
                continue;
            }
            "x-id" => continue,
            // A presigned request has its signature there.
            name if name.starts_with("X-Amz-") => continue,
            _ => {
                return Err(Failure::NotInBucket(
                    "Of the bucket there are ListObjects, without a delimiter, GetObject and GetBucketLocation",
                ));
            }
        };
        input.insert(member.to_owned(), json!(value));
    }
    let operation = if !key.is_empty() {
        input.insert("Key".to_owned(), json!(key));
        GetObject::DESCRIPTION
    } else if is_location {
        input.retain(|member, _| member == "Bucket");
        GetBucketLocation::DESCRIPTION
    } else {
        ListObjects::DESCRIPTION
    };
    Ok((operation, Value::Object(input)))
}

fn decoded(authenticated: Authenticated<'_>, input: Value) -> Decoded<'_> {
    let Authenticated {
        request,
        proven,
        operation,
        labels: _,
        body: _,
        grants,
    } = authenticated;
    let parameters = Masked::new(operation.request(), &input).map(Parameters::Masked);
    Decoded {
        request,
        proven: Proven { parameters, ..proven },
        operation,
        grants,
        input,
        fault: None,
    }
}

/// The keys of the caller's account. Those of others are invisible.
fn list(folder: &Folder, own: &str, input: &Value) -> Result<Answer, Failure> {
    let text = |member: &str| input[member].as_str().unwrap_or_default();
    let (prefix, marker) = (text("Prefix"), text("Marker"));
    let max_keys = input["MaxKeys"]
        .as_u64()
        .and_then(|number| usize::try_from(number).ok());
    let max_keys = max_keys.unwrap_or(MAX_KEYS).min(MAX_KEYS);
    let listed = if prefix.starts_with(own) {
        folder.list(prefix, marker, max_keys + 1)
    } else if own.starts_with(prefix) {
        folder.list(own, marker, max_keys + 1)
    } else {
        Ok(Vec::new())
    };
    let mut objects = Vec::new();
    for (key, file) in listed.map_err(|error| failed(&error))? {
        let modified = file
            .modified()
            .map_or(OffsetDateTime::UNIX_EPOCH, OffsetDateTime::from);
        objects.push(ListedObject {
            key,
            last_modified: modified.format(&Rfc3339).unwrap_or_default(),
            bytes: file.len(),
        });
    }
    let is_truncated = objects.len() > max_keys && max_keys > 0;
    objects.truncate(max_keys);
    Ok(Answer::Xml(encode_list(&ObjectList {
        bucket: BUCKET,
        prefix,
        marker,
        max_keys,
        is_url_encoded: text("EncodingType") == "url",
        objects: &objects,
        is_truncated,
    })))
}

fn object(folder: &Folder, own: &str, input: &Value) -> Result<Answer, Failure> {
    let key = input["Key"].as_str().filter(|key| key.starts_with(own));
    let read = key.map(|key| folder.read(key)).transpose();
    match read.map_err(|error| failed(&error))?.flatten() {
        Some(object) => Ok(Answer::File(object)),
        None => Err(Failure::NoSuchKey),
    }
}

fn failed(error: &DeliveryError) -> Failure {
    Failure::Refused(Refusal::Store(StoreError::Engine(error.to_string())))
}
