use roster_model::ops::iam::simulation::{
    SimulateCustomPolicy, SimulateCustomPolicyRequest, SimulateCustomPolicyResponse,
};
use roster_store::Transaction;

use crate::call::Call;
use crate::computing::{self, Computation, Computed};
use crate::handler::{Carried, Carry};
use crate::iam::{Own, simulation};
use crate::refusal::Refusal;

impl Carried for SimulateCustomPolicy {
    const CARRY: Carry = computing::carry::<Self>();
}

impl Computed for SimulateCustomPolicy {
    async fn read(
        call: &Call,
        _: &mut Transaction<'_>,
        request: &SimulateCustomPolicyRequest,
    ) -> Result<Computation<SimulateCustomPolicyResponse>, Refusal> {
        Ok(simulation(call, Own::default(), request.clone()))
    }
}
