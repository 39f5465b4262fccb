//! What a credential is good for: one day, one region, one service.

use std::fmt;

use crate::{ScopeFault, SignatureError, TERMINATOR};

/// A credential scope; displayed as `20261121/us-east-1/connect/aws4_request`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope<'a> {
    /// The day in UTC, `yyyymmdd`.
    pub date: &'a str,
    /// The region, such as `us-east-1`.
    pub region: &'a str,
    /// The service by its signing name, such as `connect`.
    pub service: &'a str,
}

impl Scope<'_> {
    /// Checks that the scope is that of a server in this region for this service.
    ///
    /// # Errors
    /// [`SignatureError::MalformedScope`] naming everything that differs. A server that serves every region
    /// passes the scope's own.
    pub fn require(&self, region: &str, service: &str) -> Result<(), SignatureError> {
        let mut faults = Vec::new();
        if self.region != region {
            faults.push(ScopeFault::Region {
                got: self.region.to_owned(),
            });
        }
        if self.service != service {
            faults.push(ScopeFault::Service {
                expected: service.to_owned(),
            });
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(SignatureError::MalformedScope { faults })
        }
    }
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            date,
            region,
            service,
        } = self;
        write!(f, "{date}/{region}/{service}/{TERMINATOR}")
    }
}
