//! Connections: accepted up to a limit, served with time-outs, finished before a stop.

mod places;
mod write_timeout;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use roster_domain::audit::Tls;
use roster_domain::clock::timeout;
use roster_service::{Interrupt, boxed};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::application::ListenerKind;
use crate::clock_timer::ClockTimer;
use crate::front_door;
use crate::limits::Limits;
use crate::metrics::InFlightGuard;
use crate::pipeline::Pipeline;
use crate::request::Peer;

use places::{Place, Places};
use write_timeout::WriteTimeout;

/// Where connections come from.
pub struct Listener {
    /// The socket.
    pub tcp: TcpListener,
    /// What makes them secret, if anything does.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Where health and metrics can be read without a signature, and nothing else.
    pub metrics_listener: Option<TcpListener>,
}

/// How long to wait after a connection could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long a head may take on a connection of the reserve.
const RESERVE_HEAD_TIME: Duration = Duration::from_secs(5);

/// Serves until `stop` is there, then until what was begun is finished.
pub async fn serve(listener: Listener, pipeline: Arc<Pipeline>, stop: impl Future<Output = ()>) {
    let Listener {
        tcp,
        tls,
        metrics_listener,
    } = listener;
    let tls = tls.map(TlsAcceptor::from);
    let main = serve_at(ListenerKind::Main, tcp, tls, Arc::clone(&pipeline), stop);
    let watched = async {
        let Some(tcp) = metrics_listener else {
            return std::future::pending().await;
        };
        // They may see how it ends.
        serve_at(
            ListenerKind::Metrics,
            tcp,
            None,
            Arc::clone(&pipeline),
            std::future::pending(),
        )
        .await;
    };
    tokio::select! {
        () = main => {}
        () = watched => {}
        () = pipeline.audit().write_summaries_of_minutes() => {}
    }
    pipeline.audit().write_last_summaries().await;
}

async fn serve_at(
    kind: ListenerKind,
    tcp: TcpListener,
    tls: Option<TlsAcceptor>,
    pipeline: Arc<Pipeline>,
    stop: impl Future<Output = ()>,
) {
    let limits = pipeline.config.limits;
    let places = Places::new(limits);
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = tcp.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => match places.enter(peer.ip()) {
                Ok(place) => {
                    let connection = Connection {
                        pipeline: Arc::clone(&pipeline),
                        watcher: graceful.watcher(),
                        peer,
                        limits: limits_of(limits, &place),
                        kind: kind_of(kind, &place),
                    };
                    tokio::spawn(connection.serve(stream, tls.clone(), Arc::new(place)));
                }
                Err(no_place) => {
                    pipeline.metrics.broke(no_place.reason());
                    tracing::debug!(source = %peer.ip(), reason = no_place.reason(), "a connection has no place");
                }
            },
            Err(error) => {
                // Out of descriptors, most often: a connection that ends gives one back.
                tracing::warn!(%error, "a connection could not be accepted");
                pipeline.clock.sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    pipeline.announce_stop();
    drop(tcp);
    let finished = async {
        graceful.shutdown().await;
        // The callers of some may be gone.
        pipeline.in_flight.finished().await;
    };
    tokio::select! {
        () = finished => {}
        () = pipeline.clock.sleep(limits.stop_time) => {
            tracing::warn!(seconds = limits.stop_time.as_secs(), "gave up waiting for open requests");
        }
    }
}

/// What a connection at a place may be used for.
fn kind_of(kind: ListenerKind, place: &Place) -> ListenerKind {
    match kind {
        ListenerKind::Main if place.is_reserve() => ListenerKind::Crowded,
        kind => kind,
    }
}

/// The limits at a place.
fn limits_of(limits: Limits, place: &Place) -> Limits {
    if place.is_reserve() {
        Limits {
            head_time: limits.head_time.min(RESERVE_HEAD_TIME),
            ..limits
        }
    } else {
        limits
    }
}

struct Connection {
    pipeline: Arc<Pipeline>,
    watcher: hyper_util::server::graceful::Watcher,
    peer: SocketAddr,
    limits: Limits,
    kind: ListenerKind,
}

impl Connection {
    /// Serves one connection, until it ends or gives way. Its place is free when its last request is
    /// finished as well.
    async fn serve(self, stream: TcpStream, tls: Option<TlsAcceptor>, place: Arc<Place>) {
        let pipeline = Arc::clone(&self.pipeline);
        let metrics = &pipeline.metrics;
        metrics.accepted.inc();
        let _guard = InFlightGuard::among(&metrics.connections);
        tokio::select! {
            () = self.served(stream, tls, &place) => {}
            () = place.gives_way() => metrics.broke("idle"),
        }
    }

    async fn served(self, stream: TcpStream, tls: Option<TlsAcceptor>, place: &Arc<Place>) {
        let pipeline = Arc::clone(&self.pipeline);
        let metrics = &pipeline.metrics;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(source = %self.peer.ip(), %error, "a connection ended early");
            return;
        }
        let clock = Arc::clone(&pipeline.clock);
        let stream = WriteTimeout::new(stream, clock, self.limits.write_time);
        match tls {
            None => self.http(stream, None, place).await,
            Some(acceptor) => {
                match timeout(&*pipeline.clock, self.limits.head_time, acceptor.accept(stream)).await {
                    Some(Ok(stream)) => {
                        let secrecy = secrecy(stream.get_ref().1);
                        self.http(stream, secrecy.map(Arc::new), place).await;
                    }
                    Some(Err(error)) => {
                        metrics.broke("tls");
                        tracing::debug!(source = %self.peer.ip(), %error, "a TLS handshake failed");
                    }
                    None => {
                        metrics.broke("tls_timeout");
                        tracing::debug!(source = %self.peer.ip(), "a TLS handshake took too long");
                    }
                }
            }
        }
    }

    async fn http(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + 'static,
        tls: Option<Arc<Tls>>,
        place: &Arc<Place>,
    ) {
        let (pipeline, kind) = (&self.pipeline, self.kind);
        let gone = Interrupt::default();
        // A caller hangs up by closing the connection.
        let _caller = gone.on_drop();
        let peer = Peer {
            address: self.peer.ip(),
            tls,
            gone,
        };
        let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
            let peer = peer.clone();
            async move {
                let busy = place.busy().await;
                Ok::<_, std::convert::Infallible>(match kind {
                    ListenerKind::Main => {
                        let answering = Arc::clone(pipeline);
                        let work = boxed(move || async move {
                            let _busy = busy;
                            front_door::answer_any(&answering, peer, request).await
                        });
                        pipeline.in_flight.finish(work).await
                    }
                    // Boxed, as all that few requests need: the future of every request would have room for it.
                    ListenerKind::Crowded => {
                        boxed(|| front_door::answer_crowded(pipeline, peer, request.into_parts().0)).await
                    }
                    ListenerKind::Metrics => {
                        boxed(|| front_door::answer_metrics(pipeline, peer, request.into_parts().0)).await
                    }
                })
            }
        });
        let connection = http1::Builder::new()
            .timer(ClockTimer(Arc::clone(&pipeline.clock)))
            .header_read_timeout(self.limits.head_time)
            .max_buf_size(self.limits.head_bytes)
            .keep_alive(!place.is_reserve())
            .serve_connection(TokioIo::new(stream), service);
        if let Err(error) = self.watcher.watch(connection).await {
            pipeline.metrics.broke(reason(&error));
            tracing::debug!(source = %self.peer.ip(), %error, "a connection ended early");
        }
    }
}

/// Why a connection ended early, in one of few words.
fn reason(error: &hyper::Error) -> &'static str {
    if error.is_parse() {
        "malformed"
    } else if error.is_timeout() {
        "timeout"
    } else if error.is_incomplete_message() {
        "incomplete"
    } else {
        "broken"
    }
}

/// What was agreed on in a handshake.
fn secrecy(connection: &rustls::ServerConnection) -> Option<Tls> {
    let suite = connection.negotiated_cipher_suite()?.suite();
    // IANA's names of the suites of TLS 1.3 do not say so.
    let suite = suite.as_str()?.replacen("TLS13_", "TLS_", 1);
    let version = connection.protocol_version()?.as_str()?.replace('_', ".");
    Some(Tls {
        version: version.into(),
        cipher_suite: suite.into(),
    })
}
