use crate::prelude::connect::*;

handler!(DescribeInstanceAttribute, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    Ok(DescribeInstanceAttributeResponse {
        attribute: Some(shown(&instance, request.attribute_type)),
    })
});

/// An attribute as answers have it.
pub(super) fn shown(instance: &Instance, attribute: InstanceAttributeType) -> Attribute {
    Attribute {
        attribute_type: Some(attribute),
        value: Some(
            rules::instance_attributes::is_on(instance, attribute)
                .to_string()
                .into(),
        ),
    }
}
