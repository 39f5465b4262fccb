//! The load: one thread that keeps many connections busy, each with one request at a time. It
//! shares the machine with the server, so it does as little as it can: what it sends was built
//! before, and a request costs one write and one read.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use hdrhistogram::Histogram;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use super::http;

/// What is sent.
pub(super) trait Traffic {
    /// The next request; none if there are no more.
    fn next(&mut self) -> anyhow::Result<Option<&[u8]>>;

    /// The status of every answer.
    fn expects(&self) -> u16 {
        200
    }

    /// Receives the body of an answer.
    fn answered(&mut self, _body: &[u8]) -> anyhow::Result<()> {
        Ok(())
    }
}

/// How a load went.
pub(super) struct Run {
    /// How many answers came in a second.
    pub(super) rate: f64,
    /// How long each took, in microseconds; nothing where only the number is known.
    pub(super) latencies: Histogram<u64>,
}

/// How many connections are kept busy.
pub(super) const CONNECTIONS: usize = 64;
/// Longer answers are read in parts.
const BUFFER_BYTES: usize = 16 * 1024;
/// No answer is longer.
const ANSWER_BYTES: usize = 1024 * 1024;
/// After this time without any answer, a load fails.
const PATIENCE: Duration = Duration::from_mins(1);

/// Connections that are kept alive from one run to the next.
pub(super) struct Load {
    poll: Poll,
    events: Events,
    connections: Vec<Connection>,
}

struct Connection {
    address: SocketAddr,
    token: Token,
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
    /// When the request that waits for its answer was sent.
    sent: Option<Instant>,
}

impl Load {
    pub(super) fn connect(address: SocketAddr, connections: usize) -> anyhow::Result<Self> {
        let poll = Poll::new()?;
        let connections = (0..connections)
            .map(|number| Connection::open(&poll, address, Token(number)))
            .collect::<anyhow::Result<_>>()?;
        Ok(Self {
            poll,
            events: Events::with_capacity(1024),
            connections,
        })
    }

    /// Sends requests for a time, or until there are no more, and waits for all answers.
    pub(super) fn run(&mut self, traffic: &mut impl Traffic, time: Duration) -> anyhow::Result<Run> {
        let start = Instant::now();
        let mut latencies = Histogram::new(3)?;
        let mut open = 0;
        for connection in &mut self.connections {
            open += usize::from(connection.send(traffic)?);
        }
        while open > 0 {
            self.wait()?;
            for event in &self.events {
                let connection = &mut self.connections[event.token().0];
                let Some(latency) = connection.receive(&self.poll, traffic)? else {
                    continue;
                };
                latencies.record(u64::try_from(latency.as_micros())?)?;
                let more = start.elapsed() < time && connection.send(traffic)?;
                open -= usize::from(!more);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a run is not that long")]
        let answers = latencies.len() as f64;
        Ok(Run {
            rate: answers / start.elapsed().as_secs_f64(),
            latencies,
        })
    }

    fn wait(&mut self) -> anyhow::Result<()> {
        match self.poll.poll(&mut self.events, Some(PATIENCE)) {
            Ok(()) => ensure!(
                !self.events.is_empty(),
                "no answer for {} seconds",
                PATIENCE.as_secs()
            ),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

impl Connection {
    fn open(poll: &Poll, address: SocketAddr, token: Token) -> anyhow::Result<Self> {
        Ok(Self {
            address,
            token,
            stream: connect(poll, address, token)?,
            buffer: vec![0; BUFFER_BYTES],
            filled: 0,
            sent: None,
        })
    }

    /// Sends the next request, if there is one. It fits the socket's buffer, which is empty.
    fn send(&mut self, traffic: &mut impl Traffic) -> anyhow::Result<bool> {
        let Some(request) = traffic.next()? else {
            return Ok(false);
        };
        let written = self.stream.write(request).context("a connection broke")?;
        ensure!(
            written == request.len(),
            "a request does not fit the socket's buffer"
        );
        self.sent = Some(Instant::now());
        Ok(true)
    }

    /// Reads what has arrived. Returns how long the answer took, once it is complete.
    fn receive(&mut self, poll: &Poll, traffic: &mut impl Traffic) -> anyhow::Result<Option<Duration>> {
        // No event is sent for bytes that were there at the last read.
        let answer = loop {
            match self.stream.read(&mut self.buffer[self.filled..]) {
                Ok(0) => bail!("the server closed a connection"),
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(error) => return Err(error).context("a connection broke"),
            }
            if let Some(answer) = http::answer(&self.buffer[..self.filled])? {
                break answer;
            }
            self.make_room()?;
        };
        let body = &self.buffer[answer.body.clone()];
        if answer.status != traffic.expects() {
            bail!(
                "an answer is {}: {}",
                answer.status,
                String::from_utf8_lossy(body)
            );
        }
        traffic.answered(body)?;
        let latency = self.sent.take().map(|sent| sent.elapsed());
        self.filled = 0;
        if answer.is_last {
            // Not every server keeps connections alive.
            self.stream = connect(poll, self.address, self.token)?;
        }
        Ok(latency)
    }

    /// Enlarges the buffer if it is full.
    fn make_room(&mut self) -> anyhow::Result<()> {
        if self.filled == self.buffer.len() {
            ensure!(self.filled < ANSWER_BYTES, "an answer is too long");
            self.buffer.resize(self.filled * 2, 0);
        }
        Ok(())
    }
}

fn connect(poll: &Poll, address: SocketAddr, token: Token) -> anyhow::Result<TcpStream> {
    let stream =
        std::net::TcpStream::connect(address).with_context(|| format!("cannot connect to {address}"))?;
    stream.set_nodelay(true)?;
    stream.set_nonblocking(true)?;
    let mut stream = TcpStream::from_std(stream);
    poll.registry().register(&mut stream, token, Interest::READABLE)?;
    Ok(stream)
}
