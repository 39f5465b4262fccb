use crate::prelude::connect::*;

handler!(DescribePredefinedAttribute, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let attribute = crate::predefined_attributes::named(cx, &instance, &request.name).await?;
    Ok(DescribePredefinedAttributeResponse {
        predefined_attribute: Some(describe(attribute)),
    })
});

/// A predefined attribute as answers have it.
pub(super) fn describe(attribute: PredefinedAttribute) -> predefined_attributes::PredefinedAttribute {
    predefined_attributes::PredefinedAttribute {
        name: Some(attribute.name.into()),
        values: Some(PredefinedAttributeValues {
            string_list: Some(attribute.values),
        }),
        purposes: attribute.purposes,
        attribute_configuration: Some(PredefinedAttributeConfiguration {
            enable_value_validation_on_association: Some(attribute.enable_value_validation_on_association),
            is_read_only: Some(false),
        }),
        last_modified_time: Some(attribute.last_modified_time),
        last_modified_region: Some(shapes::RegionName(attribute.last_modified_region.into())),
    }
}
