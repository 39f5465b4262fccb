use crate::prelude::connect::*;

handler!(CreateWorkspace, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let given = request.clone();
    let workspace = Workspace {
        id: cx.new_id(),
        instance_id: instance.id,
        name: given.name,
        description: given.description.filter(|text| !text.is_empty()),
        title: given.title.filter(|text| !text.is_empty()),
        theme: given.theme,
        visibility: Visibility::None,
        tags: given.tags,
        created_time: cx.now,
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    cx.insert_unless_taken(&workspace, Refusal::taken(ResourceType::Workspace, "Name"))
        .await?;
    Ok(Response {
        workspace_arn: cx.arn_of(&workspace).into(),
        workspace_id: workspace.id.into_member(),
    })
});
