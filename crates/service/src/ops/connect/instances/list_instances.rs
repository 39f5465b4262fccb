use roster_domain::records::Instance;
use roster_model::ops::connect::instances::{
    InstanceSummaryList, ListInstances, ListInstancesRequest, ListInstancesResponse,
};
use roster_store::Transaction;

use super::describe_instance::summarize;
use crate::call::Call;
use crate::handler::Handler;
use crate::paging;
use crate::refusal::Refusal;

impl Handler for ListInstances {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListInstancesRequest,
    ) -> Result<ListInstancesResponse, Refusal> {
        let (instances, next_token) = paging::page(
            transaction,
            &Instance::BY_HOME,
            &Instance::of_home(call.home()),
            request.next_token.as_ref(),
            paging::limit(request.max_results.as_deref().copied(), 10),
        )
        .await?;
        let summaries = instances
            .into_iter()
            .map(|instance| summarize(call, instance))
            .collect();
        Ok(ListInstancesResponse {
            instance_summary_list: Some(InstanceSummaryList(summaries)),
            next_token,
        })
    }
}
