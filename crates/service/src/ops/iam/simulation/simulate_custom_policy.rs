use crate::prelude::iam::*;

impl Executable for SimulateCustomPolicy {
    const EXECUTOR: Executor = computed::executor::<Self>();
}

impl Computed for SimulateCustomPolicy {
    async fn read(
        cx: &mut Context<'_>,
        request: &Self::Request,
    ) -> Result<Computation<Self::Response>, Refusal> {
        Ok(iam::simulation(cx, iam::Own::default(), request.clone()))
    }
}
