use super::describe_queue::describe;
use crate::prelude::connect::*;

search!(SearchQueues: Queue by BY_NAME name, queues of |cx, queue| describe(cx, queue));
