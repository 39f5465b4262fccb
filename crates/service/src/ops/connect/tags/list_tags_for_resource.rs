use crate::prelude::connect::*;

handler!(ListTagsForResource, |cx, request| {
    Ok(ListTagsForResourceResponse {
        tags: Some(crate::tags::tags(cx, &request.resource_arn).await?),
    })
});
