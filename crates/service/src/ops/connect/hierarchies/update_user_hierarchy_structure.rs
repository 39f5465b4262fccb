use roster_domain::records::LevelDetails;
use roster_domain::rules::hierarchy;

use crate::prelude::connect::*;

/// Why a level cannot go, from the first level down.
const IN_USE: [&str; 5] = [
    "hierarchy groups are at LevelOne; delete them first",
    "hierarchy groups are at LevelTwo; delete them first",
    "hierarchy groups are at LevelThree; delete them first",
    "hierarchy groups are at LevelFour; delete them first",
    "hierarchy groups are at LevelFive; delete them first",
];

handler!(UpdateUserHierarchyStructure, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let names = hierarchy::levels(&request.hierarchy_structure)?;
    let structure = cx.hierarchy_structure(&instance).await?;
    for (level, because) in structure.levels().zip(IN_USE).skip(names.len()) {
        let groups = HierarchyGroup::at_level(&instance.id, &level.details.id);
        if cx
            .has_any::<HierarchyGroup>(&HierarchyGroup::BY_LEVEL, &groups)
            .await?
        {
            let (kind, id) = (ResourceType::HierarchyLevel, &level.details.id);
            return Err(Refusal::InUse {
                kind,
                id: id.clone(),
                arn: cx.account_region().resource(kind, &instance.id, id).into(),
                because,
            });
        }
    }
    let mut levels = structure.levels();
    let level_details = names.iter().map(|name| match levels.next() {
        Some(level) if level.name == *name => level.details.clone(),
        changed => LevelDetails {
            id: changed.map_or_else(|| cx.new_id(), |level| level.details.id.clone()),
            last_modified_time: cx.now,
            last_modified_region: cx.account_region().region.clone(),
        },
    });
    let new = HierarchyStructure {
        level_details: level_details.collect(),
        instance_id: instance.id,
        levels: names,
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    cx.replace(&structure, &new).await?;
    Ok(NoOutput)
});
