use crate::prelude::connect::*;

list!(
    ListPredefinedAttributes: PredefinedAttribute by BY_NAME,
    predefined_attribute_summary_list of |cx, attribute| PredefinedAttributeSummary {
        name: Some(attribute.name.into()),
        last_modified_time: Some(attribute.last_modified_time),
        last_modified_region: Some(shapes::RegionName(attribute.last_modified_region.into())),
    }
);
