//! The notice of a sign-in from an unknown place.

use roster_domain::account_mail::AccountMail;
use roster_domain::records::{Instance, SignInPlaces, User};
use roster_domain::rules::sign_in_places;

use crate::context::Context;
use crate::refusal::Refusal;

impl Context<'_> {
    /// Notes the place of a sign-in, and sends the user a mail if it is unknown. Does nothing unless the
    /// administrator has chosen that.
    pub(crate) async fn note_sign_in_place(
        &mut self,
        instance: &Instance,
        user: &User,
    ) -> Result<(), Refusal> {
        if !self.settings.new_sign_in_mail {
            return Ok(());
        }
        let key = SignInPlaces::key_of(&user.instance_id, &user.id);
        let old: Option<SignInPlaces> = self.transaction.get(&key).await?;
        let nowhere = || SignInPlaces::none(user.instance_id.clone(), user.id.clone());
        let mut new = old.clone().unwrap_or_else(nowhere);
        let source_address = self.source.address.clone();
        let is_unknown = sign_in_places::note(&mut new, &source_address, self.now);
        match &old {
            Some(old) => self.replace(old, &new).await?,
            None => self.insert(&new).await?,
        }
        if is_unknown {
            let account_mail = AccountMail::NewSignIn { source_address };
            self.notify(instance, user, account_mail).await?;
        }
        Ok(())
    }
}
