//! What holds for every copy of what users refer to.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use roster_plan::{
    Copying, Inventory, Next, Progress, Record, References, Referent, Resource, ResourceCall, ResourceChange,
    ResourceKind, State, Target, copy,
};
use serde_json::{Value, json};

/// The queues of every source, each with hours of operation of its own.
const QUEUES: [&str; 12] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];

/// The groups that may be there; each comes after the one above it.
const GROUPS: [&[&str]; 4] = [&["EU"], &["EU", "Sales"], &["EU", "Sales", "Night"], &["US"]];

/// The names of queues and hours of operation of an instance, whose ids have a prefix.
fn names(prefix: &str, queues: &[&str]) -> References {
    let referents = |kind: &str| {
        let referents = queues.iter().map(|queue| Referent {
            id: format!("{prefix}-{kind}-{queue}"),
            path: vec![(*queue).to_owned()],
        });
        referents.collect()
    };
    let mut names = References::default();
    names.add(Target::Queue, referents("queue"));
    names.add(Target::HoursOfOperation, referents("hours"));
    names
}

/// What an instance has, as the service would answer, by kind and name.
#[derive(Clone, Debug)]
struct Answers {
    levels: Vec<String>,
    groups: Vec<&'static [&'static str]>,
    others: Vec<(ResourceKind, String, Value)>,
}

fn named(
    kind: ResourceKind,
    answer: impl Strategy<Value = Value>,
) -> impl Strategy<Value = Vec<(ResourceKind, String, Value)>> {
    let named = proptest::collection::btree_map("[XYZ]", answer, 0..3);
    named.prop_map(move |named| {
        let named = named.into_iter();
        named.map(|(name, answer)| (kind, name, answer)).collect()
    })
}

fn texts(texts: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(texts, 0..=texts.len())
}

fn tags() -> impl Strategy<Value = BTreeMap<String, String>> {
    proptest::collection::btree_map("(aws:)?[ab]", "[xy]?", 0..3)
}

fn answers() -> impl Strategy<Value = Answers> {
    let attribute = (texts(&["German", "French", "Spanish"]), proptest::bool::ANY).prop_map(|(values, is_checked)| {
        json!({"Values": {"StringList": values}, "AttributeConfiguration": {"EnableValueValidationOnAssociation": is_checked}})
    });
    let status = (proptest::option::of(1..3), "(ENABLED|DISABLED)?", tags()).prop_map(|(order, state, tags)| {
        json!({"Type": "CUSTOM", "DisplayOrder": order, "State": (!state.is_empty()).then_some(state), "Tags": tags})
    });
    let profile = (texts(&["Users.View", "Users.Edit", "AccessMetrics"]), "[xy]?", tags()).prop_map(
        |(permissions, description, restricting)| {
            json!({"Permissions": permissions, "Description": description, "AllowedAccessControlTags": restricting})
        },
    );
    let queues = proptest::collection::btree_map(
        (proptest::sample::select(&QUEUES[..]), "(VOICE|CHAT)"),
        (1..3, 0..2),
        0..12,
    );
    let manual = proptest::collection::btree_set(proptest::sample::select(&QUEUES[..]), 0..3);
    let routing = (proptest::sample::select(&QUEUES[..]), 1..3, queues, manual).prop_map(
        |(outbound, chats, queues, manual)| {
            let queues = queues.into_iter().map(|((queue, channel), (priority, delay))| {
                json!({"QueueId": queue, "Channel": channel, "Priority": priority, "Delay": delay})
            });
            let manual = manual.into_iter().map(|queue| json!({"QueueId": queue, "Channel": "VOICE"}));
            json!({
                "Description": "what a user does",
                "DefaultOutboundQueueId": outbound,
                "MediaConcurrencies": [{"Channel": "VOICE", "Concurrency": 1}, {"Channel": "CHAT", "Concurrency": chats}],
                "QueueConfigs": queues.collect::<Vec<_>>(),
                "ManualAssignmentQueueConfigs": manual.collect::<Vec<_>>(),
            })
        },
    );
    let others = (
        named(ResourceKind::PredefinedAttribute, attribute),
        named(ResourceKind::AgentStatus, status),
        named(ResourceKind::SecurityProfile, profile),
        named(ResourceKind::RoutingProfile, routing),
    );
    let groups = proptest::sample::subsequence(GROUPS.to_vec(), 0..=GROUPS.len());
    let levels = proptest::collection::vec("[RT]", 0..4);
    (levels, groups, others).prop_map(|(levels, groups, (attributes, statuses, profiles, routing))| {
        let has_parents = |group: &&&[&str]| (1..group.len()).all(|above| groups.contains(&&group[..above]));
        Answers {
            levels,
            groups: groups.iter().filter(has_parents).copied().collect(),
            others: [attributes, statuses, profiles, routing].concat(),
        }
    })
}

/// The resources of an instance whose ids have a prefix, and which has these queues.
fn resources(answers: &Answers, prefix: &str, queues: &[&str]) -> Vec<Resource> {
    let names = names(prefix, queues);
    let with_ids = |answer: &Value| {
        let mut answer = answer.clone();
        let id = |queue: &mut Value| {
            if let Some(name) = queue.as_str() {
                *queue = format!("{prefix}-queue-{name}").into();
            }
        };
        id(&mut answer["DefaultOutboundQueueId"]);
        for list in ["QueueConfigs", "ManualAssignmentQueueConfigs"] {
            for config in answer[list].as_array_mut().into_iter().flatten() {
                id(&mut config["QueueId"]);
            }
        }
        answer
    };
    let levels = ["LevelOne", "LevelTwo", "LevelThree", "LevelFour", "LevelFive"];
    let structure: Value = levels
        .iter()
        .zip(&answers.levels)
        .map(|(level, name)| ((*level).to_owned(), json!({"Name": name})))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let of_levels = Resource::of_answer(
        ResourceKind::HierarchyLevels,
        "",
        "levels",
        &json!({"HierarchyStructure": structure}),
        &names,
    );
    let groups = answers.groups.iter().map(|path| {
        let path: serde_json::Map<_, _> = levels
            .iter()
            .zip(*path)
            .map(|(level, name)| ((*level).to_owned(), json!({"Name": name})))
            .collect();
        let id = format!("{prefix}-{path:?}");
        let answer = json!({"HierarchyPath": path});
        Resource::of_answer(ResourceKind::HierarchyGroup, &id, "", &answer, &names)
    });
    let others = answers.others.iter().map(|(kind, name, answer)| {
        Resource::of_answer(
            *kind,
            &format!("{prefix}-{name}"),
            name,
            &with_ids(answer),
            &names,
        )
    });
    let queues = queues.iter().flat_map(|queue| {
        let hours = json!({"TimeZone": "UTC"});
        let id = format!("{prefix}-hours-{queue}");
        let answer = json!({"HoursOfOperationId": id});
        [
            Resource::of_answer(ResourceKind::HoursOfOperation, &id, queue, &hours, &names),
            Resource::of_answer(
                ResourceKind::Queue,
                &format!("{prefix}-queue-{queue}"),
                queue,
                &answer,
                &names,
            ),
        ]
    });
    [of_levels]
        .into_iter()
        .chain(groups)
        .chain(others)
        .chain(queues)
        .collect()
}

/// The inventory of resources, of which queues and hours of operation are all that there are.
fn inventory(resources: &[Resource]) -> Inventory {
    let mut names = References::default();
    for (kind, target) in [
        (ResourceKind::Queue, Target::Queue),
        (ResourceKind::HoursOfOperation, Target::HoursOfOperation),
    ] {
        let of_kind = resources.iter().filter(|resource| resource.kind == kind);
        names.add(target, of_kind.map(Resource::referent).collect());
    }
    Inventory::new(names, resources.iter().cloned())
}

/// A source with all queues, and a target with some.
fn source_and_target() -> impl Strategy<Value = (Vec<Resource>, Vec<Resource>)> {
    let queues = proptest::sample::subsequence(QUEUES.to_vec(), 0..QUEUES.len());
    (answers(), answers(), queues).prop_map(|(source, mut target, queues)| {
        // A profile of the target has queues that are there.
        target.others.retain(|(kind, _, answer)| {
            let configs =
                ["QueueConfigs", "ManualAssignmentQueueConfigs"].map(|list| answer[list].as_array());
            let mut used = configs
                .into_iter()
                .flatten()
                .flatten()
                .map(|config| &config["QueueId"])
                .chain([&answer["DefaultOutboundQueueId"]])
                .filter_map(Value::as_str);
            *kind != ResourceKind::RoutingProfile || used.all(|queue| queues.contains(&queue))
        });
        (
            resources(&source, "source", &QUEUES),
            resources(&target, "target", &queues),
        )
    })
}

fn find<'a>(resources: &'a mut [Resource], change: &ResourceChange) -> Option<&'a mut Resource> {
    let mut resources = resources.iter_mut();
    resources.find(|resource| resource.kind == change.kind && resource.path == change.path)
}

/// Makes a change of an instance, as the service would. Fails if something that it refers to is not there.
fn make(resources: &mut Vec<Resource>, references: &mut References, change: &ResourceChange) {
    assert_eq!(change.missing(references), None, "{}", change.title());
    if let Some(resource) = find(resources, change) {
        return change.apply(resource);
    }
    let made = Resource {
        kind: change.kind,
        id: format!("new-{}", change.title()),
        arn: String::new(),
        path: change.path.clone(),
        members: change.after.clone(),
        built_in: None,
        left_out: Vec::new(),
    };
    if let Some(target) = change.kind.target() {
        references.complete(target, &[made.referent()]);
    }
    resources.push(made);
}

/// Where a process is killed while it works on a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kill {
    BeforeCall,
    AfterCall,
    AfterRecord,
}

/// Runs what remains until the process is killed at a change.
fn run(
    target: &mut Vec<Resource>,
    copying: &Copying,
    journal: &mut Vec<Record>,
    kill: Option<(usize, Kill)>,
) {
    let mut references = copying.references.clone();
    // A run begins with the ids of what is there.
    for of in references.incomplete() {
        let of_kind = target
            .iter()
            .filter(|resource| resource.kind.target() == Some(of));
        references.complete(of, &of_kind.map(Resource::referent).collect::<Vec<_>>());
    }
    let progress = Progress::of(copying.changes.len(), &*journal);
    for place in progress.remaining() {
        let killed = |moment| kill == Some((place, moment));
        let change = &copying.changes[place];
        let in_doubt = progress.states()[place] == State::InDoubt;
        let now = find(target, change).map(|resource| change.now(resource));
        match change.next(in_doubt, now.as_ref()) {
            Next::NoteDone => journal.push(Record::Done { change: place }),
            Next::Call => {
                journal.push(Record::Begun { change: place });
                if killed(Kill::BeforeCall) {
                    return;
                }
                assert_eq!(now.unwrap_or_default(), change.before);
                make(target, &mut references, change);
                if killed(Kill::AfterCall) {
                    return;
                }
                journal.push(Record::Done { change: place });
                if killed(Kill::AfterRecord) {
                    return;
                }
            }
            next @ (Next::Skip(_) | Next::FailWithCreation) => panic!("{}: {next:?}", change.title()),
        }
    }
}

/// The plan, and the target when all is done.
fn copied(source: &[Resource], target: &[Resource]) -> (Copying, Vec<Resource>) {
    let copying = copy(&inventory(source), &inventory(target));
    let mut changed = target.to_vec();
    run(&mut changed, &copying, &mut Vec::new(), None);
    (copying, changed)
}

/// What resources are, whatever their ids.
fn by_name(resources: &[Resource]) -> BTreeMap<(ResourceKind, String), String> {
    let resources = resources.iter();
    resources
        .map(|resource| {
            (
                (resource.kind, resource.name()),
                format!("{:?}", resource.members),
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn copying_to_an_equal_instance_plans_nothing(answers in answers()) {
        let (source, target) = (resources(&answers, "source", &QUEUES), resources(&answers, "target", &QUEUES));

        let copying = copy(&inventory(&source), &inventory(&target));

        prop_assert_eq!(&copying.changes, &[]);
        prop_assert_eq!(&copying.refused, &[]);
        prop_assert_eq!(copying.references, inventory(&target).references());
    }

    #[test]
    fn after_a_copy_a_second_one_plans_nothing((source, target) in source_and_target()) {
        let (first, changed) = copied(&source, &target);

        let second = copy(&inventory(&source), &inventory(&changed));

        prop_assert_eq!(&first.refused, &[]);
        prop_assert_eq!(&second.changes, &[]);
    }

    #[test]
    fn the_target_has_everything_afterwards_and_keeps_what_only_it_has((source, target) in source_and_target()) {
        let (_, changed) = copied(&source, &target);

        let (source, target, changed) = (by_name(&source), by_name(&target), by_name(&changed));
        for (name, members) in &source {
            let is_as_needed = match name.0 {
                ResourceKind::Queue | ResourceKind::HoursOfOperation => true,
                // They keep what only the target has.
                ResourceKind::PredefinedAttribute | ResourceKind::HierarchyLevels => changed.contains_key(name),
                _ => changed.get(name) == Some(members),
            };
            prop_assert!(is_as_needed, "{:?}", name);
        }
        for (name, members) in target {
            let kept = changed.get(&name);
            prop_assert!(kept.is_some(), "{:?}", name);
            if !source.contains_key(&name) {
                prop_assert_eq!(kept, Some(&members));
            }
        }
    }

    #[test]
    fn values_and_levels_of_the_target_stay((source, target) in source_and_target()) {
        let (_, changed) = copied(&source, &target);

        let count = |resources: &[Resource], name: &str, member: &str| {
            let named = resources.iter().find(|resource| resource.name() == name && resource.members.contains_key(member));
            named.map_or(0, |resource| resource.members[member].as_array().map_or(0, Vec::len))
        };
        for (name, member) in [("levels", "Levels"), ("X", "Values"), ("Y", "Values"), ("Z", "Values")] {
            let before = [&source, &target].map(|resources| count(resources, name, member));
            let least = before.into_iter().max().unwrap();
            prop_assert!(count(&changed, name, member) >= least, "{} {:?}", name, before);
        }
    }

    #[test]
    fn queues_are_made_only_where_a_routing_profile_needs_them((source, target) in source_and_target()) {
        let copying = copy(&inventory(&source), &inventory(&target));

        let profiles = source.iter().filter(|resource| resource.kind == ResourceKind::RoutingProfile);
        let mut needed: BTreeSet<String> = profiles.flat_map(|profile| profile.referred(Target::Queue)).collect();
        for queue in target.iter().filter(|resource| resource.kind == ResourceKind::Queue) {
            needed.remove(&queue.name());
        }
        for call in [ResourceCall::CreateQueue, ResourceCall::CreateHoursOfOperation] {
            let made = copying.changes.iter().filter(|change| change.call == call);
            prop_assert_eq!(made.map(ResourceChange::name).collect::<BTreeSet<_>>(), needed.clone());
        }
    }

    #[test]
    fn a_copy_is_read_from_its_file_as_it_was_written((source, target) in source_and_target()) {
        let copying = copy(&inventory(&source), &inventory(&target));

        let text = serde_json::to_string(&copying.changes).unwrap();

        prop_assert_eq!(serde_json::from_str::<Vec<ResourceChange>>(&text).unwrap(), copying.changes);
    }

    #[test]
    fn a_copy_that_is_killed_anywhere_and_resumed_ends_as_planned(
        (source, target) in source_and_target(),
        kills in proptest::collection::vec((0_usize..40, prop_oneof![Just(Kill::BeforeCall), Just(Kill::AfterCall), Just(Kill::AfterRecord)]), 0..5),
    ) {
        let (copying, planned) = copied(&source, &target);
        let mut changed = target.clone();
        let mut journal = Vec::new();

        for kill in kills {
            run(&mut changed, &copying, &mut journal, Some(kill));
        }
        run(&mut changed, &copying, &mut journal, None);

        let progress = Progress::of(copying.changes.len(), &journal);
        prop_assert_eq!(by_name(&changed), by_name(&planned));
        prop_assert_eq!(changed.len(), planned.len());
        prop_assert_eq!(progress.counts().done, copying.changes.len());
    }

    #[test]
    fn a_copy_that_is_planned_anew_after_a_kill_ends_as_planned((source, target) in source_and_target(), kill in 0_usize..20) {
        let (copying, planned) = copied(&source, &target);
        let mut changed = target.clone();
        run(&mut changed, &copying, &mut Vec::new(), Some((kill, Kill::AfterCall)));

        let (_, changed) = copied(&source, &changed);

        prop_assert_eq!(by_name(&changed), by_name(&planned));
    }
}

/// The calls that copy one resource to an instance that has some.
fn calls(source: &[Resource], target: &[Resource]) -> Vec<(&'static str, Value)> {
    let copying = copy(&inventory(source), &inventory(target));
    assert_eq!(copying.refused, []);
    let calls = copying.changes.iter().map(|change| {
        let mut target = target.to_vec();
        let existing = find(&mut target, change).cloned();
        let parameters = change.parameters("i", &copying.references, existing.as_ref());
        (change.call.operation().name, parameters.into())
    });
    calls.collect()
}

fn resource(kind: ResourceKind, id: &str, name: &str, answer: &Value) -> Resource {
    Resource::of_answer(kind, id, name, answer, &names("target", &QUEUES))
}

#[test]
fn a_routing_profile_is_changed_by_as_many_calls_as_it_takes() {
    let profile = |queues: Value, chats: i64| {
        json!({
            "Description": "d", "DefaultOutboundQueueId": "target-queue-A",
            "MediaConcurrencies": [{"Channel": "CHAT", "Concurrency": chats}], "QueueConfigs": queues,
        })
    };
    let queue = |name: &str, delay: i64| json!({"QueueId": format!("target-queue-{name}"), "Channel": "CHAT", "Priority": 1, "Delay": delay});
    let source = profile(json!([queue("A", 5), queue("B", 0)]), 2);
    let target = profile(json!([queue("A", 0), queue("C", 0)]), 1);
    let [source, target] = [source, target].map(|answer| {
        let mut all = resources(
            &Answers {
                levels: Vec::new(),
                groups: Vec::new(),
                others: Vec::new(),
            },
            "target",
            &QUEUES,
        );
        all.push(resource(ResourceKind::RoutingProfile, "r", "Night", &answer));
        all
    });

    let reference = |name: &str| json!({"QueueId": format!("target-queue-{name}"), "Channel": "CHAT"});
    let config =
        |name: &str, delay: i64| json!({"QueueReference": reference(name), "Priority": 1, "Delay": delay});
    let of_profile =
        |member: &str, value: Value| json!({"InstanceId": "i", "RoutingProfileId": "r", member: value});
    let behavior = json!({"BehaviorType": "ROUTE_CURRENT_CHANNEL_ONLY"});
    let channels = json!([{"Channel": "CHAT", "Concurrency": 2, "CrossChannelBehavior": behavior}]);
    assert_eq!(
        calls(&source, &target),
        [
            (
                "UpdateRoutingProfileConcurrency",
                of_profile("MediaConcurrencies", channels)
            ),
            (
                "DisassociateRoutingProfileQueues",
                of_profile("QueueReferences", json!([reference("C")]))
            ),
            (
                "UpdateRoutingProfileQueues",
                of_profile("QueueConfigs", json!([config("A", 5)]))
            ),
            (
                "AssociateRoutingProfileQueues",
                of_profile("QueueConfigs", json!([config("B", 0)]))
            ),
        ]
    );
}

#[test]
fn what_only_the_target_has_of_a_security_profile_is_cleared() {
    let source = json!({"Permissions": ["Users.View"], "Tags": {"Team": "A"}});
    let target = json!({
        "Arn": "arn", "Description": "d", "Permissions": ["Users.View", "Users.Edit"], "Tags": {"Floor": "2"},
        "AllowedAccessControlTags": {"Team": "A"}, "TagRestrictedResources": ["User"],
        "AllowedAccessControlHierarchyGroupId": "g",
    });
    let of = |answer: &Value| vec![resource(ResourceKind::SecurityProfile, "s", "Lead", answer)];

    assert_eq!(
        calls(&of(&source), &of(&target)),
        [
            (
                "UpdateSecurityProfile",
                json!({
                    "InstanceId": "i", "SecurityProfileId": "s", "Description": "", "Permissions": ["Users.View"],
                    "AllowedAccessControlTags": {}, "TagRestrictedResources": [],
                    "AllowedAccessControlHierarchyGroupId": "",
                })
            ),
            (
                "UntagResource",
                json!({"resourceArn": "arn", "tagKeys": ["Floor"]})
            ),
            (
                "TagResource",
                json!({"resourceArn": "arn", "tags": {"Team": "A"}})
            ),
        ]
    );
}

#[test]
fn a_status_without_a_place_is_put_last() {
    let source = json!({"Type": "CUSTOM", "State": "ENABLED"});
    let target = json!({"Type": "CUSTOM", "State": "DISABLED", "DisplayOrder": 3});
    let of = |answer: &Value| vec![resource(ResourceKind::AgentStatus, "a", "Lunch", answer)];

    let calls = calls(&of(&source), &of(&target));

    let parameters =
        json!({"InstanceId": "i", "AgentStatusId": "a", "State": "ENABLED", "ResetOrderNumber": true});
    assert_eq!(calls, [("UpdateAgentStatus", parameters)]);
}

#[test]
fn what_cannot_be_copied_is_named_with_the_reason() {
    let status =
        |name: &str, kind: &str| resource(ResourceKind::AgentStatus, name, name, &json!({"Type": kind}));
    let group = |id: &str, path: Value| {
        resource(
            ResourceKind::HierarchyGroup,
            id,
            "",
            &json!({"HierarchyPath": path}),
        )
    };
    let profile =
        json!({"AllowedFlowModules": [{"Type": "MCP", "FlowModuleId": "f"}], "Description": "x".repeat(251)});
    let source = [
        status("Away", "CUSTOM"),
        status("Ready", "ROUTABLE"),
        group("g1", json!({"LevelOne": {"Name": "EU/Sales"}})),
        group(
            "g2",
            json!({"LevelOne": {"Name": "EU"}, "LevelTwo": {"Name": "Sales"}}),
        ),
        resource(ResourceKind::SecurityProfile, "s", "Lead", &profile),
    ];

    let copying = copy(&inventory(&source), &inventory(&[status("Away", "OFFLINE")]));

    let words = |uncopied: &[roster_plan::Uncopied]| -> Vec<String> {
        let uncopied = uncopied.iter();
        uncopied
            .map(|uncopied| format!("{} {}: {}", uncopied.resource, uncopied.name, uncopied.rule))
            .collect()
    };
    assert_eq!(
        words(&copying.left_out),
        [
            "agent status Ready: it is of the type ROUTABLE, so no call makes it, and the target has none of this name",
            "security profile Lead: its flow modules are not copied, because they have other ids in another instance",
        ]
    );
    assert_eq!(
        words(&copying.refused),
        [
            "hierarchy group EU/Sales: several are written like this: rename one of them",
            "hierarchy group EU/Sales: several are written like this: rename one of them",
            "agent status Away: it is custom, and the one of this name in the target is of the type OFFLINE: rename one of them",
            "security profile Lead: the service would refuse Description: must have at most 250 characters, but has 251",
        ]
    );
}

#[test]
fn only_permissions_to_edit_users_are_held_back() {
    let of = |permissions: &[&str]| {
        let answer = json!({"Permissions": permissions});
        vec![resource(ResourceKind::SecurityProfile, "s", "Lead", &answer)]
    };
    let broken = |source: &[&str], target: &[&str]| {
        let copying = copy(&inventory(&of(source)), &inventory(&of(target)));
        let belt = roster_plan::broken_belt_of_resources(&copying.changes, &roster_plan::Limits::default());
        belt.map(|belt| belt.rule)
    };
    let rule =
        "security profiles that let people edit users or their permissions would be made or changed: Lead";

    assert_eq!(broken(&["Users.View"], &["AccessMetrics"]), None);
    assert_eq!(broken(&["Users.Edit"], &["AccessMetrics"]).as_deref(), Some(rule));
    assert_eq!(broken(&["AccessMetrics"], &["Users.Edit"]).as_deref(), Some(rule));
}
