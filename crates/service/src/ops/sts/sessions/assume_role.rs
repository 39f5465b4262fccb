use roster_domain::caller::RoleSession;
use roster_domain::{Caller, Principal};
use zeroize::Zeroizing;

use crate::prelude::iam::*;
use crate::session::Session;

/// The default length of a session, and the longest of one that is begun in a session. Source: the STS API
/// reference on `AssumeRole`.
const HOUR: i32 = 3_600;

/// How much room there is for session policy and tags, in characters. Source: the IAM user guide on
/// quotas; how AWS packs them is not documented.
const ROOM: usize = 2_048;

impl Handler for AssumeRole {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let role = role(cx, &request.role_arn).await?;
        if let Some(policy) = &request.policy {
            iam::require_policy(policy, Kind::Identity)?;
        }
        let tags = SessionTags::of(cx, request)?;
        let packed = packed(request, &tags)?;
        let session = session(cx, &role, request, tags)?;
        let unsealable = |error: serde_json::Error| StoreError::Engine(error.to_string());
        let cipher = cx.cipher().await?;
        let token = session.token(cipher, &*cx.random).map_err(unsealable)?;
        let assumed = AssumedRoleUser {
            assumed_role_id: format!("{}:{}", role.id, session.name).into(),
            arn: session_arn(cx, &role, &session).into(),
        };
        Ok(AssumeRoleResponse {
            credentials: Some(Credentials {
                access_key_id: session.access_key_id.into(),
                secret_access_key: session.secret_access_key.to_string().into(),
                session_token: token.into(),
                expiration: session.expires,
            }),
            assumed_role_user: Some(assumed),
            packed_policy_size: packed,
            source_identity: session.source_identity.map(Into::into),
        })
    }
}

/// The role of an ARN. The access decision has checked its trust policy, but not for a root.
async fn role(cx: &mut Context<'_>, arn: &str) -> Result<IamRole, Refusal> {
    if matches!(cx.caller.principal, Principal::Root | Principal::Unproven) {
        return Err(IamRefusal::RootMayNotAssume.into());
    }
    let found = iam::owner_of_arn(cx, arn).await?;
    // With `--access observe` a caller may name a role that does not exist. It learns no more than others.
    found.ok_or_else(|| {
        IamRefusal::MayNotAssume {
            caller: cx.caller.arn(),
            role: arn.to_owned(),
        }
        .into()
    })
}

/// The tags of a session, without those of its role.
struct SessionTags {
    all: Vec<(String, String)>,
    transitive_keys: Vec<String>,
}

impl SessionTags {
    /// Those that the request gives, and those that the session of the caller hands on. Source: the STS
    /// API reference on `AssumeRole`, and the IAM user guide on session tags.
    fn of(cx: &RequestContext, request: &AssumeRoleRequest) -> Result<Self, Refusal> {
        let mut all = iam::pairs(iam::tags(request.tags.as_ref())?.as_ref());
        let inherited = handed_on(&cx.caller.principal);
        if let Some((key, _)) = all.iter().find(|(key, _)| has(&inherited, key)) {
            return Err(IamRefusal::InheritedTag(key.clone()).into());
        }
        let keys = request.transitive_tag_keys.iter().flat_map(|keys| keys.iter());
        let mut transitive_keys: Vec<String> = keys.map(|key| key.to_string()).collect();
        if let Some(key) = transitive_keys.iter().find(|key| !has(&all, key)) {
            return Err(IamRefusal::NotTransitive(key.clone()).into());
        }
        transitive_keys.extend(inherited.iter().map(|(key, _)| key.clone()));
        all.extend(inherited);
        Ok(Self { all, transitive_keys })
    }
}

/// The tags that a session hands on to those that are begun in it.
fn handed_on(principal: &Principal) -> Vec<(String, String)> {
    match principal {
        Principal::Root
        | Principal::User(_)
        | Principal::ConnectUser(_)
        | Principal::Visitor
        | Principal::Unproven => Vec::new(),
        Principal::Session(session) => {
            let is_transitive = |key: &str| {
                let keys = &session.transitive_tag_keys;
                keys.iter().any(|transitive| transitive.eq_ignore_ascii_case(key))
            };
            let tags = session.tags.iter().filter(|(key, _)| is_transitive(key));
            tags.cloned().collect()
        }
    }
}

fn has(tags: &[(String, String)], wanted: &str) -> bool {
    tags.iter().any(|(key, _)| key.eq_ignore_ascii_case(wanted))
}

/// The source identity of the new session. Once set, it cannot change. Source: the IAM user guide on source
/// identity.
fn source_identity(cx: &RequestContext, request: &AssumeRoleRequest) -> Result<Option<String>, Refusal> {
    let said = request.source_identity.as_ref().map(|said| said.as_str());
    match (cx.caller.source_identity(), said) {
        (Some(before), Some(said)) if before != said => Err(IamRefusal::SourceIdentityIsSet.into()),
        (before, said) => Ok(said.or(before).map(str::to_owned)),
    }
}

fn session(
    cx: &mut Context<'_>,
    role: &IamRole,
    request: &AssumeRoleRequest,
    tags: SessionTags,
) -> Result<Session, Refusal> {
    let seconds = request
        .duration_seconds
        .as_ref()
        .map_or(HOUR, |seconds| **seconds);
    let is_chained = matches!(cx.caller.principal, Principal::Session(_));
    if is_chained && seconds > HOUR {
        return Err(IamRefusal::TooLong(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        )
        .into());
    }
    if seconds > role.max_session_duration {
        return Err(IamRefusal::TooLong(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        )
        .into());
    }
    Ok(Session {
        access_key_id: cx.new_unique_id(Prefix::SessionKey),
        secret_access_key: Zeroizing::new(secret_access_key(&*cx.random)),
        account: role.account.clone(),
        role_id: role.id.clone(),
        name: request.role_session_name.to_string(),
        issued: cx.now,
        expires: Timestamp {
            milliseconds: cx.now.milliseconds + i64::from(seconds) * 1_000,
        },
        policy: request.policy.as_ref().map(|text| text.to_string()),
        tags: tags.all,
        transitive_tag_keys: tags.transitive_keys,
        source_identity: source_identity(cx, request)?,
    })
}

/// How much of the room is used, in percent; none if there is nothing in it.
fn packed<T: From<i32>>(request: &AssumeRoleRequest, tags: &SessionTags) -> Result<Option<T>, Refusal> {
    let policy = request.policy.as_ref().map_or(0, |policy| policy.chars().count());
    let tags = tags.all.iter();
    let characters: usize = tags
        .map(|(key, value)| key.chars().count() + value.chars().count())
        .sum();
    let percent = (100 * (policy + characters)).div_ceil(ROOM);
    if percent > 100 {
        return Err(IamRefusal::PackedPolicy { percent }.into());
    }
    let percent = i32::try_from(percent).ok().filter(|percent| *percent > 0);
    Ok(percent.map(T::from))
}

fn session_arn(cx: &RequestContext, role: &IamRole, session: &Session) -> String {
    let mut caller = Caller::clone(&cx.caller);
    caller.account_region = cx.account_region().of_account(&role.account);
    caller.principal = Principal::Session(
        RoleSession {
            role_name: role.name.clone(),
            role_path: role.path.clone(),
            role_id: role.id.clone(),
            session_name: session.name.clone(),
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            issued: Some(session.issued),
            source_identity: None,
        }
        .into(),
    );
    caller.arn()
}
