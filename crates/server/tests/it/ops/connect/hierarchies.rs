mod create_user_hierarchy_group;
mod delete_user_hierarchy_group;
mod describe_user_hierarchy_group;
mod describe_user_hierarchy_structure;
mod list_user_hierarchy_groups;
mod search_user_hierarchy_groups;
mod update_user_hierarchy_group_name;
mod update_user_hierarchy_structure;

use roster_testkit::Roster;
use serde_json::{Map, Value, json};

const LEVELS: [&str; 5] = ["LevelOne", "LevelTwo", "LevelThree", "LevelFour", "LevelFive"];

/// The input that gives an instance the first levels of a hierarchy, with these names.
pub(crate) fn structure(instance: &str, names: &[&str]) -> Value {
    let levels = LEVELS.iter().zip(names);
    let levels = levels.map(|(level, name)| ((*level).to_owned(), json!({"Name": name})));
    json!({"InstanceId": instance, "HierarchyStructure": Value::Object(levels.collect::<Map<_, _>>())})
}

/// Gives the hierarchy of an instance the first levels, with these names, and no others.
pub(crate) async fn set_levels(t: &Roster, instance: &str, names: &[&str]) {
    t.root()
        .done("UpdateUserHierarchyStructure", structure(instance, names))
        .await;
}

/// Makes a group below another, or at the first level; gives its id.
pub(crate) async fn make_group(t: &Roster, instance: &str, name: &str, parent: Option<&str>) -> String {
    let input = json!({"InstanceId": instance, "Name": name, "ParentGroupId": parent});
    let made = t.root().done("CreateUserHierarchyGroup", input).await;
    made["HierarchyGroupId"].as_str().expect("an id").to_owned()
}

/// A hierarchy of three levels and groups at each: their ids.
struct Groups {
    france: String,
    south: String,
    nice: String,
}

impl Groups {
    async fn make(t: &Roster, instance: &str) -> Self {
        set_levels(t, instance, &["Country", "Region", "Site"]).await;
        let france = make_group(t, instance, "France", None).await;
        let south = make_group(t, instance, "South", Some(&france)).await;
        let nice = make_group(t, instance, "Nice", Some(&south)).await;
        Self { france, south, nice }
    }
}
