//! The recipients of notifications.

use roster_domain::records::Instance;

use crate::ops::nothing;
use crate::prelude::connect::*;

/// The recipients of a notification.
#[derive(Default)]
pub(crate) struct Recipients {
    /// Whether every user is one.
    pub(crate) are_all: bool,
    /// The users that are named, each once.
    pub(crate) user_ids: Vec<Id>,
}

impl Recipients {
    /// Those that a request names by their ARNs.
    pub(crate) async fn named(
        cx: &mut Context<'_>,
        instance: &Instance,
        arns: &[ARN],
        breaches: &mut Vec<Breach>,
    ) -> Result<Self, Refusal> {
        const MEMBER: &str = "Recipients";
        let mut recipients = Self::default();
        let own_arn = cx.account_region().instance(&instance.id);
        for arn in arns {
            match ResourceType::of_arn(arn) {
                Some(ResourceType::User) => {
                    let user: Option<User> = referred(cx, instance, MEMBER, arn, breaches).await?;
                    if let Some(User { id, .. }) = user
                        && !recipients.user_ids.contains(&id)
                    {
                        recipients.user_ids.push(id);
                    }
                }
                Some(ResourceType::Instance) if arn.as_str() == own_arn.as_str() => recipients.are_all = true,
                Some(_) | None => breaches.push(nothing(MEMBER, arn)),
            }
        }
        Ok(recipients)
    }

    /// The ARNs of those of a notification.
    pub(crate) fn arns(cx: &RequestContext, notification: &Notification) -> RecipientList {
        let place = cx.account_region();
        let instance_id = &notification.instance_id;
        let all = notification.is_for_all.then(|| place.instance(instance_id));
        let users = notification.user_ids.iter();
        let users = users.map(|id| place.resource(ResourceType::User, instance_id, id));
        let arns = all.into_iter().chain(users);
        RecipientList(arns.map(|arn| ARN(arn.into())).collect())
    }

    /// Takes a user that goes away out of those of all notifications.
    pub(crate) async fn without(cx: &mut Context<'_>, user: &User) -> Result<(), Refusal> {
        let of_user = Notification::of_user(&user.instance_id, &user.id);
        let index = &Notification::BY_RECIPIENT;
        for old in cx.transaction.all::<Notification>(index, &of_user).await? {
            let mut new = old.clone();
            new.user_ids.retain(|id| *id != user.id);
            cx.update(&old, new).await?;
        }
        Ok(())
    }
}
