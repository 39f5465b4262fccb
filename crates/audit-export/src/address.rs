//! The addresses of targets.

use std::path::PathBuf;

use http::Uri;
use thiserror::Error;

/// Where events are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetAddress {
    /// A receiver of syslog messages.
    Syslog(SyslogPlace),
    /// An HTTP address that batches are posted to.
    Webhook(Uri),
    /// A file that lines are appended to.
    File(PathBuf),
}

/// A receiver of syslog messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyslogPlace {
    pub(crate) transport: SyslogTransport,
    pub(crate) host: String,
    pub(crate) port: u16,
}

/// How syslog messages travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SyslogTransport {
    /// A datagram for each message. Source: RFC 5426.
    Udp,
    /// Messages with their lengths on a connection. Source: RFC 6587, section 3.4.1.
    Tcp,
    /// The same on TLS. Source: RFC 5425.
    Tls,
}

/// Why a text is not the address of a target.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum AddressError {
    /// It has none of the known forms.
    #[error(
        "give syslog+udp://HOST:PORT, syslog+tcp://HOST:PORT, syslog+tls://HOST:PORT, https://HOST/PATH, http://HOST/PATH or file:PATH"
    )]
    UnknownForm,
    /// It has a user name or a password, which other users of the machine can see on a command line.
    #[error("an address has no user name and no password: give a file with the header Authorization")]
    Credentials,
}

impl TargetAddress {
    /// The address that a text spells.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if let Some(path) = text.strip_prefix("file:") {
            let is_path = !path.is_empty() && !path.starts_with("//");
            return if is_path {
                Ok(Self::File(PathBuf::from(path)))
            } else {
                Err(AddressError::UnknownForm)
            };
        }
        let uri: Uri = text.parse().map_err(|_| AddressError::UnknownForm)?;
        if uri
            .authority()
            .is_some_and(|authority| authority.as_str().contains('@'))
        {
            return Err(AddressError::Credentials);
        }
        let transport = match uri.scheme_str() {
            Some("http" | "https") => return Ok(Self::Webhook(uri)),
            Some("syslog+udp") => SyslogTransport::Udp,
            Some("syslog+tcp") => SyslogTransport::Tcp,
            Some("syslog+tls") => SyslogTransport::Tls,
            Some(_) | None => return Err(AddressError::UnknownForm),
        };
        let place = uri.host().zip(uri.port_u16()).filter(|_| {
            uri.path_and_query()
                .is_none_or(|path| matches!(path.as_str(), "" | "/"))
        });
        let (host, port) = place.ok_or(AddressError::UnknownForm)?;
        let host = host.trim_matches(['[', ']']).to_owned();
        Ok(Self::Syslog(SyslogPlace {
            transport,
            host,
            port,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn syslog(transport: SyslogTransport, host: &str, port: u16) -> TargetAddress {
        let host = host.to_owned();
        TargetAddress::Syslog(SyslogPlace {
            transport,
            host,
            port,
        })
    }

    #[test]
    fn each_kind_of_target_has_an_address() {
        let parse = TargetAddress::parse;
        assert_eq!(
            parse("syslog+udp://192.0.2.1:514"),
            Ok(syslog(SyslogTransport::Udp, "192.0.2.1", 514))
        );
        assert_eq!(
            parse("syslog+tcp://[::1]:601/"),
            Ok(syslog(SyslogTransport::Tcp, "::1", 601))
        );
        assert_eq!(
            parse("syslog+tls://siem.example.com:6514"),
            Ok(syslog(SyslogTransport::Tls, "siem.example.com", 6514))
        );
        let uri = Uri::from_static("https://siem.example.com/in?source=roster");
        assert_eq!(
            parse("https://siem.example.com/in?source=roster"),
            Ok(TargetAddress::Webhook(uri))
        );
        assert_eq!(
            parse("file:audit.json"),
            Ok(TargetAddress::File("audit.json".into()))
        );
        assert_eq!(
            parse("file:/var/log/a.json"),
            Ok(TargetAddress::File("/var/log/a.json".into()))
        );
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "siem.example.com",
            "syslog://siem.example.com:514",
            "syslog+tcp://siem.example.com",
            "syslog+tcp://siem.example.com:514/path",
            "syslog+tcp://siem.example.com:99999",
            "ftp://siem.example.com",
            "file:",
            "file:///var/log",
        ] {
            assert_eq!(
                TargetAddress::parse(text),
                Err(AddressError::UnknownForm),
                "{text}"
            );
        }
        let with_password = "https://user:secret@siem.example.com/";
        assert_eq!(
            TargetAddress::parse(with_password),
            Err(AddressError::Credentials)
        );
    }
}
