use crate::prelude::connect::*;
use crate::refusal::PredefinedAttributeRefusal;

handler!(CreatePredefinedAttribute, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    refuse(rules::predefined_attribute::breaches(
        &request.name,
        request.values.as_ref(),
    ))?;
    if crate::predefined_attributes::find(cx, &instance, &request.name)
        .await?
        .is_some()
    {
        return Err(PredefinedAttributeRefusal::Taken.into());
    }
    let of_instance = Key::new().id(&instance.id);
    let configuration = request.attribute_configuration.as_ref();
    let attribute = PredefinedAttribute {
        instance_id: instance.id,
        name: request.name.to_string(),
        values: values(request.values.as_ref()).unwrap_or_default(),
        purposes: request.purposes.clone(),
        enable_value_validation_on_association: configuration
            .and_then(|configuration| configuration.enable_value_validation_on_association)
            .unwrap_or(false),
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    cx.insert(&attribute).await?;
    cx.refuse_beyond_quota::<PredefinedAttribute>(&of_instance, Parent::Instance)
        .await?;
    Ok(NoOutput)
});

/// The values of a request, if it has some.
pub(super) fn values(
    values: Option<&PredefinedAttributeValues>,
) -> Option<PredefinedAttributeStringValuesList> {
    values.and_then(|values| values.string_list.clone())
}
