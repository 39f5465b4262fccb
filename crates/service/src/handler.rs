//! What a handler is, and the table of all handlers.

use roster_model::for_each_operation;
use roster_model::operation::{Description, Operation};
use roster_store::{BoxFuture, ReadKind};
use serde_json::Value;

use crate::context::Context;
use crate::execution::{Decided, carry_out};
use crate::refusal::Refusal;
use crate::service::{Done, Order, Service};

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

/// Carries out one operation on an input that its description has no fault to find with.
#[derive(Clone, Copy)]
pub(crate) enum Carry {
    /// All of it in one transaction.
    Transact(fn(&Service, Order, Value) -> Decided),
    /// In a transaction only what must be read.
    Compute(for<'s> fn(&'s Service, Order, Value) -> BoxFuture<'s, Result<Done, Refusal>>),
}

/// An operation that can be carried out: it has a [`Handler`], or is
/// [`Computed`](crate::computing::Computed).
pub(crate) trait Carried: Operation {
    /// How.
    const CARRY: Carry;
}

impl<H: Handler> Carried for H {
    const CARRY: Carry = Carry::Transact(carry_out::<H>);
}

macro_rules! handlers {
    ($($service:ident::$resource:ident::$operation:ident),* $(,)?) => {
        /// Every operation with what carries it out. An operation without a handler does not compile.
        const HANDLERS: &[(&Description, Carry)] = &[$((
            <roster_model::ops::$service::$resource::$operation as Operation>::DESCRIPTION,
            <roster_model::ops::$service::$resource::$operation as Carried>::CARRY,
        )),*];
    };
}

for_each_operation!(handlers);

/// What carries out an operation.
pub(crate) fn find(operation: &Description) -> Carry {
    let (_, carry) = HANDLERS
        .iter()
        .find(|(description, _)| {
            description.service == operation.service && description.name == operation.name
        })
        .expect("every operation has a handler");
    *carry
}
