use roster_domain::records::LinkPurpose;
use roster_domain::{Caller, Principal};
use roster_model::shapes::DirectoryType;

use crate::prelude::connect::*;
use crate::refusal::FederationRefusal;

const PURPOSE: LinkPurpose = LinkPurpose::Federate;

handler!(GetFederationToken, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let username = username(&cx.request_context.caller)?;
    if instance.identity_management_type != DirectoryType::Saml {
        return Err(FederationRefusal::NotSaml.into());
    }
    let user = cx.user_named(&instance, username).await?;
    let user = user.ok_or_else(|| FederationRefusal::UserNotFound(username.to_owned()))?;
    cx.is_about(&user);
    let token = cx.new_link_token(&instance, &user.id, PURPOSE, None).await?;
    Ok(Response {
        user_arn: Some(ARN(cx.arn_of(&user))),
        user_id: Some(AgentResourceId(user.id.into())),
        credentials: Some(Credentials {
            access_token: Some(SecurityToken(token.to_text())),
            access_token_expiration: Some(cx.now + PURPOSE.lifetime()),
            refresh_token: None,
            refresh_token_expiration: None,
        }),
        sign_in_url: Some(Url(cx.link(&instance, PURPOSE, &token))),
    })
});

/// The Username of the user that a caller stands for.
fn username(caller: &Caller) -> Result<&str, FederationRefusal> {
    match &caller.principal {
        Principal::User(user) => Ok(&user.name),
        Principal::Session(session) => Ok(&session.session_name),
        Principal::Root | Principal::ConnectUser(_) | Principal::Visitor | Principal::Unproven => {
            Err(FederationRefusal::NoUsersName(caller.arn()))
        }
    }
}
