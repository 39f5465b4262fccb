//! The authentication profiles of instances.

use std::net::IpAddr;

use roster_domain::Id;
use roster_domain::records::{AuthenticationProfile, Instance};
use roster_domain::rules::address_ranges;
use roster_model::resource_type::ResourceType;
use roster_store::{StoreError, Transaction};

use crate::context::{Context, not_found};
use crate::refusal::Refusal;

/// The profile of an instance: what is kept, or the default.
pub(crate) async fn of_instance(
    transaction: &mut Transaction<'_>,
    instance: &Instance,
) -> Result<AuthenticationProfile, StoreError> {
    Ok(kept(transaction, instance)
        .await?
        .unwrap_or_else(|| AuthenticationProfile::default_of(instance)))
}

/// The profile of an instance, if it was ever changed.
async fn kept(
    transaction: &mut Transaction<'_>,
    instance: &Instance,
) -> Result<Option<AuthenticationProfile>, StoreError> {
    let id = AuthenticationProfile::id_of(&instance.id);
    let key = AuthenticationProfile::key_of(&instance.id, &id);
    transaction.get(&key).await
}

impl Context<'_> {
    /// The authentication profile that a request names.
    pub(crate) async fn authentication_profile(
        &mut self,
        instance: &str,
        reference: &str,
    ) -> Result<AuthenticationProfile, Refusal> {
        let kind = ResourceType::AuthenticationProfile;
        let instance = self.instance(instance).await?;
        let id: Id = self.resolve(kind, kind.label(), Some(&instance.id), reference)?;
        let profile = of_instance(&mut self.transaction, &instance).await?;
        if profile.id == id {
            Ok(profile)
        } else {
            Err(not_found(kind, reference))
        }
    }

    /// Changes a profile. The default is kept first, so that the audit shows what was changed of it.
    pub(crate) async fn update_authentication_profile(
        &mut self,
        old: &AuthenticationProfile,
        new: AuthenticationProfile,
    ) -> Result<(), Refusal> {
        let key = AuthenticationProfile::key_of(&old.instance_id, &old.id);
        if self
            .transaction
            .get::<AuthenticationProfile>(&key)
            .await?
            .is_none()
        {
            self.insert(old).await?;
        }
        let new = AuthenticationProfile {
            last_modified_time: self.now,
            last_modified_region: self.account_region().region.clone(),
            ..new
        };
        self.replace(old, &new).await
    }

    /// Refuses a request from an address from which users of the instance may not sign in.
    pub(crate) async fn require_allowed_address(&mut self, instance: &Instance) -> Result<(), Refusal> {
        let profile = of_instance(&mut self.transaction, instance).await?;
        // Every request that changes something has its address.
        let address: Option<IpAddr> = self.source.address.parse().ok();
        if address.is_some_and(|address| address_ranges::allow(&profile, address)) {
            Ok(())
        } else {
            Err(Refusal::AddressNotAllowed)
        }
    }

    /// The ARN of a profile.
    pub(crate) fn arn_of_authentication_profile(&self, profile: &AuthenticationProfile) -> String {
        let kind = ResourceType::AuthenticationProfile;
        self.account_region()
            .resource(kind, &profile.instance_id, &profile.id)
            .into()
    }
}
