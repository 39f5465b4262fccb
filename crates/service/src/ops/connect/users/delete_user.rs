use roster_domain::records::{PasswordHash, User};
use roster_model::ops::connect::users::DeleteUser;

use crate::prelude::*;

impl Handler for DeleteUser {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let user: User = cx.resource_of(&request.instance_id, &request.user_id).await?;
        let password = PasswordHash::key_of(&user.instance_id, &user.id);
        if let Some(password) = cx.transaction.get::<PasswordHash>(&password).await? {
            cx.transaction.delete(&password).await?;
        }
        cx.transaction.delete(&user).await?;
        Ok(NoOutput)
    }
}
