use crate::prelude::iam::*;

/// The policy of a user and that of a role are shown alike, but for the member with the owner's name.
macro_rules! get_policy {
    ($operation:ident, $response:ident: $owner:ident $name:ident) => {
        handler!($operation, |cx, request| {
            let owner: $owner = iam::owner(cx, &request.$name).await?;
            let policy = iam::find_inline(&mut cx.transaction, &owner, &request.policy_name).await?;
            Ok($response {
                $name: owner.name.into(),
                policy_name: policy.name.into(),
                policy_document: iam::encoded(&policy.document).into(),
            })
        });
    };
}

get_policy!(GetUserPolicy, GetUserPolicyResponse: IamUser user_name);
get_policy!(GetRolePolicy, GetRolePolicyResponse: IamRole role_name);
