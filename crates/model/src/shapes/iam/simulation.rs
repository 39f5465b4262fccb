//! What policies are tried out on, and what comes of it.

use roster_model_derive::shape;

use super::{PolicyDocumentType, ResponseMarkerType};

/// Policy documents to try out.
#[shape]
pub struct SimulationPolicyListType(pub Vec<PolicyDocumentType>);

/// The name of an action, such as `connect:DescribeUser`.
#[shape(length(3, 128))]
pub struct ActionNameType(pub String);

/// The names of actions.
#[shape]
pub struct ActionNameListType(pub Vec<ActionNameType>);

/// The ARN of a resource, or `*`.
#[shape(length(1, 2048))]
pub struct ResourceNameType(pub String);

/// The ARNs of resources.
#[shape]
pub struct ResourceNameListType(pub Vec<ResourceNameType>);

/// How resources of EC2 go together.
#[shape(length(1, 64))]
pub struct ResourceHandlingOptionType(pub String);

/// The name of a condition key.
#[shape(length(5, 256))]
pub struct ContextKeyNameType(pub String);

/// A value of a condition key.
#[shape]
pub struct ContextKeyValueType(pub String);

/// The values of a condition key.
#[shape]
pub struct ContextKeyValueListType(pub Vec<ContextKeyValueType>);

/// What the values of a condition key are; of a list there may be any number.
#[shape(camel_case)]
pub enum ContextKeyTypeEnum {
    /// A text.
    String,
    /// Texts.
    StringList,
    /// A number.
    Numeric,
    /// Numbers.
    NumericList,
    /// `true` or `false`.
    Boolean,
    /// Several of `true` and `false`.
    BooleanList,
    /// An address.
    Ip,
    /// Addresses.
    IpList,
    /// Bytes in base64.
    Binary,
    /// Several bytes in base64.
    BinaryList,
    /// A time.
    Date,
    /// Times.
    DateList,
}

/// What the requests that are tried out have for a condition key.
#[shape]
pub struct ContextEntry {
    /// The key.
    pub context_key_name: Option<ContextKeyNameType>,
    /// Its values.
    pub context_key_values: Option<ContextKeyValueListType>,
    /// What the values are.
    pub context_key_type: Option<ContextKeyTypeEnum>,
}

/// What the requests that are tried out have for condition keys.
#[shape]
pub struct ContextEntryListType(pub Vec<ContextEntry>);

/// What policies say to a request.
#[shape(camel_case)]
pub enum PolicyEvaluationDecisionType {
    /// Yes.
    Allowed,
    /// No: a statement denies.
    ExplicitDeny,
    /// No: nothing allows.
    ImplicitDeny,
}

/// How a policy is called in an answer.
#[shape]
pub struct PolicyIdentifierType(pub String);

/// Whose a policy is.
#[shape(kebab_case)]
pub enum PolicySourceType {
    /// Inline of a user.
    User,
    /// Inline of a group.
    Group,
    /// Inline of a role.
    Role,
    /// AWS's.
    AwsManaged,
    /// A managed one of the account.
    UserManaged,
    /// Of a resource.
    Resource,
    /// Of neither: it came with the request.
    None,
}

/// A statement that decided.
#[shape]
pub struct Statement {
    /// The policy that it is in.
    pub source_policy_id: Option<PolicyIdentifierType>,
    /// Whose the policy is.
    pub source_policy_type: Option<PolicySourceType>,
}

/// The statements that decided.
#[shape]
pub struct StatementListType(pub Vec<Statement>);

/// The names of condition keys.
#[shape]
pub struct ContextKeyNamesResultListType(pub Vec<ContextKeyNameType>);

/// What the permissions boundary has to do with a decision.
#[shape]
pub struct PermissionsBoundaryDecisionDetail {
    /// Whether it allows.
    pub allowed_by_permissions_boundary: Option<bool>,
}

/// What came of one action on one resource.
#[shape]
pub struct EvaluationResult {
    /// The action.
    pub eval_action_name: ActionNameType,
    /// The resource.
    pub eval_resource_name: Option<ResourceNameType>,
    /// What the policies say.
    pub eval_decision: PolicyEvaluationDecisionType,
    /// The statements that decided: all that allow, or all that deny.
    pub matched_statements: Option<StatementListType>,
    /// The condition keys that the policies use and the request does not give.
    pub missing_context_values: Option<ContextKeyNamesResultListType>,
    /// What the permissions boundary has to do with it, if there is one.
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
}

/// What came of every action on every resource.
#[shape]
pub struct EvaluationResultsListType(pub Vec<EvaluationResult>);

/// What came of trying policies out.
#[shape]
pub struct SimulatePolicyResponse {
    /// What came of every action on every resource.
    pub evaluation_results: Option<EvaluationResultsListType>,
    /// Whether there is more.
    pub is_truncated: Option<bool>,
    /// Where the next page starts, if there is more.
    pub marker: Option<ResponseMarkerType>,
}
