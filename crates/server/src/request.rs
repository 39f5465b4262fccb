//! A request as it was received.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::SystemTime;

use http::header::HeaderName;
use http::request::Parts;
use roster_domain::Id;
use roster_domain::audit::Tls;
use roster_domain::random::Random;
use roster_service::Interrupt;
use roster_sigv4::PresignedQuery;

use crate::access_note::AccessNote;

/// The longest part of a header that policies see, in bytes.
const HEADER_BYTES: usize = 1024;

/// Where a request comes from.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    /// The address of the other end.
    pub(crate) address: IpAddr,
    /// What keeps the connection secret, if anything does.
    pub(crate) tls: Option<Arc<Tls>>,
    /// Interrupts when the caller hangs up.
    pub(crate) gone: Interrupt,
}

/// A request whose head has been read.
pub(crate) struct Request {
    /// Its id, given back as `x-amzn-RequestId`.
    pub(crate) id: Id,
    /// When it came.
    pub(crate) time: SystemTime,
    /// The address it came from.
    pub(crate) source: IpAddr,
    /// What kept it secret on its way, if anything did.
    pub(crate) tls: Option<Arc<Tls>>,
    /// Interrupts when the caller hangs up.
    pub(crate) gone: Interrupt,
    /// The signature in its query, if there is one.
    pub(crate) presigned: Option<Box<PresignedQuery>>,
    /// What the access log will say of it, if there is one.
    pub(crate) access_note: Option<Box<AccessNote>>,
    /// Method, path, query and headers.
    pub(crate) head: Parts,
}

/// A new id for a request, or for an audit record of many.
pub(crate) fn new_request_id(random: &dyn Random) -> Id {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    Id::from_random(bytes)
}

impl Request {
    /// The same request, for work that goes on when it is answered.
    pub(crate) fn for_later(&self) -> Self {
        Self {
            id: self.id.clone(),
            time: self.time,
            source: self.source,
            tls: self.tls.clone(),
            gone: Interrupt::default(),
            presigned: self.presigned.clone(),
            access_note: None,
            head: self.head.clone(),
        }
    }

    pub(crate) fn method(&self) -> &str {
        self.head.method.as_str()
    }

    /// The path, as sent.
    pub(crate) fn path(&self) -> &str {
        self.head.uri.path()
    }

    /// What a header says, as policies see it: its first 1,024 bytes.
    pub(crate) fn header(&self, name: HeaderName) -> Option<String> {
        let value = self.head.headers.get(name)?.as_bytes();
        let seen = value.get(..HEADER_BYTES).unwrap_or(value);
        Some(String::from_utf8_lossy(seen).into_owned())
    }

    /// The query string, as sent; empty if there is none.
    pub(crate) fn query(&self) -> &str {
        self.head.uri.query().unwrap_or_default()
    }
}
