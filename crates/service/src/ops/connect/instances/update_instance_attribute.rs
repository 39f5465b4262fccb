use crate::prelude::connect::*;

handler!(UpdateInstanceAttribute, |cx, request| {
    let old = cx.instance(&request.instance_id).await?;
    let new = rules::instance_attributes::set(
        old.clone(),
        request.attribute_type,
        rules::instance_attributes::value(&request.value)?,
    );
    cx.replace(&old, &new).await?;
    Ok(NoOutput)
});
