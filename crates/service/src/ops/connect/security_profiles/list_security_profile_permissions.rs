use roster_domain::Record;
use roster_model::ops::connect::security_profiles::{
    ListSecurityProfilePermissions, ListSecurityProfilePermissionsRequest,
    ListSecurityProfilePermissionsResponse, PermissionsList, SecurityProfilePermission,
};
use roster_model::shapes::RegionName;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::paging::{self, List};
use crate::refusal::Refusal;

impl Handler for ListSecurityProfilePermissions {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListSecurityProfilePermissionsRequest,
    ) -> Result<ListSecurityProfilePermissionsResponse, Refusal> {
        let instance = call.instance(transaction, &request.instance_id).await?;
        let profile = call
            .security_profile(transaction, &instance, &request.security_profile_id)
            .await?;
        let (permissions, next_token) = paging::slice(
            &List::new("permissions", &profile.key()),
            &profile.permissions,
            request.next_token.as_ref(),
            paging::limit(request.max_results.as_deref().copied(), 100),
        )?;
        let permissions = permissions
            .iter()
            .cloned()
            .map(SecurityProfilePermission)
            .collect();
        Ok(ListSecurityProfilePermissionsResponse {
            permissions: Some(PermissionsList(permissions)),
            next_token,
            last_modified_time: Some(profile.last_modified_time),
            last_modified_region: Some(RegionName(profile.last_modified_region.into())),
        })
    }
}
