//! What people show and get at the pages.

use roster_model_derive::shape;

/// A password to be verified. It may be any text, because it may be wrong.
#[shape(sensitive, length(1, 256))]
pub struct CurrentPassword(pub String);

/// A secret token: of a link, of a browser or of a session.
#[shape(sensitive, length(1, 128))]
pub struct SecretTokenText(pub String);

/// The id of a session of a user.
#[shape(length(36, 36))]
pub struct UserSessionId(pub String);
