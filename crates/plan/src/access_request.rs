//! What the calls of a plan ask of access policies, and the calls that are denied.

use std::collections::BTreeMap;

use roster_model::resource_type::ResourceType;
use serde::Serialize;
use serde_json::Value;

use crate::change::Change;
use crate::column::Column;
use crate::instance::Instance;
use crate::person::Person;
use crate::values::Values;

/// What the condition keys for tags begin with.
const RESOURCE_TAG: &str = "aws:ResourceTag/";
const REQUEST_TAG: &str = "aws:RequestTag/";
/// The condition key for the keys of tags that a call sets or removes.
const TAG_KEYS: &str = "aws:TagKeys";

/// A call on one resource as access policies see it, as far as it is known before the call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessRequest {
    /// The action, such as `connect:UpdateUserIdentityInfo`.
    pub action: String,
    /// Condition keys with their values.
    pub context: BTreeMap<String, Vec<String>>,
    /// Whether the context has all tags of the resource.
    pub has_resource_tags: bool,
    /// The ARN of the resource.
    pub resource: String,
}

/// A call that policies deny.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Denial {
    /// The number of the row, as a spreadsheet counts. A person outside the file has none.
    pub row: Option<usize>,
    /// The person's sign-in name.
    pub username: String,
    /// The action, such as `connect:UpdateUserIdentityInfo`.
    pub action: String,
    /// The ARN of the resource on which it is denied.
    pub resource: String,
    /// Which policies deny it.
    pub reason: String,
}

impl AccessRequest {
    /// What a change asks for: its user, and each profile and group that the call names. The tags of the user are those
    /// that `person` has in the column of tags. Source: service authorization reference, Amazon Connect.
    pub fn of(change: &Change, person: Option<&Person>, instance: &Instance) -> Vec<Self> {
        let operation = change.part.operation();
        let parameters = change.parameters(instance);
        let own = of_call(change, instance);
        let resources = operation.resources.iter().flat_map(|resource| {
            let kind = resource.kind;
            let ids = match kind {
                ResourceType::User if change.user_id.is_empty() => vec!["*"],
                ResourceType::User => vec![&*change.user_id],
                kind => named(&parameters, kind.label()),
            };
            ids.into_iter()
                .filter_map(|id| Some((kind, instance.resource_arn(kind, id)?)))
                .collect::<Vec<_>>()
        });
        let requests = resources.map(|(kind, resource)| {
            let mut context = own.clone();
            let person = person.filter(|_| kind == ResourceType::User);
            let tags = person.into_iter().flat_map(|person| tags(&person.values));
            context.extend(tags.map(|(key, value)| (format!("{RESOURCE_TAG}{key}"), vec![value.to_owned()])));
            Self {
                action: operation.action(),
                context,
                has_resource_tags: person.is_some(),
                resource,
            }
        });
        requests.collect()
    }

    /// Whether another request differs in the resource alone.
    pub fn is_alike(&self, other: &Self) -> bool {
        (&self.action, &self.context, self.has_resource_tags)
            == (&other.action, &other.context, other.has_resource_tags)
    }

    /// Whether a condition key that is not in the context will not be in the request either.
    pub fn lacks(&self, key: &str) -> bool {
        let has_prefix = |prefix: &str| {
            let start = key.get(..prefix.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        has_prefix(REQUEST_TAG)
            || has_prefix(TAG_KEYS)
            || (self.has_resource_tags && has_prefix(RESOURCE_TAG))
    }
}

/// The condition keys of a call itself.
fn of_call(change: &Change, instance: &Instance) -> BTreeMap<String, Vec<String>> {
    let mut context = BTreeMap::from([("connect:InstanceId".to_owned(), vec![instance.id.clone()])]);
    let mut keys: Vec<String> = Vec::new();
    for (key, value) in tags(&change.after) {
        context.insert(format!("{REQUEST_TAG}{key}"), vec![value.to_owned()]);
        keys.push(key.to_owned());
    }
    let removed = tags(&change.before).filter(|_| change.after.is_empty());
    keys.extend(removed.map(|(key, _)| key.to_owned()));
    if !keys.is_empty() {
        context.insert(TAG_KEYS.to_owned(), keys);
    }
    context
}

fn tags(values: &Values) -> impl Iterator<Item = (&str, &str)> {
    let tags = values.iter().filter(|(field, _)| field.column() == Column::Tags);
    tags.filter_map(|(field, value)| Some((field.item_name()?, value)))
}

/// The ids that parameters have under a label, one or several.
fn named<'a>(parameters: &'a serde_json::Map<String, Value>, label: &str) -> Vec<&'a str> {
    let one = parameters.get(label).and_then(Value::as_str);
    let several = parameters.get(&format!("{label}s")).and_then(Value::as_array);
    let several = several.into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(several).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::part::Part;

    const ARN: &str = "arn:aws:connect:us-east-1:123456789012:instance/i";

    fn instance() -> Instance {
        Instance {
            id: "i".to_owned(),
            arn: ARN.to_owned(),
            alias: None,
            kind: roster_model::shapes::DirectoryType::ConnectManaged,
            references: crate::References::default(),
        }
    }

    fn change(part: Part, before: Values, after: Values) -> Change {
        Change {
            user_id: "u".to_owned(),
            username: "mary".to_owned(),
            part,
            before,
            after,
        }
    }

    fn tag(key: &str, value: &str) -> Values {
        let field = crate::Field::named(&format!("tag:{key}")).unwrap();
        Values::from_iter([(field, value)])
    }

    #[test]
    fn a_call_asks_for_its_user_and_for_each_profile_that_it_names() {
        let after = Values::from_iter([(Column::SecurityProfiles, "p|q")]);
        let change = change(Part::SecurityProfiles, Values::default(), after);
        let person = Person {
            values: tag("Team", "A"),
            ..Person::default()
        };

        let requests = AccessRequest::of(&change, Some(&person), &instance());

        let resources: BTreeSet<_> = requests
            .iter()
            .map(|request| {
                assert_eq!(request.action, "connect:UpdateUserSecurityProfiles");
                let keys: Vec<_> = request.context.keys().map(String::as_str).collect();
                (request.resource.strip_prefix(ARN).unwrap(), keys)
            })
            .collect();
        assert_eq!(
            resources,
            BTreeSet::from([
                ("/agent/u", vec!["aws:ResourceTag/Team", "connect:InstanceId"]),
                ("/security-profile/p", vec!["connect:InstanceId"]),
                ("/security-profile/q", vec!["connect:InstanceId"]),
            ])
        );
    }

    #[test]
    fn calls_for_tags_ask_with_the_tags_that_they_set_or_remove() {
        let set = change(Part::SetTags, tag("Team", "A"), tag("Team", "B"));
        let removed = change(Part::RemovedTags, tag("Team", "A"), Values::default());

        let keys = |change: &Change| {
            let [request] = &AccessRequest::of(change, None, &instance())[..] else {
                panic!("one resource")
            };
            request.context.clone()
        };
        let text = |text: &str| vec![text.to_owned()];
        assert_eq!(
            keys(&set),
            BTreeMap::from([
                ("aws:RequestTag/Team".to_owned(), text("B")),
                ("aws:TagKeys".to_owned(), text("Team")),
                ("connect:InstanceId".to_owned(), text("i")),
            ])
        );
        assert_eq!(
            keys(&removed),
            BTreeMap::from([
                ("aws:TagKeys".to_owned(), text("Team")),
                ("connect:InstanceId".to_owned(), text("i")),
            ])
        );
    }
}
