use roster_model::operation::ResourceType;
use roster_model::ops::connect::security_profiles::{
    DescribeSecurityProfile, DescribeSecurityProfileRequest, DescribeSecurityProfileResponse,
    SecurityProfile, SecurityProfileDescription, SecurityProfileName,
};
use roster_model::shapes::{ARN, InstanceId, RegionName, SecurityProfileId};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::refusal::Refusal;

impl Handler for DescribeSecurityProfile {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DescribeSecurityProfileRequest,
    ) -> Result<DescribeSecurityProfileResponse, Refusal> {
        let instance = call.instance(transaction, &request.instance_id).await?;
        let profile = call
            .security_profile(transaction, &instance, &request.security_profile_id)
            .await?;
        let arn = call
            .home()
            .resource(ResourceType::SecurityProfile, &instance.id, &profile.id);
        Ok(DescribeSecurityProfileResponse {
            security_profile: Some(SecurityProfile {
                id: Some(SecurityProfileId(profile.id.into())),
                organization_resource_id: Some(InstanceId(profile.instance_id.into())),
                arn: Some(ARN(arn.into())),
                security_profile_name: Some(SecurityProfileName(profile.name)),
                description: profile.description.map(SecurityProfileDescription),
                tags: profile.tags,
                last_modified_time: Some(profile.last_modified_time),
                last_modified_region: Some(RegionName(profile.last_modified_region.into())),
            }),
        })
    }
}
