//! Operations that read a little in a transaction and then compute for long beside the store.

use roster_domain::decision::Decision;
use roster_model::operation::Operation;
use roster_store::{BoxFuture, StoreError, Transaction};
use serde_json::Value;

use crate::access::Permission;
use crate::computing::Computation;
use crate::context::Context;
use crate::dispatch::Executor;
use crate::execution::request;
use crate::invocation::{Completed, Invocation};
use crate::kernel::Kernel;
use crate::read_query::ReadQuery;
use crate::refusal::Refusal;
use crate::request_context::RequestContext;

/// An operation that reads a little and then computes for long.
pub(crate) trait Computed: Operation {
    /// Reads what is needed, inside a transaction. It may be run again.
    fn read(
        cx: &mut Context<'_>,
        request: &Self::Request,
    ) -> impl Future<Output = Result<Computation<Self::Response>, Refusal>> + Send;
}

/// What executes an operation that computes.
pub(crate) const fn executor<C: Computed>() -> Executor {
    Executor::Compute(execute::<C>)
}

fn execute<C: Computed>(
    kernel: &Kernel,
    invocation: Invocation,
    input: Value,
) -> BoxFuture<'_, Result<Completed, Refusal>> {
    Box::pin(async move {
        let reading = Reading::<C> {
            context: kernel.context(invocation.caller, invocation.now),
            permission: invocation.permission,
            request: request::<C>(input)?,
        };
        let (computation, decision) = kernel.query(reading).await??;
        let response = kernel.computing.run(computation, invocation.interrupt).await?;
        Ok(Completed {
            output: Box::new(response),
            decision,
        })
    })
}

/// Asks the guard, if access is still open, and reads what the computation needs.
struct Reading<C: Computed> {
    context: RequestContext,
    permission: Permission,
    request: C::Request,
}

impl<C: Computed> ReadQuery for Reading<C> {
    type Output = Result<(Computation<C::Response>, Option<Box<Decision>>), Refusal>;

    async fn run<'a>(&'a self, transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        match self.read(&mut Context::new(&self.context, transaction)).await {
            Err(Refusal::Store(error)) => Err(error),
            read => Ok(read),
        }
    }
}

impl<C: Computed> Reading<C> {
    async fn read(
        &self,
        cx: &mut Context<'_>,
    ) -> Result<(Computation<C::Response>, Option<Box<Decision>>), Refusal> {
        let decision = self.permission.ask(cx).await?;
        let computation = C::read(cx, &self.request).await?;
        Ok((computation, decision))
    }
}
