use crate::prelude::connect::*;

handler!(AssociateTrafficDistributionGroupUser, |cx, request| {
    let group = &request.traffic_distribution_group_id;
    Err(cx.absent(ResourceType::TrafficDistributionGroup, group))
});
