//! The recipients of notifications.

use roster_domain::records::Instance;

use crate::belongings::Owner;
use crate::ops::nothing;
use crate::prelude::connect::*;

/// How many notifications are read at once.
const AT_ONCE: usize = 100;

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

    /// Takes a user that is to be deleted out of those of all notifications that have not expired, and lets a job remove what
    /// the user has done about notifications.
    pub(crate) async fn without(cx: &mut Context<'_>, user: &User) -> Result<(), Refusal> {
        let of_user = Notification::of_user(&user.instance_id, &user.id);
        let mut after = Some(Notification::expired_by(of_user.clone(), cx.now));
        while let Some(place) = after {
            let page = cx
                .transaction
                .page::<Notification>(&Notification::BY_RECIPIENT, &of_user, Some(&place), AT_ONCE)
                .await?;
            for old in page.records {
                let mut new = old.clone();
                new.user_ids.retain(|id| *id != user.id);
                cx.update(&old, new).await?;
            }
            after = page.next;
        }
        let statuses = UserNotificationStatus::of_user(&user.instance_id, &user.id);
        if cx
            .has_any::<UserNotificationStatus>(UserNotificationStatus::BY_USER, &statuses)
            .await?
        {
            cx.remove_belongings_later(Owner::User, user).await?;
        }
        Ok(())
    }
}
