//! What the guard says to a reset of a password.

use roster_domain::records::{AddressChange, LinkPurpose, ResetFreeze, User};
use roster_domain::rules::takeover::TakeoverGuard;

use crate::context::Context;
use crate::refusal::Refusal;

impl Context<'_> {
    /// Whether no reset mail goes to a user, and no reset link of the user works. Nothing is frozen while the guard is
    /// off.
    pub(crate) async fn resets_are_frozen(&mut self, user: &User) -> Result<bool, Refusal> {
        match self.settings.takeover_guard {
            TakeoverGuard::Off => Ok(false),
            TakeoverGuard::Observe | TakeoverGuard::Enforce => {
                let key = ResetFreeze::key_of(&user.instance_id, &user.id);
                let freeze: Option<ResetFreeze> = self.transaction.get(&key).await?;
                Ok(freeze.is_some_and(|freeze| self.now < freeze.until))
            }
        }
    }

    /// Makes the links useless with which a user could choose a password.
    pub(super) async fn revoke_password_links(&mut self, user: &User) -> Result<(), Refusal> {
        for purpose in [LinkPurpose::ResetPassword, LinkPurpose::ChoosePassword] {
            self.revoke_links(&user.instance_id, &user.id, purpose).await?;
        }
        Ok(())
    }

    /// Notes that a user's password was reset. If that is within the cool-off of a change of the address, the change is
    /// marked as a suspected takeover, which the audit record of the reset shows.
    pub(crate) async fn note_reset(&mut self, user: &User) -> Result<(), Refusal> {
        for change in self.address_changes(user).await? {
            if self.now < change.cool_off_ends && change.suspected_takeover.is_none() {
                let suspected = AddressChange {
                    suspected_takeover: Some(self.now),
                    ..change.clone()
                };
                self.replace(&change, &suspected).await?;
            }
        }
        Ok(())
    }
}
