//! Attributes by their names.

use crate::prelude::connect::*;
use crate::refusal::PredefinedAttributeRefusal;

/// The attribute of this name, if there is one.
pub(crate) async fn find(
    cx: &mut Context<'_>,
    instance: &Instance,
    name: &str,
) -> Result<Option<PredefinedAttribute>, Refusal> {
    let key = PredefinedAttribute::key_of(&instance.id, name);
    Ok(cx.transaction.get(&key).await?)
}

/// The attribute that the path of a request names.
pub(crate) async fn named(
    cx: &mut Context<'_>,
    instance: &Instance,
    name: &str,
) -> Result<PredefinedAttribute, Refusal> {
    let found = find(cx, instance, name).await?;
    found.ok_or_else(|| PredefinedAttributeRefusal::NotFound(name.to_owned()).into())
}
