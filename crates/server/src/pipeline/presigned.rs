//! What a presigned request may ask for: a link stays in histories and in the logs of proxies, and works as often as it is
//! followed, so it only reads (docs/decisions/0054-presigned-requests.md).

use std::fmt;

use http::Method;
use roster_model::operation::{Description, Effect};

use crate::request::Request;

/// Why a presigned request is refused before its signature is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PresignedFault {
    /// The operation changes something, or reads what can be misused.
    Operation(&'static str),
    /// It is no `GET`.
    Method,
    /// It has a body.
    Body,
}

impl fmt::Display for PresignedFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(name) => write!(
                formatter,
                "{name} is not taken with a signature in the query string (a presigned URL), only operations that read are: sign it in the Authorization header"
            ),
            Self::Method => formatter.write_str(
                "With a signature in the query string (a presigned URL), only the method GET is taken: presign the request for GET, or sign it in the Authorization header",
            ),
            Self::Body => formatter.write_str(
                "With a signature in the query string (a presigned URL), no body is taken: send none, or sign the request in the Authorization header",
            ),
        }
    }
}

/// Checks that a request which may be presigned asks for no more than a link may.
pub(super) fn check(
    request: &Request,
    operation: &'static Description,
    body: &[u8],
) -> Result<(), PresignedFault> {
    if request.presigned.is_none() {
        return Ok(());
    }
    match operation.effect {
        Effect::Read => {}
        Effect::AuditedRead | Effect::Write => return Err(PresignedFault::Operation(operation.name)),
    }
    if request.head.method != Method::GET {
        return Err(PresignedFault::Method);
    }
    if !body.is_empty() {
        return Err(PresignedFault::Body);
    }
    Ok(())
}
