//! Simulations: what policies would decide about imagined requests. Source: the IAM API reference on
//! `SimulateCustomPolicy` and `SimulatePrincipalPolicy`.

mod limits;

use std::sync::Arc;

use roster_domain::Key;
use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::simulation::SimulateCustomPolicyRequest;
use roster_model::shapes::iam::{
    ContextEntry, ContextKeyNameType, ContextKeyNamesResultListType, ContextKeyTypeEnum, EvaluationResult,
    EvaluationResultsListType, PermissionsBoundaryDecisionDetail, PolicyEvaluationDecisionType,
    PolicySourceType, ResponseMarkerType, SimulatePolicyResponse, SimulationPolicyListType, Statement,
    StatementListType,
};
use roster_policy::{
    ConditionKey, Context, ContextEntries, Decision, DecisionEffort, Denial, Document, Effect, Kind,
    Policies, Policy, Relevant, ValueType, Values,
};
use roster_store::{StoreError, Transaction};

use super::{Owner, arn_of, entity_of_arn, pairs};
use super::{attached_policies, compiled_boundary, inline_policies};
use crate::computing::Computation;
use crate::interrupt::Interrupt;
use crate::paging::{self, List};
use crate::refusal::{IamRefusal, Refusal};
use crate::request_context::RequestContext;

/// How many results a page holds by default. Source: the IAM API reference.
const USUAL: usize = 100;

/// What a user or role brings into a simulation; nothing where only documents are tried out.
#[derive(Default)]
pub(crate) struct Own {
    identity: Vec<Tried>,
    boundary: Option<Tried>,
    /// Its ARN, if it is a user or role.
    arn: Option<String>,
    context: ContextEntries,
}

/// A policy by itself, and whose it is.
struct Tried {
    policy: Policy,
    source: PolicySourceType,
}

impl Own {
    /// The policies of a user or role, without what is known of requests by it.
    pub(crate) async fn policies_of<O: Owner>(
        transaction: &mut Transaction<'_>,
        owner: &O,
    ) -> Result<Self, StoreError> {
        let tried = |source| move |policy| Tried { policy, source };
        let inline = inline_policies(transaction, owner).await?;
        let attached = attached_policies(transaction, owner).await?;
        let boundary = compiled_boundary(transaction, owner.account(), owner).await?;
        let mut identity: Vec<Tried> = inline.into_iter().map(tried(O::POLICY_SOURCE)).collect();
        identity.extend(attached.into_iter().map(tried(PolicySourceType::UserManaged)));
        Ok(Self {
            identity,
            boundary: boundary.map(tried(PolicySourceType::UserManaged)),
            arn: None,
            context: ContextEntries::default(),
        })
    }

    /// The same, with what is known of requests by this principal.
    pub(crate) fn calling(
        self,
        cx: &RequestContext,
        owner: &impl Owner,
        kind: &str,
        tags: &[(String, String)],
    ) -> Self {
        let arn = arn_of(cx, owner);
        let context = ContextEntries::default()
            .one("aws:PrincipalArn", &arn)
            .one("aws:PrincipalAccount", owner.account())
            .one("aws:PrincipalType", kind)
            .one("aws:ViaAWSService", "false")
            .one("aws:PrincipalIsAWSService", "false");
        let context = tags.iter().fold(context, |context, (key, value)| {
            context.one(&format!("aws:PrincipalTag/{key}"), value)
        });
        Self {
            arn: Some(arn),
            context,
            ..self
        }
    }

    /// The same for a user, which has a name besides.
    pub(crate) fn calling_user(self, cx: &RequestContext, user: &IamUser) -> Self {
        let own = self.calling(cx, user, "User", &pairs(user.tags.as_ref()));
        Self {
            context: own
                .context
                .one("aws:username", &user.name)
                .one("aws:userid", &user.id),
            ..own
        }
    }

    /// The same with another caller, if the request names one. Only its ARN is known: permission to simulate
    /// documents is no permission to read users.
    fn called_by(self, arn: Option<&str>) -> Result<Self, Refusal> {
        let Some(arn) = arn.filter(|arn| self.arn.as_deref() != Some(*arn)) else {
            return Ok(self);
        };
        let entity = entity_of_arn(arn).filter(|entity| entity.word == IamUser::ARN_WORD);
        let entity = entity.ok_or_else(|| unusable("CallerArn", "give the ARN of a user of IAM"))?;
        let context = ContextEntries::default()
            .one("aws:PrincipalArn", arn)
            .one("aws:PrincipalAccount", entity.account)
            .one("aws:PrincipalType", "User")
            .one("aws:username", entity.name);
        Ok(Self { context, ..self })
    }
}

/// Tries policies out when the transaction is over: those of a user or role, and those of the request.
pub(crate) fn simulation(
    cx: &RequestContext,
    own: Own,
    request: SimulateCustomPolicyRequest,
) -> Computation<SimulatePolicyResponse> {
    let list = List::new("simulation", &Key::new().text(&cx.account_region().account));
    Box::new(move |interrupt| simulate(&list, own, &request, interrupt))
}

fn simulate(
    list: &List,
    own: Own,
    request: &SimulateCustomPolicyRequest,
    interrupt: &Interrupt,
) -> Result<SimulatePolicyResponse, Refusal> {
    require_no_resource_policies(request)?;
    limits::check(request)?;
    let caller = request.caller_arn.as_ref().map(|arn| arn.as_str());
    let own = own.called_by(caller)?;
    let simulation = Simulation::new(own, request)?;
    let actions = actions(request)?;
    let resources = resources(request)?;
    let (page, next) = paging::stretch(
        list,
        actions.len() * resources.len(),
        request.marker.as_ref().map(|marker| marker.as_str()),
        paging::limit(request.max_items.as_ref().map(|max| **max), USUAL),
    )
    .map_err(|_| IamRefusal::NotAMarker)?;
    let places: Vec<usize> = page.collect();
    let trials = places.iter().map(|place| {
        (
            actions[place / resources.len()],
            resources[place % resources.len()],
        )
    });
    limits::require_effort(simulation.effort(), trials)?;
    let mut results = Vec::new();
    for of_action in places.chunk_by(|one, other| one / resources.len() == other / resources.len()) {
        let trial = Trial::new(&simulation, actions[of_action[0] / resources.len()]);
        for place in of_action {
            interrupt.check()?;
            results.push(trial.result(resources[place % resources.len()])?);
        }
    }
    Ok(SimulatePolicyResponse {
        evaluation_results: Some(EvaluationResultsListType(results)),
        is_truncated: Some(next.is_some()),
        marker: next.map(|token| ResponseMarkerType(token.0)),
    })
}

/// Everything that is tried out.
struct Simulation {
    /// Each identity policy alone, and whose it is.
    each: Vec<(Arc<Policies>, PolicySourceType)>,
    boundary: Option<(Arc<Policies>, PolicySourceType)>,
    all: Arc<Policies>,
    context: ContextEntries,
}

impl Simulation {
    fn new(own: Own, request: &SimulateCustomPolicyRequest) -> Result<Self, Refusal> {
        let mut identity = own.identity;
        identity.extend(given("PolicyInputList", &request.policy_input_list)?);
        let mut boundaries = match &request.permissions_boundary_policy_input_list {
            Some(list) => given("PermissionsBoundaryPolicyInputList", list)?,
            None => Vec::new(),
        };
        if boundaries.len() > 1 {
            let why = "a principal has one permissions boundary at most";
            return Err(unusable("PermissionsBoundaryPolicyInputList", why));
        }
        let boundary = boundaries.pop().or(own.boundary);
        let entries = request.context_entries.iter().flat_map(|entries| entries.iter());
        let context = entries.enumerate().try_fold(own.context, with_entry)?;
        Ok(Self {
            each: identity.iter().map(alone).collect(),
            boundary: boundary.as_ref().map(alone),
            all: Arc::new(Policies {
                identity: identity.into_iter().map(|tried| tried.policy).collect(),
                boundary: boundary.map(|tried| tried.policy),
                session: Vec::new(),
            }),
            context,
        })
    }

    /// The most steps that a decision takes.
    fn effort(&self) -> DecisionEffort {
        self.all.effort(&self.context)
    }
}

fn alone(tried: &Tried) -> (Arc<Policies>, PolicySourceType) {
    let policies = Policies {
        identity: vec![tried.policy.clone()],
        ..Policies::default()
    };
    (Arc::new(policies), tried.source)
}

/// The policies of a simulation, as far as they cover one action.
struct Trial<'s> {
    action: &'s str,
    context: &'s ContextEntries,
    each: Vec<(Relevant, PolicySourceType)>,
    boundary: Option<(Relevant, PolicySourceType)>,
    all: Relevant,
}

impl<'s> Trial<'s> {
    fn new(simulation: &'s Simulation, action: &'s str) -> Self {
        let relevant =
            |(policies, source): &(Arc<Policies>, PolicySourceType)| (policies.for_action(action), *source);
        Self {
            action,
            context: &simulation.context,
            each: simulation.each.iter().map(relevant).collect(),
            boundary: simulation.boundary.as_ref().map(relevant),
            all: simulation.all.for_action(action),
        }
    }

    fn result(&self, resource: &str) -> Result<EvaluationResult, Refusal> {
        use PolicyEvaluationDecisionType::{Allowed, ExplicitDeny, ImplicitDeny};
        let (decision, deciding) = match self.all.evaluate(resource, self.context) {
            Decision::Allowed { .. } => (Allowed, Some(Effect::Allow)),
            Decision::Denied(Denial::Explicit { .. }) => (ExplicitDeny, Some(Effect::Deny)),
            Decision::Denied(Denial::Implicit { .. }) => (ImplicitDeny, None),
            Decision::Undecided => return Err(IamRefusal::Unevaluated.into()),
        };
        let boundary = self.boundary.as_ref().map(|(boundary, _)| {
            let decision = boundary.evaluate(resource, self.context);
            PermissionsBoundaryDecisionDetail {
                allowed_by_permissions_boundary: Some(matches!(decision, Decision::Allowed { .. })),
            }
        });
        let statements = deciding.map_or_else(Vec::new, |effect| self.statements(resource, effect));
        Ok(EvaluationResult {
            eval_action_name: self.action.to_owned().into(),
            eval_resource_name: Some(resource.to_owned().into()),
            eval_decision: decision,
            matched_statements: Some(StatementListType(statements)),
            missing_context_values: Some(ContextKeyNamesResultListType(self.missing())),
            permissions_boundary_decision_detail: boundary,
        })
    }

    /// The statements of this effect that match. What a boundary allows is no reason to be allowed.
    fn statements(&self, resource: &str, deciding: Effect) -> Vec<Statement> {
        let mut statements = Vec::new();
        let denying_boundary = self.boundary.as_ref().filter(|_| deciding == Effect::Deny);
        for (relevant, source) in self.each.iter().chain(denying_boundary) {
            let matching = relevant.matching(resource, self.context);
            let deciding = matching.filter(|(_, effect)| *effect == deciding);
            statements.extend(deciding.map(|(statement, _)| Statement {
                source_policy_id: Some(statement.policy.to_owned().into()),
                source_policy_type: Some(*source),
            }));
        }
        statements
    }

    /// The keys that the policies use and the request does not give, each once.
    fn missing(&self) -> Vec<ContextKeyNameType> {
        let mut missing: Vec<&ConditionKey> = Vec::new();
        for key in self.all.keys() {
            if self.context.values(key) == Values::Absent && !missing.contains(&key) {
                missing.push(key);
            }
        }
        missing.iter().map(|key| key.as_str().to_owned().into()).collect()
    }
}

/// The policies in a member of the request, called as AWS calls them in answers.
fn given(member: &str, list: &SimulationPolicyListType) -> Result<Vec<Tried>, Refusal> {
    let read = |(index, text): (usize, &roster_model::shapes::iam::PolicyDocumentType)| {
        let document = Document::parse(text, Kind::Identity)
            .map_err(|fault| unusable(&format!("{member}[{index}]"), &fault.to_string()))?;
        Ok(Tried {
            policy: Policy {
                name: format!("{member}.{}", index + 1).into(),
                document: Arc::new(document),
            },
            source: PolicySourceType::None,
        })
    };
    list.iter().enumerate().map(read).collect()
}

/// Nothing here has a policy of its own, and leaving one out unseen would give wrong answers.
fn require_no_resource_policies(request: &SimulateCustomPolicyRequest) -> Result<(), Refusal> {
    let given = [
        ("ResourcePolicy", request.resource_policy.is_some()),
        ("ResourceOwner", request.resource_owner.is_some()),
        (
            "ResourceHandlingOption",
            request.resource_handling_option.is_some(),
        ),
    ];
    match given.into_iter().find(|(_, is_given)| *is_given) {
        Some((member, _)) => Err(unusable(member, "resources have no policies here; leave it out")),
        None => Ok(()),
    }
}

fn actions(request: &SimulateCustomPolicyRequest) -> Result<Vec<&str>, Refusal> {
    let names = request.action_names.iter().enumerate();
    names
        .map(|(index, name)| match name.split_once(':') {
            Some((service, action))
                if !service.is_empty() && !action.is_empty() && !name.contains(['*', '?']) =>
            {
                Ok(name.as_str())
            }
            Some(_) | None => Err(unusable(
                &format!("ActionNames[{index}]"),
                "name one action as connect:DescribeUser, without wildcards",
            )),
        })
        .collect()
}

fn resources(request: &SimulateCustomPolicyRequest) -> Result<Vec<&str>, Refusal> {
    let given = request.resource_arns.as_ref().filter(|arns| !arns.is_empty());
    let Some(arns) = given else { return Ok(vec!["*"]) };
    let arns = arns.iter().enumerate();
    arns.map(|(index, arn)| {
        let is_arn = arn.starts_with("arn:") && arn.splitn(6, ':').count() == 6;
        if is_arn || arn.as_str() == "*" {
            Ok(arn.as_str())
        } else {
            Err(unusable(&format!("ResourceArns[{index}]"), "give an ARN or *"))
        }
    })
    .collect()
}

/// A context with one entry more.
fn with_entry(
    context: ContextEntries,
    (index, entry): (usize, &ContextEntry),
) -> Result<ContextEntries, Refusal> {
    let refuse = |member: &str, why: &str| unusable(&format!("ContextEntries[{index}].{member}"), why);
    let name = entry.context_key_name.as_ref().map_or("", |name| name.as_str());
    if ConditionKey::parse(name).is_none() {
        return Err(refuse("ContextKeyName", "name a key as aws:SourceIp"));
    }
    let values: Vec<&str> = entry
        .context_key_values
        .iter()
        .flat_map(|values| values.iter())
        .map(|value| value.as_str())
        .collect();
    let otherwise = match values.len() {
        1 => ContextKeyTypeEnum::String,
        _ => ContextKeyTypeEnum::StringList,
    };
    let (value_type, is_list) = type_of(entry.context_key_type.unwrap_or(otherwise));
    let wanted = values
        .iter()
        .find_map(|value| value_type.wanted_instead_of(value));
    if let Some(wanted) = wanted {
        return Err(refuse("ContextKeyValues", &format!("a value is not {wanted}")));
    }
    match (is_list, &values[..]) {
        (true, _) => Ok(context.many(name, values)),
        (false, [value]) => Ok(context.one(name, *value)),
        (false, _) => Err(refuse(
            "ContextKeyValues",
            "give one value, or a ContextKeyType for a list",
        )),
    }
}

/// What values are, and whether there may be several.
const fn type_of(named: ContextKeyTypeEnum) -> (ValueType, bool) {
    match named {
        ContextKeyTypeEnum::String => (ValueType::Text, false),
        ContextKeyTypeEnum::StringList => (ValueType::Text, true),
        ContextKeyTypeEnum::Numeric => (ValueType::Number, false),
        ContextKeyTypeEnum::NumericList => (ValueType::Number, true),
        ContextKeyTypeEnum::Boolean => (ValueType::Boolean, false),
        ContextKeyTypeEnum::BooleanList => (ValueType::Boolean, true),
        ContextKeyTypeEnum::Ip => (ValueType::Address, false),
        ContextKeyTypeEnum::IpList => (ValueType::Address, true),
        ContextKeyTypeEnum::Binary => (ValueType::Bytes, false),
        ContextKeyTypeEnum::BinaryList => (ValueType::Bytes, true),
        ContextKeyTypeEnum::Date => (ValueType::Instant, false),
        ContextKeyTypeEnum::DateList => (ValueType::Instant, true),
    }
}

/// A refusal of what a member of a simulation says.
fn unusable(member: &str, why: &str) -> Refusal {
    let (member, why) = (member.to_owned(), why.to_owned());
    IamRefusal::NotSimulated { member, why }.into()
}
