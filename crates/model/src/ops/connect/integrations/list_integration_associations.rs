//! ListIntegrationAssociations.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, EmptyList, InstanceId, MaxResult100, NextToken};

/// Lists the associations of an instance with applications and AWS services.
#[operation(
    http = "GET /instance/{InstanceId}/integration-associations",
    effect = Read,
    resources = "instance*",
    exceptions = [ResourceNotFound, InternalService, InvalidRequest, Throttling],
    pages = "IntegrationAssociationSummaryList",
)]
pub struct ListIntegrationAssociations;

/// The input of `ListIntegrationAssociations`.
#[shape]
pub struct ListIntegrationAssociationsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The type of integration; all by default.
    #[shape(query = "integrationType")]
    pub integration_type: Option<IntegrationType>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many integrations a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
    /// What the instance is associated with; anything by default.
    #[shape(query = "integrationArn")]
    pub integration_arn: Option<ARN>,
}

/// A type of integration.
#[shape]
pub enum IntegrationType {
    /// Events of Amazon EventBridge.
    Event,
    /// A domain of Voice ID.
    VoiceId,
    /// An application of Amazon Pinpoint.
    PinpointApp,
    /// An assistant of Amazon Q in Connect.
    WisdomAssistant,
    /// A knowledge base of Amazon Q in Connect.
    WisdomKnowledgeBase,
    /// Quick responses.
    WisdomQuickResponses,
    /// Message templates.
    QMessageTemplates,
    /// A domain of cases.
    CasesDomain,
    /// An application of others.
    Application,
    /// A scanner of files.
    FileScanner,
    /// An identity of Amazon SES.
    SesIdentity,
    /// A connector for analytics.
    AnalyticsConnector,
    /// A connector for transfers of calls.
    CallTransferConnector,
    /// A user pool of Amazon Cognito.
    CognitoUserPool,
    /// A processor of messages.
    MessageProcessor,
}

/// The output of `ListIntegrationAssociations`.
#[shape]
pub struct ListIntegrationAssociationsResponse {
    /// Always empty: there are no integrations.
    pub integration_association_summary_list: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
