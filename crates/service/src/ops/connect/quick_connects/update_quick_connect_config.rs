use super::super::quick_connect_targets::target;
use crate::prelude::connect::*;

update!(UpdateQuickConnectConfig: QuickConnect quick_connect_id of instance, |cx, request, quick_connect| {
    quick_connect.quick_connect_config = target(cx, instance, &request.quick_connect_config).await?;
});
