//! Connections: accepted up to a limit, served with time-outs, finished before a stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use roster_domain::audit::Tls;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;

use crate::limits::Limits;
use crate::metrics::Present;
use crate::pipeline::Pipeline;
use crate::request::Peer;

/// Where connections come from.
pub struct Listener {
    /// The socket.
    pub tcp: TcpListener,
    /// What makes them secret, if anything does.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Where everybody may ask for metrics and health, and for nothing else.
    pub watchers: Option<TcpListener>,
}

/// What may be asked for.
#[derive(Clone, Copy)]
enum Door {
    /// Everything, by who may.
    Main,
    /// Metrics and health only, by everybody.
    Watchers,
}

/// Serves until `stop` is there, then until what was begun is finished.
pub async fn serve(listener: Listener, pipeline: Arc<Pipeline>, stop: impl Future<Output = ()>) {
    let Listener { tcp, tls, watchers } = listener;
    let tls = tls.map(TlsAcceptor::from);
    let main = serve_at(Door::Main, tcp, tls, Arc::clone(&pipeline), stop);
    match watchers {
        None => main.await,
        // They may see how it ends.
        Some(tcp) => tokio::select! {
            () = main => {}
            () = serve_at(Door::Watchers, tcp, None, pipeline, std::future::pending()) => {}
        },
    }
}

async fn serve_at(
    door: Door,
    tcp: TcpListener,
    tls: Option<TlsAcceptor>,
    pipeline: Arc<Pipeline>,
    stop: impl Future<Output = ()>,
) {
    let limits = pipeline.edge.limits;
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&tcp, &places) => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer, place)) => {
                let connection = Connection {
                    pipeline: Arc::clone(&pipeline),
                    watcher: graceful.watcher(),
                    peer,
                    limits,
                    door,
                };
                tokio::spawn(connection.serve(stream, tls.clone(), place));
            }
            Err(error) => {
                // Out of descriptors, most often: a connection that ends gives one back.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    pipeline.is_stopping.store(true, Ordering::Relaxed);
    drop(tcp);
    let finished = async {
        graceful.shutdown().await;
        // The callers of some may be gone.
        pipeline.underway.finished().await;
    };
    tokio::select! {
        () = finished => {}
        () = tokio::time::sleep(limits.stop_time) => {
            tracing::warn!(seconds = limits.stop_time.as_secs(), "gave up waiting for open requests");
        }
    }
}

async fn accept(
    tcp: &TcpListener,
    places: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places)
        .acquire_owned()
        .await
        .map_err(std::io::Error::other)?;
    let (stream, peer) = tcp.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, peer, place))
}

struct Connection {
    pipeline: Arc<Pipeline>,
    watcher: hyper_util::server::graceful::Watcher,
    peer: SocketAddr,
    limits: Limits,
    door: Door,
}

impl Connection {
    /// Serves one connection. Its place is free when it has ended and its last request is finished.
    async fn serve(self, stream: TcpStream, tls: Option<TlsAcceptor>, place: OwnedSemaphorePermit) {
        let pipeline = Arc::clone(&self.pipeline);
        let metrics = &pipeline.metrics;
        metrics.accepted.inc();
        let _present = Present::among(&metrics.connections);
        match tls {
            None => self.http(stream, None, place).await,
            Some(acceptor) => {
                match tokio::time::timeout(self.limits.head_time, acceptor.accept(stream)).await {
                    Ok(Ok(stream)) => {
                        let secrecy = secrecy(stream.get_ref().1);
                        self.http(stream, secrecy.map(Arc::new), place).await;
                    }
                    Ok(Err(error)) => {
                        metrics.broke("tls");
                        tracing::debug!(source = %self.peer.ip(), %error, "a TLS handshake failed");
                    }
                    Err(_) => {
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
        place: OwnedSemaphorePermit,
    ) {
        let (pipeline, door, place) = (&self.pipeline, self.door, Arc::new(place));
        let peer = Peer {
            address: self.peer.ip(),
            tls,
        };
        let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
            let (peer, place) = (peer.clone(), Arc::clone(&place));
            async move {
                Ok::<_, std::convert::Infallible>(match door {
                    Door::Main => {
                        let answering = Arc::clone(pipeline);
                        let work = async move {
                            let _place = place;
                            answering.answer(peer, request).await
                        };
                        pipeline.underway.finish(work).await
                    }
                    Door::Watchers => pipeline.answer_watcher(peer, request.into_parts().0),
                })
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // A caller that sends no more may still wait for the answer.
            .half_close(true)
            .header_read_timeout(self.limits.head_time)
            .max_buf_size(self.limits.head_bytes)
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
