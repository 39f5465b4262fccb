//! Value → answer: rules, rows and audit in one transaction, by the service.

use roster_service::Order;

use super::Pipeline;
use super::authenticate::Identity;
use super::validate::Valid;
use crate::exception::Failure;
use crate::request::Facts;

impl Pipeline {
    /// Does what is asked for.
    pub(super) async fn execute(&self, valid: Valid<'_>, facts: &Facts) -> Result<Vec<u8>, Failure> {
        let Valid(decoded) = valid;
        let request = decoded.request;
        let Identity { caller, policies } = decoded.identity;
        let order = Order::new(decoded.operation, caller, request.time.into(), || {
            facts.record(request, None)
        })
        .within(policies);
        Ok(self.service.execute(order, decoded.input).await?)
    }
}
