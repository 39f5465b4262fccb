//! From where, and for how long, users are signed in.

use ring::digest::{SHA256, digest};
use roster_model::ops::connect::authentication_profiles::{
    AccessTokenDuration, AuthenticationProfileDescription, AuthenticationProfileName, InactivityDuration,
    IpCidrList, RefreshTokenDuration,
};
use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::Instance;
use crate::id::Id;

/// From where, and for how long, users are signed in. Every instance has one, which applies to all users; it is kept
/// from its first change on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AuthenticationProfile {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name.
    pub name: AuthenticationProfileName,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<AuthenticationProfileDescription>,
    /// The addresses that users may come from; any, if there are none.
    pub allowed_ips: IpCidrList,
    /// The addresses that users may not come from, even if they are allowed.
    pub blocked_ips: IpCidrList,
    /// For how many minutes a session goes on without use, unless inactivity is handled.
    pub periodic_session_duration: AccessTokenDuration,
    /// After how many minutes a user must sign in again.
    pub max_session_duration: RefreshTokenDuration,
    /// For how many minutes a session goes on without use, if inactivity is handled.
    pub session_inactivity_duration: InactivityDuration,
    /// Whether inactivity is handled.
    pub session_inactivity_handling_enabled: bool,
    /// When it was made.
    pub created_time: Timestamp,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

impl AuthenticationProfile {
    /// The profile of an instance as long as nothing of it was changed. Source: the administrator guide.
    pub fn default_of(instance: &Instance) -> Self {
        Self {
            id: Self::id_of(&instance.id),
            instance_id: instance.id.clone(),
            name: AuthenticationProfileName("Default Authentication Profile".to_owned()),
            description: Some(AuthenticationProfileDescription(
                "A basic default Authentication Profile".to_owned(),
            )),
            allowed_ips: IpCidrList::default(),
            blocked_ips: IpCidrList::default(),
            periodic_session_duration: AccessTokenDuration(60),
            max_session_duration: RefreshTokenDuration(720),
            session_inactivity_duration: InactivityDuration(60),
            session_inactivity_handling_enabled: false,
            created_time: instance.created_time,
            last_modified_time: instance.created_time,
            last_modified_region: instance.account_region.region.clone(),
        }
    }

    /// The id of the profile of an instance. It follows from that of the instance, so that a profile which is not
    /// kept yet has one.
    pub fn id_of(instance_id: &Id) -> Id {
        let text = format!("authentication-profile {instance_id}");
        let hash = digest(&SHA256, text.as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_ref()[..16]);
        Id::from_random(bytes)
    }
}

super::named_record::named_record!(AuthenticationProfile, "authentication_profile");
