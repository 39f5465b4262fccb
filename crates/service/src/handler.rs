//! What a handler is.

use roster_model::operation::Operation;
use roster_store::ReadKind;

use crate::context::Context;
use crate::refusal::Refusal;

/// What a handler returns.
pub(crate) type Answer<O> = Result<<O as Operation>::Response, Refusal>;

/// How an operation is carried out.
pub(crate) trait Handler: Operation {
    /// How much a read looks at.
    const READ_KIND: ReadKind = if Self::DESCRIPTION.pages.is_some() {
        ReadKind::Scan
    } else {
        ReadKind::Point
    };

    /// Does it, inside a transaction that is undone if it refuses. It may be run again.
    fn handle(cx: &mut Context<'_>, request: &Self::Request) -> impl Future<Output = Answer<Self>> + Send;
}
