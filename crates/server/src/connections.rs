//! Connections: accepted up to a limit, served with time-outs, finished before a stop.

use std::net::SocketAddr;
use std::sync::Arc;
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
use crate::pipeline::Pipeline;
use crate::request::Peer;

/// Where connections come from.
pub struct Listener {
    /// The socket.
    pub tcp: TcpListener,
    /// What makes them secret, if anything does.
    pub tls: Option<Arc<rustls::ServerConfig>>,
}

/// Serves until `stop` is there, then until what was begun is finished.
pub async fn serve(listener: Listener, pipeline: Arc<Pipeline>, stop: impl Future<Output = ()>) {
    let limits = pipeline.edge.limits;
    let tls = listener.tls.map(TlsAcceptor::from);
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener.tcp, &places) => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer, place)) => {
                let connection = Connection {
                    pipeline: Arc::clone(&pipeline),
                    watcher: graceful.watcher(),
                    peer,
                    limits,
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
    drop(listener.tcp);
    tokio::select! {
        () = graceful.shutdown() => {}
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
}

impl Connection {
    /// Serves one connection. Its place is free when it ends.
    async fn serve(self, stream: TcpStream, tls: Option<TlsAcceptor>, _place: OwnedSemaphorePermit) {
        match tls {
            None => self.http(stream, None).await,
            Some(acceptor) => {
                match tokio::time::timeout(self.limits.head_time, acceptor.accept(stream)).await {
                    Ok(Ok(stream)) => {
                        let secrecy = secrecy(stream.get_ref().1);
                        self.http(stream, secrecy.map(Arc::new)).await;
                    }
                    Ok(Err(error)) => {
                        tracing::debug!(source = %self.peer.ip(), %error, "a TLS handshake failed");
                    }
                    Err(_) => tracing::debug!(source = %self.peer.ip(), "a TLS handshake took too long"),
                }
            }
        }
    }

    async fn http(self, stream: impl AsyncRead + AsyncWrite + Unpin + 'static, tls: Option<Arc<Tls>>) {
        let pipeline = &*self.pipeline;
        let peer = Peer {
            address: self.peer.ip(),
            tls,
        };
        let service = service_fn(|request| {
            let peer = peer.clone();
            async move { Ok::<_, std::convert::Infallible>(pipeline.answer(peer, request).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head_time)
            .max_buf_size(self.limits.head_bytes)
            .serve_connection(TokioIo::new(stream), service);
        if let Err(error) = self.watcher.watch(connection).await {
            tracing::debug!(source = %self.peer.ip(), %error, "a connection ended early");
        }
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
