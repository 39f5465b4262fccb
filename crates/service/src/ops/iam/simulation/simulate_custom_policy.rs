use roster_model::ops::iam::simulation::SimulateCustomPolicy;

use crate::computed::{self, Computed};
use crate::computing::Computation;
use crate::dispatch::{Executable, Executor};
use crate::iam::{Own, simulation};
use crate::prelude::*;

impl Executable for SimulateCustomPolicy {
    const EXECUTOR: Executor = computed::executor::<Self>();
}

impl Computed for SimulateCustomPolicy {
    async fn read(
        cx: &mut Context<'_>,
        request: &Self::Request,
    ) -> Result<Computation<Self::Response>, Refusal> {
        Ok(simulation(cx, Own::default(), request.clone()))
    }
}
