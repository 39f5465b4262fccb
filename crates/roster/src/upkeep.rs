//! What is done for a running server beside its requests: it obeys signals, and watches its certificate.

use std::time::Duration;

use roster_domain::clock::Clock;

use crate::certificate_watch;
use crate::reload::Changeable;
use crate::signals::{Request, Signals};

/// Obeys signals until one asks for the end, and the delay before it has passed. Returns the cause of the end.
pub(crate) async fn until_stopped(
    signals: &mut Signals,
    mut server: Changeable,
    clock: &dyn Clock,
) -> &'static str {
    let cause = loop {
        if let Some(certificate) = &mut server.certificate {
            certificate.warn_in_time(clock.now());
        }
        let looks_at_files = server.certificate.is_some();
        tokio::select! {
            request = signals.next() => match request {
                Request::Stop(cause) => break cause,
                Request::Reload => server.reload(clock).await,
                Request::Nothing(name) => tracing::info!("{name} has no effect on a server"),
            },
            () = clock.sleep(certificate_watch::INTERVAL), if looks_at_files => {
                if let Some(certificate) = &mut server.certificate {
                    certificate.look().await;
                }
            }
        }
    };
    server.pipeline.announce_stop();
    delay(signals, server.shutdown_delay, cause, clock).await;
    tracing::info!(cause, "stopping: finishing the requests that have begun");
    cause
}

/// Waits, so that load balancers can see that the server is not ready any more. Another signal to stop ends the wait.
async fn delay(signals: &mut Signals, delay: Duration, cause: &str, clock: &dyn Clock) {
    if delay.is_zero() {
        return;
    }
    tracing::info!(
        cause,
        "stopping: health answers 503, and requests are answered for {} more seconds; another SIGTERM or SIGINT ends that",
        delay.as_secs()
    );
    let mut end = clock.sleep(delay);
    loop {
        tokio::select! {
            () = &mut end => return,
            request = signals.next() => match request {
                Request::Stop(_) => return,
                Request::Reload => tracing::info!("nothing is reloaded, because the server is stopping"),
                Request::Nothing(name) => tracing::info!("{name} has no effect on a server"),
            }
        }
    }
}
