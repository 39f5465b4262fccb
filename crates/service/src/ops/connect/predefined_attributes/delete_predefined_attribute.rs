use crate::prelude::connect::*;
use crate::refusal::PredefinedAttributeRefusal;

handler!(DeletePredefinedAttribute, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let attribute = crate::predefined_attributes::named(cx, &instance, &request.name).await?;
    let users = User::of_proficiency(&instance.id, &attribute.name);
    if cx.transaction.has_entry::<User>(&User::BY_TERM, &users).await? {
        return Err(PredefinedAttributeRefusal::InUse(attribute.name).into());
    }
    cx.transaction.delete(&attribute).await?;
    Ok(NoOutput)
});
