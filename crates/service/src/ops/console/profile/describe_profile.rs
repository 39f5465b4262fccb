use crate::prelude::console::*;

handler!(DescribeProfile, |cx, _request| -> Response {
    let person = cx.person().await?;
    let mut sessions = cx.sessions_of(&person.user).await?;
    sessions.sort_by_key(|session| std::cmp::Reverse(session.last_used));
    let factor = cx.confirmed_factor(&person.user).await?;
    let second_factor = factor.map(|factor| SecondFactorSummary {
        created: factor.created,
        recovery_codes_left: i64::try_from(factor.recovery_codes.len()).unwrap_or(i64::MAX),
    });
    let summary = |session: UserSession| UserSessionSummary {
        is_current: session.id == person.session.id,
        id: session.id.into_member(),
        created: session.created,
        last_used: session.last_used,
        source_address: session.source_address,
        user_agent: session.user_agent,
    };
    Ok(Response {
        username: person.user.username.into(),
        identity_info: person.user.identity_info,
        second_factor,
        sessions: UserSessionSummaries(sessions.into_iter().map(summary).collect()),
    })
});
