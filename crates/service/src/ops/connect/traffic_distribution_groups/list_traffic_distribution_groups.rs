use crate::prelude::connect::*;

handler!(ListTrafficDistributionGroups, |cx, request| -> Response {
    if let Some(instance) = &request.instance_id {
        cx.instance(instance).await?;
    }
    paging::refuse_token(request.next_token.as_deref())?;
    Ok(Response {
        traffic_distribution_group_summary_list: empty(),
        next_token: None,
    })
});
