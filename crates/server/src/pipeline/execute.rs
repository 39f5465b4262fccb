//! Value → answer: rules, rows and audit in one transaction, by the service.

use roster_domain::decision::Verdict;
use roster_model::operation::Effect;
use roster_service::Order;

use super::{Allowed, Pipeline};
use crate::exception::Failure;
use crate::request::Facts;

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
        let order = Order::new(operation, caller, request.time.into(), permission, || {
            facts.record(request, None)
        });
        let done = self.service.execute(order, input).await?;
        facts.decision = done.decision;
        // What changes something was audited with its change.
        if operation.effect == Effect::Read && facts.verdict() == Some(Verdict::Observed) {
            self.witness(request, facts.record(request, None)).await;
        }
        Ok(done.body)
    }
}
