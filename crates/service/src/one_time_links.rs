//! Links that work once, as handlers make, open, use and revoke them.

#[cfg(test)]
mod tests;

use roster_domain::records::{Instance, LinkPurpose, OneTimeLink};
use roster_domain::{Id, SecretToken};

use crate::context::Context;
use crate::refusal::Refusal;

/// How many links of a user are looked at when a link is made.
const LOOKED_AT: usize = 8;

impl Context<'_> {
    /// Makes a link for a user and returns its address, which is nowhere else. Only its hash is stored. It replaces
    /// the links that the user has for the same purpose and subject.
    pub(crate) async fn new_link(
        &mut self,
        instance: &Instance,
        user_id: &Id,
        purpose: LinkPurpose,
        subject_id: Option<&Id>,
    ) -> Result<String, Refusal> {
        let token = self
            .new_link_token(instance, user_id, purpose, subject_id)
            .await?;
        Ok(self.link(instance, purpose, &token))
    }

    /// The address of the link of a token.
    pub(crate) fn link(&self, instance: &Instance, purpose: LinkPurpose, token: &SecretToken) -> String {
        let page = self.page(instance, purpose.name());
        format!("{page}?token={}", token.to_text())
    }

    /// Makes a link for a user, as [`Self::new_link`], and returns its token. A link with a subject is the first for it: subjects are
    /// as new as their links. So a user has one link without a subject for each purpose, and a page of links has what it replaces.
    /// Links that have expired go a page at a time, so that their number has no effect on what a new one costs.
    pub(crate) async fn new_link_token(
        &mut self,
        instance: &Instance,
        user_id: &Id,
        purpose: LinkPurpose,
        subject_id: Option<&Id>,
    ) -> Result<SecretToken, Refusal> {
        let prefix = OneTimeLink::of_purpose(&instance.id, user_id, purpose);
        let page = self
            .transaction
            .page(OneTimeLink::BY_USER, &prefix, None, LOOKED_AT)
            .await?;
        for link in page.records {
            let link: OneTimeLink = link;
            if link.expires <= self.now || link.subject_id.as_ref() == subject_id {
                self.transaction.delete(&link).await?;
            }
        }
        let token = SecretToken::new(&*self.random);
        let link = OneTimeLink {
            instance_id: instance.id.clone(),
            user_id: user_id.clone(),
            purpose,
            token_hash: token.hash(),
            subject_id: subject_id.cloned(),
            created: self.now,
            expires: self.now + purpose.lifetime(),
            browser_hash: None,
        };
        self.insert(&link).await?;
        Ok(token)
    }

    /// The address of a page of an instance.
    pub(crate) fn page(&self, instance: &Instance, name: &str) -> String {
        let alias = instance.alias.as_ref().map(|alias| alias.as_str());
        let alias = alias.unwrap_or(instance.id.as_str());
        format!("{}/console/{alias}/{name}", self.settings.public_url)
    }

    /// The link of a token, which no browser but this one can use from now on.
    pub(crate) async fn open_link(
        &mut self,
        instance_id: &Id,
        token: &str,
        purpose: LinkPurpose,
        browser: &SecretToken,
    ) -> Result<OneTimeLink, Refusal> {
        let link = self
            .usable_link(instance_id, token, purpose, Some(browser))
            .await?;
        if link.browser_hash.is_some() {
            return Ok(link);
        }
        let bound = OneTimeLink {
            browser_hash: Some(browser.hash()),
            ..link.clone()
        };
        self.replace(&link, &bound).await?;
        Ok(bound)
    }

    /// Uses up the link of a token. A link that was opened in a browser is usable in that one only.
    pub(crate) async fn use_link(
        &mut self,
        instance_id: &Id,
        token: &str,
        purpose: LinkPurpose,
        browser: Option<&SecretToken>,
    ) -> Result<OneTimeLink, Refusal> {
        let link = self.usable_link(instance_id, token, purpose, browser).await?;
        self.transaction.delete(&link).await?;
        Ok(link)
    }

    /// Makes the links that a user has for a purpose useless.
    pub(crate) async fn revoke_links(
        &mut self,
        instance_id: &Id,
        user_id: &Id,
        purpose: LinkPurpose,
    ) -> Result<(), Refusal> {
        let prefix = OneTimeLink::of_purpose(instance_id, user_id, purpose);
        self.delete_each::<OneTimeLink>(OneTimeLink::BY_USER, &prefix)
            .await
    }

    async fn usable_link(
        &mut self,
        instance_id: &Id,
        token: &str,
        purpose: LinkPurpose,
        browser: Option<&SecretToken>,
    ) -> Result<OneTimeLink, Refusal> {
        let token = SecretToken::parse(token).ok_or(Refusal::LinkUnusable)?;
        let entry = OneTimeLink::of_token(instance_id, token.hash());
        let found: Option<OneTimeLink> = self.transaction.find(&entry).await?;
        let browser_hash = browser.map(SecretToken::hash);
        found
            .filter(|link| link.purpose.serves(purpose) && self.now < link.expires)
            .filter(|link| link.browser_hash.is_none() || link.browser_hash == browser_hash)
            .ok_or(Refusal::LinkUnusable)
    }
}
