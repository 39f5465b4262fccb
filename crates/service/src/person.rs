//! The signed-in user of a page, and the sessions and passwords of users.

use roster_domain::account_mail::AccountMail;
use roster_domain::caller::Principal;
use roster_domain::records::{
    Instance, LinkPurpose, OneTimeLink, PasswordHash, PendingSignIn, User, UserSession,
};
use roster_domain::rules::credentials;
use roster_domain::rules::sessions::{self, SessionLengths};
use roster_domain::{Entry, Id, SecretToken};
use roster_model::shapes::{CurrentPassword, Password};

use crate::authentication_profiles;
use crate::context::Context;
use crate::refusal::Refusal;

/// The purposes of links that lead to a new password.
const CHOOSING_A_PASSWORD: [LinkPurpose; 2] = [LinkPurpose::ResetPassword, LinkPurpose::ChoosePassword];

/// A user at the pages, as this transaction sees the user.
pub(crate) struct Person {
    pub(crate) instance: Instance,
    pub(crate) user: User,
    pub(crate) session: UserSession,
}

impl Context<'_> {
    /// The user whose session the request belongs to. The session was found before the transaction, and may have
    /// ended meanwhile.
    pub(crate) async fn person(&mut self) -> Result<Person, Refusal> {
        let Principal::ConnectUser(principal) = &self.request_context.caller.principal else {
            return Err(Refusal::SessionOver);
        };
        let (instance_id, user_id) = (&principal.instance_id, &principal.user_id);
        let key = UserSession::key_of(instance_id, user_id, &principal.session_id);
        let session = self.transaction.get(&key).await?;
        let user = self.transaction.get(&User::key_of(instance_id, user_id)).await?;
        let instance = self.transaction.get(&Instance::key_of(instance_id)).await?;
        // The records of a deleted instance may still be there.
        let (Some(instance), Some(session), Some(user)) = (instance, session, user) else {
            return Err(Refusal::SessionOver);
        };
        Ok(Person {
            instance,
            user,
            session,
        })
    }

    /// The user of this name in an instance.
    pub(crate) async fn user_named(
        &mut self,
        instance: &Instance,
        username: &str,
    ) -> Result<Option<User>, Refusal> {
        let entry = Entry {
            index: &User::BY_USERNAME,
            key: User::of_instance(&instance.id).text(username),
        };
        Ok(self.transaction.find(&entry).await?)
    }

    /// The user of a link, which is deleted with its user.
    pub(crate) async fn user_of_link(&mut self, link: &OneTimeLink) -> Result<User, Refusal> {
        let key = User::key_of(&link.instance_id, &link.user_id);
        self.transaction.get(&key).await?.ok_or(Refusal::LinkUnusable)
    }

    /// Whether a verified password still is the user's.
    pub(crate) async fn is_password_of(
        &mut self,
        user: &User,
        shown: &CurrentPassword,
    ) -> Result<bool, Refusal> {
        let key = PasswordHash::key_of(&user.instance_id, &user.id);
        let stored: Option<PasswordHash> = self.transaction.get(&key).await?;
        // What was shown has been replaced by the hash that it matches, or by nothing.
        Ok(stored.is_some_and(|stored| stored.password == shown.0))
    }

    /// Gives a user a new password, of which this is the hash. All sessions end, and no older link can set
    /// another.
    pub(crate) async fn set_password(
        &mut self,
        instance: &Instance,
        user: &User,
        hash: &Password,
    ) -> Result<(), Refusal> {
        let new = PasswordHash {
            instance_id: user.instance_id.clone(),
            user_id: user.id.clone(),
            password: hash.to_string(),
        };
        let key = PasswordHash::key_of(&user.instance_id, &user.id);
        match self.transaction.get::<PasswordHash>(&key).await? {
            Some(old) => self.replace(&old, &new).await?,
            None => self.insert(&new).await?,
        }
        for purpose in CHOOSING_A_PASSWORD {
            self.revoke_links(&user.instance_id, &user.id, purpose).await?;
        }
        self.end_sessions(&user.instance_id, &user.id).await?;
        self.notify(instance, user, AccountMail::PasswordChanged).await
    }

    /// Mails a new user a link for choosing a password, if the administrator has chosen that and the user can have one.
    pub(crate) async fn welcome(&mut self, instance: &Instance, user: &User) -> Result<(), Refusal> {
        let kind = instance.identity_management_type;
        if !self.settings.welcome_mail || !credentials::can_be_reset(kind, &user.identity_info) {
            return Ok(());
        }
        let purpose = LinkPurpose::ChoosePassword;
        let link = self.new_link(instance, &user.id, purpose, None).await?;
        self.notify(instance, user, AccountMail::Welcome { link }).await
    }

    /// Begins a session of a user, and returns its token.
    pub(crate) async fn begin_session(
        &mut self,
        instance: &Instance,
        user: &User,
    ) -> Result<SecretToken, Refusal> {
        let profile = authentication_profiles::of_instance(&mut self.transaction, instance).await?;
        let lengths = SessionLengths::of(&profile);
        self.make_room_for_session(user, lengths).await?;
        let token = SecretToken::new(&*self.random);
        let session = UserSession {
            id: self.new_id(),
            instance_id: user.instance_id.clone(),
            user_id: user.id.clone(),
            token_hash: token.hash(),
            created: self.now,
            last_used: self.now,
            expires: self.now + lengths.absolute,
            source_address: self.source.address.clone(),
            user_agent: self.source.user_agent.clone(),
        };
        self.insert(&session).await?;
        Ok(token)
    }

    /// Ends the sessions of a user that are over, and so many others that there is room for one more.
    async fn make_room_for_session(&mut self, user: &User, lengths: SessionLengths) -> Result<(), Refusal> {
        let mut found = self.sessions_of(user).await?;
        found.sort_by_key(|session| std::cmp::Reverse(session.last_used));
        let now = self.now;
        for (place, session) in found.iter().enumerate() {
            if place + 1 >= sessions::MOST || !sessions::goes_on(session, lengths, now) {
                self.transaction.delete(session).await?;
            }
        }
        Ok(())
    }

    /// The sessions of a user.
    pub(crate) async fn sessions_of(&mut self, user: &User) -> Result<Vec<UserSession>, Refusal> {
        let prefix = UserSession::of_user(&user.instance_id, &user.id);
        Ok(self.transaction.all(UserSession::BY_USER, &prefix).await?)
    }

    /// Ends all sessions of a user, and whatever is about to become one: sign-ins that wait for the second factor, and
    /// links of `GetFederationToken`.
    pub(crate) async fn end_sessions(&mut self, instance_id: &Id, user_id: &Id) -> Result<(), Refusal> {
        self.revoke_links(instance_id, user_id, LinkPurpose::Federate)
            .await?;
        let waiting = PendingSignIn::of_user(instance_id, user_id);
        self.delete_each::<PendingSignIn>(PendingSignIn::BY_USER, &waiting)
            .await?;
        let prefix = UserSession::of_user(instance_id, user_id);
        self.delete_each::<UserSession>(UserSession::BY_USER, &prefix)
            .await
    }

    /// Ends the session of a token, if there is one.
    pub(crate) async fn end_session_of_token(
        &mut self,
        instance_id: &Id,
        token: &str,
    ) -> Result<(), Refusal> {
        let Some(token) = SecretToken::parse(token) else {
            return Ok(());
        };
        let entry = UserSession::of_token(instance_id, token.hash());
        if let Some(session) = self.transaction.find::<UserSession>(&entry).await? {
            self.transaction.delete(&session).await?;
        }
        Ok(())
    }
}
