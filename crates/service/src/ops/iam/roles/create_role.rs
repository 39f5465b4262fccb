use roster_domain::credential::{Prefix, unique_id};
use roster_domain::records::iam::IamRole;
use roster_model::ops::iam::roles::{CreateRole, CreateRoleRequest, CreateRoleResponse};
use roster_policy::Kind;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::{Entity, Refusal, unless_taken};

/// How long a trust policy may be. Source: the IAM user guide on quotas.
const TRUST_POLICY_SIZE: usize = 2_048;

impl Handler for CreateRole {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &CreateRoleRequest,
    ) -> Result<CreateRoleResponse, Refusal> {
        let trust_policy = &request.assume_role_policy_document;
        let document = iam::require_policy(trust_policy, Kind::Trust)?;
        iam::require_size(trust_policy, "ACLSizePerRole", TRUST_POLICY_SIZE)?;
        let principals = iam::principals(call, transaction, &document).await?;
        let boundary_id = match &request.permissions_boundary {
            Some(arn) => Some(iam::boundary_id(call, transaction, arn).await?),
            None => None,
        };
        let role = IamRole {
            account: call.home().account.clone(),
            id: unique_id(Prefix::Role, &*call.random),
            name: request.role_name.to_string(),
            path: iam::path(request.path.as_ref()),
            trust_policy: trust_policy.to_string(),
            principals: Some(principals),
            description: request.description.as_ref().map(|text| text.to_string()),
            max_session_duration: request.max_session_duration.as_ref().map_or(3_600, |most| **most),
            create_date: call.now,
            boundary_id,
            tags: iam::tags(request.tags.as_ref())?,
        };
        let taken = Entity::Role.taken(&role.name);
        transaction
            .insert(&role)
            .await
            .map_err(unless_taken(taken.into()))?;
        let boundary = iam::boundary(call, transaction, &role).await?;
        Ok(CreateRoleResponse {
            role: iam::describe_role(call, transaction, role, boundary).await?,
        })
    }
}
