use roster_domain::records::User;
use roster_domain::{Id, Key, search};
use roster_model::ops::connect::users::{
    SearchUsers, SearchUsersResponse, UserIdentityInfoLite, UserSearchSummary, UserSearchSummaryList,
};
use roster_model::shapes::{AfterContactWorkTimeLimit, NextToken2500, UserPhoneConfig};

use super::describe_user::security_profile_ids;
use crate::paging::List;
use crate::prelude::*;

/// How many users are looked at before the next are fetched.
const CHUNK: usize = 1000;

impl Handler for SearchUsers {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let instance = cx.instance(&request.instance_id).await?;
        let (criteria, filter) = (request.search_criteria.as_ref(), request.search_filter.as_ref());
        let breaches = search::breaches(criteria, filter);
        if !breaches.is_empty() {
            return Err(Refusal::Rules(breaches));
        }
        let users = User::of_instance(&instance.id);
        let token = request.next_token.as_deref();
        let list = List::new("users found", &users);
        let after = token.map(|token| list.place(token)).transpose()?;
        let limit = paging::limit(request.max_results.as_deref().copied(), 100);
        let found = find(&mut cx.transaction, &users, after, limit, |user| {
            criteria.is_none_or(|criteria| search::meets(user, criteria))
                && filter.is_none_or(|filter| search::passes(user, filter))
        });
        let found = found.await?;
        let next = found.next.map(|username| Key::new().text(&username));
        Ok(SearchUsersResponse {
            users: Some(UserSearchSummaryList(
                found.users.into_iter().map(|user| summarize(cx, user)).collect(),
            )),
            next_token: next.map(|place| NextToken2500(list.token(place.as_bytes()).0)),
            approximate_total_count: Some(found.count),
        })
    }
}

struct Found {
    users: Vec<User>,
    /// The last username of this page; none if nothing was found behind it.
    next: Option<String>,
    count: i64,
}

/// Looks at every user of an instance, because all that meet the criteria are to be counted.
async fn find(
    transaction: &mut Transaction<'_>,
    users: &Key,
    after: Option<Vec<u8>>,
    limit: usize,
    is_wanted: impl Fn(&User) -> bool,
) -> Result<Found, Refusal> {
    let mut found = Found {
        users: Vec::new(),
        next: None,
        count: 0,
    };
    let mut place = None;
    loop {
        let page = transaction
            .page::<User>(&User::BY_USERNAME, users, place.as_ref(), CHUNK)
            .await?;
        for user in page.records.into_iter().filter(|user| is_wanted(user)) {
            found.count += 1;
            let is_behind = after
                .as_deref()
                .is_none_or(|after| Key::new().text(&user.username).as_bytes() > after);
            if is_behind && found.users.len() < limit {
                found.users.push(user);
            } else if is_behind && found.next.is_none() {
                found.next = found.users.last().map(|last| last.username.clone());
            }
        }
        place = page.next;
        if place.is_none() {
            return Ok(found);
        }
    }
}

fn summarize(cx: &RequestContext, user: User) -> UserSearchSummary {
    UserSearchSummary {
        arn: Some(cx.arn_of(&user).into()),
        directory_user_id: user.directory_user_id,
        hierarchy_group_id: user.hierarchy_group_id.map(Id::into_member),
        id: Some(user.id.into_member()),
        identity_info: Some(UserIdentityInfoLite {
            first_name: user.identity_info.first_name,
            last_name: user.identity_info.last_name,
        }),
        phone_config: user.phone_config.map(in_milliseconds),
        routing_profile_id: Some(user.routing_profile_id.into_member()),
        security_profile_ids: Some(security_profile_ids(user.security_profile_ids)),
        tags: user.tags,
        username: Some(user.username.into()),
        auto_accept_configs: user.auto_accept_configs,
        after_contact_work_configs: user.after_contact_work_configs,
        phone_number_configs: user.phone_number_configs,
        persistent_connection_configs: user.persistent_connection_configs,
        voice_enhancement_configs: user.voice_enhancement_configs,
    }
}

/// A search gives the time for work after a contact in milliseconds, unlike every other operation.
/// Source: the API reference on `UserSearchSummary`.
fn in_milliseconds(config: UserPhoneConfig) -> UserPhoneConfig {
    let limit = config.after_contact_work_time_limit.as_deref();
    UserPhoneConfig {
        after_contact_work_time_limit: limit
            .map(|seconds| AfterContactWorkTimeLimit(seconds.saturating_mul(1000))),
        ..config
    }
}
