//! The table of what executes each operation.

use roster_model::operation::{Description, Operation};
use roster_model::{for_each_operation, for_each_page_operation};
use roster_store::BoxFuture;
use serde_json::Value;

use crate::execution::{Decided, execute};
use crate::handler::Handler;
use crate::invocation::{Completed, Invocation};
use crate::kernel::Kernel;
use crate::mode::Mode;
use crate::refusal::Refusal;

/// Executes one operation on a valid input in one transaction, or plans that.
pub(crate) type Execute = fn(&Kernel, Invocation, Value, Mode) -> Decided;

/// Executes one operation on a valid input.
#[derive(Clone, Copy)]
pub(crate) enum Executor {
    /// In one transaction.
    InTransaction(Execute),
    /// Reads in a transaction, and computes after it.
    Compute(for<'s> fn(&'s Kernel, Invocation, Value) -> BoxFuture<'s, Result<Completed, Refusal>>),
}

/// An operation that can be executed: it has a [`Handler`], or is
/// [`Computed`](crate::computed::Computed).
pub(crate) trait Executable: Operation {
    /// What executes it.
    const EXECUTOR: Executor;
}

impl<H: Handler> Executable for H {
    const EXECUTOR: Executor = Executor::InTransaction(execute::<H>);
}

macro_rules! handlers {
    ($($service:ident::$resource:ident::$operation:ident),* $(,)?) => {
        &[$((
            <roster_model::ops::$service::$resource::$operation as Operation>::DESCRIPTION,
            <roster_model::ops::$service::$resource::$operation as Executable>::EXECUTOR,
        )),*]
    };
}

/// Every operation that can be signed, with what executes it. An operation without a handler does not compile.
const EXECUTORS: &[(&Description, Executor)] = for_each_operation!(handlers);

/// The same of every operation of the pages.
const PAGE_EXECUTORS: &[(&Description, Executor)] = for_each_page_operation!(handlers);

/// What executes an operation.
pub(crate) fn find(operation: &Description) -> Executor {
    let (_, executor) = EXECUTORS
        .iter()
        .chain(PAGE_EXECUTORS)
        .find(|(description, _)| {
            description.service == operation.service && description.name == operation.name
        })
        .expect("every operation has a handler");
    *executor
}
