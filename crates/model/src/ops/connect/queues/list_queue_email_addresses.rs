//! ListQueueEmailAddresses.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmailAddressId, InstanceId, MaxResult100, NextToken, QueueId, RegionName, Timestamp};

/// Lists the addresses that the users of a queue can send messages from. No instance has e-mail addresses, so that the
/// list is empty.
#[operation(
    http = "GET /queues/{InstanceId}/{QueueId}/email-addresses",
    effect = Read,
    resources = "queue*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService, AccessDenied,
    ],
)]
pub struct ListQueueEmailAddresses;

/// The input of `ListQueueEmailAddresses`.
#[shape]
pub struct ListQueueEmailAddressesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many addresses a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
}

/// The output of `ListQueueEmailAddresses`.
#[shape]
pub struct ListQueueEmailAddressesResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The addresses of this page.
    pub email_address_metadata_list: Option<EmailAddressMetadataList>,
    /// When the queue last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// Addresses that are listed.
#[shape]
pub struct EmailAddressMetadataList(pub Vec<EmailAddressSummary>);

/// An address where many are listed.
#[shape]
pub struct EmailAddressSummary {
    /// Its id.
    pub id: Option<EmailAddressId>,
    /// Its ARN.
    pub arn: Option<EmailAddressArn>,
    /// Whether messages are sent from it, unless users choose another.
    pub is_default_outbound_email: Option<bool>,
}

/// The ARN of an e-mail address of a contact centre.
#[shape(length(1, 500))]
pub struct EmailAddressArn(pub String);
