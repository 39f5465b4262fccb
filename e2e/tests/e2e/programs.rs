//! What programs of others do that provision users, step by step with boto3, in the order in which they do it.

mod cloud_formation;
mod copies;
mod moto;
mod scim;
mod terraform;

use crate::clients::Which;
use crate::stage::Stage;

/// A server with a client as these programs have it.
fn stage() -> Stage {
    Stage::demo(Which::Boto3)
}
