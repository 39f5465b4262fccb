//! Writes that fail when the peer reads nothing for too long. hyper has no time-out for them.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use roster_domain::BoxFuture;
use roster_domain::clock::Clock;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream with a time-out for writes.
pub(super) struct WriteTimeout<S> {
    stream: S,
    clock: Arc<dyn Clock>,
    limit: Duration,
    /// Ends when a write has waited for too long.
    end: Option<BoxFuture<'static, ()>>,
}

impl<S> WriteTimeout<S> {
    pub(super) fn new(stream: S, clock: Arc<dyn Clock>, limit: Duration) -> Self {
        Self {
            stream,
            clock,
            limit,
            end: None,
        }
    }

    /// The outcome of a write, or a failure if it has waited for too long.
    fn timed<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.end = None;
            return written;
        }
        let end = self.end.get_or_insert_with(|| self.clock.sleep(self.limit));
        match end.as_mut().poll(context) {
            Poll::Ready(()) => {
                self.end = None;
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WriteTimeout<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WriteTimeout<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.timed(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.timed(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.timed(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut_down = Pin::new(&mut self.stream).poll_shutdown(context);
        self.timed(context, shut_down)
    }
}

#[cfg(test)]
mod tests {
    use roster_testkit::SteppedClock;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    use super::*;

    const LIMIT: Duration = Duration::from_secs(30);

    /// A stream that takes four bytes, its peer, and the clock.
    fn stream() -> (WriteTimeout<DuplexStream>, DuplexStream, Arc<SteppedClock>) {
        let (near, far) = duplex(4);
        let clock = Arc::new(SteppedClock::default());
        let shared: Arc<dyn Clock> = Arc::<SteppedClock>::clone(&clock);
        (WriteTimeout::new(near, shared, LIMIT), far, clock)
    }

    #[tokio::test]
    async fn a_write_to_a_peer_that_reads_nothing_fails_after_the_limit() {
        let (mut stream, _peer, clock) = stream();

        let (written, ()) = tokio::join!(stream.write_all(b"12345"), async {
            clock.until_asleep_for(LIMIT).await;
            clock.advance(LIMIT);
        });

        assert_eq!(written.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn each_part_that_the_peer_reads_starts_the_time_anew() {
        let (mut stream, mut peer, clock) = stream();
        let slow = async {
            for _ in 0..3 {
                clock.until_asleep_for(LIMIT).await;
                clock.advance(LIMIT / 2);
                peer.read_exact(&mut [0; 4]).await.unwrap();
            }
        };

        let (written, ()) = tokio::join!(stream.write_all(&[0; 16]), slow);

        written.unwrap();
    }
}
