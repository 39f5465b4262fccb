//! A running server, and what it takes to talk to it.

mod binary;
mod browser;
mod http;
mod mail;
mod mail_server;
mod output;
mod s3_server;
mod server;
mod small_disk;
mod terminal;
mod wire;

pub(crate) use binary::roster;
pub(crate) use browser::{Browser, Page, Visitor};
pub(crate) use http::{Answer, Connection, RawRequest};
pub(crate) use mail::Mail;
pub(crate) use mail_server::{Certificate, MailServer, SMTP_PASSWORD, SMTP_USER};
pub(crate) use output::{Finished, PATIENCE, finish};
pub(crate) use s3_server::S3Server;
pub(crate) use server::{Lines, Remains, Roster, Start, administer, audit, mode};
pub(crate) use small_disk::SmallDisk;
pub(crate) use terminal::Terminal;
pub(crate) use wire::{Dialect, Key, Wire};

/// The instance of AWS's documentation example: `CONNECT_MANAGED`.
pub(crate) const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";

/// The user of AWS's documentation example.
pub(crate) const MARY: &str = "87654321-2222-1234-1234-111234567891";

/// The demonstration's instance whose users sign in by SAML, and its user.
pub(crate) const SAML_INSTANCE: &str = "b2c3d4e5-6789-01ab-cdef-EXAMPLE22222";
pub(crate) const SAM: &str = "98765432-3333-2345-2345-222345678902";

/// What every ARN of the demonstration begins with.
pub(crate) const ARN: &str = "arn:aws:connect:us-east-1:123456789012:instance/";

/// Where its identity information is updated.
pub(crate) fn identity_info_of(instance: &str, user: &str) -> String {
    format!("/users/{instance}/{user}/identity-info")
}

/// Where it is described.
pub(crate) fn user(instance: &str, user: &str) -> String {
    format!("/users/{instance}/{user}")
}
