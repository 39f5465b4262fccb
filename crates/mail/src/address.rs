//! Addresses, as mail servers take them.

use std::str::FromStr;

use lettre::Address;
use lettre::message::Mailbox;
use thiserror::Error;

/// A text is no address. The text is personal data, so it is not repeated.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not an e-mail address, such as roster@example.com")]
pub struct AddressError;

/// The address that mails come from, and perhaps a name: `Roster <roster@example.com>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(pub(crate) Mailbox);

impl FromStr for Sender {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let (name, address) = match text
            .trim()
            .strip_suffix('>')
            .and_then(|text| text.split_once('<'))
        {
            Some((name, address)) => (name.trim().trim_matches('"'), address),
            None => ("", text.trim()),
        };
        if name.chars().any(char::is_control) {
            return Err(AddressError);
        }
        let name = (!name.is_empty()).then(|| name.to_owned());
        Ok(Self(Mailbox::new(name, address_of(address)?)))
    }
}

/// An address with its domain in ASCII, as in the domain name system.
pub(crate) fn address_of(text: &str) -> Result<Address, AddressError> {
    let (local, domain) = text.rsplit_once('@').ok_or(AddressError)?;
    let domain = idna::domain_to_ascii_strict(domain).map_err(|_| AddressError)?;
    Address::new(local, domain).map_err(|_| AddressError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        for (text, shown) in [
            ("roster@example.com", "roster@example.com"),
            ("Roster <roster@example.com>", "Roster <roster@example.com>"),
            (
                "\"Roster, Inc.\" <roster@example.com>",
                "\"Roster, Inc.\" <roster@example.com>",
            ),
            (
                "Röster <post@münchen.example>",
                "Röster <post@xn--mnchen-3ya.example>",
            ),
        ] {
            let sender: Sender = text.parse().expect(text);
            assert_eq!(sender.0.to_string(), shown);
        }
    }

    #[test]
    fn what_is_no_address_is_no_sender() {
        for text in [
            "",
            "roster",
            "@example.com",
            "roster@",
            "roster@example.com, eve@example.com",
            "roster@example.com\r\nBcc: eve@example.com",
            "Roster\r\nBcc: eve@example.com <roster@example.com>",
            "a <b <roster@example.com>",
        ] {
            assert_eq!(text.parse::<Sender>(), Err(AddressError), "{text}");
        }
    }
}
