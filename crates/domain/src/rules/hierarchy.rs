//! Which levels a hierarchy can have, and at which a new group stands. Source: the API references on
//! `UpdateUserHierarchyStructure` and `CreateUserHierarchyGroup`; that levels have no gaps is assumed.

use roster_model::ops::connect::hierarchies::HierarchyStructureUpdate;

use super::breach::{Breach, Fault};
use crate::id::Id;
use crate::records::{HierarchyGroup, HierarchyStructure};

/// The members of a structure, from the first level down, and where they stand in a request.
const LEVELS: [(&str, &str); 5] = [
    ("LevelOne", "HierarchyStructure.LevelOne"),
    ("LevelTwo", "HierarchyStructure.LevelTwo"),
    ("LevelThree", "HierarchyStructure.LevelThree"),
    ("LevelFour", "HierarchyStructure.LevelFour"),
    ("LevelFive", "HierarchyStructure.LevelFive"),
];

/// The names of the levels that a hierarchy is to have, from the first down.
pub fn levels(wanted: &HierarchyStructureUpdate) -> Result<Vec<String>, Vec<Breach>> {
    let HierarchyStructureUpdate {
        level_one,
        level_two,
        level_three,
        level_four,
        level_five,
    } = wanted;
    let levels = [level_one, level_two, level_three, level_four, level_five];
    let Some(last) = levels.iter().rposition(|level| level.is_some()) else {
        return Ok(Vec::new());
    };
    let mut names = Vec::new();
    let mut breaches = Vec::new();
    for (level, (_, member)) in levels[..=last].iter().zip(LEVELS) {
        match level {
            Some(level) => names.push(level.name.to_string()),
            None => breaches.push(Breach {
                member,
                fault: Fault::RequiredBy {
                    because: LEVELS[last].1,
                },
            }),
        }
    }
    if breaches.is_empty() {
        Ok(names)
    } else {
        Err(breaches)
    }
}

/// The id of the level at which a new group stands: the one below its parent's, or the first.
pub fn level_below(structure: &HierarchyStructure, parent: Option<&HierarchyGroup>) -> Result<Id, Breach> {
    let place = parent.map_or(0, |parent| parent.path().count());
    let fault = match (structure.levels().nth(place), LEVELS.get(place)) {
        (Some(level), _) => return Ok(level.details.id.clone()),
        (None, Some((level, _))) => Fault::NoLevel { level },
        (None, None) => Fault::LowestLevel { max: LEVELS.len() },
    };
    Err(Breach {
        member: "ParentGroupId",
        fault,
    })
}

#[cfg(test)]
mod tests {
    use roster_model::shapes::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::records::LevelDetails;

    /// The names of the levels of a structure of these, or what is wrong with them.
    fn wanted(levels: [Option<&str>; 5]) -> Result<Vec<String>, Vec<String>> {
        let named = LEVELS
            .iter()
            .zip(levels)
            .filter_map(|((member, _), name)| Some((*member, name?)));
        let structure: serde_json::Map<_, _> = named
            .map(|(member, name)| (member.to_owned(), json!({"Name": name})))
            .collect();
        let structure = serde_json::from_value(structure.into()).unwrap();
        let texts = |breaches: Vec<Breach>| breaches.iter().map(ToString::to_string).collect();
        super::levels(&structure).map_err(texts)
    }

    fn id(number: usize) -> Id {
        Id::parse(&format!("a1b2c3d4-5678-90ab-cdef-00000000000{number}")).unwrap()
    }

    fn structure(levels: usize) -> HierarchyStructure {
        let details = |number| LevelDetails {
            id: id(number),
            last_modified_time: Timestamp::default(),
            last_modified_region: "us-east-1".into(),
        };
        HierarchyStructure {
            instance_id: id(0),
            levels: vec!["Level".to_owned(); levels],
            level_details: (1..=levels).map(details).collect(),
            last_modified_time: Timestamp::default(),
            last_modified_region: "us-east-1".into(),
        }
    }

    /// A group at a level, counted from 1.
    fn group_at(level: usize) -> HierarchyGroup {
        HierarchyGroup {
            id: id(9),
            instance_id: id(0),
            name: "Group".to_owned(),
            level_id: id(level),
            parent_group_ids: vec![id(8); level - 1],
            tags: None,
            last_modified_time: Timestamp::default(),
            last_modified_region: "us-east-1".into(),
        }
    }

    #[test]
    fn levels_come_from_the_first_down() {
        assert_eq!(wanted([None; 5]), Ok(Vec::new()));
        let two = wanted([Some("Country"), Some("Site"), None, None, None]);
        assert_eq!(two, Ok(vec!["Country".to_owned(), "Site".to_owned()]));
        assert_eq!(wanted([Some("Level"); 5]).map(|levels| levels.len()), Ok(5));
    }

    #[test]
    fn a_level_needs_all_levels_above_it() {
        let gaps = wanted([Some("Country"), None, None, Some("Team"), None]).unwrap_err();

        assert_eq!(
            gaps,
            [
                "HierarchyStructure.LevelTwo is required with HierarchyStructure.LevelFour",
                "HierarchyStructure.LevelThree is required with HierarchyStructure.LevelFour",
            ]
        );
    }

    #[test]
    fn a_group_stands_one_level_below_its_parent() {
        assert_eq!(level_below(&structure(1), None), Ok(id(1)));
        for level in 1..5 {
            assert_eq!(
                level_below(&structure(5), Some(&group_at(level))),
                Ok(id(level + 1))
            );
        }
    }

    #[test]
    fn a_level_that_is_missing_is_named() {
        let refused = |levels, parent: Option<usize>| {
            let parent = parent.map(group_at);
            level_below(&structure(levels), parent.as_ref())
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            refused(0, None),
            "ParentGroupId puts the group at LevelOne, which the hierarchy does not have: add it by UpdateUserHierarchyStructure"
        );
        assert_eq!(
            refused(1, Some(1)),
            "ParentGroupId puts the group at LevelTwo, which the hierarchy does not have: add it by UpdateUserHierarchyStructure"
        );
        assert_eq!(
            refused(5, Some(5)),
            "ParentGroupId names a group at the lowest of 5 levels, and there can be no more"
        );
    }
}
