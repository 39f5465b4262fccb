//! The body, which is part of what was signed, within its limits.

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body;

use super::Pipeline;
use super::route::Routed;
use crate::exception::Failure;

/// A request that has arrived as a whole.
pub(crate) struct Received<'r> {
    pub(super) routed: Routed<'r>,
    pub(super) body: Bytes,
}

impl Pipeline {
    /// Reads the body of a request.
    pub(super) async fn receive<'r, B>(&self, routed: Routed<'r>, body: B) -> Result<Received<'r>, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        // Who only looks sends no body, and need not be watched while he does.
        if body.is_end_stream() {
            return Ok(Received {
                routed,
                body: Bytes::new(),
            });
        }
        let limits = self.edge.limits;
        let reading = std::pin::pin!(Limited::new(body, limits.body_bytes).collect());
        match tokio::time::timeout(limits.body_time, reading).await {
            Ok(Ok(body)) => Ok(Received {
                routed,
                body: body.to_bytes(),
            }),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Failure::TooLarge(limits.body_bytes)),
            Ok(Err(_)) => Err(Failure::Broken),
            Err(_) => Err(Failure::TooSlow(limits.body_time)),
        }
    }
}
