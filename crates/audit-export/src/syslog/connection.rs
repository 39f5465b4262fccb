//! Connections to syslog receivers. Syslog has no acknowledgement, so the end of the connection is one: the sender closes its half,
//! and the receiver, which sees that only behind the last message, closes the other half. A receiver that closes with
//! messages unread resets the connection. One that closes while the last bytes travel cannot be told from one that has read them.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_pki_types::ServerName;

/// How long a connection may take to open.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the receiver may keep the sender waiting, at each write and for the end.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much a receiver may say, which is ignored.
const MAX_ANSWER_BYTES: u64 = 64 * 1024;

/// Connects to the first of the addresses that answers.
pub(super) fn open(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut failure = io::Error::new(ErrorKind::NotFound, "the name has no address");
    for address in addresses {
        match TcpStream::connect_timeout(address, CONNECT_TIMEOUT) {
            Ok(stream) => {
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                return Ok(stream);
            }
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Sends bytes, and returns when the receiver has read them.
pub(super) fn send(mut stream: TcpStream, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes)?;
    if has_closed(&stream)? {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    stream.shutdown(Shutdown::Write)?;
    await_end(&mut stream)
}

/// Whether the receiver has closed the connection already.
fn has_closed(stream: &TcpStream) -> io::Result<bool> {
    stream.set_nonblocking(true)?;
    let peeked = stream.peek(&mut [0]);
    stream.set_nonblocking(false)?;
    match peeked {
        Ok(count) => Ok(count == 0),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

/// The same on TLS. The receiver must close with TLS's own alert: anyone on the way can end a TCP connection.
pub(super) fn send_by_tls(
    stream: TcpStream,
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
    bytes: &[u8],
) -> io::Result<()> {
    let connection = ClientConnection::new(config, name).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    stream.write_all(bytes)?;
    stream.conn.send_close_notify();
    stream.flush()?;
    stream.sock.shutdown(Shutdown::Write)?;
    await_end(&mut stream)
}

fn await_end(stream: &mut impl Read) -> io::Result<()> {
    let answer = io::copy(&mut stream.take(MAX_ANSWER_BYTES), &mut io::sink());
    match answer {
        Ok(MAX_ANSWER_BYTES) => Err(io::Error::other("it answers instead of closing the connection")),
        Ok(_) => Ok(()),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            Err(io::Error::new(
                ErrorKind::TimedOut,
                "it did not close the connection, so it may not have read the messages",
            ))
        }
        Err(error) => Err(error),
    }
}
