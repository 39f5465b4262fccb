//! A new identity of a user, by the ruling on its address.

use roster_domain::records::{Instance, SecurityProfile, User};
use roster_domain::rules::takeover::{AddressUpdate, Ruling, may_edit_users, rule};
use roster_model::shapes::UserIdentityInfo;

use crate::context::Context;
use crate::refusal::Refusal;

/// Gives a user a new identity. All of it applies at once but for the primary address, which may have to wait.
/// `names_address` says whether the request names an address: one that does replaces a change that waits.
pub(crate) async fn update_identity(
    cx: &mut Context<'_>,
    instance: &Instance,
    user: User,
    info: UserIdentityInfo,
    names_address: bool,
) -> Result<(), Refusal> {
    let ruling = ruling(cx, &user, &info).await?;
    match ruling {
        Ruling::Apply => {
            if names_address {
                cx.drop_pending_change(&user).await?;
            }
            set_identity(cx, &user, info).await?;
        }
        Ruling::ApplyAndNotify => {
            cx.drop_pending_change(&user).await?;
            let changed = set_identity(cx, &user, info).await?;
            let id = cx.new_id();
            let details = cx.change_details(changed.identity_info.email.as_ref());
            cx.note_address_change(instance, id, &user, &changed, details)
                .await?;
        }
        Ruling::Pend {
            for_confirmation,
            for_approval,
        } => {
            let waiting = info.email.clone();
            let at_once = UserIdentityInfo {
                email: user.identity_info.email.clone(),
                ..info
            };
            let user = set_identity(cx, &user, at_once).await?;
            cx.ask_for_address(instance, &user, waiting, for_confirmation, for_approval)
                .await?;
        }
    }
    Ok(())
}

/// The ruling on the address of a new identity. Only what depends on the permissions of the user reads them.
async fn ruling(cx: &mut Context<'_>, user: &User, info: &UserIdentityInfo) -> Result<Ruling, Refusal> {
    let update = AddressUpdate {
        before: user.identity_info.email.as_ref(),
        after: info.email.as_ref(),
        asker: cx.asker(user),
        may_edit_users: false,
    };
    let guard = cx.settings.takeover_guard;
    match rule(guard, &update) {
        decided @ (Ruling::Apply | Ruling::ApplyAndNotify) => Ok(decided),
        Ruling::Pend { .. } => {
            let may_edit_users = edits_users(cx, user).await?;
            Ok(rule(
                guard,
                &AddressUpdate {
                    may_edit_users,
                    ..update
                },
            ))
        }
    }
}

/// Whether a security profile of the user lets its holder edit users.
pub(crate) async fn edits_users(cx: &mut Context<'_>, user: &User) -> Result<bool, Refusal> {
    for id in &user.security_profile_ids {
        let key = SecurityProfile::key_of(&user.instance_id, id);
        let profile: Option<SecurityProfile> = cx.transaction.get(&key).await?;
        let permissions = profile.map(|profile| profile.permissions).unwrap_or_default();
        if may_edit_users(permissions.iter().map(String::as_str)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Stores a user's new identity. A link that was mailed to an old address sets no password any more.
pub(super) async fn set_identity(
    cx: &mut Context<'_>,
    user: &User,
    info: UserIdentityInfo,
) -> Result<User, Refusal> {
    let new = User {
        identity_info: info,
        ..user.clone()
    };
    if new.identity_info.email != user.identity_info.email {
        cx.revoke_password_links(user).await?;
    }
    cx.update(user, new.clone()).await?;
    Ok(new)
}
