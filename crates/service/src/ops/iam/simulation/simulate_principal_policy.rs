use crate::prelude::iam::*;

impl Executable for SimulatePrincipalPolicy {
    const EXECUTOR: Executor = computed::executor::<Self>();
}

impl Computed for SimulatePrincipalPolicy {
    async fn read(
        cx: &mut Context<'_>,
        request: &Self::Request,
    ) -> Result<Computation<Self::Response>, Refusal> {
        let own = own(cx, &request.policy_source_arn).await?;
        Ok(iam::simulation(cx, own, with_documents_only(request)))
    }
}

/// What the user or role of an ARN brings with it.
async fn own(cx: &mut Context<'_>, arn: &str) -> Result<iam::Own, Refusal> {
    let entity = iam::entity_of_arn(arn).map(|entity| (entity.word, entity.name));
    match entity {
        Some((IamUser::ARN_WORD, name)) => {
            let user: IamUser = source(cx, arn, name).await?;
            let own = iam::Own::policies_of(&mut cx.transaction, &user).await?;
            Ok(own.calling_user(cx, &user))
        }
        Some((IamRole::ARN_WORD, name)) => {
            let role: IamRole = source(cx, arn, name).await?;
            let own = iam::Own::policies_of(&mut cx.transaction, &role).await?;
            Ok(own.calling(cx, &role, "AssumedRole", &iam::pairs(role.tags.as_ref())))
        }
        Some(_) | None => Err(IamRefusal::NotSimulated {
            member: "PolicySourceArn".to_owned(),
            why: "give the ARN of a user or role of IAM; of a session, that of its role".to_owned(),
        }
        .into()),
    }
}

/// The user or role of an ARN, if it is the caller's account's.
async fn source<O: Owner>(cx: &mut Context<'_>, arn: &str, name: &str) -> Result<O, Refusal> {
    let found: Option<O> = iam::owner_of_arn(cx, arn).await?;
    let ours = found.filter(|owner| *owner.account() == *cx.account_region().account);
    ours.ok_or_else(|| O::ENTITY.missing(name).into())
}

/// The same request, as far as it does not name a user or role.
fn with_documents_only(request: &SimulatePrincipalPolicyRequest) -> SimulateCustomPolicyRequest {
    let SimulatePrincipalPolicyRequest {
        policy_source_arn: _,
        policy_input_list,
        permissions_boundary_policy_input_list,
        action_names,
        resource_arns,
        resource_policy,
        resource_owner,
        caller_arn,
        context_entries,
        resource_handling_option,
        max_items,
        marker,
    } = request.clone();
    SimulateCustomPolicyRequest {
        policy_input_list: policy_input_list.unwrap_or(SimulationPolicyListType(Vec::new())),
        permissions_boundary_policy_input_list,
        action_names,
        resource_arns,
        resource_policy,
        resource_owner,
        caller_arn,
        context_entries,
        resource_handling_option,
        max_items,
        marker,
    }
}
