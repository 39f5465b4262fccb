//! An operation that is to be carried out, and what became of it.

use std::sync::Arc;

use roster_domain::Caller;
use roster_domain::audit::AuditRecord;
use roster_domain::decision::Decision;
use roster_model::Output;
use roster_model::operation::{Description, Effect};
use roster_model::shapes::Timestamp;
use roster_store::StoreError;

use crate::access::Permission;
use crate::interrupt::Interrupt;
use crate::refusal::Refusal;

/// An operation that is to be carried out, with everything about the request but its input.
pub struct Invocation {
    pub(crate) operation: &'static Description,
    pub(crate) caller: Arc<Caller>,
    pub(crate) now: Timestamp,
    pub(crate) permission: Permission,
    /// None for an operation that only reads, which leaves no record in its transaction.
    pub(crate) record: Option<Box<AuditRecord>>,
    pub(crate) exception_of: ExceptionOf,
    pub(crate) interrupt: Interrupt,
}

/// Turns a refusal into the exception that the caller gets, for the audit record.
pub type ExceptionOf = fn(&Refusal, &'static Description) -> ExceptionText;

/// An exception as the audit record shows it.
pub struct ExceptionText {
    /// The code.
    pub code: String,
    /// The message.
    pub message: String,
}

impl Invocation {
    /// An operation that the caller has permission for, or whose permission is decided in the transaction.
    /// `record` makes the audit record without its outcome; `exception_of` completes it if the operation
    /// is refused in the transaction.
    pub fn new(
        operation: &'static Description,
        caller: Arc<Caller>,
        now: Timestamp,
        permission: Permission,
        record: impl FnOnce() -> AuditRecord,
        exception_of: ExceptionOf,
    ) -> Self {
        Self {
            operation,
            caller,
            now,
            permission,
            record: (operation.effect == Effect::Write).then(|| Box::new(record())),
            exception_of,
            interrupt: Interrupt::default(),
        }
    }

    /// The same operation, to be given up when it is interrupted. A change is carried out to the end.
    #[must_use]
    pub fn until(self, interrupt: Interrupt) -> Self {
        Self { interrupt, ..self }
    }
}

/// An operation that was carried out.
pub struct Completed {
    /// The output, of the type that the operation declares.
    pub output: Box<dyn Output>,
    /// The decision on access; none where access was not decided, and none for an allowed change, whose
    /// audit record has it.
    pub decision: Option<Box<Decision>>,
}

/// An operation that was not carried out.
#[derive(Debug)]
pub struct Refused {
    /// The reason.
    pub refusal: Refusal,
    /// Whether an audit record of it was written with the decision.
    pub is_audited: bool,
}

impl From<Refusal> for Refused {
    /// A refusal without an audit record.
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            is_audited: false,
        }
    }
}

impl From<StoreError> for Refused {
    /// A failure of the store, which has kept nothing.
    fn from(error: StoreError) -> Self {
        Refusal::Store(error).into()
    }
}
