use roster_domain::Caller;
use roster_domain::Principal;
use roster_domain::caller::RoleSession;
use roster_domain::credential::{Prefix, secret_access_key, unique_id};
use roster_domain::records::iam::IamRole;
use roster_model::ops::sts::sessions::{
    AssumeRole, AssumeRoleRequest, AssumeRoleResponse, AssumedRoleUser, Credentials,
};
use roster_model::shapes::Timestamp;
use roster_policy::Kind;
use roster_store::{StoreError, Transaction};
use zeroize::Zeroizing;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::{IamRefusal, Refusal};
use crate::session::Session;

/// How long a session lasts unless told, and one at most that was begun in a session. Source: the STS
/// API reference on `AssumeRole`.
const HOUR: i32 = 3_600;

/// How much room there is for session policy and tags, in characters. Source: the IAM user guide on
/// quotas; how AWS packs them is not documented.
const ROOM: usize = 2_048;

impl Handler for AssumeRole {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &AssumeRoleRequest,
    ) -> Result<AssumeRoleResponse, Refusal> {
        let role = role(call, transaction, &request.role_arn).await?;
        if let Some(policy) = &request.policy {
            iam::require_policy(policy, Kind::Identity)?;
        }
        let packed = packed(request)?;
        let session = session(call, &role, request)?;
        let unsealable = |error: serde_json::Error| StoreError::Engine(error.to_string());
        let cipher = call.vault.in_use(transaction).await?;
        let token = session.token(cipher, &*call.random).map_err(unsealable)?;
        let assumed = AssumedRoleUser {
            assumed_role_id: format!("{}:{}", role.id, session.name).into(),
            arn: session_arn(call, &role, &session).into(),
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
        })
    }
}

/// The role of an ARN. What its trust policy says was asked by who decides access, but not for a root.
async fn role(call: &Call, transaction: &mut Transaction<'_>, arn: &str) -> Result<IamRole, Refusal> {
    if call.caller.principal == Principal::Root {
        return Err(IamRefusal::RootMayNotAssume.into());
    }
    let found = iam::owner_of_arn(call, transaction, arn).await?;
    // Who is only observed may ask for one that is not there, and learns what anybody does.
    found.ok_or_else(|| {
        IamRefusal::MayNotAssume {
            caller: call.caller.arn(),
            role: arn.to_owned(),
        }
        .into()
    })
}

fn session(call: &Call, role: &IamRole, request: &AssumeRoleRequest) -> Result<Session, Refusal> {
    let seconds = request
        .duration_seconds
        .as_ref()
        .map_or(HOUR, |seconds| **seconds);
    let is_chained = matches!(call.caller.principal, Principal::Session(_));
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
    let tags = iam::tags(request.tags.as_ref())?;
    Ok(Session {
        access_key_id: unique_id(Prefix::SessionKey, &*call.random),
        secret_access_key: Zeroizing::new(secret_access_key(&*call.random)),
        account: role.account.clone(),
        role_id: role.id.clone(),
        name: request.role_session_name.to_string(),
        expires: Timestamp {
            milliseconds: call.now.milliseconds + i64::from(seconds) * 1_000,
        },
        policy: request.policy.as_ref().map(|text| text.to_string()),
        tags: iam::pairs(tags.as_ref()),
    })
}

/// How much of the room is used, in percent; none if there is nothing in it.
fn packed<T: From<i32>>(request: &AssumeRoleRequest) -> Result<Option<T>, Refusal> {
    let policy = request.policy.as_ref().map_or(0, |policy| policy.chars().count());
    let tags = request.tags.iter().flat_map(|tags| tags.iter());
    let characters: usize = tags
        .map(|tag| tag.key.chars().count() + tag.value.chars().count())
        .sum();
    let percent = (100 * (policy + characters)).div_ceil(ROOM);
    if percent > 100 {
        return Err(IamRefusal::PackedPolicy { percent }.into());
    }
    let percent = i32::try_from(percent).ok().filter(|percent| *percent > 0);
    Ok(percent.map(T::from))
}

fn session_arn(call: &Call, role: &IamRole, session: &Session) -> String {
    let mut caller = Caller::clone(&call.caller);
    caller.home = call.home().of_account(&role.account);
    caller.principal = Principal::Session(
        RoleSession {
            role_name: role.name.clone(),
            role_path: role.path.clone(),
            role_id: role.id.clone(),
            session_name: session.name.clone(),
            tags: Vec::new(),
        }
        .into(),
    );
    caller.arn()
}
