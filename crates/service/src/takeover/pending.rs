//! A change of an address that waits: asking, confirming, approving, applying, dropping.

use roster_domain::account_mail::AccountMail;
use roster_domain::records::{Instance, LinkPurpose, OneTimeLink, PendingChange, ResetFreeze, User};
use roster_domain::rules::email_domain;
use roster_model::shapes::{Email, UserIdentityInfo};

use super::asker::is_same;
use super::details_of;
use super::update::set_identity;
use crate::context::Context;
use crate::refusal::{Refusal, TakeoverRefusal};

/// The change of a user that waits, if it has this id.
pub(crate) async fn pending_change(
    cx: &mut Context<'_>,
    user: &User,
    id: Option<&str>,
) -> Result<PendingChange, Refusal> {
    let found = cx.pending_change(user).await?;
    found
        .filter(|change| id.is_none_or(|id| change.id.as_str() == id))
        .ok_or(Refusal::Takeover(TakeoverRefusal::NoSuchChange))
}

/// The change that a link is about, if it still waits.
pub(crate) async fn change_of_link(
    cx: &mut Context<'_>,
    user: &User,
    link: &OneTimeLink,
) -> Result<PendingChange, Refusal> {
    let found = cx.pending_change(user).await?;
    found
        .filter(|change| link.subject_id.as_ref() == Some(&change.id))
        .ok_or(Refusal::LinkUnusable)
}

impl Context<'_> {
    /// The change of a user that waits. One that has expired does not.
    async fn pending_change(&mut self, user: &User) -> Result<Option<PendingChange>, Refusal> {
        let key = PendingChange::key_of(&user.instance_id, &user.id);
        let found: Option<PendingChange> = self.transaction.get(&key).await?;
        Ok(found.filter(|change| self.now < change.expires))
    }

    /// Lets a new address wait. The same address again, as a client that retries asks for it, changes nothing; another
    /// one replaces what waits.
    pub(super) async fn ask_for_address(
        &mut self,
        instance: &Instance,
        user: &User,
        new_email: Option<Email>,
        for_confirmation: bool,
        for_approval: bool,
    ) -> Result<(), Refusal> {
        if let Some(waiting) = self.pending_change(user).await?
            && waiting.new_email == new_email
            && waiting.email == user.identity_info.email
        {
            return Ok(());
        }
        self.drop_pending_change(user).await?;
        let lifetime = LinkPurpose::ConfirmEmail.lifetime();
        let change = PendingChange {
            id: self.new_id(),
            instance_id: user.instance_id.clone(),
            user_id: user.id.clone(),
            email: user.identity_info.email.clone(),
            new_email,
            asked_by: self.asked_by(),
            asked_from: self.source.address.clone(),
            run: self.source.run.as_deref().map(str::to_owned),
            asked_at: self.now,
            expires: self.now + lifetime,
            waits_for_confirmation: for_confirmation,
            waits_for_approval: for_approval,
            approved_by: None,
        };
        self.insert(&change).await?;
        self.freeze_resets(user).await?;
        self.revoke_password_links(user).await?;
        self.send_pending(instance, user, &change).await
    }

    /// Sends a mail to the address in force, which can cancel, and one to the new address, which must confirm.
    async fn send_pending(
        &mut self,
        instance: &Instance,
        user: &User,
        change: &PendingChange,
    ) -> Result<(), Refusal> {
        let details = details_of(change);
        if let Some(email) = &change.email {
            let purpose = LinkPurpose::CancelEmailChange;
            let cancel_link = self
                .new_link(instance, &user.id, purpose, Some(&change.id))
                .await?;
            let pending = AccountMail::EmailChangePending {
                to: email.0.clone(),
                change: details.clone(),
                cancel_link,
            };
            self.notify(instance, user, pending).await?;
        }
        if let Some(new_email) = change
            .new_email
            .as_ref()
            .filter(|_| change.waits_for_confirmation)
        {
            let purpose = LinkPurpose::ConfirmEmail;
            let link = self
                .new_link(instance, &user.id, purpose, Some(&change.id))
                .await?;
            let confirm = AccountMail::ConfirmEmail {
                to: new_email.0.clone(),
                link,
            };
            self.notify(instance, user, confirm).await?;
        }
        if change.waits_for_approval {
            let asked = AccountMail::ApprovalAsked { change: details };
            self.notify(instance, user, asked).await?;
        }
        Ok(())
    }

    /// Notes that the link in the mail to the new address was opened, and applies the change if it waits for nothing
    /// else. Returns whether it was applied.
    pub(crate) async fn confirm_address(
        &mut self,
        instance: &Instance,
        user: &User,
        change: PendingChange,
    ) -> Result<bool, Refusal> {
        let confirmed = PendingChange {
            waits_for_confirmation: false,
            ..change.clone()
        };
        self.advance(instance, user, change, confirmed).await
    }

    /// Notes that a principal approves a change, and applies the change if it waits for nothing else.
    pub(crate) async fn approve_address(
        &mut self,
        instance: &Instance,
        user: &User,
        change: PendingChange,
    ) -> Result<bool, Refusal> {
        if !change.waits_for_approval {
            return Err(TakeoverRefusal::NoApprovalAwaited.into());
        }
        let principal = self.asked_by();
        if is_same(&change.asked_by, &principal) {
            return Err(TakeoverRefusal::OwnChange.into());
        }
        let approved = PendingChange {
            waits_for_approval: false,
            approved_by: Some(principal.arn),
            ..change.clone()
        };
        self.send_decision(instance, user, &change, true).await?;
        self.advance(instance, user, change, approved).await
    }

    /// Sends the user the decision on a change.
    pub(crate) async fn send_decision(
        &mut self,
        instance: &Instance,
        user: &User,
        change: &PendingChange,
        is_approved: bool,
    ) -> Result<(), Refusal> {
        let decided = AccountMail::ApprovalDecided {
            change: details_of(change),
            is_approved,
        };
        self.notify(instance, user, decided).await
    }

    async fn advance(
        &mut self,
        instance: &Instance,
        user: &User,
        old: PendingChange,
        new: PendingChange,
    ) -> Result<bool, Refusal> {
        if new.waits_for_approval || new.waits_for_confirmation {
            self.replace(&old, &new).await?;
            return Ok(false);
        }
        self.remove_pending_change(user, &old).await?;
        self.apply(instance, user, new).await?;
        Ok(true)
    }

    /// Applies a change if the address in force is still the same and the new domain is still allowed.
    async fn apply(
        &mut self,
        instance: &Instance,
        user: &User,
        change: PendingChange,
    ) -> Result<(), Refusal> {
        if user.identity_info.email != change.email {
            return Err(TakeoverRefusal::OtherAddress.into());
        }
        let info = UserIdentityInfo {
            email: change.new_email.clone(),
            ..user.identity_info.clone()
        };
        let domains = self.request_context.email_domains(instance);
        let breaches = email_domain::breaches(domains, &user.identity_info, &info);
        if !breaches.is_empty() {
            return Err(breaches.into());
        }
        let new = set_identity(self, user, info).await?;
        self.freeze_resets(user).await?;
        let details = details_of(&change);
        self.note_address_change(instance, change.id, user, &new, details)
            .await
    }

    /// Drops the change of a user that waits, expired or not, with its links.
    pub(crate) async fn drop_pending_change(&mut self, user: &User) -> Result<(), Refusal> {
        let key = PendingChange::key_of(&user.instance_id, &user.id);
        match self.transaction.get::<PendingChange>(&key).await? {
            Some(change) => self.remove_pending_change(user, &change).await,
            None => Ok(()),
        }
    }

    /// Drops a change because the user or an administrator does not want it: passwords can be reset again.
    pub(crate) async fn cancel_pending_change(
        &mut self,
        user: &User,
        change: &PendingChange,
    ) -> Result<(), Refusal> {
        self.remove_pending_change(user, change).await?;
        let freeze = ResetFreeze::key_of(&user.instance_id, &user.id);
        self.delete_if_there::<ResetFreeze>(&freeze).await
    }

    async fn remove_pending_change(&mut self, user: &User, change: &PendingChange) -> Result<(), Refusal> {
        for purpose in [LinkPurpose::ConfirmEmail, LinkPurpose::CancelEmailChange] {
            self.revoke_links(&user.instance_id, &user.id, purpose).await?;
        }
        Ok(self.transaction.delete(change).await?)
    }
}
