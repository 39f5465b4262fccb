//! The one list of operations.

/// Calls `$macro!` with every operation, as `module::Operation` below [`crate::ops`].
///
/// Whoever needs something for every operation (a handler, a test) hands in a macro and cannot
/// forget one.
#[macro_export]
macro_rules! for_each_operation {
    ($macro:ident) => {
        $macro! {
            instances::CreateInstance,
            instances::DescribeInstance,
            instances::ListInstances,
            instances::DeleteInstance,
            users::CreateUser,
            users::DescribeUser,
            users::ListUsers,
            users::SearchUsers,
            users::DeleteUser,
            users::UpdateUserIdentityInfo,
            security_profiles::ListSecurityProfiles,
            security_profiles::DescribeSecurityProfile,
            security_profiles::ListSecurityProfilePermissions,
            routing_profiles::ListRoutingProfiles,
            routing_profiles::DescribeRoutingProfile,
        }
    };
}

macro_rules! descriptions {
    ($($module:ident::$operation:ident),* $(,)?) => {
        /// The description of every operation.
        pub const ALL: &[&crate::operation::Description] = &[
            $(<crate::ops::$module::$operation as crate::operation::Operation>::DESCRIPTION),*
        ];
    };
}

for_each_operation!(descriptions);

/// The description of the operation of this name.
pub fn find(name: &str) -> Option<&'static crate::operation::Description> {
    ALL.iter().find(|description| description.name == name).copied()
}
