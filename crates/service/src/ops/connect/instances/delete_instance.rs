use roster_domain::Key;
use roster_domain::records::KINDS_OF_AN_INSTANCE;
use roster_model::ops::connect::instances::{DeleteInstance, DeleteInstanceRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::refusal::Refusal;

impl Handler for DeleteInstance {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DeleteInstanceRequest,
    ) -> Result<NoOutput, Refusal> {
        let instance = call.instance(transaction, &request.instance_id).await?;
        let contents = Key::new().id(&instance.id);
        for kind in KINDS_OF_AN_INSTANCE {
            transaction.delete_all(kind, &contents).await?;
        }
        transaction.delete(&instance).await?;
        Ok(NoOutput)
    }
}
