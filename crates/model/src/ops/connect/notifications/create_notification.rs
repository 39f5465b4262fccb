//! CreateNotification.

use std::collections::BTreeMap;

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, ClientToken, InstanceId, NotificationId, TagMap, Timestamp};

/// Sends a notification to users.
#[operation(
    http = "PUT /notifications/{InstanceId}",
    effect = Write,
    resources = "instance* user",
    further = "Tags: connect:TagResource on notification",
    exceptions = [
        InvalidRequest, DuplicateResource, ResourceNotFound, InternalService, Throttling, AccessDenied,
        InvalidParameter,
    ],
)]
pub struct CreateNotification;

/// The input of `CreateNotification`.
#[shape]
pub struct CreateNotificationRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// From when on users see it no more; in a week by default.
    pub expires_at: Option<Timestamp>,
    /// The ARNs of the users, or of the instance for all of them.
    pub recipients: RecipientList,
    /// How important it is; `LOW` by default.
    pub priority: Option<ConfigurableNotificationPriority>,
    /// The text in each language.
    pub content: NotificationContent,
    /// Its tags.
    pub tags: Option<TagMap>,
    /// A token by which a repeated request is recognised.
    #[shape(idempotency_token)]
    pub client_token: Option<ClientToken>,
}

/// ARNs of users, or of the instance.
#[shape(length(_, 200))]
pub struct RecipientList(pub Vec<ARN>);

/// How important a notification is.
#[shape]
pub enum ConfigurableNotificationPriority {
    /// It stands above others.
    High,
    /// It stands below others.
    Low,
}

/// A text in each language.
#[shape(stored)]
pub struct NotificationContent(pub BTreeMap<LocaleCode, LocalizedString>);

/// A language.
#[shape(as_written, stored)]
#[allow(non_camel_case_types, reason = "the value as it is written")]
pub enum LocaleCode {
    /// English.
    en_US,
    /// German.
    de_DE,
    /// Spanish.
    es_ES,
    /// French.
    fr_FR,
    /// Indonesian.
    id_ID,
    /// Italian.
    it_IT,
    /// Japanese.
    ja_JP,
    /// Korean.
    ko_KR,
    /// Portuguese, as in Brazil.
    pt_BR,
    /// Chinese, simplified.
    zh_CN,
    /// Chinese, traditional.
    zh_TW,
}

/// A text in a language; `[label](address)` is a link.
#[shape(length(0, 3000), stored)]
pub struct LocalizedString(pub String);

/// The output of `CreateNotification`.
#[shape]
pub struct CreateNotificationResponse {
    /// The id of the notification.
    pub notification_id: NotificationId,
    /// The ARN of the notification.
    pub notification_arn: ARN,
}
