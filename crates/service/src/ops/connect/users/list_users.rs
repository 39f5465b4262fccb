use crate::prelude::connect::*;

list!(ListUsers: User by BY_USERNAME, user_summary_list of |cx, user| UserSummary {
    arn: Some(cx.arn_of(&user).into()),
    last_modified_region: Some(user.last_modified_region()),
    id: Some(user.id.into_member()),
    username: Some(user.username.into()),
    last_modified_time: Some(user.last_modified_time),
});
