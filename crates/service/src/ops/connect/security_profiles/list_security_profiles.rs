use roster_domain::records::SecurityProfile;
use roster_model::operation::ResourceType;
use roster_model::ops::connect::security_profiles::{
    ListSecurityProfiles, ListSecurityProfilesRequest, ListSecurityProfilesResponse, SecurityProfileName,
    SecurityProfileSummary, SecurityProfileSummaryList,
};
use roster_model::shapes::{ARN, RegionName, SecurityProfileId};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::paging;
use crate::refusal::Refusal;

impl Handler for ListSecurityProfiles {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListSecurityProfilesRequest,
    ) -> Result<ListSecurityProfilesResponse, Refusal> {
        let (profiles, next_token) = paging::of_instance(
            call,
            transaction,
            &request.instance_id,
            &SecurityProfile::BY_NAME,
            request.next_token.as_ref(),
            request.max_results.as_ref(),
        )
        .await?;
        let summaries = profiles
            .into_iter()
            .map(|profile| summarize(call, profile))
            .collect();
        Ok(ListSecurityProfilesResponse {
            security_profile_summary_list: Some(SecurityProfileSummaryList(summaries)),
            next_token,
        })
    }
}

fn summarize(call: &Call, profile: SecurityProfile) -> SecurityProfileSummary {
    let arn = call
        .home()
        .resource(ResourceType::SecurityProfile, &profile.instance_id, &profile.id);
    SecurityProfileSummary {
        id: Some(SecurityProfileId(profile.id.into())),
        arn: Some(ARN(arn.into())),
        name: Some(SecurityProfileName(profile.name)),
        last_modified_time: Some(profile.last_modified_time),
        last_modified_region: Some(RegionName(profile.last_modified_region.into())),
    }
}
