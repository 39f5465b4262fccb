//! How many of something there may be. Source: the service quotas of Connect, by default and where they are fixed.

use crate::record::{Index, Record};
use crate::records::{
    AgentStatus, AssociationType, HierarchyGroup, HoursOfOperation, Instance, PredefinedAttribute, Queue,
    QuickConnect, RoutingProfile, SecurityProfile, User,
};

/// Whether the quotas hold that AWS raises on request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quotas {
    /// They do not.
    #[default]
    Off,
    /// They hold, with AWS's defaults.
    Aws,
}

/// How many records there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The most.
    pub most: u64,
    /// Whether AWS never raises it.
    pub is_fixed: bool,
    /// What the records are, in the plural.
    pub nouns: &'static str,
}

impl Quota {
    /// Whether it holds.
    pub fn holds(&self, quotas: Quotas) -> bool {
        self.is_fixed || quotas == Quotas::Aws
    }
}

/// A record of which there may be so many in an instance, or in an account and Region.
pub trait Limited: Record {
    /// How many there may be.
    const QUOTA: Quota;
    /// The index whose entries start with what has the records.
    const COUNTED_BY: &'static Index;
}

macro_rules! limited {
    ($($record:ident by $index:ident: $most:literal $nouns:literal, fixed $is_fixed:literal;)*) => {$(
        impl Limited for $record {
            const QUOTA: Quota = Quota {
                most: $most,
                is_fixed: $is_fixed,
                nouns: $nouns,
            };
            const COUNTED_BY: &'static Index = &Self::$index;
        }
    )*};
}

limited! {
    AgentStatus by BY_NAME: 50 "agent statuses", fixed true;
    HierarchyGroup by BY_NAME: 500 "hierarchy groups", fixed false;
    HoursOfOperation by BY_NAME: 100 "hours of operation", fixed false;
    Instance by BY_ACCOUNT_REGION: 2 "instances", fixed false;
    PredefinedAttribute by BY_NAME: 150 "predefined attributes", fixed false;
    Queue by BY_NAME: 100 "queues", fixed false;
    QuickConnect by BY_NAME: 100 "quick connects", fixed false;
    RoutingProfile by BY_NAME: 500 "routing profiles", fixed false;
    SecurityProfile by BY_NAME: 100 "security profiles", fixed false;
    User by BY_USERNAME: 500 "users", fixed false;
}

impl AssociationType {
    /// How many an instance may have. That of origins is assumed: the API reference has an exception for it, and no
    /// number.
    pub const fn quota(self) -> Quota {
        let (most, is_fixed, nouns) = match self {
            Self::ApprovedOrigin => (50, false, "approved origins"),
            Self::SecurityKey => (2, true, "security keys"),
            Self::LambdaFunction => (50, false, "Lambda functions"),
        };
        Quota {
            most,
            is_fixed,
            nouns,
        }
    }
}
