use crate::prelude::connect::*;

handler!(UntagResource, |cx, request| {
    crate::tags::retag(cx, &request.resource_arn, &|mut tags| {
        tags.0.retain(|key, _| !request.tag_keys.contains(key));
        Ok(tags)
    })
    .await?;
    Ok(NoOutput)
});
