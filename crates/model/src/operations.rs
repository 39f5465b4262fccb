//! The one list of operations.

use crate::operation::Description;
use crate::service::Service;

/// Calls `$macro!` with every operation, as `service::resource::Operation` below [`crate::ops`].
///
/// Whoever needs something for every operation (a handler, a test) hands in a macro and cannot
/// forget one.
#[macro_export]
macro_rules! for_each_operation {
    ($macro:ident) => {
        $macro! {
            connect::instances::CreateInstance,
            connect::instances::DescribeInstance,
            connect::instances::ListInstances,
            connect::instances::DeleteInstance,
            connect::users::CreateUser,
            connect::users::DescribeUser,
            connect::users::ListUsers,
            connect::users::SearchUsers,
            connect::users::DeleteUser,
            connect::users::UpdateUserIdentityInfo,
            connect::security_profiles::ListSecurityProfiles,
            connect::security_profiles::DescribeSecurityProfile,
            connect::security_profiles::ListSecurityProfilePermissions,
            connect::routing_profiles::ListRoutingProfiles,
            connect::routing_profiles::DescribeRoutingProfile,
            iam::users::CreateUser,
            iam::users::GetUser,
            iam::users::PutUserPolicy,
            iam::access_keys::CreateAccessKey,
            sts::sessions::GetCallerIdentity,
            cloudtrail::events::LookupEvents,
        }
    };
}

macro_rules! descriptions {
    ($($service:ident::$resource:ident::$operation:ident),* $(,)?) => {
        /// The description of every operation.
        pub const ALL: &[&Description] = &[
            $(<crate::ops::$service::$resource::$operation as crate::operation::Operation>::DESCRIPTION),*
        ];
    };
}

for_each_operation!(descriptions);

/// The description of a service's operation of this name.
pub fn find(service: Service, name: &str) -> Option<&'static Description> {
    of(service).find(|description| description.name == name)
}

/// The descriptions of a service's operations.
pub fn of(service: Service) -> impl Iterator<Item = &'static Description> {
    ALL.iter()
        .copied()
        .filter(move |description| description.service == service)
}
