use super::create_predefined_attribute::values;
use crate::prelude::connect::*;

handler!(UpdatePredefinedAttribute, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let old = crate::predefined_attributes::named(cx, &instance, &request.name).await?;
    refuse(rules::predefined_attribute::breaches(
        &old.name,
        request.values.as_ref(),
    ))?;
    let mut new = old.clone();
    if let Some(values) = values(request.values.as_ref()) {
        new.values = values;
    }
    if let Some(purposes) = &request.purposes {
        new.purposes = Some(purposes.clone());
    }
    let configuration = request.attribute_configuration.as_ref();
    if let Some(enables) =
        configuration.and_then(|configuration| configuration.enable_value_validation_on_association)
    {
        new.enable_value_validation_on_association = enables;
    }
    new.last_modified_time = cx.now;
    new.last_modified_region = cx.account_region().region.clone();
    cx.replace(&old, &new).await?;
    Ok(NoOutput)
});
