//! Method and path → operation and labels.

use roster_model::operation::Description;
use roster_wire::Route;

use super::Pipeline;
use crate::exception::Failure;
use crate::request::{Facts, Request};

/// A request whose operation is known.
pub(crate) struct Routed<'r> {
    pub(super) operation: &'static Description,
    pub(super) labels: Vec<(&'static str, &'r str)>,
    pub(super) request: &'r Request,
}

impl Pipeline {
    /// Finds out what is asked for.
    pub(super) fn route<'r>(&self, request: &'r Request, facts: &mut Facts) -> Result<Routed<'r>, Failure> {
        match self.router.route(request.method(), request.path()) {
            Route::Operation { operation, labels } => {
                facts.operation = Some(operation.name);
                Ok(Routed {
                    operation,
                    labels,
                    request,
                })
            }
            Route::NotImplemented(name) => {
                facts.operation = Some(name);
                Err(Failure::NotImplemented(name))
            }
            Route::Unknown => Err(Failure::UnknownOperation),
        }
    }
}
