//! The operations that users and roles have in common.

mod attach_policy;
mod delete;
mod delete_permissions_boundary;
mod delete_policy;
mod detach_policy;
mod get_policy;
mod list_attached_policies;
mod list_policies;
mod put_permissions_boundary;
mod put_policy;

/// Implements an operation on a user and its twin on a role: `owner` is the user or role that the
/// request names, and `Response` the operation's output.
macro_rules! for_users_and_roles {
    ($user_operation:ident, $role_operation:ident, |$cx:ident, $owner:ident, $request:ident| $body:block) => {
        for_users_and_roles!(@users::$user_operation, user_name, IamUser, |$cx, $owner, $request| $body);
        for_users_and_roles!(@roles::$role_operation, role_name, IamRole, |$cx, $owner, $request| $body);
    };
    (
        @$module:ident::$operation:ident, $name:ident, $owner_type:ident,
        |$cx:ident, $owner:ident, $request:ident| $body:block
    ) => {
        impl crate::handler::Handler for roster_model::ops::iam::$module::$operation {
            async fn handle(
                $cx: &mut crate::context::Context<'_>,
                $request: &Self::Request,
            ) -> crate::handler::Answer<Self> {
                #[allow(dead_code, reason = "an operation without output has no use for it")]
                type Response = <roster_model::ops::iam::$module::$operation as roster_model::operation::Operation>::Response;
                let $owner: roster_domain::records::iam::$owner_type =
                    crate::iam::owner($cx, &$request.$name).await?;
                $body
            }
        }
    };
}
use for_users_and_roles;
