//! A look into the store, past the server.

use roster_store::{BoxFuture, Rows, Store, StoreError, Verdict, Weight, Work};
use tokio::sync::oneshot;

/// What is looked for.
pub type Look<T> = Box<dyn for<'a> FnMut(&'a mut dyn Rows) -> BoxFuture<'a, Result<T, StoreError>> + Send>;

/// Looks, in one snapshot.
pub(crate) async fn look<T: Send + 'static>(store: &dyn Store, look: Look<T>) -> T {
    let (told, hears) = oneshot::channel();
    let seen = None;
    store.read(Weight::Scan, Box::new(Looking { look, seen, told }));
    let seen = hears.await.expect("work is always told how it ended");
    seen.expect("a store that can be read")
}

struct Looking<T> {
    look: Look<T>,
    seen: Option<T>,
    told: oneshot::Sender<Option<T>>,
}

impl<T: Send> Work for Looking<T> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            self.seen = Some((self.look)(rows).await?);
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { seen, told, .. } = *self;
        // A test that has failed waits no more.
        let _ = told.send(seen.filter(|_| outcome.is_ok()));
    }
}
