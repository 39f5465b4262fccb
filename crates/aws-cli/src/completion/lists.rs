//! The operation that lists the values of an option. It follows from the description: an operation whose items
//! have an id of some shape lists the values of every option of this shape.

use roster_client::Parameters;
use roster_model::catalogue;
use roster_model::schema::{Kind, Member, Schema};
use serde_json::Value;

use crate::commands::Command;

/// The member that identifies an item.
const ID: &str = "Id";
const ARN: &str = "Arn";

/// A list of the values of a shape.
#[derive(Clone, Copy)]
pub(crate) struct List {
    /// The operation that lists them.
    pub(crate) operation: Command,
    /// The output member that holds the items.
    pub(crate) items: &'static str,
    /// The member with the name of an item.
    name: Option<&'static str>,
}

/// An item of a list: a value and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The id.
    pub(crate) id: String,
    /// The name. Empty: there is none.
    pub(crate) name: String,
}

impl List {
    /// The list of the values of a shape, if there is one: the one that needs the least.
    pub(crate) fn of(shape: &Schema) -> Option<Self> {
        let name = shape.name.strip_suffix("OrArn").unwrap_or(shape.name);
        let operations = catalogue::entries().filter(|entry| entry.name.starts_with("List"));
        let lists = operations.map(Command::from).filter_map(|operation| {
            let items = operation.pages()?;
            let item = item_of(operation.response().member(items)?.target.schema())?;
            let id = item.member(ID)?.target.schema();
            (id.name == name).then(|| Self {
                operation,
                items,
                name: name_of(item),
            })
        });
        lists.min_by_key(|list| (list.required().count(), list.name.is_none()))
    }

    fn required(&self) -> impl Iterator<Item = &'static Member> {
        let members = self.operation.request().members().iter();
        members.filter(|member| member.required)
    }

    /// The required parameters of the operation, from those of a line. `None`: one is missing.
    pub(crate) fn parameters(&self, given: &dyn Fn(&str) -> Option<String>) -> Option<Parameters> {
        self.required()
            .map(|member| Some((member.name.to_owned(), Value::from(given(member.name)?))))
            .collect()
    }

    /// The items of an output.
    pub(crate) fn read(&self, output: &Value) -> Vec<Item> {
        let items = output.get(self.items).and_then(Value::as_array);
        let text = |item: &Value, member: &str| item.get(member).and_then(Value::as_str).map(str::to_owned);
        items
            .into_iter()
            .flatten()
            .filter_map(|item| {
                Some(Item {
                    id: text(item, ID)?,
                    name: self.name.and_then(|name| text(item, name)).unwrap_or_default(),
                })
            })
            .collect()
    }
}

fn item_of(list: &'static Schema) -> Option<&'static Schema> {
    match list.kind {
        Kind::List { member, .. } => Some(member.schema()),
        _ => None,
    }
}

/// The first string that is neither id nor ARN.
fn name_of(item: &'static Schema) -> Option<&'static str> {
    let is_name = |kind: &Kind| matches!(kind, Kind::String { .. });
    item.members()
        .iter()
        .find(|member| !matches!(member.name, ID | ARN) && is_name(&member.target.schema().kind))
        .map(|member| member.name)
}

#[cfg(test)]
mod tests {
    use roster_model::operation::Operation;
    use roster_model::ops::connect::users::CreateUser;
    use serde_json::json;

    use super::*;

    fn list_of(member: &str) -> Option<List> {
        let target = CreateUser::DESCRIPTION
            .request()
            .member(member)
            .unwrap()
            .target
            .schema();
        List::of(item_of(target).unwrap_or(target))
    }

    #[test]
    fn the_list_of_an_option_follows_from_its_shape() {
        for (member, operation, name) in [
            ("InstanceId", "ListInstances", "InstanceAlias"),
            ("SecurityProfileIds", "ListSecurityProfiles", "Name"),
            ("RoutingProfileId", "ListRoutingProfiles", "Name"),
            ("HierarchyGroupId", "ListUserHierarchyGroups", "Name"),
        ] {
            let list = list_of(member).unwrap();
            assert_eq!((list.operation.name, list.name), (operation, Some(name)));
        }
        for member in ["Username", "Password", "DirectoryUserId"] {
            assert!(list_of(member).is_none(), "{member}");
        }
    }

    #[test]
    fn a_list_takes_the_instance_of_the_line() {
        let list = list_of("RoutingProfileId").unwrap();
        let parameters = list.parameters(&|name| (name == "InstanceId").then(|| "i".to_owned()));
        assert_eq!(Value::Object(parameters.unwrap()), json!({"InstanceId": "i"}));
        assert!(list.parameters(&|_| None).is_none());
    }

    #[test]
    fn items_have_ids_and_names() {
        let list = list_of("InstanceId").unwrap();
        let output = json!({"InstanceSummaryList": [{"Id": "a", "InstanceAlias": "demo"}, {"Id": "b"}, {}]});
        let item = |id: &str, name: &str| Item {
            id: id.to_owned(),
            name: name.to_owned(),
        };
        assert_eq!(list.read(&output), [item("a", "demo"), item("b", "")]);
        assert_eq!(list.read(&json!({})), []);
    }
}
