//! ListRules.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, NextToken};

/// Lists the rules of an instance: what is done when something happens.
#[operation(
    http = "GET /rules/{InstanceId}",
    effect = Read,
    resources = "instance*",
    exceptions = [InvalidRequest, InternalService, Throttling, AccessDenied, ResourceNotFound],
    pages = "RuleSummaryList",
)]
pub struct ListRules;

/// The input of `ListRules`.
#[shape]
pub struct ListRulesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Whether rules are published; all by default.
    #[shape(query = "publishStatus")]
    pub publish_status: Option<RulePublishStatus>,
    /// What the rules wait for; anything by default.
    #[shape(query = "eventSourceName")]
    pub event_source_name: Option<EventSourceName>,
    /// How many rules a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult200>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
}

/// Whether a rule is published.
#[shape]
pub enum RulePublishStatus {
    /// It is a draft.
    Draft,
    /// It is published.
    Published,
}

/// What a rule waits for.
#[shape(as_written)]
pub enum EventSourceName {
    /// The analysis of a call is there.
    OnPostCallAnalysisAvailable,
    /// The analysis of a call goes on.
    OnRealTimeCallAnalysisAvailable,
    /// The analysis of a chat goes on.
    OnRealTimeChatAnalysisAvailable,
    /// The analysis of a chat is there.
    OnPostChatAnalysisAvailable,
    /// The work after a call ends.
    OnAfterCallWorkAvailable,
    /// The work after a chat ends.
    OnAfterChatWorkAvailable,
    /// The analysis of an e-mail is there.
    OnEmailAnalysisAvailable,
    /// A ticket of Zendesk is made.
    OnZendeskTicketCreate,
    /// A ticket of Zendesk changes its status.
    OnZendeskTicketStatusUpdate,
    /// A case of Salesforce is made.
    OnSalesforceCaseCreate,
    /// An evaluation is submitted.
    OnContactEvaluationSubmit,
    /// A metric changes.
    OnMetricDataUpdate,
    /// A case is made.
    OnCaseCreate,
    /// A case changes.
    OnCaseUpdate,
    /// A service level is missed.
    OnSlaBreach,
    /// An alert changes.
    OnAlertUpdate,
    /// A schedule is published.
    OnSchedulePublish,
    /// A schedule changes.
    OnScheduleUpdate,
    /// Someone asks for time off, or gets an answer.
    OnScheduleTimeOffRequestActivity,
}

/// How many results a page may hold, up to 200.
#[shape(range(1, 200))]
pub struct MaxResult200(pub i32);

/// The output of `ListRules`.
#[shape]
pub struct ListRulesResponse {
    /// Always empty: there are no rules.
    pub rule_summary_list: EmptyList,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
