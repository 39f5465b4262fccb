//! Second factors, as handlers ask for, enroll and renew them, and the sign-ins that wait for one.

use roster_domain::account_mail::AccountMail;
use roster_domain::records::{Instance, PendingSignIn, SecondFactor, User};
use roster_domain::rules::second_factor;
use roster_domain::{Entry, Id, RecoveryCode, SecretToken, TotpSecret};
use roster_model::shapes::{RecoveryCodeText, RecoveryCodeTexts, SecretTokenText, Timestamp};
use roster_store::{StoreError, Transaction};

use crate::context::Context;
use crate::person::Person;
use crate::read_query::ReadQuery;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::takeover::edits_users;

/// What the encryption of a secret binds it to.
pub(crate) fn label(factor: &SecondFactor) -> String {
    format!("second factor of {} in {}", factor.user_id, factor.instance_id)
}

/// A sign-in that waits, with its user.
pub(crate) struct WaitingSignIn {
    pub(crate) instance: Instance,
    pub(crate) user: User,
    sign_in: PendingSignIn,
}

impl Context<'_> {
    /// Whether a user needs a second factor to sign in.
    pub(crate) async fn needs_second_factor(&mut self, user: &User) -> Result<bool, Refusal> {
        let is_enrolled = self.confirmed_factor(user).await?.is_some();
        let may_edit_users = edits_users(self, user).await?;
        let policy = self.settings.second_factor;
        Ok(second_factor::is_needed(policy, may_edit_users, is_enrolled))
    }

    /// Begins a sign-in that waits for the second factor, and returns its token.
    pub(crate) async fn begin_sign_in(&mut self, user: &User) -> Result<SecretToken, Refusal> {
        self.make_room_for_sign_in(user).await?;
        let token = SecretToken::new(&*self.random);
        let sign_in = PendingSignIn {
            instance_id: user.instance_id.clone(),
            user_id: user.id.clone(),
            token_hash: token.hash(),
            created: self.now,
            expires: self.now + second_factor::WAITS,
        };
        self.insert(&sign_in).await?;
        Ok(token)
    }

    /// Ends the sign-ins of a user that wait no more, and so many others that there is room for one more.
    async fn make_room_for_sign_in(&mut self, user: &User) -> Result<(), Refusal> {
        let prefix = PendingSignIn::of_user(&user.instance_id, &user.id);
        let mut found: Vec<PendingSignIn> = self.transaction.all(PendingSignIn::BY_USER, &prefix).await?;
        found.sort_by_key(|sign_in| std::cmp::Reverse(sign_in.created));
        let now = self.now;
        for (place, sign_in) in found.iter().enumerate() {
            if place + 1 >= second_factor::MOST_WAITING || !second_factor::waits(sign_in, now) {
                self.transaction.delete(sign_in).await?;
            }
        }
        Ok(())
    }

    /// The sign-in of a token, if it still waits and its user may come from the address of the request.
    pub(crate) async fn waiting_sign_in(
        &mut self,
        instance_id: &str,
        token: &str,
    ) -> Result<WaitingSignIn, Refusal> {
        let instance = self.instance(instance_id).await?;
        let token = SecretToken::parse(token).ok_or(Refusal::SessionOver)?;
        let entry = PendingSignIn::of_token(&instance.id, token.hash());
        let found: Option<PendingSignIn> = self.transaction.find(&entry).await?;
        let sign_in = found
            .filter(|sign_in| second_factor::waits(sign_in, self.now))
            .ok_or(Refusal::SessionOver)?;
        let key = User::key_of(&sign_in.instance_id, &sign_in.user_id);
        let user: Option<User> = self.transaction.get(&key).await?;
        let user = user.ok_or(Refusal::SessionOver)?;
        self.is_about(&user);
        self.require_allowed_address(&instance).await?;
        Ok(WaitingSignIn {
            instance,
            user,
            sign_in,
        })
    }

    /// Begins a session for a sign-in that waits no more.
    pub(crate) async fn finish_sign_in(
        &mut self,
        waiting: &WaitingSignIn,
        old_session: Option<&SecretTokenText>,
    ) -> Result<SecretToken, Refusal> {
        let WaitingSignIn {
            instance,
            user,
            sign_in,
        } = waiting;
        self.transaction.delete(sign_in).await?;
        self.sign_in(instance, user, old_session).await
    }

    /// Begins a session of a user who has proven everything, in place of the one that the browser has already.
    pub(crate) async fn sign_in(
        &mut self,
        instance: &Instance,
        user: &User,
        old_session: Option<&SecretTokenText>,
    ) -> Result<SecretToken, Refusal> {
        if let Some(old) = old_session {
            self.end_session_of_token(&instance.id, old).await?;
        }
        self.note_sign_in_place(instance, user).await?;
        self.begin_session(instance, user).await
    }

    /// The second factor of a user, if a first code has confirmed it.
    pub(crate) async fn confirmed_factor(&mut self, user: &User) -> Result<Option<SecondFactor>, Refusal> {
        let found = self.factor(user).await?;
        Ok(found.filter(SecondFactor::is_confirmed))
    }

    async fn factor(&mut self, user: &User) -> Result<Option<SecondFactor>, Refusal> {
        let key = SecondFactor::key_of(&user.instance_id, &user.id);
        Ok(self.transaction.get(&key).await?)
    }

    /// The secret of the factor that this sign-in enrolls; none if the user has one already. Each sign-in has a secret of its
    /// own: somebody who knows the password only cannot learn the one that the user confirms.
    pub(crate) async fn secret_to_enroll(
        &mut self,
        waiting: &WaitingSignIn,
    ) -> Result<Option<TotpSecret>, Refusal> {
        let old = self.factor(&waiting.user).await?;
        if let Some(old) = &old {
            if old.is_confirmed() {
                return Ok(None);
            }
            if old.enrolling == Some(waiting.sign_in.token_hash) {
                return Ok(Some(self.secret_of(old)?));
            }
        }
        let secret = TotpSecret::new(&*self.random);
        let mut new = SecondFactor {
            instance_id: waiting.user.instance_id.clone(),
            user_id: waiting.user.id.clone(),
            secret: String::new(),
            created: self.now,
            enrolling: Some(waiting.sign_in.token_hash),
            last_step: None,
            recovery_codes: Vec::new(),
        };
        let random = &*self.request_context.random;
        new.secret = self.cipher().await?.encrypt(&label(&new), secret.bytes(), random);
        match &old {
            Some(old) => self.replace(old, &new).await?,
            None => self.insert(&new).await?,
        }
        Ok(Some(secret))
    }

    /// Confirms the factor that a sign-in enrolls, by a first code, and tells the user by mail. Returns the recovery codes.
    pub(crate) async fn confirm_factor(
        &mut self,
        waiting: &WaitingSignIn,
        code: &str,
    ) -> Result<RecoveryCodeTexts, Refusal> {
        let found = self.factor(&waiting.user).await?;
        let factor = found
            .filter(|factor| factor.enrolling == Some(waiting.sign_in.token_hash))
            .ok_or(Refusal::SessionOver)?;
        let secret = self.secret_of(&factor)?;
        let accepted = second_factor::after_code(&factor, &secret, code, self.now);
        let accepted = accepted.ok_or(Refusal::SignInFailed)?;
        let confirmed = SecondFactor {
            enrolling: None,
            ..accepted
        };
        let codes = self.give_recovery_codes(&factor, confirmed).await?;
        let source_address = self.source.address.clone();
        let account_mail = AccountMail::SecondFactorEnrolled { source_address };
        self.notify(&waiting.instance, &waiting.user, account_mail)
            .await?;
        Ok(codes)
    }

    /// Takes a code of the device of the user who signs in, or a recovery code. It works once.
    pub(crate) async fn use_code(&mut self, waiting: &WaitingSignIn, code: &str) -> Result<(), Refusal> {
        let found = self.confirmed_factor(&waiting.user).await?;
        let factor = found.ok_or(Refusal::SessionOver)?;
        if let Some(code) = RecoveryCode::parse(code) {
            return self.use_recovery_code(waiting, &factor, &code).await;
        }
        let secret = self.secret_of(&factor)?;
        let accepted = second_factor::after_code(&factor, &secret, code, self.now);
        self.replace(&factor, &accepted.ok_or(Refusal::SignInFailed)?)
            .await
    }

    /// Takes a recovery code, and tells the user by mail.
    async fn use_recovery_code(
        &mut self,
        waiting: &WaitingSignIn,
        factor: &SecondFactor,
        code: &RecoveryCode,
    ) -> Result<(), Refusal> {
        let accepted = second_factor::after_recovery_code(factor, code).ok_or(Refusal::SignInFailed)?;
        self.replace(factor, &accepted).await?;
        let account_mail = AccountMail::RecoveryCodeUsed {
            source_address: self.source.address.clone(),
            codes_left: accepted.recovery_codes.len(),
        };
        self.notify(&waiting.instance, &waiting.user, account_mail).await
    }

    /// Replaces the recovery codes of a user who shows a code of the device, and tells the user by mail.
    pub(crate) async fn renew_recovery_codes(
        &mut self,
        person: &Person,
        code: &str,
    ) -> Result<RecoveryCodeTexts, Refusal> {
        let found = self.confirmed_factor(&person.user).await?;
        let factor = found.ok_or(Refusal::NoSecondFactor)?;
        let secret = self.secret_of(&factor)?;
        let accepted = second_factor::after_code(&factor, &secret, code, self.now);
        let accepted = accepted.ok_or(Refusal::SignInFailed)?;
        let codes = self.give_recovery_codes(&factor, accepted).await?;
        let source_address = self.source.address.clone();
        let account_mail = AccountMail::RecoveryCodesRenewed { source_address };
        self.notify(&person.instance, &person.user, account_mail).await?;
        Ok(codes)
    }

    /// Stores the new state of a factor with new recovery codes, and returns these.
    async fn give_recovery_codes(
        &mut self,
        old: &SecondFactor,
        mut new: SecondFactor,
    ) -> Result<RecoveryCodeTexts, Refusal> {
        let random = &*self.request_context.random;
        let codes = [(); second_factor::RECOVERY_CODES].map(|()| RecoveryCode::new(random));
        new.recovery_codes = codes.iter().map(RecoveryCode::hash).collect();
        self.replace(old, &new).await?;
        let texts = codes.iter().map(|code| RecoveryCodeText(code.to_text()));
        Ok(RecoveryCodeTexts(texts.collect()))
    }

    /// Takes the second factor of a user away, ends the sessions of the user, and tells the user by mail.
    pub(crate) async fn delete_factor(&mut self, instance: &Instance, user: &User) -> Result<(), Refusal> {
        let factor = self.factor(user).await?.ok_or(Refusal::NoSecondFactor)?;
        self.transaction.delete(&factor).await?;
        self.end_sessions(&user.instance_id, &user.id).await?;
        // One that no code has confirmed has protected nothing yet.
        if factor.is_confirmed() {
            self.notify(instance, user, AccountMail::SecondFactorDeleted)
                .await?;
        }
        Ok(())
    }

    fn secret_of(&self, factor: &SecondFactor) -> Result<TotpSecret, Refusal> {
        let bytes = self.secret_ciphers.decrypt(&label(factor), &factor.secret);
        let secret = bytes.and_then(|bytes| TotpSecret::from_bytes(&bytes));
        secret.ok_or_else(|| {
            Refusal::Store(StoreError::Engine(
                "no master key of this server decrypts the second factor of a user".to_owned(),
            ))
        })
    }
}

impl Service {
    /// The user of the sign-in of a token; none if it waits no more.
    pub async fn user_of_sign_in(
        &self,
        instance: &Instance,
        token: &SecretToken,
        now: Timestamp,
    ) -> Result<Option<Id>, StoreError> {
        let entry = PendingSignIn::of_token(&instance.id, token.hash());
        let found = self.kernel.query(SignInAt(entry)).await?;
        Ok(found
            .filter(|sign_in| second_factor::waits(sign_in, now))
            .map(|sign_in| sign_in.user_id))
    }
}

/// Asks for a sign-in by the entry of its token.
struct SignInAt(Entry);

impl ReadQuery for SignInAt {
    type Output = Option<PendingSignIn>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        transaction.find(&self.0).await
    }
}
