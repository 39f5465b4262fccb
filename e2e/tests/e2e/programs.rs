//! What programs of others do that provision users, step by step with boto3, in the order in which they do it.

mod cloud_formation;
mod copies;
mod moto;
mod scim;
mod terraform;

use crate::clients::Which;
use crate::stage::Stage;

/// A server on each engine in turn, with a client as these programs have it.
fn on_each_engine() -> impl Iterator<Item = Stage> {
    let stages = [Stage::demo, Stage::demo_on_postgres];
    stages.into_iter().map(|stage| stage(Which::Boto3))
}
