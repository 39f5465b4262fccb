use crate::prelude::iam::*;

/// How long a trust policy may be. Source: the IAM user guide on quotas.
const TRUST_POLICY_SIZE: usize = 2_048;

impl Handler for CreateRole {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let trust_policy = &request.assume_role_policy_document;
        let document = iam::require_policy(trust_policy, Kind::Trust)?;
        iam::require_size(trust_policy, "ACLSizePerRole", TRUST_POLICY_SIZE)?;
        let principals = iam::principals(cx, &document).await?;
        let boundary_id = match &request.permissions_boundary {
            Some(arn) => Some(iam::boundary_id(cx, arn).await?),
            None => None,
        };
        let role = IamRole {
            account: cx.account_region().account.clone(),
            id: cx.new_unique_id(Prefix::Role),
            name: request.role_name.to_string(),
            path: iam::path(request.path.as_deref()),
            trust_policy: trust_policy.to_string(),
            principals: Some(principals),
            description: request.description.as_ref().map(|text| text.to_string()),
            max_session_duration: request.max_session_duration.as_ref().map_or(3_600, |most| **most),
            create_date: cx.now,
            boundary_id,
            tags: iam::tags(request.tags.as_ref())?,
        };
        let taken = Entity::Role.taken(&role.name);
        cx.insert_unless_taken(&role, taken).await?;
        let boundary = iam::boundary(cx, &role).await?;
        Ok(CreateRoleResponse {
            role: iam::describe_role(cx, role, boundary).await?,
        })
    }
}
