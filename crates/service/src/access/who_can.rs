//! Which principals could call an operation on a user of a contact centre, and by which statement.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use roster_domain::caller::RoleSession;
use roster_domain::decision::StatementName;
use roster_domain::records::iam::{IamRole, IamUser, of_account};
use roster_domain::records::{Instance, User};
use roster_domain::{AccountRegion, Caller, Entry, Id, Principal};
use roster_model::operation::Description;
use roster_model::resource_type::ResourceType;
use roster_policy::{Outcome, Request};
use roster_store::{ReadKind, Store, StoreError, Transaction};
use serde_json::json;

use super::attempt::{Answer, Attempt};
use super::context::{ConditionContext, Stored};
use super::decision::named;
use super::grants::Grants;
use super::guard::pairs;
use super::resources::Ask;
use crate::iam::{pairs as pairs_of, policies, user_principal};
use crate::read_query::{ReadQuery, query};

/// Finds the principals that could call an operation on a user.
#[derive(Clone, Debug)]
pub struct WhoCan {
    /// The operation.
    pub operation: &'static Description,
    /// Where.
    pub account_region: AccountRegion,
    /// The instance, by id or alias; the one that the user is in, if it is not said.
    pub instance: Option<String>,
    /// The user, by id or username.
    pub user: String,
    /// The members of the identity that the call would change; any, if none is said.
    pub fields: Vec<&'static str>,
}

/// A principal that could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its ARN.
    pub principal: String,
    /// How it could.
    pub right: Right,
}

/// How a principal could call an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// As the root of the account, which has no policy.
    Root,
    /// By these statements, whatever the circumstances.
    Surely(Vec<StatementName>),
    /// Under conditions of which nothing is known beforehand.
    Perhaps(Vec<Condition>),
}

/// What a statement depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The statement.
    pub statement: StatementName,
    /// Whether it would deny.
    pub denies: bool,
    /// The first thing that is not known of the request.
    pub because: String,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// No such user is there.
    NoSuchUser(String),
    /// Several instances have users of this name.
    SeveralUsers(String),
    /// Storage failed.
    Store(StoreError),
}

/// What is known by way of a name.
pub(crate) enum Found<T> {
    One(T),
    None,
    Several,
}

impl fmt::Display for Unanswered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchUser(user) => write!(
                formatter,
                "there is no user {user:?} in this account and Region: look at --account, --region and --instance"
            ),
            Self::SeveralUsers(name) => write!(
                formatter,
                "several instances have a user {name:?}: give one of them with --instance"
            ),
            Self::Store(error) => write!(formatter, "{error}"),
        }
    }
}

impl std::error::Error for Unanswered {}

impl WhoCan {
    /// All principals that could: the root first, then users and roles of IAM by name.
    pub async fn ask(self, store: &dyn Store) -> Result<Vec<Holder>, Unanswered> {
        let user = self.user.clone();
        let answered = query(store, ReadKind::Scan, self)
            .await
            .map_err(Unanswered::Store)?;
        match answered {
            Found::One(holders) => Ok(holders),
            Found::None => Err(Unanswered::NoSuchUser(user)),
            Found::Several => Err(Unanswered::SeveralUsers(user)),
        }
    }

    /// The user, wherever it is if no instance is said.
    async fn find(&self, transaction: &mut Transaction<'_>) -> Result<Found<User>, StoreError> {
        let of_account_region = Instance::of_account_region(&self.account_region);
        let instances: Vec<Instance> = transaction
            .all(&Instance::BY_ACCOUNT_REGION, &of_account_region)
            .await?;
        let id = Id::parse(&self.user);
        let mut named = Vec::new();
        for instance in instances.iter().filter(|instance| self.is_meant(instance)) {
            if let Some(id) = &id
                && let Some(user) = transaction.get(&User::key_of(&instance.id, id)).await?
            {
                return Ok(Found::One(user));
            }
            let entry = Entry {
                index: &User::BY_USERNAME,
                key: User::of_instance(&instance.id).text(&self.user),
            };
            named.extend(transaction.find::<User>(&entry).await?);
        }
        Ok(match (named.pop(), named.is_empty()) {
            (None, _) => Found::None,
            (Some(user), true) => Found::One(user),
            (Some(_), false) => Found::Several,
        })
    }

    fn is_meant(&self, instance: &Instance) -> bool {
        let calls = [
            Some(instance.id.as_str()),
            instance.alias.as_ref().map(|alias| alias.0.as_str()),
        ];
        self.instance.is_none() || calls.contains(&self.instance.as_deref())
    }

    fn right(
        &self,
        principal: Principal,
        grants: Arc<Grants>,
        user: &User,
        stored: &Stored,
    ) -> Option<Right> {
        let input = json!({"InstanceId": user.instance_id, "UserId": user.id});
        let caller = Caller {
            account_region: self.account_region.clone(),
            principal,
        };
        let attempt = Attempt::imagined(self.operation, Arc::new(caller), grants, &input);
        match attempt.answer(|ask| of_user(ask, stored)) {
            Answer::Allowed(by) => Some(Right::Surely(by.iter().map(named).collect())),
            Answer::Undecided => Some(Right::Perhaps(conditions(&attempt, stored))),
            Answer::Denied(..) => None,
        }
    }
}

impl ReadQuery for WhoCan {
    type Output = Found<Vec<Holder>>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        let target = match self.find(&mut transaction).await? {
            Found::One(user) => user,
            Found::None => return Ok(Found::None),
            Found::Several => return Ok(Found::Several),
        };
        let fields = self.fields.iter().map(|field| Cow::Borrowed(*field));
        let stored = Stored {
            tags: Some(target.tags.clone().map(pairs).unwrap_or_default()),
            changed: (!self.fields.is_empty()).then(|| fields.collect()),
            ..Stored::default()
        };
        let root = Caller {
            account_region: self.account_region.clone(),
            principal: Principal::Root,
        };
        let mut candidates = Vec::new();
        let mut holders = vec![Holder {
            principal: root.arn(),
            right: Right::Root,
        }];
        let account = &self.account_region.account;
        for user in transaction
            .all::<IamUser>(&IamUser::BY_NAME, &of_account(account))
            .await?
        {
            let policies = policies(&mut transaction, account, &user).await?;
            let arn = self.account_region.iam("user", &user.path, &user.name);
            candidates.push((arn, user_principal(user), policies));
        }
        for role in transaction
            .all::<IamRole>(&IamRole::BY_NAME, &of_account(account))
            .await?
        {
            let policies = policies(&mut transaction, account, &role).await?;
            let arn = self.account_region.iam("role", &role.path, &role.name);
            candidates.push((arn, any_session(role), policies));
        }
        for (principal, who, policies) in candidates {
            let grants = Arc::new(Grants::new(Arc::new(policies)));
            if let Some(right) = self.right(who, grants, &target, &stored) {
                holders.push(Holder { principal, right });
            }
        }
        Ok(Found::One(holders))
    }
}

/// What is known of a resource that is asked about: something of the user, nothing of what else there is.
fn of_user<'s>(ask: &Ask, stored: &'s Stored) -> Option<&'s Stored> {
    let record = ask.resource.record.as_ref();
    record
        .is_some_and(|named| named.kind == ResourceType::User)
        .then_some(stored)
}

/// A session of a role, without a session policy or tags of its own.
fn any_session(role: IamRole) -> Principal {
    Principal::Session(Arc::new(RoleSession {
        tags: pairs_of(role.tags.as_ref()),
        role_name: role.name,
        role_path: role.path,
        role_id: role.id,
        session_name: "*".to_owned(),
        transitive_tag_keys: Vec::new(),
        issued: None,
        source_identity: None,
    }))
}

/// What the statements depend on that are not decided.
fn conditions(attempt: &Attempt, stored: &Stored) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for ask in &attempt.asks {
        let stored = of_user(ask, stored);
        let Some(resource) = attempt.arn(ask, stored) else {
            continue;
        };
        let context = ConditionContext {
            attempt,
            ask,
            resource: &resource,
            stored,
        };
        let request = Request {
            action: &attempt.action(ask),
            resource: &resource,
            context: &context,
        };
        for trace in attempt.grants.policies().explain(&request) {
            if let Outcome::Unknown { because } = trace.outcome {
                let condition = Condition {
                    statement: named(&trace.statement),
                    denies: trace.effect == roster_policy::Effect::Deny,
                    because,
                };
                if !conditions.contains(&condition) {
                    conditions.push(condition);
                }
            }
        }
    }
    conditions
}
