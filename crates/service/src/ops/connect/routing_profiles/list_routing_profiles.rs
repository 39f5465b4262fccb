use roster_domain::records::RoutingProfile;
use roster_model::operation::ResourceType;
use roster_model::ops::connect::routing_profiles::{
    ListRoutingProfiles, ListRoutingProfilesRequest, ListRoutingProfilesResponse, RoutingProfileName,
    RoutingProfileSummary, RoutingProfileSummaryList,
};
use roster_model::shapes::{ARN, RegionName, RoutingProfileId};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::paging;
use crate::refusal::Refusal;

impl Handler for ListRoutingProfiles {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListRoutingProfilesRequest,
    ) -> Result<ListRoutingProfilesResponse, Refusal> {
        let (profiles, next_token) = paging::of_instance(
            call,
            transaction,
            &request.instance_id,
            &RoutingProfile::BY_NAME,
            request.next_token.as_ref(),
            request.max_results.as_ref(),
        )
        .await?;
        let summaries = profiles
            .into_iter()
            .map(|profile| summarize(call, profile))
            .collect();
        Ok(ListRoutingProfilesResponse {
            routing_profile_summary_list: Some(RoutingProfileSummaryList(summaries)),
            next_token,
        })
    }
}

fn summarize(call: &Call, profile: RoutingProfile) -> RoutingProfileSummary {
    let arn = call
        .home()
        .resource(ResourceType::RoutingProfile, &profile.instance_id, &profile.id);
    RoutingProfileSummary {
        id: Some(RoutingProfileId(profile.id.into())),
        arn: Some(ARN(arn.into())),
        name: Some(RoutingProfileName(profile.name)),
        last_modified_time: Some(profile.last_modified_time),
        last_modified_region: Some(RegionName(profile.last_modified_region.into())),
    }
}
