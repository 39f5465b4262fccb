//! What the input of a request says that policies may ask for.

use std::borrow::Cow;

use roster_domain::AccountRegion;
use roster_domain::rules::email_domain::domain;
use roster_model::operation::Description;

use roster_model::resource_type::ResourceType;
use roster_model::shapes::{
    CommonAttributeAndCondition, ControlPlaneAttributeFilter, ControlPlaneTagFilter, TagAndConditionList,
    TagCondition, TagOrConditionList, UserIdentityInfo,
};
use serde_json::Value;

use super::keys::TAGS;
use super::resources;

/// What policies may ask of an input.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestAttributes {
    /// The bare id of the instance.
    pub(super) instance_id: Option<String>,
    /// The tags to be given, by key.
    pub(super) tags: Vec<(String, String)>,
    /// The keys of the tags to be given or taken.
    pub(super) tag_keys: Vec<Cow<'static, str>>,
    /// The tags to which a search is confined.
    pub(super) search_tags: Vec<(String, String)>,
    /// What an instance keeps elsewhere.
    pub(super) resource_type: Option<String>,
    /// The identity that a user is to have.
    pub(super) identity_info: Option<UserIdentityInfo>,
    /// The domain of the address in it, in lower case.
    pub(super) email_domain: Option<String>,
    /// What a session is to be called.
    pub(super) session_name: Option<String>,
    /// The source identity of the session to begin.
    pub(super) source_identity: Option<String>,
    /// The keys of the tags that are to go on to sessions begun in a session.
    pub(super) transitive_tag_keys: Vec<Cow<'static, str>>,
    /// The managed policy that it is about, as it names it.
    pub(super) policy_arn: Option<String>,
    /// The permissions boundary that it sets, as it names it.
    pub(super) boundary: Option<String>,
    /// What was agreed on with the account of a role.
    pub(super) external_id: Option<String>,
}

impl RequestAttributes {
    /// Reads an input, which may break its description: what has another form than described is
    /// not there.
    pub(super) fn read(operation: &Description, account_region: &AccountRegion, input: &Value) -> Self {
        let described = |name| operation.request().member(name).is_some();
        let text = |name| {
            described(name)
                .then(|| input[name].as_str().map(str::to_owned))
                .flatten()
        };
        let instance_id = described(ResourceType::Instance.label())
            .then(|| input["InstanceId"].as_str())
            .flatten()
            .map(|reference| resources::instance(account_region, Some(reference)));
        let member = TAGS.iter().find(|member| described(member));
        let tags = member.map(|member| tags(&input[*member])).unwrap_or_default();
        let list = |name| {
            let list = described(name).then(|| input[name].as_array()).flatten();
            let texts = list.into_iter().flatten().filter_map(Value::as_str);
            texts.map(|text| Cow::Owned(text.to_owned()))
        };
        let identity_info = described("IdentityInfo").then(|| identity_info(&input["IdentityInfo"]));
        Self {
            instance_id,
            tag_keys: tags
                .iter()
                .map(|(key, _)| Cow::Owned(key.clone()))
                .chain(list("TagKeys"))
                .chain(list("tagKeys"))
                .collect(),
            tags,
            search_tags: search_tags(operation, input),
            email_domain: identity_info.as_ref().and_then(email_domain),
            identity_info,
            resource_type: text("ResourceType"),
            session_name: text("RoleSessionName"),
            policy_arn: text("PolicyArn"),
            boundary: text("PermissionsBoundary"),
            source_identity: text("SourceIdentity"),
            transitive_tag_keys: list("TransitiveTagKeys").collect(),
            external_id: text("ExternalId"),
        }
    }
}

/// Tags as an object, as Connect has them, or as a list of keys and values, as IAM has.
fn tags(tags: &Value) -> Vec<(String, String)> {
    let pair = |key: &str, value: &Value| Some((key.to_owned(), value.as_str()?.to_owned()));
    match tags {
        Value::Object(tags) => tags.iter().filter_map(|(key, value)| pair(key, value)).collect(),
        Value::Array(tags) => tags
            .iter()
            .filter_map(|tag| pair(tag["Key"].as_str()?, &tag["Value"]))
            .collect(),
        _ => Vec::new(),
    }
}

fn identity_info(info: &Value) -> UserIdentityInfo {
    let text = |member: &str| info[member].as_str().map(str::to_owned);
    UserIdentityInfo {
        first_name: text("FirstName").map(Into::into),
        last_name: text("LastName").map(Into::into),
        email: text("Email").map(Into::into),
        secondary_email: text("SecondaryEmail").map(Into::into),
        mobile: text("Mobile").map(Into::into),
    }
}

fn email_domain(info: &UserIdentityInfo) -> Option<String> {
    domain(info.email.as_ref()?)
}

/// The tags that every result must have: those with the same value in every alternative. Only these let a
/// policy confine a caller to a tag, whatever else the filter says.
fn search_tags(operation: &Description, input: &Value) -> Vec<(String, String)> {
    let Some(filter) = tag_filter(operation, input) else {
        return Vec::new();
    };
    let ControlPlaneTagFilter {
        or_conditions,
        and_conditions,
        tag_condition,
    } = filter;
    let mut all: Vec<_> = tag_condition.as_ref().and_then(wanted).into_iter().collect();
    all.extend(and_conditions.iter().flat_map(wanted_by_all));
    if let Some(alternatives) = or_conditions {
        let mut alternatives = alternatives.iter().map(wanted_by_all);
        let first = alternatives.next().unwrap_or_default();
        all.extend(alternatives.fold(first, |mut common, alternative| {
            common.retain(|tag| alternative.contains(tag));
            common
        }));
    }
    all
}

/// The tags in the filter of a search, in the form in which the operation has them. What it does not have does not
/// confine it.
fn tag_filter(operation: &Description, input: &Value) -> Option<ControlPlaneTagFilter> {
    let described = operation.request().member("SearchFilter")?.target.schema();
    let filter = |name: &str| {
        described
            .member(name)
            .map(|_| input["SearchFilter"][name].clone())
    };
    if let Some(by_tags) = filter("TagFilter") {
        return serde_json::from_value(by_tags).ok();
    }
    let by_attributes: ControlPlaneAttributeFilter =
        serde_json::from_value(filter("AttributeFilter")?).ok()?;
    let tags = |attributes: CommonAttributeAndCondition| {
        let none = TagAndConditionList(Vec::new());
        attributes.tag_conditions.unwrap_or(none)
    };
    Some(ControlPlaneTagFilter {
        or_conditions: by_attributes
            .or_conditions
            .map(|any| TagOrConditionList(any.0.into_iter().map(tags).collect())),
        and_conditions: by_attributes.and_condition.map(tags),
        tag_condition: by_attributes.tag_condition,
    })
}

fn wanted_by_all(conditions: &TagAndConditionList) -> Vec<(String, String)> {
    conditions.iter().filter_map(wanted).collect()
}

fn wanted(condition: &TagCondition) -> Option<(String, String)> {
    condition.tag_key.clone().zip(condition.tag_value.clone())
}

#[cfg(test)]
mod tests {
    use roster_model::operations;
    use roster_model::service::Service;
    use serde_json::json;

    use super::*;

    fn confined_to(filter: &Value) -> Vec<String> {
        tags_of("SearchUsers", &json!({"TagFilter": filter}))
    }

    /// The tags to which a filter confines an operation.
    fn tags_of(operation: &str, filter: &Value) -> Vec<String> {
        let operation = operations::find(Service::Connect, operation).expect(operation);
        search_tags(operation, &json!({"SearchFilter": filter}))
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect()
    }

    #[test]
    fn a_search_is_confined_to_what_every_alternative_wants() {
        let tag = |key: &str, value: &str| json!({"TagKey": key, "TagValue": value});

        assert_eq!(
            confined_to(&json!({"TagCondition": tag("team", "a")})),
            ["team=a"]
        );
        let both = json!({"AndConditions": [tag("team", "a"), tag("site", "b")]});
        assert_eq!(confined_to(&both), ["team=a", "site=b"]);
        let alternatives = json!({"OrConditions": [
            [tag("team", "a"), tag("site", "b")], [tag("site", "c"), tag("team", "a")],
        ]});
        assert_eq!(confined_to(&alternatives), ["team=a"]);
        let way_out = json!({"OrConditions": [[tag("team", "a")], [tag("site", "b")]]});
        assert!(confined_to(&way_out).is_empty());
        assert!(confined_to(&json!({"TagCondition": {"TagKey": "team"}})).is_empty());
        assert!(confined_to(&json!({"TagCondition": 7})).is_empty());
        assert!(confined_to(&Value::Null).is_empty());
    }

    #[test]
    fn a_search_is_confined_by_the_filter_that_it_has_and_by_no_other() {
        let tag = json!({"TagKey": "team", "TagValue": "a"});
        let site = json!({"TagKey": "site", "TagValue": "b"});
        let groups = "SearchUserHierarchyGroups";

        let alternatives = json!([{"TagConditions": [tag, site]}, {"TagConditions": [tag]}]);
        let filter = json!({"AttributeFilter": {"OrConditions": alternatives, "AndCondition": {"TagConditions": [site]}}});
        assert_eq!(tags_of(groups, &filter), ["site=b", "team=a"]);
        assert!(tags_of("SearchUsers", &filter).is_empty());
        let way_out = json!({"AttributeFilter": {"OrConditions": [{"TagConditions": [tag]}, {}]}});
        assert!(tags_of(groups, &way_out).is_empty());
        assert!(tags_of(groups, &json!({"TagFilter": {"TagCondition": tag}})).is_empty());
        assert!(tags_of("ListUsers", &filter).is_empty());
    }

    #[test]
    fn tags_are_read_in_both_forms() {
        let expected = [("team".to_owned(), "a".to_owned())];
        assert_eq!(tags(&json!({"team": "a", "bad": 7})), expected);
        assert_eq!(
            tags(&json!([{"Key": "team", "Value": "a"}, {"Key": "bad"}])),
            expected
        );
    }

    #[test]
    fn the_domain_of_an_address_is_in_lower_case() {
        let domain = |email: &str| email_domain(&identity_info(&json!({"Email": email})));
        assert_eq!(domain("Eve@Evil.Example").as_deref(), Some("evil.example"));
        assert_eq!(domain("\"a@b\"@c.example").as_deref(), Some("c.example"));
        assert_eq!(domain(""), None);
        assert_eq!(domain("eve"), None);
        for spelling in ["eve@bücher.example", "eve@xn--bcher-kva.example"] {
            assert_eq!(domain(spelling).as_deref(), Some("xn--bcher-kva.example"));
        }
    }
}
