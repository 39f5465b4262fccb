//! Names of resources.

use roster_model_derive::shape;

/// The name of a queue or of hours of operation.
#[shape(length(1, 127))]
pub struct CommonNameLength127(pub String);

/// The name of a queue where queues are listed.
#[shape(length(1, 256))]
pub struct QueueName(pub String);
