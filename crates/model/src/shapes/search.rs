//! What searches of all resources have in common.

use roster_model_derive::shape;

/// Tags that resources must have.
#[shape]
pub struct ControlPlaneTagFilter {
    /// Lists of tags, of which one list must be there as a whole.
    pub or_conditions: Option<TagOrConditionList>,
    /// Tags that must all be there.
    pub and_conditions: Option<TagAndConditionList>,
    /// A tag that must be there.
    pub tag_condition: Option<TagCondition>,
}

/// Alternatives of tags.
#[shape]
pub struct TagOrConditionList(pub Vec<TagAndConditionList>);

/// Tags that must all be there.
#[shape]
pub struct TagAndConditionList(pub Vec<TagCondition>);

/// A tag that must be there.
#[shape]
pub struct TagCondition {
    /// Its key.
    pub tag_key: Option<String>,
    /// Its value; any by default.
    pub tag_value: Option<String>,
}

/// A text in a field; case does not count.
#[shape]
pub struct StringCondition {
    /// The field: each search says which it knows.
    pub field_name: Option<String>,
    /// The text.
    pub value: Option<String>,
    /// Where in the field it stands.
    pub comparison_type: Option<StringComparisonType>,
}

/// Where in a field a text stands.
#[shape]
pub enum StringComparisonType {
    /// At its start.
    StartsWith,
    /// Anywhere.
    Contains,
    /// It is the whole field.
    Exact,
}

/// Tags that resources must have: one of the members.
#[shape]
pub struct ControlPlaneAttributeFilter {
    /// Alternatives.
    pub or_conditions: Option<CommonAttributeOrConditionList>,
    /// What must all hold.
    pub and_condition: Option<CommonAttributeAndCondition>,
    /// A tag that must be there.
    pub tag_condition: Option<TagCondition>,
}

/// Alternatives of attributes.
#[shape]
pub struct CommonAttributeOrConditionList(pub Vec<CommonAttributeAndCondition>);

/// Attributes that must all hold.
#[shape]
pub struct CommonAttributeAndCondition {
    /// Tags that must all be there.
    pub tag_conditions: Option<TagAndConditionList>,
}
