//! What an instance is made of.

use roster_model_derive::shape;

use crate::patterns;

/// Where the identities of an instance's users are managed. Fixed for the instance's life.
#[shape(stored)]
pub enum DirectoryType {
    /// A SAML 2.0 identity provider signs users in.
    Saml,
    /// Connect keeps users and passwords.
    ConnectManaged,
    /// An AWS directory keeps users and passwords.
    ExistingDirectory,
}

/// Where an instance stands in its life.
#[shape]
pub enum InstanceStatus {
    /// Being made.
    CreationInProgress,
    /// Ready.
    Active,
    /// Could not be made.
    CreationFailed,
}

/// The alias of an instance, the first label of its address.
#[shape(sensitive, length(1, 45), pattern = patterns::ALIAS, stored)]
pub struct DirectoryAlias(pub String);

/// The id of an AWS directory.
#[shape(length(12, 12), pattern = patterns::DIRECTORY_ID, stored)]
pub struct DirectoryId(pub String);
