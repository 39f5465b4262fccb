use crate::prelude::connect::*;

handler!(TagResource, |cx, request| {
    crate::tags::retag(cx, &request.resource_arn, &|mut tags| {
        tags.0.extend(request.tags.0.clone());
        refuse(rules::tags::breaches("tags", &tags))?;
        Ok(tags)
    })
    .await?;
    Ok(NoOutput)
});
