use crate::prelude::connect::*;

// Queues have none.
list_held!(
    ListQueueEmailAddresses: Queue queue_id,
    email_address_metadata_list of |queue| &[] as &[EmailAddressSummary]
);
