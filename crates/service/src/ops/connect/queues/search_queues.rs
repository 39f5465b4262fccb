use super::describe_queue::describe;
use crate::prelude::connect::*;

search!(SearchQueues: Queue by BY_NAME, queues of |cx, queue| describe(cx, queue));
