//! AWS Signature Version 4, both ways: [`verify`] for the server, [`Signer`] for clients.
//!
//! Everything here is a pure function of bytes, key and time. The crate reads no clock, looks up no key,
//! writes no log and knows no HTTP status. It covers signatures in the `Authorization` header and in the query
//! (presigned requests) under the rules of every AWS service, and verifies those of S3, too; chunked uploads and `SigV4A` are refused,
//! not half understood.
//!
//! What a signature covers are canonical forms, and a server must read a request no more finely than it was
//! signed: `+` and `%20` in a query are the same space, and `/a//b`, `/a/./b` and `/a/b` may carry the same
//! signature.
//!
//! ```
//! # use std::time::{Duration, SystemTime};
//! # use http::{HeaderMap, HeaderValue, header::HOST};
//! # use roster_sigv4::{Authorization, DEFAULT_TOLERANCE, SignedRequest, Signer, SigningKey, verify};
//! # let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_256_130);
//! let mut headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("localhost:7420"))]);
//! let (method, path, query, body) = ("POST", "/users/a1b2/c3d4/phone-config", "", br#"{}"#);
//!
//! let signer = Signer {
//!     access_key_id: "AKIDEXAMPLE",
//!     secret_access_key: "not a secret",
//!     session_token: None,
//!     region: "us-east-1",
//!     service: "connect",
//!     send_body_hash: false,
//! };
//! headers.extend(signer.sign(&SignedRequest { method, path, query, headers: &headers, body }, now)?);
//!
//! let authorization = Authorization::parse(&headers)?;
//! authorization.scope.require("us-east-1", "connect")?;
//! let key = SigningKey::derive("not a secret", &authorization.scope); // of `authorization.access_key_id`
//! let request = SignedRequest { method, path, query, headers: &headers, body };
//! verify(&request, &authorization, &key, now, DEFAULT_TOLERANCE)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::time::Duration;

mod authorization;
mod canonical;
mod date;
mod encoding;
mod error;
mod key;
mod path;
mod presigned;
mod query;
mod request;
mod scope;
mod sign;
mod verify;

pub use authorization::{Authorization, MAX_SIGNED_HEADERS};
pub use date::Timestamp;
pub use error::{Absent, ScopeFault, SignatureError, SigningError};
pub use key::SigningKey;
pub use presigned::PresignedQuery;
pub use request::SignedRequest;
pub use scope::Scope;
pub use sign::Signer;
pub use verify::{Current, DEFAULT_TOLERANCE, verify};

/// The longest life of a presigned request: a week.
pub const LONGEST_LIFE: Duration = Duration::from_hours(24 * 7);

/// The one algorithm spoken here, as the `Authorization` header and the string to sign name it.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The last element of every credential scope.
const TERMINATOR: &str = "aws4_request";
