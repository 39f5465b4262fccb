use roster_model::ops::iam::simulation::{
    SimulateCustomPolicy, SimulateCustomPolicyRequest, SimulateCustomPolicyResponse,
};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam::{Own, simulate};
use crate::refusal::Refusal;

impl Handler for SimulateCustomPolicy {
    async fn handle(
        call: &Call,
        _: &mut Transaction<'_>,
        request: &SimulateCustomPolicyRequest,
    ) -> Result<SimulateCustomPolicyResponse, Refusal> {
        simulate(call, Own::default(), request)
    }
}
