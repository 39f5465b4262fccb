//! What templates are filled with.

use std::collections::BTreeMap;
use std::time::SystemTime;

use minijinja::Value;
use roster_domain::account_mail::{AccountMail, AddressChangeDetails};
use roster_domain::truncate_chars;
use roster_model::shapes::Timestamp;
use time::OffsetDateTime;
use time::format_description::StaticFormatDescription;
use time::macros::format_description;

/// How much of any value is shown, except of links.
const VALUE_CHARACTERS: usize = 128;

const TIME: StaticFormatDescription = format_description!("[year]-[month]-[day] [hour]:[minute] UTC");

/// The recipient of a mail.
#[derive(Clone, Copy, Debug)]
pub struct Addressee<'a> {
    /// The names of the user, if there are any.
    pub name: &'a str,
    /// The name for signing in.
    pub username: &'a str,
    /// The name of the instance, such as its alias.
    pub instance: &'a str,
}

/// What a template of an account mail is filled with.
pub(crate) fn values(
    addressee: Addressee<'_>,
    account_mail: &AccountMail,
    now: Timestamp,
) -> BTreeMap<&'static str, Value> {
    let name = match addressee.name.trim() {
        "" => addressee.username,
        name => name,
    };
    let mut values = BTreeMap::from([
        ("name", shown(name)),
        ("username", shown(addressee.username)),
        ("instance", shown(addressee.instance)),
        ("time", shown_time(now)),
    ]);
    values.extend(own_values(account_mail));
    values
}

fn own_values(account_mail: &AccountMail) -> Vec<(&'static str, Value)> {
    match account_mail {
        AccountMail::PasswordReset { link }
        | AccountMail::Welcome { link }
        | AccountMail::ConfirmEmail { to: _, link } => vec![("link", link.into())],
        AccountMail::PasswordChanged | AccountMail::SecondFactorDeleted => Vec::new(),
        AccountMail::EmailChanged {
            to: _,
            change,
            undo_link,
        } => with_change(change, "link", undo_link.as_deref().unwrap_or_default().into()),
        AccountMail::EmailChangePending {
            to: _,
            change,
            cancel_link,
        } => with_change(change, "link", cancel_link.into()),
        AccountMail::ApprovalAsked { change } => with_change(change, "link", "".into()),
        AccountMail::ApprovalDecided { change, is_approved } => {
            with_change(change, "is_approved", (*is_approved).into())
        }
        AccountMail::NewSignIn { source_address }
        | AccountMail::SecondFactorEnrolled { source_address }
        | AccountMail::RecoveryCodesRenewed { source_address } => {
            vec![("source_address", shown(source_address))]
        }
        AccountMail::RecoveryCodeUsed {
            source_address,
            codes_left,
        } => vec![
            ("source_address", shown(source_address)),
            ("codes_left", (*codes_left).into()),
        ],
    }
}

fn with_change(
    change: &AddressChangeDetails,
    name: &'static str,
    value: Value,
) -> Vec<(&'static str, Value)> {
    vec![
        ("new_address", shown(&change.new_address)),
        ("principal", shown(&change.principal)),
        ("time", shown_time(change.time)),
        ("source_address", shown(&change.source_address)),
        (name, value),
    ]
}

/// A value that others may have chosen: it stays on its line, does not turn the direction of the text, and is short.
fn shown(text: &str) -> Value {
    let safe: String = truncate_chars(text, VALUE_CHARACTERS)
        .chars()
        .map(|character| if is_layout(character) { ' ' } else { character })
        .collect();
    safe.into()
}

fn is_layout(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

fn shown_time(time: Timestamp) -> Value {
    let time = OffsetDateTime::from(SystemTime::from(time));
    // The format has no part that can fail.
    time.format(TIME).unwrap_or_default().into()
}
