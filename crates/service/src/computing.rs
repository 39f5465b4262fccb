//! Operations that compute for long on a little that they read.
//!
//! They read in a transaction of their own and compute when it is over, a few at once and beside the threads that
//! answer: however long one takes, it holds up neither the store nor other requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use roster_domain::decision::Decision;
use roster_model::operation::Operation;
use roster_store::{BoxFuture, StoreError, Transaction};
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::access::Permission;
use crate::context::Context;
use crate::execution::{body, failed, request};
use crate::handler::Carry;
use crate::question::Question;
use crate::refusal::Refusal;
use crate::request_context::RequestContext;
use crate::service::{Done, Order, Service};

/// How many computations run at once.
const AT_ONCE: usize = 2;
/// How many there may be with those that wait for their turn. More are refused at once.
const MOST: usize = 32;

/// An operation that reads a little and then computes for long.
pub(crate) trait Computed: Operation {
    /// Reads what is needed, inside a transaction. It may be run again.
    fn read(
        cx: &mut Context<'_>,
        request: &Self::Request,
    ) -> impl Future<Output = Result<Computation<Self::Response>, Refusal>> + Send;
}

/// What is left to do when everything is read.
pub(crate) type Computation<R> = Box<dyn FnOnce(&Interrupt) -> Result<R, Refusal> + Send>;

/// Tells a computation to end early: nobody waits for its result any more.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Interrupts when the result is dropped.
    #[must_use]
    pub fn on_drop(&self) -> InterruptOnDrop {
        InterruptOnDrop(self.clone())
    }

    /// Ends a computation that nobody waits for. To be asked between steps that take no more than milliseconds.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.0.load(Ordering::Relaxed) {
            return Err(Refusal::GivenUp);
        }
        Ok(())
    }
}

/// Interrupts when it is dropped.
pub struct InterruptOnDrop(Interrupt);

impl Drop for InterruptOnDrop {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

/// Where computations run.
#[derive(Clone)]
pub struct Computing {
    permits: Arc<Semaphore>,
    places: Arc<Semaphore>,
    before_each: Arc<dyn Fn() + Send + Sync>,
}

impl Default for Computing {
    fn default() -> Self {
        Self::after(|| {})
    }
}

impl Computing {
    /// Computations that each begin with this, on the thread that computes: a test can hold them up there.
    pub fn after(before_each: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(MOST)),
            before_each: Arc::new(before_each),
        }
    }

    /// Runs a computation, until it ends or is interrupted.
    async fn run<R: Send + 'static>(
        &self,
        computation: Computation<R>,
        interrupt: Interrupt,
    ) -> Result<R, Refusal> {
        let _place = self.places.try_acquire().map_err(|_| StoreError::Overloaded)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|error| failed(&error.to_string()))?;
        let before_each = Arc::clone(&self.before_each);
        let computing = tokio::task::spawn_blocking(move || {
            let _until_it_ends = permit;
            before_each();
            computation(&interrupt)
        });
        computing
            .await
            .unwrap_or_else(|error| Err(failed(&error.to_string()).into()))
    }
}

/// How an operation that computes is carried out.
pub(crate) const fn carry<C: Computed>() -> Carry {
    Carry::Compute(carry_out::<C>)
}

fn carry_out<C: Computed>(
    service: &Service,
    order: Order,
    input: Value,
) -> BoxFuture<'_, Result<Done, Refusal>> {
    Box::pin(async move {
        let reading = Reading::<C> {
            context: service.context(order.caller, order.now),
            permission: order.permission,
            request: request::<C>(input)?,
        };
        let (computation, decision) = service.ask(reading).await??;
        let response = service.computing().run(computation, order.interrupt).await?;
        Ok(Done {
            body: body::<C>(&response)?,
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

impl<C: Computed> Question for Reading<C> {
    type Answer = Result<(Computation<C::Response>, Option<Box<Decision>>), Refusal>;

    async fn ask<'a>(&'a self, transaction: Transaction<'a>) -> Result<Self::Answer, StoreError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_computation_that_is_interrupted_ends() {
        let (started, is_started) = tokio::sync::oneshot::channel();
        let endless: Computation<()> = Box::new(move |interrupt| {
            let _ = started.send(());
            while interrupt.check().is_ok() {
                std::thread::yield_now();
            }
            interrupt.check()
        });
        let interrupt = Interrupt::default();
        let caller = interrupt.on_drop();

        let computing = Computing::default();
        let (result, ()) = tokio::join!(computing.run(endless, interrupt), async move {
            is_started.await.expect("it starts");
            drop(caller);
        });

        assert!(matches!(result, Err(Refusal::GivenUp)));
    }
}
