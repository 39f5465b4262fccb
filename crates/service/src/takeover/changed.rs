//! An address that has changed: the mails about it, and the undo.

use roster_domain::account_mail::{AccountMail, AddressChangeDetails};
use roster_domain::records::{AddressChange, Instance, LinkPurpose, PasswordHash, ResetFreeze, User};
use roster_domain::{Id, Record as _};
use roster_model::shapes::UserIdentityInfo;

use super::update::set_identity;
use crate::context::Context;
use crate::refusal::Refusal;

/// How many old changes a new one removes at most.
const FORGOTTEN: usize = 8;

impl Context<'_> {
    /// Notes that a user's address was changed by another principal, and sends a mail to both addresses. That to the old one has
    /// a link that undoes the change.
    pub(super) async fn note_address_change(
        &mut self,
        instance: &Instance,
        id: Id,
        old: &User,
        new: &User,
        details: AddressChangeDetails,
    ) -> Result<(), Refusal> {
        let Some(before) = old.identity_info.email.clone() else {
            return Ok(());
        };
        self.forget_old_changes(new).await?;
        let address = new.identity_info.email.clone();
        let change = AddressChange {
            id,
            instance_id: new.instance_id.clone(),
            user_id: new.id.clone(),
            before: before.clone(),
            after: address.clone(),
            time: self.now,
            cool_off_ends: self.now + self.settings.cool_off,
            suspected_takeover: None,
        };
        self.insert(&change).await?;
        let purpose = LinkPurpose::UndoEmailChange;
        let undo_link = self
            .new_link(instance, &new.id, purpose, Some(&change.id))
            .await?;
        let to_old = AccountMail::EmailChanged {
            to: before.0,
            change: details.clone(),
            undo_link: Some(undo_link),
        };
        self.notify(instance, new, to_old).await?;
        if let Some(address) = address {
            let to_new = AccountMail::EmailChanged {
                to: address.0,
                change: details,
                undo_link: None,
            };
            self.notify(instance, new, to_new).await?;
        }
        Ok(())
    }

    /// Undoes a change and all later ones of the user, keeps the password from being reset for the time of a cool-off, and
    /// ends all sessions. A password that was reset since is removed: the owner of the new address may have chosen it.
    pub(crate) async fn undo_address_change(&mut self, user: &User, change_id: &Id) -> Result<(), Refusal> {
        let changes = self.address_changes(user).await?;
        let place = changes.iter().position(|change| change.id == *change_id);
        let undone = changes
            .get(place.ok_or(Refusal::LinkUnusable)?..)
            .unwrap_or_default();
        let (Some(first), was_reset) = (
            undone.first(),
            undone.iter().any(|change| change.suspected_takeover.is_some()),
        ) else {
            return Err(Refusal::LinkUnusable);
        };
        self.drop_pending_change(user).await?;
        let info = UserIdentityInfo {
            email: Some(first.before.clone()),
            ..user.identity_info.clone()
        };
        set_identity(self, user, info).await?;
        for change in undone {
            self.transaction.delete(change).await?;
        }
        if was_reset {
            let password = PasswordHash::key_of(&user.instance_id, &user.id);
            self.delete_if_there::<PasswordHash>(&password).await?;
        }
        self.end_sessions(&user.instance_id, &user.id).await?;
        self.freeze_resets(user).await
    }

    /// The changes of a user that can be undone, the oldest first.
    pub(super) async fn address_changes(&mut self, user: &User) -> Result<Vec<AddressChange>, Refusal> {
        let prefix = AddressChange::of_user(&user.instance_id, &user.id);
        Ok(self.transaction.all(AddressChange::BY_USER, &prefix).await?)
    }

    /// Removes the oldest changes whose links work no more: a few at a time, so that their number has no effect on what a change
    /// costs.
    async fn forget_old_changes(&mut self, user: &User) -> Result<(), Refusal> {
        let lifetime = LinkPurpose::UndoEmailChange.lifetime();
        let prefix = AddressChange::of_user(&user.instance_id, &user.id);
        let oldest = self
            .transaction
            .page(AddressChange::BY_USER, &prefix, None, FORGOTTEN)
            .await?;
        for change in oldest.records {
            let change: AddressChange = change;
            if change.time + lifetime <= self.now {
                self.transaction.delete(&change).await?;
            }
        }
        Ok(())
    }

    /// Keeps a user's password from being reset for the time of a cool-off.
    pub(super) async fn freeze_resets(&mut self, user: &User) -> Result<(), Refusal> {
        let freeze = ResetFreeze {
            instance_id: user.instance_id.clone(),
            user_id: user.id.clone(),
            until: self.now + self.settings.cool_off,
        };
        let old: Option<ResetFreeze> = self.transaction.get(&freeze.key()).await?;
        match old {
            Some(old) if old.until >= freeze.until => Ok(()),
            Some(old) => self.replace(&old, &freeze).await,
            None => self.insert(&freeze).await,
        }
    }
}
