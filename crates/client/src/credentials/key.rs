//! An access key that signs.

use std::time::SystemTime;

use secrecy::SecretString;
use serde_json::Value;

use crate::error::Error;
use crate::parameters::Parameters;

/// An access key, with a session token if it is temporary.
pub(crate) struct Credentials {
    /// The key's id.
    pub(crate) access_key_id: String,
    /// The secret.
    pub(crate) secret_access_key: SecretString,
    /// The session token of a temporary key.
    pub(crate) session_token: Option<SecretString>,
}

/// What a credential provider gives: credentials, and when they expire.
pub(super) type Provided = (Credentials, Option<SystemTime>);

/// Calls `AssumeRole` with credentials and parameters. Returns the answer.
pub(crate) type AssumeRole<'a> = dyn Fn(Credentials, &Parameters) -> Result<Value, Error> + 'a;
