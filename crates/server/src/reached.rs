//! The furthest stage that a request has reached: all that audit and metrics can say of it.

use std::sync::Arc;

use roster_domain::arn::Reference;
use roster_domain::audit::AuditRecord;
use roster_domain::decision::{Decision, Verdict};
use roster_domain::{AccountRegion, Caller, Principal, truncate_chars};
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::resource_type::ResourceType;
use roster_model::service::Service;

use crate::exception::{Exception, Failure};
use crate::head::{RUN_ID, run_id};
use crate::input::Parameters;
use crate::pipeline::Access;
use crate::request::Request;

/// The longest part of a client's name for itself that is kept, in characters.
const USER_AGENT_CHARACTERS: usize = 256;

/// The longest part of what a request calls its access key that is kept, in characters. Source: the
/// IAM API reference on `AccessKey`.
const ACCESS_KEY_CHARACTERS: usize = 128;

/// The longest part of the message of a refusal that is kept, in characters. Source: the CloudTrail user
/// guide on record contents.
pub(crate) const ERROR_MESSAGE_CHARACTERS: usize = 1024;

/// How far a request came.
pub(crate) enum Reached<'r> {
    /// It was not authenticated.
    Unproven(RequestSummary<'r>),
    /// It was authenticated.
    Proven(Proven<'r>),
}

/// What the text of a request says; nothing of it is proven.
#[derive(Clone, Copy, Default)]
pub(crate) struct RequestSummary<'r> {
    /// The service it is for.
    pub(crate) service: Service,
    /// The operation it leads to, once found.
    pub(crate) operation: Option<&'static str>,
    /// The access key that it says it is signed with.
    pub(crate) access_key_id: Option<&'r str>,
}

/// What is known of a request with a caller.
pub(crate) struct Proven<'r> {
    pub(crate) summary: RequestSummary<'r>,
    pub(crate) caller: Arc<Caller>,
    /// What requests must prove.
    pub(crate) access: Access,
    /// What it asks for, once read.
    pub(crate) parameters: Option<Parameters>,
    /// Whether policies were asked.
    pub(crate) asked: bool,
    /// How access was decided, if it was asked.
    pub(crate) decision: Option<Box<Decision>>,
}

/// A request that a stage refuses.
pub(crate) struct Stopped<'r> {
    pub(crate) reached: Reached<'r>,
    pub(crate) failure: Failure,
    /// Whether the audit has a record of the refusal already.
    pub(crate) is_audited: bool,
}

/// What a stage returns: a value for the next stage, or why there is none.
pub(crate) type StageResult<'r, T> = Result<T, Box<Stopped<'r>>>;

impl<'r> Reached<'r> {
    pub(crate) const fn summary(&self) -> RequestSummary<'r> {
        match self {
            Self::Unproven(summary) => *summary,
            Self::Proven(proven) => proven.summary,
        }
    }

    pub(crate) const fn proven(&self) -> Option<&Proven<'r>> {
        match self {
            Self::Unproven(_) => None,
            Self::Proven(proven) => Some(proven),
        }
    }
}

impl<'r> RequestSummary<'r> {
    /// The same of a request that leads to an operation.
    pub(crate) const fn leading_to(self, operation: &'static str) -> Self {
        Self {
            operation: Some(operation),
            ..self
        }
    }

    /// The request goes no further.
    pub(crate) fn stop(self, failure: impl Into<Failure>) -> Box<Stopped<'r>> {
        Box::new(Stopped {
            reached: Reached::Unproven(self),
            failure: failure.into(),
            is_audited: false,
        })
    }

    /// The audit record of what is known.
    pub(crate) fn record(self, request: &Request, exception: &Exception) -> AuditRecord {
        record(request, self, None, Some(exception))
    }
}

impl<'r> Proven<'r> {
    /// What is known of a request when its caller is found.
    pub(crate) const fn new(summary: RequestSummary<'r>, caller: Arc<Caller>, access: Access) -> Self {
        Self {
            summary,
            caller,
            access,
            parameters: None,
            asked: false,
            decision: None,
        }
    }

    /// The same of a request on which access was decided.
    pub(crate) fn decided(self, decision: Option<Box<Decision>>) -> Self {
        Self { decision, ..self }
    }

    /// The decision on access, if it was asked.
    pub(crate) fn verdict(&self) -> Option<Verdict> {
        self.decision.as_ref().map(|decision| decision.verdict)
    }

    /// The request goes no further.
    pub(crate) fn stop(self, failure: impl Into<Failure>) -> Box<Stopped<'r>> {
        Box::new(Stopped {
            reached: Reached::Proven(self),
            failure: failure.into(),
            is_audited: false,
        })
    }

    /// The audit record of what is known.
    pub(crate) fn record(&self, request: &Request, exception: Option<&Exception>) -> AuditRecord {
        record(request, self.summary, Some(self), exception)
    }
}

fn record(
    request: &Request,
    summary: RequestSummary<'_>,
    proven: Option<&Proven<'_>>,
    exception: Option<&Exception>,
) -> AuditRecord {
    let caller = proven.map(|proven| &*proven.caller);
    let account_region = caller.map(|caller| &caller.account_region);
    let operation = summary
        .operation
        .and_then(|name| operations::find(summary.service, name));
    let user_agent = request.head.headers.get(http::header::USER_AGENT);
    AuditRecord {
        time: request.time.into(),
        clock_time: None,
        arrival_time: Some(request.time.into()),
        request_id: request.id.to_string(),
        service: summary.service,
        operation: summary.operation.map(str::to_owned),
        resource: operation
            .zip(account_region)
            .and_then(|(operation, account_region)| resource(operation, request.path(), account_region)),
        principal: caller.filter(|caller| !caller.is_visitor()).map(Caller::arn),
        principal_id: caller.and_then(principal_id),
        session_issuer: caller.and_then(Caller::session_issuer),
        source_identity: caller.and_then(Caller::source_identity).map(str::to_owned),
        access_key_id: summary
            .access_key_id
            .map(|key| truncate_chars(key, ACCESS_KEY_CHARACTERS).to_owned()),
        account: account_region.map(|account_region| account_region.account.clone()),
        region: account_region.map(|account_region| account_region.region.clone()),
        source_address: request.source.to_string(),
        user_agent: user_agent.map(|agent| {
            truncate_chars(&String::from_utf8_lossy(agent.as_bytes()), USER_AGENT_CHARACTERS).to_owned()
        }),
        access: proven.and_then(|proven| proven.access.unenforced()),
        decision: proven.and_then(|proven| proven.decision.as_deref().cloned()),
        tls: request.tls.as_deref().cloned(),
        parameters: proven
            .and_then(|proven| proven.parameters.as_ref())
            .zip(operation)
            .and_then(|(parameters, operation)| parameters.masked(request, operation)),
        response: None,
        error_code: exception.map(|exception| exception.code.to_owned()),
        error_message: exception
            .map(|exception| truncate_chars(&exception.message, ERROR_MESSAGE_CHARACTERS).to_owned()),
        count: None,
        read: None,
        run: request.head.headers.get(RUN_ID).and_then(run_id).map(Into::into),
        changes: Vec::new(),
        personal: None,
    }
}

/// The unique id of a caller, where its account does not say it.
fn principal_id(caller: &Caller) -> Option<String> {
    match caller.principal {
        Principal::Root | Principal::Visitor | Principal::Unproven => None,
        Principal::User(_) | Principal::Session(_) | Principal::ConnectUser(_) => Some(caller.user_id()),
    }
}

/// The ARN of what an operation is about, as far as its path names it by id.
fn resource(operation: &Description, path: &str, account_region: &AccountRegion) -> Option<String> {
    let id = |kind: ResourceType| {
        let mut labels = roster_wire::labels(operation, path);
        let (_, raw) = labels.find(|(name, _)| *name == kind.label())?;
        match Reference::parse(&roster_wire::percent_decoded(raw)?, kind, account_region)? {
            Reference::Id(id) | Reference::Arn { id, .. } => Some(id),
            Reference::Elsewhere => None,
        }
    };
    let instance = id(ResourceType::Instance)?;
    let kind = operation
        .resources
        .first()
        .map_or(ResourceType::Instance, |resource| resource.kind);
    let arn = match id(kind) {
        Some(id) => account_region.resource(kind, &instance, &id),
        None => account_region.instance(&instance),
    };
    Some(arn.into())
}
