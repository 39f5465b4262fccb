//! Receivers of syslog messages: by UDP, TCP and TLS.

mod connection;
mod message;

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::sync::Arc;

use rustls::ClientConfig;
use rustls_pki_types::ServerName;

use crate::address::{SyslogPlace, SyslogTransport};
use crate::event::Event;
use crate::target::{SendError, SettingsError, Target, TargetSettings};
use crate::tls;

use message::{MAX_DATAGRAM_BYTES, Message};

/// A receiver of syslog messages.
pub(crate) struct SyslogReceiver {
    place: SyslogPlace,
    host_name: String,
    tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
}

impl SyslogReceiver {
    pub(crate) fn new(place: SyslogPlace, settings: &TargetSettings) -> Result<Self, SettingsError> {
        let tls = match place.transport {
            SyslogTransport::Tls => {
                let name = ServerName::try_from(place.host.clone());
                let name = name.map_err(|error| SettingsError(format!("{}: {error}", place.host)))?;
                let authorities = tls::authorities(settings.authorities.as_deref())?;
                Some((tls::client(authorities)?, name))
            }
            SyslogTransport::Udp | SyslogTransport::Tcp => None,
        };
        Ok(Self {
            place,
            host_name: settings.host_name.clone(),
            tls,
        })
    }

    fn addresses(&self) -> io::Result<Vec<SocketAddr>> {
        let addresses = (self.place.host.as_str(), self.place.port).to_socket_addrs()?;
        Ok(addresses.collect())
    }

    /// Sends each message as a datagram. Nothing acknowledges one.
    fn send_datagrams(&self, batch: &[Event]) -> io::Result<()> {
        let addresses = self.addresses()?;
        let any: SocketAddr = match addresses.first() {
            Some(SocketAddr::V6(_)) => (Ipv6Addr::UNSPECIFIED, 0).into(),
            Some(SocketAddr::V4(_)) | None => (Ipv4Addr::UNSPECIFIED, 0).into(),
        };
        let socket = UdpSocket::bind(any)?;
        socket.connect(&addresses[..])?;
        for event in batch {
            let message = Message::of(event, &self.host_name);
            socket.send(message.within(MAX_DATAGRAM_BYTES).as_bytes())?;
        }
        Ok(())
    }

    /// Sends all messages on a connection of their own, each with its length in front.
    fn send_frames(&self, batch: &[Event]) -> io::Result<()> {
        let mut frames = String::new();
        for event in batch {
            let message = Message::of(event, &self.host_name).whole();
            frames += &message.len().to_string();
            frames.push(' ');
            frames += &message;
        }
        let stream = connection::open(&self.addresses()?)?;
        match &self.tls {
            Some((config, name)) => {
                connection::send_by_tls(stream, Arc::clone(config), name.clone(), frames.as_bytes())
            }
            None => connection::send(stream, frames.as_bytes()),
        }
    }
}

impl Target for SyslogReceiver {
    fn send(&mut self, batch: &[Event]) -> Result<(), SendError> {
        let sent = match self.place.transport {
            SyslogTransport::Udp => self.send_datagrams(batch),
            SyslogTransport::Tcp | SyslogTransport::Tls => self.send_frames(batch),
        };
        let SyslogPlace { host, port, .. } = &self.place;
        sent.map_err(|error| SendError::temporary(format!("the syslog receiver {host}:{port}: {error}")))
    }
}
