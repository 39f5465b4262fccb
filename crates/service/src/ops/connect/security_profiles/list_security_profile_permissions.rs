use crate::prelude::connect::*;

impl Handler for ListSecurityProfilePermissions {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let profile: SecurityProfile = cx
            .resource_of(&request.instance_id, &request.security_profile_id)
            .await?;
        let (permissions, next_token) = paging::slice(
            &List::new("permissions", &profile.key()),
            &profile.permissions,
            request.next_token.as_ref(),
            paging::limit(request.max_results.as_deref().copied(), 100),
        )?;
        Ok(ListSecurityProfilePermissionsResponse {
            permissions: Some(PermissionsList(
                permissions.iter().cloned().map(Into::into).collect(),
            )),
            next_token,
            last_modified_time: Some(profile.last_modified_time),
            last_modified_region: Some(profile.last_modified_region()),
        })
    }
}
