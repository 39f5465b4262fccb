//! Who may take on a role: what its trust policy says, and what the caller's own policies say.
//! Source: the IAM user guide on policy evaluation and on switching roles.

use std::time::SystemTime;

use roster_domain::Principal;
use roster_domain::records::iam::{self, IamRole};
use roster_model::ops::sts::sessions::AssumeRoleRequest;
use roster_policy::{
    Caller, ContextEntries, Decision, Denial, Document, Kind, Layer, Request, TrustDecision, Trusted,
    evaluate_trust,
};
use roster_store::{StoreError, Transaction};

use crate::call::Call;
use crate::refusal::{IamRefusal, Refusal};

/// The role that a request names, if the caller may take it on. Whether it is there is not told to
/// who may not.
pub(crate) async fn assumable(
    call: &Call,
    transaction: &mut Transaction<'_>,
    request: &AssumeRoleRequest,
) -> Result<IamRole, Refusal> {
    if call.caller.principal == Principal::Root {
        return Err(IamRefusal::RootMayNotAssume.into());
    }
    let role = named(call, transaction, &request.role_arn).await?;
    let tagging = request.tags.as_ref().is_some_and(|tags| !tags.is_empty());
    let actions = ["sts:AssumeRole", "sts:TagSession"];
    let refused = |action| {
        Refusal::from(IamRefusal::MayNotAssume {
            caller: call.caller.arn(),
            action,
            role: request.role_arn.to_string(),
        })
    };
    let role = role.ok_or_else(|| refused(actions[0]))?;
    for action in &actions[..=usize::from(tagging)] {
        if !may(call, &role, request, action)? {
            return Err(refused(action));
        }
    }
    Ok(role)
}

/// The role of an ARN, in whatever account.
async fn named(
    call: &Call,
    transaction: &mut Transaction<'_>,
    arn: &str,
) -> Result<Option<IamRole>, Refusal> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, "iam", "", account, resource] = parts[..] else {
        return Ok(None);
    };
    let Some(path) = resource.strip_prefix("role/") else {
        return Ok(None);
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let found: Option<IamRole> = transaction
        .find(&iam::named(&IamRole::BY_NAME, account, name))
        .await?;
    Ok(found.filter(|role| arn_of(call, role) == arn))
}

fn arn_of(call: &Call, role: &IamRole) -> String {
    let mut home = call.home().clone();
    home.account = role.account.clone();
    home.iam("role", &role.path, &role.name)
}

fn may(call: &Call, role: &IamRole, request: &AssumeRoleRequest, action: &str) -> Result<bool, Refusal> {
    let context = context(call, request);
    let unreadable = |_| StoreError::Corrupt(format!("the trust policy of the role {} is none", role.id));
    let document = Document::parse(&role.trust_policy, Kind::Trust).map_err(unreadable)?;
    let arns = arns(call);
    let arns: Vec<&str> = arns.iter().map(String::as_str).collect();
    let caller = Caller {
        account: &call.home().account,
        arns: &arns,
    };
    let is_ours = role.account == call.home().account;
    let through = match evaluate_trust(&document, &caller, action, &context) {
        TrustDecision::Trusted { through, .. } if is_ours => through,
        // Another account's role always needs both.
        TrustDecision::Trusted { .. } => Trusted::Account,
        TrustDecision::Denied { .. } | TrustDecision::NotTrusted | TrustDecision::Undecided => {
            return Ok(false);
        }
    };
    let Some(policies) = &call.policies else {
        return Ok(false);
    };
    let resource = arn_of(call, role);
    let asked = Request {
        action,
        resource: &resource,
        context: &context,
    };
    Ok(match (policies.evaluate(&asked), through) {
        (Decision::Allowed { .. }, _) => true,
        // Who is named in person needs no permission of their own, but a session is held within its
        // limits, of which only the first that forbids is known here.
        (Decision::Denied(Denial::Implicit { layer }), Trusted::Principal) => match &call.caller.principal {
            Principal::Root | Principal::User(_) => true,
            Principal::Session(_) => {
                layer == Layer::Identity && policies.boundary.is_none() && policies.session.is_empty()
            }
        },
        (Decision::Denied(Denial::Explicit { .. } | Denial::Implicit { .. }) | Decision::Undecided, _) => {
            false
        }
    })
}

/// Every ARN by which a trust policy may mean the caller.
fn arns(call: &Call) -> Vec<String> {
    let own = call.caller.arn();
    match &call.caller.principal {
        Principal::Root | Principal::User(_) => vec![own],
        Principal::Session(session) => {
            let role = call.home().iam("role", &session.role_path, &session.role_name);
            vec![own, role]
        }
    }
}

/// What is known of the request. Where it came from is not known here: a condition on that is not met.
fn context(call: &Call, request: &AssumeRoleRequest) -> ContextEntries {
    let home = call.home();
    let (principal, kind, tags) = match &call.caller.principal {
        Principal::Root => (call.caller.arn(), "Account", &[][..]),
        Principal::User(user) => (call.caller.arn(), "User", &user.tags[..]),
        Principal::Session(session) => (
            home.iam("role", &session.role_path, &session.role_name),
            "AssumedRole",
            &session.tags[..],
        ),
    };
    let seconds = SystemTime::from(call.now)
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let mut context = ContextEntries::default()
        .one("aws:PrincipalArn", principal)
        .one("aws:PrincipalType", kind)
        .one("aws:PrincipalAccount", &*home.account)
        .one("aws:userid", call.caller.user_id())
        .one("aws:RequestedRegion", &*home.region)
        .one("aws:CurrentTime", seconds.to_string())
        .one("aws:EpochTime", seconds.to_string())
        .one("sts:RoleSessionName", request.role_session_name.as_str())
        .unknown("aws:SourceIp")
        .unknown("aws:SecureTransport")
        .unknown("aws:UserAgent");
    if let Principal::User(user) = &call.caller.principal {
        context = context.one("aws:username", &user.name);
    }
    if let Some(id) = &request.external_id {
        context = context.one("sts:ExternalId", id.as_str());
    }
    for (key, value) in tags {
        context = context.one(&format!("aws:PrincipalTag/{key}"), value);
    }
    let asked = crate::iam::pairs(request.tags.as_ref());
    for (key, value) in &asked {
        context = context.one(&format!("aws:RequestTag/{key}"), value);
    }
    if !asked.is_empty() {
        context = context.many("aws:TagKeys", asked.into_iter().map(|(key, _)| key));
    }
    context
}
