use roster_model::ops::iam::simulation::SimulateCustomPolicy;

use crate::computing::{self, Computation, Computed};
use crate::handler::{Carried, Carry};
use crate::iam::{Own, simulation};
use crate::prelude::*;

impl Carried for SimulateCustomPolicy {
    const CARRY: Carry = computing::carry::<Self>();
}

impl Computed for SimulateCustomPolicy {
    async fn read(
        cx: &mut Context<'_>,
        request: &Self::Request,
    ) -> Result<Computation<Self::Response>, Refusal> {
        Ok(simulation(cx, Own::default(), request.clone()))
    }
}
