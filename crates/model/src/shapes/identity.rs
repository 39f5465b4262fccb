//! The identity of users.

use roster_model_derive::shape;

use crate::patterns;

/// The sign-in name of a user.
#[shape(personal, length(1, 100), pattern = patterns::USERNAME)]
pub struct AgentUsername(pub String);

/// A password for signing in.
#[shape(sensitive, pattern = patterns::PASSWORD)]
pub struct Password(pub String);

/// The first name of a user.
#[shape(sensitive, length(0, 255), nfc, stored)]
pub struct AgentFirstName(pub String);

/// The last name of a user.
#[shape(sensitive, length(0, 300), nfc, stored)]
pub struct AgentLastName(pub String);

/// A primary e-mail address.
#[shape(sensitive, nfc, pattern = patterns::EMAIL, stored)]
pub struct Email(pub String);

/// A secondary e-mail address.
#[shape(sensitive, pattern = patterns::SECONDARY_EMAIL, stored)]
pub struct SecondaryEmail(pub String);

/// A telephone number.
#[shape(personal, pattern = patterns::PHONE_NUMBER, stored)]
pub struct PhoneNumber(pub String);

/// The id of a user in an external directory.
#[shape(personal, stored)]
pub struct DirectoryUserId(pub String);

/// The identity information of a user.
#[shape(stored)]
#[derive(Default)]
pub struct UserIdentityInfo {
    /// The first name: 1 to 255 characters on a CONNECT_MANAGED instance, up to 255 on a SAML one, in Unicode NFC.
    pub first_name: Option<AgentFirstName>,
    /// The last name: 1 to 256 characters on a CONNECT_MANAGED instance, up to 300 on a SAML one, in Unicode NFC.
    pub last_name: Option<AgentLastName>,
    /// The primary address, to which password-reset mail goes. Refused on a SAML instance.
    pub email: Option<Email>,
    /// The address for every other notification.
    pub secondary_email: Option<SecondaryEmail>,
    /// The mobile number.
    pub mobile: Option<PhoneNumber>,
}
