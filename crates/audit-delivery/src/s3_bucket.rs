//! The bucket of S3, or of a service with its API, that the audit is delivered to.

use std::env;
use std::error::Error;
use std::time::Duration;

use aws_config::{BehaviorVersion, Region};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder as ConfigBuilder;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::put_object::builders::PutObjectFluentBuilder;
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_http_client::{Builder as HttpBuilder, tls};
use tokio::runtime::Runtime;

use crate::bucket::Bucket;
use crate::destination::{ConditionalWrites, DeliveredFiles, Destination, Object};
use crate::digest::{SIGNATURE_ALGORITHM, signature};
use crate::error::DeliveryError;
use crate::object_keys::is_object_key;
use crate::s3_location::S3Location;

/// How long an attempt may take, and all attempts of a request together.
const ATTEMPT: Duration = Duration::from_secs(30);
const ATTEMPTS: Duration = Duration::from_secs(100);

/// How large an object may be: log files and digest files are smaller.
const MAX_BYTES: i64 = 64 * 1024 * 1024;

/// A bucket. It is used on threads that may block.
pub(crate) struct S3Bucket {
    bucket: Bucket,
    client: Client,
    runtime: Runtime,
}

impl S3Bucket {
    /// The bucket of a location, with the credentials, the Region and the endpoint that every SDK of AWS would find in the
    /// environment.
    pub(crate) fn open(location: &S3Location) -> Result<Self, DeliveryError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|error| DeliveryError::Bucket(format!("no runtime can be made: {error}")))?;
        let http =
            HttpBuilder::new().tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring));
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(ATTEMPTS);
        let mut shared = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http.build_https())
            .timeout_config(timeouts.build());
        if let Some(region) = location.region() {
            shared = shared.region(Region::new(region.to_owned()));
        }
        let shared = runtime.block_on(shared.load());
        if shared.region().is_none() {
            return Err(DeliveryError::Bucket(format!(
                "{location} cannot be used: no Region is known; set AWS_REGION, or add ?region=REGION"
            )));
        }
        let mut config = ConfigBuilder::from(&shared).force_path_style(is_other_service(location));
        if let Some(endpoint) = location.endpoint() {
            config = config.endpoint_url(endpoint);
        }
        Ok(Self {
            bucket: location.bucket().clone(),
            client: Client::from_conf(config.build()),
            runtime,
        })
    }

    /// A request that puts the object of a key. Digests have their signatures as CloudTrail's have.
    fn put(&self, key: &str, bytes: &[u8]) -> PutObjectFluentBuilder {
        let put = self
            .client
            .put_object()
            .bucket(self.bucket.name())
            .key(self.bucket.key(key))
            .content_type("application/json")
            .content_encoding("gzip")
            .body(ByteStream::from(bytes.to_vec()));
        match signature(bytes) {
            Some(signature) => put
                .metadata("signature", signature)
                .metadata("signature-algorithm", SIGNATURE_ALGORITHM),
            None => put,
        }
    }

    /// Puts the object of a key unless there is one; says whether it did.
    fn put_first(&self, key: &str, bytes: &[u8]) -> Result<bool, DeliveryError> {
        match self
            .runtime
            .block_on(self.put(key, bytes).if_none_match("*").send())
        {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("PreconditionFailed") => Ok(false),
            Err(error) => Err(self.failed(key, "s3:PutObject", error)),
        }
    }

    fn failed<E>(&self, key: &str, action: &str, error: SdkError<E>) -> DeliveryError
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        let hint = match error.code() {
            Some("AccessDenied" | "AllAccessDisabled") => format!(" (its policy must allow {action})"),
            _ => String::new(),
        };
        DeliveryError::Object {
            object: self.address(key),
            error: format!("{}{hint}", DisplayErrorContext(error)),
        }
    }

    fn address(&self, key: &str) -> String {
        format!("s3://{}/{}", self.bucket.name(), self.bucket.key(key))
    }
}

/// Whether a service other than AWS's is named: the names of its buckets are in paths, not in host names.
fn is_other_service(location: &S3Location) -> bool {
    let is_named = |variable| env::var_os(variable).is_some_and(|value| !value.is_empty());
    location.endpoint().is_some() || is_named("AWS_ENDPOINT_URL_S3") || is_named("AWS_ENDPOINT_URL")
}

impl DeliveredFiles for S3Bucket {
    fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    fn read(&self, key: &str) -> Result<Option<Object>, DeliveryError> {
        let get = self
            .client
            .get_object()
            .bucket(self.bucket.name())
            .key(self.bucket.key(key));
        let read = self.runtime.block_on(async {
            let answer = match get.send().await {
                Ok(answer) => answer,
                Err(error) if error.code() == Some("NoSuchKey") => return Ok(None),
                Err(error) => return Err(self.failed(key, "s3:GetObject and s3:ListBucket", error)),
            };
            if answer.content_length().is_some_and(|length| length > MAX_BYTES) {
                return Err(DeliveryError::NotOurs(key.to_owned()));
            }
            let body = answer.body.collect().await;
            body.map(Some).map_err(|error| DeliveryError::Object {
                object: self.address(key),
                error: DisplayErrorContext(error).to_string(),
            })
        })?;
        Ok(read.map(|body| Object::new(body.to_vec())))
    }

    fn entries(&self, folder: &str) -> Result<Vec<String>, DeliveryError> {
        let mut pages = self
            .client
            .list_objects_v2()
            .bucket(self.bucket.name())
            .prefix(self.bucket.key(folder))
            .delimiter("/")
            .into_paginator()
            .send();
        let mut keys = Vec::new();
        self.runtime.block_on(async {
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| self.failed(folder, "s3:ListBucket", error))?;
                let files = page.contents().iter().filter_map(|object| object.key());
                let folders = page.common_prefixes().iter().filter_map(|prefix| prefix.prefix());
                keys.extend(files.chain(folders).map(str::to_owned));
            }
            Ok::<_, DeliveryError>(())
        })?;
        let start = self.bucket.key("");
        let mut keys: Vec<String> = keys
            .iter()
            .filter_map(|key| key.strip_prefix(&start))
            .filter(|key| key.ends_with('/') || is_object_key(key))
            .map(str::to_owned)
            .collect();
        keys.sort();
        Ok(keys)
    }
}

impl Destination for S3Bucket {
    fn write(&self, key: &str, bytes: &[u8]) -> Result<(), DeliveryError> {
        let put = self.runtime.block_on(self.put(key, bytes).send());
        put.map(drop)
            .map_err(|error| self.failed(key, "s3:PutObject", error))
    }

    fn conditional_writes(&self) -> Option<&dyn ConditionalWrites> {
        Some(self)
    }
}

impl ConditionalWrites for S3Bucket {
    fn create(&self, key: &str, bytes: &[u8]) -> Result<bool, DeliveryError> {
        if !self.put_first(key, bytes)? {
            return Ok(false);
        }
        // A service that does not know the condition would let two servers follow the same digest.
        if self.put_first(key, bytes)? {
            return Err(DeliveryError::Bucket(format!(
                "s3://{} cannot be used: its service ignores If-None-Match, which keeps servers from delivering at once",
                self.bucket.name()
            )));
        }
        Ok(true)
    }
}
