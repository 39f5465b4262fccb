//! Requests that are finished although their callers hang up.

use std::future::poll_fn;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::Poll;

use tokio::sync::watch;

/// The work that is under way: every task of it holds a receiver, to which nothing is ever sent.
pub(crate) struct InFlightRequests(watch::Sender<()>);

impl Default for InFlightRequests {
    fn default() -> Self {
        Self(watch::Sender::new(()))
    }
}

impl InFlightRequests {
    /// Does some work and returns its result. As soon as the work has to wait for something, it goes on as
    /// a task of its own: dropping the future that this function returns does not cancel it. The work comes boxed,
    /// because it is large, and would be copied with each future that holds it.
    pub(crate) async fn finish<T: Send + 'static>(
        &self,
        mut work: Pin<Box<impl Future<Output = T> + Send + 'static>>,
    ) -> T {
        // Most reads never wait: a task for each would cost more than it protects.
        if let Poll::Ready(done) = poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
            return done;
        }
        let present = self.0.subscribe();
        let task = tokio::spawn(async move {
            let _guard = present;
            work.await
        });
        match task.await {
            Ok(done) => done,
            // The task is never aborted, so it has panicked.
            Err(error) => resume_unwind(error.into_panic()),
        }
    }

    /// Does some work as a task of its own, for which no answer waits.
    pub(crate) fn detach(&self, work: impl Future<Output = ()> + Send + 'static) {
        let present = self.0.subscribe();
        drop(tokio::spawn(async move {
            let _guard = present;
            work.await;
        }));
    }

    /// Waits until there is none.
    pub(crate) async fn finished(&self) {
        self.0.closed().await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn work_goes_on_when_its_caller_is_gone() {
        let in_flight = Arc::new(InFlightRequests::default());
        let (let_go_on, goes_on) = oneshot::channel::<()>();
        let (done, is_done) = oneshot::channel();
        let work = Box::pin(async {
            goes_on.await.expect("the test lets it go on");
            done.send("done").expect("the test waits");
        });
        let mut waiting = Box::pin(in_flight.finish(work));
        let polled = poll_fn(|context| Poll::Ready(waiting.as_mut().poll(context))).await;
        assert!(polled.is_pending());

        drop(waiting);
        let_go_on.send(()).expect("the work is there");

        assert_eq!(is_done.await, Ok("done"));
        in_flight.finished().await;
    }

    #[tokio::test]
    async fn work_that_need_not_wait_is_no_task() {
        let in_flight = InFlightRequests::default();

        assert_eq!(in_flight.finish(Box::pin(async { 7 })).await, 7);

        assert_eq!(in_flight.0.receiver_count(), 0);
    }
}
