//! What an operation is: a type that names its input, its output and its description.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::exception::ExceptionName;
use crate::resource_type::ResourceType;
use crate::schema::{Kind, Schema, Shape, Target};
use crate::service::Service;

/// The name of the shape of a list that is always empty, [`crate::shapes::EmptyList`].
pub const EMPTY_LIST: &str = "EmptyList";

/// An operation of the API.
pub trait Operation: Send + Sync + 'static {
    /// What a caller sends.
    type Request: Shape + DeserializeOwned + Send + Sync + 'static;
    /// What a caller gets.
    type Response: Shape + Serialize + Send + Sync + 'static;
    /// Everything else there is to know.
    const DESCRIPTION: &'static Description;
}

/// The constant description of an operation.
#[derive(Debug)]
pub struct Description {
    /// The service it belongs to.
    pub service: Service,
    /// AWS's name, unique within the service; also the IAM action after the service's name.
    pub name: &'static str,
    /// What it does, in Roster's words.
    pub documentation: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{Label}` for what a request fills in; `/` where the path does not name the operation.
    pub path: &'static str,
    /// Whether it changes anything.
    pub effect: Effect,
    /// What access is asked for. Source: service authorization reference.
    pub resources: &'static [Resource],
    /// The permissions that a request needs besides the operation's own.
    pub further: &'static [FurtherPermission],
    /// The exceptions it declares; it answers with no others.
    pub exceptions: &'static [ExceptionName],
    /// The output member that is cut into pages, if any.
    pub pages: Option<&'static str>,
    /// Whether no instance of Roster has what it is about, so that it always answers that this is not there.
    pub finds_nothing: bool,
    /// The input structure.
    pub request: fn() -> &'static Schema,
    /// The output shape.
    pub response: fn() -> &'static Schema,
}

/// What a client must know of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// The service it belongs to.
    pub service: Service,
    /// AWS's name, unique within the service.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{Label}` for what a request fills in.
    pub path: &'static str,
    /// The input structure.
    pub request: Target,
    /// The output shape.
    pub response: Target,
}

/// Whether an operation changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only looks.
    Read,
    /// It only looks, but at what can be misused: each success is audited before its answer is sent.
    AuditedRead,
    /// It may change records, and is audited.
    Write,
}

/// A resource that access control asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    /// What it is.
    pub kind: ResourceType,
    /// Whether a policy must always match it.
    pub required: bool,
}

/// A permission that a request needs besides the operation's own, if it has a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FurtherPermission {
    /// The member.
    pub member: &'static str,
    /// The action, such as `iam:TagUser`.
    pub action: &'static str,
    /// The type of the resource that it is needed on: one that the request is about, or makes.
    pub on: ResourceType,
}

impl Effect {
    /// Whether it only looks.
    pub const fn is_read(self) -> bool {
        match self {
            Self::Read | Self::AuditedRead => true,
            Self::Write => false,
        }
    }
}

impl Interface {
    /// The input structure.
    pub fn request(&self) -> &'static Schema {
        self.request.schema()
    }

    /// The output shape.
    pub fn response(&self) -> &'static Schema {
        self.response.schema()
    }
}

impl From<&'static Description> for Interface {
    fn from(operation: &'static Description) -> Self {
        Self {
            service: operation.service,
            name: operation.name,
            method: operation.method,
            path: operation.path,
            request: Target::Declared(operation.request),
            response: Target::Declared(operation.response),
        }
    }
}

impl Description {
    /// The input structure.
    pub fn request(&self) -> &'static Schema {
        (self.request)()
    }

    /// The output shape.
    pub fn response(&self) -> &'static Schema {
        (self.response)()
    }

    /// The IAM action, such as `connect:UpdateUserIdentityInfo`.
    pub fn action(&self) -> String {
        format!("{}:{}", self.service.name(), self.name)
    }

    /// Whether it lists what no instance of Roster has, and finds where to look.
    pub fn is_always_empty(&self) -> bool {
        let mut members = self.response().members().iter();
        members.any(|member| member.target.schema().name == EMPTY_LIST)
    }

    /// What it does, on one line, with a note if no instance has what it is about.
    pub fn summary(&self) -> String {
        let words: Vec<&str> = self.documentation.split_whitespace().collect();
        let note = match (self.finds_nothing, self.is_always_empty()) {
            (true, _) => " Roster's instances have none: the answer is always `ResourceNotFoundException`.",
            (false, true) => " Roster's instances have none: the list is always empty.",
            (false, false) => "",
        };
        words.join(" ") + note
    }

    /// Whether a successful answer has a body.
    pub fn has_output(&self) -> bool {
        !matches!(self.response().kind, Kind::NoOutput)
    }

    /// Whether the operation may answer with this exception.
    pub fn declares(&self, exception: ExceptionName) -> bool {
        self.exceptions.contains(&exception)
    }

    /// The labels of the path, in order, without braces.
    pub fn labels(&self) -> impl Iterator<Item = &'static str> {
        self.path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}
