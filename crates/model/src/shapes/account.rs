//! What people show and get at the pages.

use roster_model_derive::shape;

/// A password to be verified. It may be any text, because it may be wrong.
#[shape(sensitive, length(1, 256))]
pub struct CurrentPassword(pub String);

/// A secret token: of a link, of a browser or of a session.
#[shape(sensitive, length(1, 128))]
pub struct SecretTokenText(pub String);

/// A code of an authenticator app, or a recovery code. It may be any text, because it may be wrong.
#[shape(sensitive, length(1, 64))]
pub struct SecondFactorCode(pub String);

/// The secret that an authenticator app shares with the server, in base32.
#[shape(sensitive, length(32, 32))]
pub struct TotpSecretText(pub String);

/// A recovery code.
#[shape(sensitive, length(29, 29))]
pub struct RecoveryCodeText(pub String);

/// Recovery codes.
#[shape]
pub struct RecoveryCodeTexts(pub Vec<RecoveryCodeText>);

/// The id of a session of a user.
#[shape(length(36, 36))]
pub struct UserSessionId(pub String);
