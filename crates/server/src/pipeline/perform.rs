//! The way of a page to an operation: it has a caller, and no signature. What a page asks for is validated, carried out,
//! counted and audited as what the API is asked for.

use std::sync::Arc;

use roster_domain::Caller;
use roster_domain::audit::Masked;
use roster_model::operation::Description;
use roster_service::Refusal;
use roster_store::StoreError;
use serde_json::Value;

use super::authorize::authorize;
use super::config::Access;
use super::decode::Decoded;
use super::execute::execute;
use super::state::Pipeline;
use super::validate::validate;
use crate::exception::{Exception, Failure};
use crate::input::Parameters;
use crate::reached::{Proven, RequestSummary, StageResult, Stopped};
use crate::request::Request;

impl Pipeline {
    /// Carries out an operation of the pages; returns its output.
    pub(crate) async fn perform(
        &self,
        request: &Request,
        caller: Arc<Caller>,
        operation: &'static Description,
        input: Value,
    ) -> Result<Value, Failure> {
        let proven = Proven {
            parameters: Masked::new(operation.request(), &input).map(Parameters::Masked),
            ..Proven::new(summary(operation), Arc::clone(&caller), Access::Enforce)
        };
        let decoded = Decoded {
            request,
            proven,
            operation,
            grants: None,
            input,
            fault: None,
        };
        let outcome = self.carry(decoded).await;
        let took = self.clock.now().duration_since(request.time).unwrap_or_default();
        match outcome {
            Ok(output) => {
                self.metrics.answered(summary(operation), 200, None, took);
                request.note(summary(operation), Some(&caller), None);
                Ok(output)
            }
            Err(stopped) => Err(self.stop(request, *stopped).await),
        }
    }

    /// Refuses an operation of the pages before it is tried.
    pub(crate) async fn refuse_operation(
        &self,
        request: &Request,
        operation: &'static Description,
        failure: Failure,
    ) {
        let stopped = summary(operation).stop(failure);
        self.stop(request, *stopped).await;
    }

    async fn carry<'r>(&self, decoded: Decoded<'r>) -> StageResult<'r, Value> {
        let allowed = authorize(validate(decoded), self.config.access, &self.service).await?;
        let executed = execute(allowed, &self.service).await?;
        executed.output.to_value().map_err(|error| {
            let refusal = Refusal::Store(StoreError::Engine(error.to_string()));
            executed.proven.stop(refusal)
        })
    }

    async fn stop(&self, request: &Request, stopped: Stopped<'_>) -> Failure {
        let summary = stopped.reached.summary();
        let exception = Exception::new(&stopped.failure, summary.service, summary.operation);
        if exception.status >= 500
            && !stopped.failure.is_overload()
            && let Failure::Refused(refusal) = &stopped.failure
        {
            tracing::error!(request_id = %request.id, cause = %refusal, "a page failed");
        }
        self.audit().write_refusal(request, &stopped, &exception).await;
        let took = self.clock.now().duration_since(request.time).unwrap_or_default();
        self.metrics
            .answered(summary, exception.status, Some(exception.code), took);
        let caller = stopped.reached.proven().map(|proven| &*proven.caller);
        request.note(summary, caller, Some(exception.code));
        stopped.failure
    }
}

/// What is known of a request for an operation of the pages.
fn summary<'r>(operation: &'static Description) -> RequestSummary<'r> {
    RequestSummary {
        service: operation.service,
        operation: Some(operation.name),
        access_key_id: None,
    }
}
