//! Amazon Resource Names.

use std::fmt;

use roster_model::resource_type::ResourceType;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::partition::Partition;

/// An account in a Region of its partition: the world that a request sees and cannot leave.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "StoredAccountRegion")]
pub struct AccountRegion {
    /// Twelve digits.
    pub account: Box<str>,
    /// Such as `eu-west-2`.
    pub region: Box<str>,
    #[serde(skip_serializing)]
    partition: Partition,
}

/// An account in a Region, as records have it.
#[derive(Deserialize)]
struct StoredAccountRegion {
    account: Box<str>,
    region: Box<str>,
}

impl Stored for AccountRegion {}

impl From<StoredAccountRegion> for AccountRegion {
    /// A record with an invented Region stays readable. No signature reaches it any more.
    fn from(StoredAccountRegion { account, region }: StoredAccountRegion) -> Self {
        Self {
            partition: Partition::of_region(&region).unwrap_or_default(),
            account,
            region,
        }
    }
}

impl AccountRegion {
    /// An account of a partition in a Region; none if the Region is not one of that partition.
    pub fn new(partition: Partition, account: &str, region: &str) -> Option<Self> {
        Self::of_region(account, region).filter(|account_region| account_region.partition == partition)
    }

    /// An account of the partition that a Region is in, for what was recorded; none of what is no Region.
    pub fn of_region(account: &str, region: &str) -> Option<Self> {
        Some(Self {
            partition: Partition::of_region(region)?,
            account: account.into(),
            region: region.into(),
        })
    }

    /// Another account of the same partition in the same Region.
    #[must_use]
    pub fn of_account(&self, account: &str) -> Self {
        Self {
            account: account.into(),
            ..self.clone()
        }
    }

    /// The partition of the account.
    pub const fn partition(&self) -> Partition {
        self.partition
    }

    /// The ARN of an instance.
    pub fn instance(&self, id: &Id) -> Arn {
        self.resource(ResourceType::Instance, id, id)
    }

    /// The ARN of something of IAM's: `word` is `user`, `role` or `policy`. Source: the IAM user guide on
    /// identifiers.
    pub fn iam(&self, word: &str, path: &str, name: &str) -> String {
        format!("arn:{}:iam::{}:{word}{path}{name}", self.partition, self.account)
    }

    /// The ARN of a trail of CloudTrail's. Source: service authorization reference.
    pub fn trail(&self, name: &str) -> String {
        let Self { account, region, .. } = self;
        format!(
            "arn:{}:cloudtrail:{region}:{account}:trail/{name}",
            self.partition
        )
    }

    /// The ARN of something in an instance, or of what belongs to none.
    pub fn resource(&self, kind: ResourceType, instance: &Id, id: &Id) -> Arn {
        let place = [
            "arn:",
            self.partition.name(),
            ":connect:",
            &self.region,
            ":",
            &self.account,
            ":",
        ];
        let (place, id) = (place.concat(), id.as_str());
        Arn(match kind.arn_word() {
            None => [&place, kind.word(), "/", id].concat(),
            Some(word) => [&place, "instance/", instance.as_str(), "/", word, "/", id].concat(),
        })
    }
}

/// The name of a resource: `arn:PARTITION:connect:REGION:ACCOUNT:WORD/ID[/WORD/ID]`.
/// Source: service authorization reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arn(String);

impl Arn {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<Arn> for String {
    fn from(arn: Arn) -> Self {
        arn.0
    }
}

/// Whether a text is the ARN of something of a service, in any account.
pub fn is_arn_of(service: &str, text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    matches!(parts[..], ["arn", _, named, _, _, resource] if named == service && !resource.is_empty())
}

/// How a request names a resource: by its id, or by an ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// By its id.
    Id(Id),
    /// By an ARN of this very kind of resource, in this account and Region.
    Arn {
        /// The instance in the ARN.
        instance: Id,
        /// The resource in the ARN; the same for an instance, and for what belongs to none.
        id: Id,
    },
    /// By an ARN that leads elsewhere: to another account, Region, service or kind of resource.
    Elsewhere,
}

impl Reference {
    /// Reads what a request wrote; none if it is neither an id nor an ARN.
    pub fn parse(text: &str, kind: ResourceType, account_region: &AccountRegion) -> Option<Self> {
        let Some(rest) = text.strip_prefix("arn:") else {
            return Id::parse(text).map(Self::Id);
        };
        let parts: [&str; 5] = rest.splitn(5, ':').collect::<Vec<_>>().try_into().ok()?;
        let [partition, service, region, account, resource] = parts;
        let here = partition == account_region.partition.name()
            && service == "connect"
            && region == &*account_region.region
            && account == &*account_region.account;
        let path: Vec<_> = resource.split('/').collect();
        let reference = match (path.as_slice(), kind.arn_word()) {
            ([word, id], None) if *word == kind.word() => {
                let id = Id::parse(id)?;
                Self::Arn {
                    instance: id.clone(),
                    id,
                }
            }
            (["instance", instance, word, id], Some(expected)) if *word == expected => Self::Arn {
                instance: Id::parse(instance)?,
                id: Id::parse(id)?,
            },
            _ => Self::Elsewhere,
        };
        Some(if here { reference } else { Self::Elsewhere })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
    const USER: &str = "87654321-2222-1234-1234-111234567891";

    fn account_region() -> AccountRegion {
        AccountRegion::of_region("123456789012", "us-east-1").unwrap()
    }

    fn user(text: &str) -> Option<Reference> {
        Reference::parse(text, ResourceType::User, &account_region())
    }

    #[test]
    fn an_arn_names_its_instance_and_itself() {
        let arn = account_region().resource(
            ResourceType::User,
            &Id::parse(INSTANCE).unwrap(),
            &Id::parse(USER).unwrap(),
        );
        assert_eq!(
            arn.as_str(),
            format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}/agent/{USER}")
        );
        let Some(Reference::Arn { instance, id }) = user(arn.as_str()) else {
            panic!("{:?}", user(arn.as_str()));
        };
        assert_eq!((instance.as_str(), id.as_str()), (INSTANCE, USER));
    }

    #[test]
    fn a_region_of_another_partition_is_no_place_for_an_account() {
        let account_region = |partition, region| AccountRegion::new(partition, "123456789012", region);
        assert_eq!(
            account_region(Partition::Aws, "us-east-1"),
            Some(self::account_region())
        );
        assert_eq!(account_region(Partition::Aws, "cn-north-1"), None);
        assert_eq!(account_region(Partition::Aws, "us-gov-x"), None);
        assert_eq!(account_region(Partition::AwsCn, "us-east-1"), None);
    }

    #[test]
    fn what_is_stored_names_account_and_region_only_and_stays_readable() {
        let account_region = AccountRegion::of_region("111122223333", "cn-north-1").unwrap();
        let stored = serde_json::json!({"account": "111122223333", "region": "cn-north-1"});
        assert_eq!(serde_json::to_value(&account_region).unwrap(), stored);
        assert_eq!(
            serde_json::from_value::<AccountRegion>(stored).unwrap(),
            account_region
        );

        let invented = serde_json::json!({"account": "123456789012", "region": "us-gov-x"});
        let read: AccountRegion = serde_json::from_value(invented.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), invented);
    }

    #[test]
    fn an_arn_of_another_place_or_kind_leads_elsewhere() {
        for arn in [
            format!("arn:aws:connect:eu-west-2:123456789012:instance/{INSTANCE}/agent/{USER}"),
            format!("arn:aws:connect:us-east-1:210987654321:instance/{INSTANCE}/agent/{USER}"),
            format!("arn:aws-cn:connect:us-east-1:123456789012:instance/{INSTANCE}/agent/{USER}"),
            format!("arn:aws:iam:us-east-1:123456789012:instance/{INSTANCE}/agent/{USER}"),
            format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}/queue/{USER}"),
            format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}"),
        ] {
            assert_eq!(user(&arn), Some(Reference::Elsewhere), "{arn}");
        }
    }

    #[test]
    fn what_is_neither_id_nor_arn_is_nothing() {
        for text in [
            "",
            "mary",
            "arn:aws:connect",
            &format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}/agent/x"),
        ] {
            assert_eq!(user(text), None, "{text}");
        }
    }
}
