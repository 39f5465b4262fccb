//! The family of operations that exist twice: on a user of IAM and on a role.

/// An operation on a user and its twin on a role: `owner` is the user or role that the request names. An
/// operation with an output says before that what the handler calls the type of it.
macro_rules! for_users_and_roles {
    (
        $user_operation:ident, $role_operation:ident,
        $($response:ident,)? |$cx:ident, $owner:ident, $request:ident| $body:block
    ) => {
        $crate::families::handler!($user_operation, |$cx, $request| $(-> $response)? {
            let $owner: roster_domain::records::iam::IamUser =
                $crate::iam::owner($cx, &$request.user_name).await?;
            $body
        });
        $crate::families::handler!($role_operation, |$cx, $request| $(-> $response)? {
            let $owner: roster_domain::records::iam::IamRole =
                $crate::iam::owner($cx, &$request.role_name).await?;
            $body
        });
    };
}

pub(crate) use for_users_and_roles;
