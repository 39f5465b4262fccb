//! Changes of what a user is good at.

use roster_domain::rules::{Breach, proficiencies};

use crate::predefined_attributes::find;
use crate::prelude::connect::*;

/// Refuses proficiencies in what the instance does not have.
pub(crate) async fn check(
    cx: &mut Context<'_>,
    instance: &Instance,
    wanted: &[UserProficiency],
) -> Result<(), Refusal> {
    let mut breaches = Vec::new();
    for proficiency in wanted {
        let attribute = find(cx, instance, &proficiency.attribute_name).await?;
        breaches.extend(proficiencies::in_attribute(proficiency, attribute.as_ref()));
    }
    refuse(breaches)
}

/// Replaces the proficiencies of a user.
pub(crate) async fn set(
    cx: &mut Context<'_>,
    user: User,
    proficiencies: Result<Vec<UserProficiency>, Vec<Breach>>,
) -> Result<NoOutput, Refusal> {
    let new = User {
        proficiencies: proficiencies?,
        ..user.clone()
    };
    cx.update(&user, new).await?;
    Ok(NoOutput)
}
