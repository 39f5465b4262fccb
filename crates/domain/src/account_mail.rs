//! Account mails: mails to users about their accounts.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

/// A mail to a user about the account. Links hold tokens, so there is no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub enum AccountMail {
    /// A new password can be chosen.
    PasswordReset {
        /// The page for that, once and for a short time.
        link: String,
    },
    /// The password is another one now.
    PasswordChanged,
    /// The primary address is another one now.
    EmailChanged {
        /// The old address, or the new one.
        to: String,
        /// The change.
        change: AddressChangeDetails,
        /// The page that undoes it; none for the new address.
        undo_link: Option<String>,
    },
    /// An address becomes the primary one as soon as its owner confirms it.
    ConfirmEmail {
        /// That address.
        to: String,
        /// The page that confirms it.
        link: String,
    },
    /// The primary address becomes another one soon.
    EmailChangePending {
        /// The address in force.
        to: String,
        /// The change.
        change: AddressChangeDetails,
        /// The page that cancels it.
        cancel_link: String,
    },
    /// A change of the primary address waits for the approval of an administrator.
    ApprovalAsked {
        /// The change.
        change: AddressChangeDetails,
    },
    /// An administrator has decided on a change of the primary address.
    ApprovalDecided {
        /// The change.
        change: AddressChangeDetails,
        /// The decision.
        is_approved: bool,
    },
    /// The user is new.
    Welcome {
        /// The page on which to choose one.
        link: String,
    },
    /// The user has signed in from a place that was not seen before.
    NewSignIn {
        /// The address of that place.
        source_address: String,
    },
    /// The user has a second factor now.
    SecondFactorEnrolled {
        /// From which address of the network.
        source_address: String,
    },
    /// An administrator has taken the second factor away.
    SecondFactorDeleted,
    /// The user has signed in with a recovery code.
    RecoveryCodeUsed {
        /// From which address of the network.
        source_address: String,
        /// How many are left.
        codes_left: usize,
    },
    /// The user has new recovery codes.
    RecoveryCodesRenewed {
        /// From which address of the network.
        source_address: String,
    },
}

/// A change of the primary address, as mails describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressChangeDetails {
    /// The new address, masked.
    pub new_address: String,
    /// The principal that asked for it.
    pub principal: String,
    /// When it was asked for.
    pub time: Timestamp,
    /// From which address of the network.
    pub source_address: String,
}

/// A sort of account mail. The name is stored and on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Stored)]
#[allow(missing_docs, reason = "the variants are those of AccountMail")]
pub enum AccountMailKind {
    PasswordReset,
    PasswordChanged,
    EmailChanged,
    ConfirmEmail,
    EmailChangePending,
    ApprovalAsked,
    ApprovalDecided,
    Welcome,
    NewSignIn,
    SecondFactorEnrolled,
    SecondFactorDeleted,
    RecoveryCodeUsed,
    RecoveryCodesRenewed,
}

impl AccountMailKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::EmailChanged,
        Self::ConfirmEmail,
        Self::EmailChangePending,
        Self::ApprovalAsked,
        Self::ApprovalDecided,
        Self::Welcome,
        Self::NewSignIn,
        Self::SecondFactorEnrolled,
        Self::SecondFactorDeleted,
        Self::RecoveryCodeUsed,
        Self::RecoveryCodesRenewed,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PasswordReset => "PasswordReset",
            Self::PasswordChanged => "PasswordChanged",
            Self::EmailChanged => "EmailChanged",
            Self::ConfirmEmail => "ConfirmEmail",
            Self::EmailChangePending => "EmailChangePending",
            Self::ApprovalAsked => "ApprovalAsked",
            Self::ApprovalDecided => "ApprovalDecided",
            Self::Welcome => "Welcome",
            Self::NewSignIn => "NewSignIn",
            Self::SecondFactorEnrolled => "SecondFactorEnrolled",
            Self::SecondFactorDeleted => "SecondFactorDeleted",
            Self::RecoveryCodeUsed => "RecoveryCodeUsed",
            Self::RecoveryCodesRenewed => "RecoveryCodesRenewed",
        }
    }
}

impl AccountMail {
    /// Its kind.
    pub const fn kind(&self) -> AccountMailKind {
        match self {
            Self::PasswordReset { .. } => AccountMailKind::PasswordReset,
            Self::PasswordChanged => AccountMailKind::PasswordChanged,
            Self::EmailChanged { .. } => AccountMailKind::EmailChanged,
            Self::ConfirmEmail { .. } => AccountMailKind::ConfirmEmail,
            Self::EmailChangePending { .. } => AccountMailKind::EmailChangePending,
            Self::ApprovalAsked { .. } => AccountMailKind::ApprovalAsked,
            Self::ApprovalDecided { .. } => AccountMailKind::ApprovalDecided,
            Self::Welcome { .. } => AccountMailKind::Welcome,
            Self::NewSignIn { .. } => AccountMailKind::NewSignIn,
            Self::SecondFactorEnrolled { .. } => AccountMailKind::SecondFactorEnrolled,
            Self::SecondFactorDeleted => AccountMailKind::SecondFactorDeleted,
            Self::RecoveryCodeUsed { .. } => AccountMailKind::RecoveryCodeUsed,
            Self::RecoveryCodesRenewed { .. } => AccountMailKind::RecoveryCodesRenewed,
        }
    }
}

/// An address that its owner recognizes and others do not learn: the first character and the domain.
pub fn masked_address(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}***@{domain}")
        }
        None => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_stored_by_its_name() {
        for kind in AccountMailKind::ALL {
            let stored = serde_json::to_string(&kind).expect("JSON");
            assert_eq!(stored, format!("\"{}\"", kind.name()));
        }
    }

    #[test]
    fn a_masked_address_shows_one_character_and_the_domain() {
        assert_eq!(masked_address("mary@example.com"), "m***@example.com");
        assert_eq!(masked_address("é@example.com"), "é***@example.com");
        assert_eq!(masked_address("@example.com"), "***@example.com");
        assert_eq!(masked_address("mary"), "***");
    }
}
