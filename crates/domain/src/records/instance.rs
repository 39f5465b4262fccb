//! Contact centres.

use roster_model::ops::connect::instances::InstanceAttributeType;
use roster_model::shapes::{DirectoryAlias, DirectoryId, DirectoryType, TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::arn::AccountRegion;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};
use crate::records::InstanceSettings;

/// A contact centre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Instance {
    /// Its id.
    pub id: Id,
    /// The account and Region it is in.
    #[serde(rename = "Home")]
    pub account_region: AccountRegion,
    /// Where the users' identities are managed.
    pub identity_management_type: DirectoryType,
    /// The first label of its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<DirectoryAlias>,
    /// Its directory, for `EXISTING_DIRECTORY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory_id: Option<DirectoryId>,
    /// Whether it takes calls.
    pub inbound_calls_enabled: bool,
    /// Whether it makes calls.
    pub outbound_calls_enabled: bool,
    /// When it was made.
    pub created_time: Timestamp,
    /// The token of the request that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// The values of attributes that were set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<InstanceAttribute>,
    /// Its settings in place of the server's.
    #[serde(default, skip_serializing_if = "InstanceSettings::is_empty")]
    pub settings: InstanceSettings,
}

/// The value of an attribute of an instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct InstanceAttribute {
    /// The attribute.
    pub attribute_type: InstanceAttributeType,
    /// Whether it is on.
    pub value: bool,
}

impl Instance {
    /// By account, Region and id.
    pub const BY_ACCOUNT_REGION: Index = Index { name: "home" };
    /// By alias, all accounts and Regions together, as the alias is part of an address.
    pub const BY_ALIAS: Index = Index { name: "alias" };
    /// By directory, which serves one instance at a time.
    pub const BY_DIRECTORY: Index = Index { name: "directory" };
    /// By account, Region and client token.
    pub const BY_CLIENT_TOKEN: Index = Index { name: "client_token" };

    /// Where the instance of this id is kept.
    pub fn key_of(id: &Id) -> Key {
        Key::new().id(id)
    }

    /// Where the instances of an account and Region start in [`Self::BY_ACCOUNT_REGION`].
    pub fn of_account_region(account_region: &AccountRegion) -> Key {
        Key::new()
            .text(&account_region.account)
            .text(&account_region.region)
    }

    /// The entry of a client token in [`Self::BY_CLIENT_TOKEN`].
    pub fn of_client_token(account_region: &AccountRegion, token: &str) -> Key {
        Self::of_account_region(account_region).text(token)
    }
}

impl Record for Instance {
    const KIND: &'static Kind = &Kind {
        name: "instance",
        indexes: &[
            Self::BY_ACCOUNT_REGION,
            Self::BY_ALIAS,
            Self::BY_DIRECTORY,
            Self::BY_CLIENT_TOKEN,
        ],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let account_region = Entry {
            index: &Self::BY_ACCOUNT_REGION,
            key: Self::of_account_region(&self.account_region).id(&self.id),
        };
        let alias = self.alias.as_ref().map(|alias| Entry {
            index: &Self::BY_ALIAS,
            key: Key::new().text(&alias.to_ascii_lowercase()),
        });
        let directory = self.directory_id.as_ref().map(|directory| Entry {
            index: &Self::BY_DIRECTORY,
            key: Key::new().text(directory),
        });
        let token = self.client_token.as_ref().map(|token| Entry {
            index: &Self::BY_CLIENT_TOKEN,
            key: Self::of_client_token(&self.account_region, token),
        });
        [Some(account_region), alias, directory, token]
            .into_iter()
            .flatten()
            .collect()
    }
}
