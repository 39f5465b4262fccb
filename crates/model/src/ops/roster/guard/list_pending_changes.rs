//! ListPendingChanges.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    AgentUsername, Email, InstanceId, MaxResult1000, NextToken, PendingChangeId, PrincipalArn, RunId,
    SourceAddress, Timestamp, UserId,
};

/// Lists the changes of primary addresses that wait, by instance and time.
#[operation(
    service = Roster,
    http = "GET /_roster/guard",
    effect = Read,
    resources = "instance",
    pages = "PendingChanges",
)]
pub struct ListPendingChanges;

/// The input of `ListPendingChanges`.
#[shape]
pub struct ListPendingChangesRequest {
    /// The instance; every instance of the account in the Region by default.
    #[shape(query = "instanceId")]
    pub instance_id: Option<InstanceId>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many changes a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListPendingChanges`.
#[shape]
pub struct ListPendingChangesResponse {
    /// The changes of this page.
    pub pending_changes: Option<PendingChangeList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Changes that wait.
#[shape]
pub struct PendingChangeList(pub Vec<PendingChange>);

/// A change of a primary address that waits.
#[shape]
pub struct PendingChange {
    /// The id of the change; the audit has it in every record of the change.
    pub id: Option<PendingChangeId>,
    /// The instance of the user.
    pub instance_id: Option<InstanceId>,
    /// The user.
    pub user_id: Option<UserId>,
    /// The sign-in name of the user.
    pub username: Option<AgentUsername>,
    /// The address in force.
    pub email: Option<Email>,
    /// The address that waits; absent if the address is to be removed.
    pub new_email: Option<Email>,
    /// The ARN of the principal that asked for the change.
    pub asked_by: Option<PrincipalArn>,
    /// The network address that the request came from.
    pub asked_from: Option<SourceAddress>,
    /// The run of a client, such as one of roster bulk, that the request belongs to, as the client calls it.
    pub run: Option<RunId>,
    /// When the change was asked for.
    pub asked_at: Option<Timestamp>,
    /// When the change is void.
    pub expires: Option<Timestamp>,
    /// What the change waits for.
    pub waits_for: Option<PendingSteps>,
    /// The ARN of the principal that approved the change, if one has.
    pub approved_by: Option<PrincipalArn>,
}

/// The steps that a change waits for.
#[shape]
pub struct PendingSteps(pub Vec<PendingStep>);

/// A step that a change waits for.
#[shape]
pub enum PendingStep {
    /// A second principal must approve the change.
    Approval,
    /// The link that was mailed to the new address must be opened.
    Confirmation,
}
