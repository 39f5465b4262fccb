use roster_model::resource_type::ResourceType;

use crate::prelude::roster::*;

handler!(EraseAuditRecords, |cx, request| {
    let instance_id = cx.resolve(
        ResourceType::Instance,
        ResourceType::Instance.label(),
        None,
        &request.instance_id,
    )?;
    let user_id = cx.resolve(
        ResourceType::User,
        ResourceType::User.label(),
        Some(&instance_id),
        &request.user_id,
    )?;
    cx.erase_audit_records_later(&instance_id, &user_id).await?;
    Ok(NoOutput)
});
