//! Planning an operation, and applying the plan later (docs/decisions/0036-plan-and-apply.md).

use roster_domain::plan::Plan;
use roster_model::operation::{Description, Effect};
use serde_json::Value;

use crate::dispatch::{self, Execute, Executor};
use crate::invocation::{Completed, Invocation, Refused};
use crate::mode::Mode;
use crate::refusal::{PlanRefusal, Refusal};
use crate::remarks::Remarks;
use crate::service::{Service, run};

impl Service {
    /// Tries an operation that changes something on a valid input, and undoes it. The guard is asked, the rules
    /// are checked, and what would change is returned. Nothing is stored and nothing is audited.
    ///
    /// # Errors
    ///
    /// Those of [`Self::execute`], audited in the same way: a refused try leaves its audit record. An operation
    /// that only reads cannot be planned.
    pub async fn plan(&self, invocation: Invocation, input: Value) -> Result<Plan, Refused> {
        let operation = invocation.operation;
        let execute = executor(operation)?;
        let input = self.hash_passwords(operation, input).await?;
        let run = run(execute(&self.kernel, invocation, input.clone(), Mode::Plan)).await?;
        Ok(Plan::new(operation, input, *run.planned()?))
    }

    /// Carries out a planned operation, if it still changes the same: the guard is asked again, for the caller and
    /// the time of this invocation, and new records get the ids of the plan. The change and its audit record are
    /// stored together. Returns when both are durable.
    ///
    /// # Errors
    ///
    /// Those of [`Self::execute`], and [`PlanRefusal::Outdated`] if the changes differ from the plan, [`PlanRefusal::AppliedBefore`]
    /// if a record that it makes is there; all are audited. A plan of another operation than the invocation's is refused before the store is asked.
    pub async fn apply(&self, invocation: Invocation, plan: Plan) -> Result<Completed, Refused> {
        let operation = invocation.operation;
        if !plan.is_of(operation) {
            return Err(Refusal::from(PlanRefusal::OtherOperation).into());
        }
        let execute = executor(operation)?;
        let remarks = Remarks::of(operation, &plan.input);
        let mode = Mode::Apply(Box::new(plan.run));
        let run = run(execute(&self.kernel, invocation, plan.input, mode)).await?;
        let completed = run.completed()?;
        remarks.log(operation);
        Ok(completed)
    }
}

/// What executes an operation that changes something.
fn executor(operation: &Description) -> Result<Execute, Refusal> {
    match (operation.effect, dispatch::find(operation)) {
        (Effect::Write, Executor::InTransaction(execute)) => Ok(execute),
        (Effect::Read | Effect::AuditedRead, _) | (_, Executor::Compute(_)) => {
            Err(PlanRefusal::ChangesNothing(operation.name).into())
        }
    }
}
