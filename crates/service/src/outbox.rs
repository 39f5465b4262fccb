//! What becomes of mails: their templates, and whether this server delivers them.

use roster_mail::Templates;

/// What becomes of mails.
pub struct Outbox {
    pub(crate) templates: Templates,
    pub(crate) delivers: bool,
}

impl Outbox {
    /// An outbox whose mails are only kept, to be looked at.
    pub const fn capturing(templates: Templates) -> Self {
        let delivers = false;
        Self { templates, delivers }
    }

    /// An outbox whose mails are given to the handler of jobs of this type.
    pub const fn delivering(templates: Templates) -> Self {
        let delivers = true;
        Self { templates, delivers }
    }
}

impl Default for Outbox {
    /// Captures mails with the templates that Roster brings.
    fn default() -> Self {
        Self::capturing(Templates::built_in())
    }
}
