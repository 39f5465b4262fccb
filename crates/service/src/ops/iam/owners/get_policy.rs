use roster_domain::records::iam::{IamRole, IamUser};
use roster_model::ops::iam::roles::{GetRolePolicy, GetRolePolicyResponse};
use roster_model::ops::iam::users::{GetUserPolicy, GetUserPolicyResponse};

use crate::prelude::*;

impl Handler for GetUserPolicy {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let user: IamUser = iam::owner(cx, &request.user_name).await?;
        let policy = iam::find_inline(&mut cx.transaction, &user, &request.policy_name).await?;
        Ok(GetUserPolicyResponse {
            user_name: user.name.into(),
            policy_name: policy.name.into(),
            policy_document: iam::encoded(&policy.document).into(),
        })
    }
}

impl Handler for GetRolePolicy {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let role: IamRole = iam::owner(cx, &request.role_name).await?;
        let policy = iam::find_inline(&mut cx.transaction, &role, &request.policy_name).await?;
        Ok(GetRolePolicyResponse {
            role_name: role.name.into(),
            policy_name: policy.name.into(),
            policy_document: iam::encoded(&policy.document).into(),
        })
    }
}
