//! Method and path → operation and labels; then the body.

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body;
use roster_model::operation::Description;
use roster_wire::Route;

use super::Pipeline;
use crate::exception::Failure;
use crate::request::{Facts, Request};

/// A request whose operation is known.
pub(crate) struct Routed<'r> {
    operation: &'static Description,
    labels: Vec<(&'static str, &'r str)>,
}

/// A request that has arrived as a whole.
pub(crate) struct Received<'r> {
    pub(super) operation: &'static Description,
    pub(super) labels: Vec<(&'static str, &'r str)>,
    pub(super) request: &'r Request,
    pub(super) body: Bytes,
}

impl Pipeline {
    /// Finds out what is asked for.
    pub(super) fn route<'r>(&self, request: &'r Request, facts: &mut Facts) -> Result<Routed<'r>, Failure> {
        match self.router.route(request.method(), request.path()) {
            Route::Operation { operation, labels } => {
                facts.operation = Some(operation.name);
                Ok(Routed { operation, labels })
            }
            Route::NotImplemented(name) => {
                facts.operation = Some(name);
                Err(Failure::NotImplemented(name))
            }
            Route::Unknown => Err(Failure::UnknownOperation),
        }
    }

    /// Reads the body, which is part of what was signed.
    pub(super) async fn receive<'r, B>(
        &self,
        routed: Routed<'r>,
        request: &'r Request,
        body: B,
    ) -> Result<Received<'r>, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        let limits = self.edge.limits;
        let reading = std::pin::pin!(Limited::new(body, limits.body_bytes).collect());
        let body = match tokio::time::timeout(limits.body_time, reading).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(error)) if error.is::<LengthLimitError>() => {
                return Err(Failure::TooLarge(limits.body_bytes));
            }
            Ok(Err(_)) => return Err(Failure::Broken),
            Err(_) => return Err(Failure::TooSlow(limits.body_time)),
        };
        Ok(Received {
            operation: routed.operation,
            labels: routed.labels,
            request,
            body,
        })
    }
}
