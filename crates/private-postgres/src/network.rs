//! A network between a client and PostgreSQL that can fail.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

/// Forwards bytes both ways, until a fault is switched on.
pub struct Proxy {
    port: u16,
    network: Arc<Mutex<Network>>,
}

#[derive(Default)]
struct Network {
    /// Both ends of every connection.
    open: Vec<TcpStream>,
    /// Whether new connections are refused.
    cut: bool,
    /// After these bytes of a client, no answer is forwarded.
    deaf_after: Option<&'static [u8]>,
    deaf: bool,
    /// Whether it reads everything and forwards nothing.
    swallows: bool,
}

impl Proxy {
    /// A network to a server that listens on this port of 127.0.0.1.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let network = Arc::new(Mutex::new(Network::default()));
        let shared = Arc::clone(&network);
        // It ends with the test.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(("127.0.0.1", server));
                let mut network = lock(&shared);
                if let (false, Ok(server)) = (network.cut, server) {
                    let ends = || [&client, &server].map(|end| end.try_clone().expect("an end"));
                    network.open.extend(ends());
                    let [from_client, from_server] = ends();
                    let shared = [(); 2].map(|()| Arc::clone(&shared));
                    let [asking, answering] = shared;
                    thread::spawn(move || pass_on(client, from_server, &asking, true));
                    thread::spawn(move || pass_on(server, from_client, &answering, false));
                }
            }
        });
        Self { port, network }
    }

    /// Where it listens at 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends every connection, and refuses new ones.
    pub fn cut(&self) {
        let mut network = lock(&self.network);
        network.cut = true;
        network.hang_up();
    }

    /// Drops every answer once a client has sent these bytes.
    pub fn grow_deaf_after(&self, words: &'static [u8]) {
        lock(&self.network).deaf_after = Some(words);
    }

    /// Accepts connections, reads from them, and forwards nothing. A connection that has lost bytes this way
    /// stays silent.
    pub fn swallow(&self) {
        lock(&self.network).swallows = true;
    }

    /// Forwards again. Clients that wait for a lost answer are not notified.
    pub fn restore(&self) {
        lock(&self.network).swallows = false;
    }

    /// Ends every connection, and lets new ones through.
    pub fn mend(&self) {
        let mut network = lock(&self.network);
        network.hang_up();
        *network = Network::default();
    }
}

impl Network {
    fn hang_up(&mut self) {
        for end in self.open.drain(..) {
            // It may have gone by itself.
            _ = end.shutdown(Shutdown::Both);
        }
    }
}

fn lock(network: &Mutex<Network>) -> MutexGuard<'_, Network> {
    network.lock().expect("no thread panics while it holds the lock")
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, network: &Mutex<Network>, asking: bool) {
    let mut bytes = vec![0; 1 << 20];
    let mut silent = false;
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let mut network = lock(network);
        silent |= network.swallows;
        if silent {
            continue;
        }
        let words = network.deaf_after.filter(|_| asking);
        if words.is_some_and(|words| bytes[..count].windows(words.len()).any(|window| window == words)) {
            network.deaf = true;
        }
        if network.deaf && !asking {
            continue;
        }
        drop(network);
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    _ = to.shutdown(Shutdown::Both);
}
