//! Value → answer: rules, rows and audit in one transaction, by the service.

use roster_domain::decision::Verdict;
use roster_domain::excerpt;
use roster_model::operation::{Description, Effect};
use roster_service::{Order, Refusal, Told};

use super::{Allowed, Pipeline};
use crate::exception::{Exception, Failure};
use crate::request::{ERROR_MESSAGE_CHARACTERS, Facts};

impl Pipeline {
    /// Does what is asked for.
    pub(super) async fn execute(&self, allowed: Allowed<'_>, facts: &mut Facts) -> Result<Vec<u8>, Failure> {
        let Allowed {
            operation,
            request,
            caller,
            permission,
            input,
        } = allowed;
        let record = || facts.record(request, None);
        let order = Order::new(operation, caller, request.time.into(), permission, record, told)
            .until(request.gone.clone());
        let done = self.service.execute(order, input).await.map_err(|not_done| {
            facts.is_audited = not_done.is_audited;
            not_done.refusal
        })?;
        facts.decision = done.decision;
        // What changes something was audited with its change.
        if operation.effect == Effect::Read && facts.verdict() == Some(Verdict::Observed) {
            self.witness(facts.record(request, None)).await;
        }
        Ok(done.body)
    }
}

/// What the audit says of a refusal: what its caller hears.
fn told(refusal: &Refusal, operation: &'static Description) -> Told {
    let exception = Exception::of_refusal(refusal, operation);
    Told {
        code: exception.code.to_owned(),
        message: excerpt(&exception.message, ERROR_MESSAGE_CHARACTERS).to_owned(),
    }
}
