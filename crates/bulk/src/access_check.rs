//! Which calls of a plan the policies of the caller deny, by IAM's simulation. Source: IAM API reference,
//! `SimulatePrincipalPolicy`.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use roster_client::Parameters;
use roster_model::operation::Operation;
use roster_model::ops::iam::roles::GetRole;
use roster_model::ops::iam::simulation::SimulatePrincipalPolicy;
use roster_model::ops::sts::sessions::GetCallerIdentity;
use roster_plan::{AccessRequest, Denial};
use serde::Serialize;
use serde_json::{Value, json};

use crate::directory::{read, text};
use crate::error::Error;
use crate::parallel::Work;
use crate::patience::{Patient, Repeat};

/// As many resources are asked about in one call.
const RESOURCES: usize = 100;

/// The APIs that know the policies of the caller.
#[derive(Clone, Copy)]
pub struct Policies<'a> {
    /// Calls STS.
    pub sts: Work<'a>,
    /// Calls IAM.
    pub iam: Work<'a>,
}

/// A change as access policies see it.
pub(crate) struct AccessQuestion {
    /// The number of the row. A person outside the file has none.
    pub(crate) row: Option<usize>,
    /// The person's sign-in name.
    pub(crate) username: String,
    /// What its call asks for.
    pub(crate) requests: Vec<AccessRequest>,
}

/// What the policies of the caller say of the calls of a plan.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Access {
    /// The ARN of the caller.
    pub caller: String,
    /// How many calls are allowed.
    pub allowed: usize,
    /// How many calls are denied.
    pub denied: usize,
    /// How many calls depend on what is not known before them.
    pub uncertain: usize,
    /// The condition keys that these depend on.
    pub unknown_keys: BTreeSet<String>,
    /// What is denied, in the order of the plan.
    pub denials: Vec<Denial>,
}

/// What the policies say of one request.
#[derive(Clone, Debug)]
enum Answer {
    Allowed,
    Denied(String),
    Unknown(Vec<String>),
}

/// Asks IAM about every change. An error if a call fails, or the caller is neither a user nor a role.
pub(crate) fn check_access(policies: &Policies<'_>, questions: &[AccessQuestion]) -> Result<Access, Error> {
    let Policies { sts, iam } = policies;
    let caller = sts.here(|patient| {
        let identity = read(patient, GetCallerIdentity::DESCRIPTION, [])?;
        Ok(text(&identity["Arn"]))
    })?;
    let mut access = Access {
        caller: caller.clone(),
        ..Access::default()
    };
    if caller.ends_with(":root") {
        access.allowed = questions.len();
        return Ok(access);
    }
    let principal = iam.here(|patient| principal(patient, &caller))?;
    let requests = questions.iter().flat_map(|question| &question.requests);
    let requests: Vec<&AccessRequest> = requests.collect::<BTreeSet<_>>().into_iter().collect();
    let alike = requests
        .chunk_by(|one, other| one.is_alike(other))
        .flat_map(|alike| alike.chunks(RESOURCES));
    let answers = Mutex::new(HashMap::new());
    iam.on_each(&alike.collect::<Vec<_>>(), |patient, alike| {
        let found = simulated(patient, &principal, alike)?;
        let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.extend(alike.iter().copied().zip(found));
        Ok(())
    })?;
    let answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    for question in questions {
        access.add(question, &answers);
    }
    Ok(access)
}

impl Access {
    fn add(&mut self, question: &AccessQuestion, answers: &HashMap<&AccessRequest, Answer>) {
        let (mut is_denied, mut is_uncertain) = (false, false);
        for request in &question.requests {
            match &answers[request] {
                Answer::Allowed => {}
                Answer::Denied(reason) => {
                    is_denied = true;
                    self.denials.push(Denial {
                        row: question.row,
                        username: question.username.clone(),
                        action: request.action.clone(),
                        resource: request.resource.clone(),
                        reason: reason.clone(),
                    });
                }
                Answer::Unknown(keys) => {
                    is_uncertain = true;
                    self.unknown_keys.extend(keys.iter().cloned());
                }
            }
        }
        let count = if is_denied {
            &mut self.denied
        } else if is_uncertain {
            &mut self.uncertain
        } else {
            &mut self.allowed
        };
        *count += 1;
    }
}

/// The ARN of the user or role whose policies decide.
fn principal(patient: &Patient<'_>, caller: &str) -> Result<String, Error> {
    let resource = caller.splitn(6, ':').nth(5).unwrap_or_default();
    let mut words = resource.split('/');
    match words.next() {
        Some("user") => Ok(caller.to_owned()),
        Some("assumed-role") => {
            let name = words.next().unwrap_or_default();
            // The ARN of a session has no path.
            let role = read(patient, GetRole::DESCRIPTION, [("RoleName", name)])?;
            Ok(text(&role["Role"]["Arn"]))
        }
        _ => Err(Error::NoPolicies {
            caller: caller.to_owned(),
        }),
    }
}

/// The answers to requests that are alike but for the resource, in their order.
fn simulated(patient: &Patient<'_>, principal: &str, alike: &[&AccessRequest]) -> Result<Vec<Answer>, Error> {
    let Some(first) = alike.first() else {
        return Ok(Vec::new());
    };
    let context = first.context.iter().map(|(key, values)| {
        let kind = if key == "aws:TagKeys" {
            "stringList"
        } else {
            "string"
        };
        json!({"ContextKeyName": key, "ContextKeyValues": values, "ContextKeyType": kind})
    });
    let resources: Vec<_> = alike.iter().map(|request| &request.resource).collect();
    let mut parameters: Parameters = [
        ("PolicySourceArn", principal.into()),
        ("ActionNames", json!([first.action])),
        ("ResourceArns", json!(resources)),
        ("ContextEntries", context.collect()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let mut found: HashMap<String, Answer> = HashMap::new();
    loop {
        let mut page = patient.call(SimulatePrincipalPolicy::DESCRIPTION, &parameters, Repeat::Safe)?;
        for result in page["EvaluationResults"].as_array().into_iter().flatten() {
            found.insert(text(&result["EvalResourceName"]), answer(first, result));
        }
        if page["IsTruncated"].as_bool() != Some(true) {
            break;
        }
        parameters.insert("Marker".to_owned(), page["Marker"].take());
    }
    let answers = alike.iter().map(|request| found.get(&request.resource).cloned());
    answers.collect::<Option<_>>().ok_or(Error::UnexpectedAnswer {
        operation: "SimulatePrincipalPolicy",
        member: "EvalResourceName",
    })
}

fn answer(request: &AccessRequest, result: &Value) -> Answer {
    let texts = |list: &Value, member: Option<&str>| -> Vec<String> {
        let items = list.as_array().into_iter().flatten();
        items
            .map(|item| text(member.map_or(item, |member| &item[member])))
            .collect()
    };
    let decision = result["EvalDecision"].as_str().unwrap_or_default();
    if decision == "allowed" {
        return Answer::Allowed;
    }
    let mut missing = texts(&result["MissingContextValues"], None);
    missing.retain(|key| !request.lacks(key));
    if !missing.is_empty() {
        return Answer::Unknown(missing);
    }
    let boundary = &result["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"];
    Answer::Denied(match decision {
        "explicitDeny" => {
            let policies: BTreeSet<_> = texts(&result["MatchedStatements"], Some("SourcePolicyId"))
                .into_iter()
                .collect();
            let policies: Vec<_> = policies.into_iter().collect();
            format!("{} denies it", policies.join(" and "))
        }
        _ if boundary.as_bool() == Some(false) => "the permissions boundary does not allow it".to_owned(),
        _ => "no policy allows it".to_owned(),
    })
}
