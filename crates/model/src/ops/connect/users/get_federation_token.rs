//! GetFederationToken.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, InstanceId, Timestamp};

/// Makes a link that signs in, at the pages, the user of a SAML instance whose Username is the name of the role session, or of the
/// user of IAM, that calls.
#[operation(
    http = "GET /user/federate/{InstanceId}",
    effect = Write,
    resources = "federated-user*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, UserNotFound, InternalService, DuplicateResource,
        Throttling,
    ],
)]
pub struct GetFederationToken;

/// The input of `GetFederationToken`.
#[shape]
pub struct GetFederationTokenRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}

/// The output of `GetFederationToken`.
#[shape]
pub struct GetFederationTokenResponse {
    /// The user's id.
    pub user_id: Option<AgentResourceId>,
    /// The user's ARN.
    pub user_arn: Option<ARN>,
    /// The token of the link.
    pub credentials: Option<Credentials>,
    /// The link. It works once.
    pub sign_in_url: Option<Url>,
}

/// The id of a user.
#[shape(length(1, 256))]
pub struct AgentResourceId(pub String);

/// The token of a link that signs in.
#[shape]
pub struct Credentials {
    /// The token.
    pub access_token: Option<SecurityToken>,
    /// From when on the token works no more.
    pub access_token_expiration: Option<Timestamp>,
    /// Always absent: no operation takes one.
    pub refresh_token: Option<SecurityToken>,
    /// Always absent.
    pub refresh_token_expiration: Option<Timestamp>,
}

/// A token that signs in.
#[shape(sensitive)]
pub struct SecurityToken(pub String);

/// A link that signs in.
#[shape(sensitive)]
pub struct Url(pub String);
