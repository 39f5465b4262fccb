//! A request as it was received, and what becomes known of it on its way.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::SystemTime;

use http::header::HeaderName;
use http::request::Parts;
use roster_domain::arn::Reference;
use roster_domain::audit::{AuditRecord, Masked, Tls};
use roster_domain::decision::{Decision, Verdict};
use roster_domain::{AccountRegion, Caller, Id, Principal, truncate_chars};
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::resource_type::ResourceType;
use roster_model::service::Service;
use roster_service::Interrupt;

use crate::exception::Exception;

/// The longest part of a client's name for itself that is kept, in characters.
const USER_AGENT_CHARACTERS: usize = 256;

/// The longest part of a header that policies see, in bytes.
const HEADER_BYTES: usize = 1024;

/// The longest part of what a request calls its access key that is kept, in characters. Source: the
/// IAM API reference on `AccessKey`.
const ACCESS_KEY_CHARACTERS: usize = 128;

/// The longest part of what a refusal said that is kept, in characters. Source: the CloudTrail user
/// guide on record contents.
pub(crate) const ERROR_MESSAGE_CHARACTERS: usize = 1024;

/// Where a request comes from.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    /// The address of the other end.
    pub(crate) address: IpAddr,
    /// What keeps the connection secret, if anything does.
    pub(crate) tls: Option<Arc<Tls>>,
    /// Interrupts when the caller hangs up.
    pub(crate) gone: Interrupt,
}

/// A request whose head has been read.
pub(crate) struct Request {
    /// Its id, given back as `x-amzn-RequestId`.
    pub(crate) id: Id,
    /// When it came.
    pub(crate) time: SystemTime,
    /// The address it came from.
    pub(crate) source: IpAddr,
    /// What kept it secret on its way, if anything did.
    pub(crate) tls: Option<Arc<Tls>>,
    /// Interrupts when the caller hangs up.
    pub(crate) gone: Interrupt,
    /// Method, path, query and headers.
    pub(crate) head: Parts,
}

impl Request {
    pub(crate) fn method(&self) -> &str {
        self.head.method.as_str()
    }

    /// The path, as sent.
    pub(crate) fn path(&self) -> &str {
        self.head.uri.path()
    }

    /// What a header says, as policies see it: its first 1,024 bytes.
    pub(crate) fn header(&self, name: HeaderName) -> Option<String> {
        let value = self.head.headers.get(name)?.as_bytes();
        let seen = value.get(..HEADER_BYTES).unwrap_or(value);
        Some(String::from_utf8_lossy(seen).into_owned())
    }

    /// The query string, as sent; empty if there is none.
    pub(crate) fn query(&self) -> &str {
        self.head.uri.query().unwrap_or_default()
    }
}

/// What is known of a request so far: all that the audit can say of it.
#[derive(Default)]
pub(crate) struct AuditContext {
    /// The service it is for.
    pub(crate) service: Service,
    /// The operation it leads to.
    pub(crate) operation: Option<&'static str>,
    /// The access key that it says it is signed with.
    pub(crate) access_key_id: Option<String>,
    /// The caller, once authenticated.
    pub(crate) caller: Option<Arc<Caller>>,
    /// Whether policies were asked.
    pub(crate) asked: bool,
    /// How access was decided, if it was asked.
    pub(crate) decision: Option<Box<Decision>>,
    /// What it asks for, once read.
    pub(crate) parameters: Option<Masked>,
    /// Whether the audit has a record of its refusal already.
    pub(crate) is_audited: bool,
}

impl AuditContext {
    /// What was decided of access, if it was asked.
    pub(crate) fn verdict(&self) -> Option<Verdict> {
        self.decision.as_ref().map(|decision| decision.verdict)
    }

    /// The audit record of what is known.
    pub(crate) fn record(&self, request: &Request, exception: Option<&Exception>) -> AuditRecord {
        let caller = self.caller.as_deref();
        let account_region = caller.map(|caller| &caller.account_region);
        let operation = self
            .operation
            .and_then(|name| operations::find(self.service, name));
        let user_agent = request.head.headers.get(http::header::USER_AGENT);
        AuditRecord {
            time: request.time.into(),
            request_id: request.id.to_string(),
            service: self.service,
            operation: self.operation.map(str::to_owned),
            resource: operation
                .zip(account_region)
                .and_then(|(operation, account_region)| resource(operation, request.path(), account_region)),
            principal: caller.map(Caller::arn),
            principal_id: caller.and_then(principal_id),
            session_issuer: caller.and_then(Caller::session_issuer),
            source_identity: caller.and_then(Caller::source_identity).map(str::to_owned),
            access_key_id: self
                .access_key_id
                .as_deref()
                .map(|key| truncate_chars(key, ACCESS_KEY_CHARACTERS).to_owned()),
            account: account_region.map(|account_region| account_region.account.clone()),
            region: account_region.map(|account_region| account_region.region.clone()),
            source_address: request.source.to_string(),
            user_agent: user_agent.map(|agent| {
                truncate_chars(&String::from_utf8_lossy(agent.as_bytes()), USER_AGENT_CHARACTERS).to_owned()
            }),
            decision: self.decision.as_deref().cloned(),
            tls: request.tls.as_deref().cloned(),
            parameters: self.parameters.clone(),
            response: None,
            error_code: exception.map(|exception| exception.code.to_owned()),
            error_message: exception
                .map(|exception| truncate_chars(&exception.message, ERROR_MESSAGE_CHARACTERS).to_owned()),
            count: None,
            changes: Vec::new(),
        }
    }
}

/// The unique id of a caller, where its account does not say it.
fn principal_id(caller: &Caller) -> Option<String> {
    match caller.principal {
        Principal::Root => None,
        Principal::User(_) | Principal::Session(_) => Some(caller.user_id()),
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
