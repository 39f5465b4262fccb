use super::describe_instance::summarize;
use crate::prelude::connect::*;

impl Handler for ListInstances {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let (instances, next_token) = paging::page(
            &mut cx.transaction,
            &Instance::BY_ACCOUNT_REGION,
            &Instance::of_account_region(cx.request_context.account_region()),
            request.next_token.as_ref(),
            paging::limit(request.max_results.as_deref().copied(), 10),
        )
        .await?;
        let summaries = instances
            .into_iter()
            .map(|instance| summarize(cx, instance))
            .collect();
        Ok(ListInstancesResponse {
            instance_summary_list: Some(InstanceSummaryList(summaries)),
            next_token,
        })
    }
}
