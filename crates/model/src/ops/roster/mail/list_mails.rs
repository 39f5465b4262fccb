//! ListMails.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, MailId, MaxResult1000, NextToken, Timestamp, UserId};

/// Lists the mails of an account in a Region, the newest last. They may hold links that still work.
#[operation(
    service = Roster,
    http = "GET /_roster/mail",
    effect = AuditedRead,
    resources = "instance",
    pages = "Mails",
)]
pub struct ListMails;

/// The input of `ListMails`.
#[shape]
pub struct ListMailsRequest {
    /// The instance; every instance of the account in the Region by default.
    #[shape(query = "instanceId")]
    pub instance_id: Option<InstanceId>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many mails a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListMails`.
#[shape]
pub struct ListMailsResponse {
    /// The mails of this page.
    pub mails: Option<MailList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Mails.
#[shape]
pub struct MailList(pub Vec<Mail>);

/// A mail to a user.
#[shape]
pub struct Mail {
    /// The id of the mail; its Message-ID starts with it.
    pub id: Option<MailId>,
    /// The instance of the user.
    pub instance_id: Option<InstanceId>,
    /// The user.
    pub user_id: Option<UserId>,
    /// The addresses that the mail goes to.
    pub to: Option<MailAddressList>,
    /// The subject.
    pub subject: Option<MailText>,
    /// The plain text.
    pub text: Option<MailText>,
    /// The same as HTML.
    pub html: Option<MailText>,
    /// What the mail is about, such as PasswordReset.
    pub kind: Option<MailKind>,
    /// When the mail was stored.
    pub created_at: Option<Timestamp>,
    /// How far the mail has come.
    pub state: Option<MailState>,
    /// When the mail came so far.
    pub state_changed_at: Option<Timestamp>,
    /// Why the last attempt to deliver the mail failed.
    pub last_error: Option<MailError>,
}

/// Addresses.
#[shape]
pub struct MailAddressList(pub Vec<MailAddress>);

/// An address.
#[shape(sensitive)]
pub struct MailAddress(pub String);

/// The subject or a text of a mail.
#[shape(sensitive)]
pub struct MailText(pub String);

/// What a mail is about.
#[shape]
pub struct MailKind(pub String);

/// Why a mail was not delivered.
#[shape]
pub struct MailError(pub String);

/// How far a mail has come.
#[shape]
pub enum MailState {
    /// No server sends it: there was no --smtp when it was stored.
    Captured,
    /// It is to be delivered.
    Queued,
    /// A mail server has taken it.
    Sent,
    /// The last attempt to deliver it has failed.
    Failed,
}
