//! The scripts of docs/guide/provisioning.md, as they stand there, and the same in a language that is compiled.

use std::fs;
use std::path::Path;
use std::process::Command;

use aws_sdk_connect::types::{
    HierarchyGroupCondition, HierarchyGroupMatchType, HierarchyLevelUpdate, HierarchyStructureUpdate,
    PhoneType, PredefinedAttributeValues, UserIdentityInfo, UserPhoneConfig, UserProficiency,
    UserSearchCriteria, UserSearchSummary,
};
use aws_sdk_connect::{Client as Connect, Error};
use roster_e2e::places;

use crate::clients::{Access, rust_sdk};
use crate::harness::{INSTANCE, Roster, Start, finish, roster};

/// The blocks of a language in the guide, in their order.
fn blocks(language: &str) -> Vec<String> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide/provisioning.md");
    let guide = fs::read_to_string(guide).expect("the guide");
    let start = format!("```{language}\n");
    guide
        .split(&start)
        .skip(1)
        .map(|part| part.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

/// What a script prints, beside a server of its own.
fn printed(command: &mut Command) -> String {
    let server = Roster::demo();
    finish(command.envs(server.env())).printed()
}

#[test]
fn an_agents_life_in_boto3_prints_what_the_guide_says() {
    let python = places::venv().expect("a virtual environment").join("bin/python");
    let script = blocks("python");

    let output = printed(Command::new(python).args(["-c", &script[0]]));

    assert_eq!(output, blocks("text")[0]);
}

#[test]
fn an_agents_life_on_the_command_line_prints_what_the_guide_says() {
    let script = format!("PATH=\"$ROSTER_FOLDER:$PATH\"\n{}", blocks("sh")[0]);
    let folder = roster().parent().expect("a folder");

    let mut shell = Command::new("sh");
    let output = printed(shell.args(["-e", "-c", &script]).env("ROSTER_FOLDER", folder));

    assert_eq!(output, blocks("text")[1]);
}

/// The groups of a hierarchy, from above.
type Groups = [Option<String>; 2];

/// Makes a hierarchy of two levels and an attribute.
async fn make_team(connect: &Connect) -> Result<Groups, Error> {
    let level = |name: &str| {
        HierarchyLevelUpdate::builder()
            .name(name)
            .build()
            .expect("a level")
    };
    let structure = HierarchyStructureUpdate::builder()
        .level_one(level("Country"))
        .level_two(level("Site"));
    let update = connect.update_user_hierarchy_structure().instance_id(INSTANCE);
    update.hierarchy_structure(structure.build()).send().await?;
    let group = |name: &str| {
        connect
            .create_user_hierarchy_group()
            .instance_id(INSTANCE)
            .name(name)
    };
    let country = group("France").send().await?.hierarchy_group_id;
    let site = group("Lyon").set_parent_group_id(country.clone()).send().await?;
    let languages = PredefinedAttributeValues::StringList(vec!["French".to_owned()]);
    let attribute = connect
        .create_predefined_attribute()
        .instance_id(INSTANCE)
        .name("Language");
    attribute.values(languages).send().await?;
    Ok([country, site.hierarchy_group_id])
}

/// Makes an agent for each name, with a proficiency and a tag; returns their ids.
async fn make_agents(
    connect: &Connect,
    names: &[String],
    group: Option<&String>,
) -> Result<Vec<String>, Error> {
    let security = connect
        .list_security_profiles()
        .instance_id(INSTANCE)
        .send()
        .await?;
    let mut agent = security.security_profile_summary_list().iter();
    let agent = agent
        .find(|profile| profile.name() == Some("Agent"))
        .expect("a profile");
    let routing = connect
        .list_routing_profiles()
        .instance_id(INSTANCE)
        .send()
        .await?;
    let routing = &routing.routing_profile_summary_list()[0];
    let mut users = Vec::new();
    for name in names {
        let identity = UserIdentityInfo::builder().first_name("Ana").last_name(name);
        let made = connect
            .create_user()
            .instance_id(INSTANCE)
            .username(name)
            .password("Correct-Horse-7")
            .identity_info(identity.build())
            .phone_config(
                UserPhoneConfig::builder()
                    .phone_type(PhoneType::SoftPhone)
                    .build(),
            )
            .security_profile_ids(agent.id().expect("an id"))
            .set_routing_profile_id(routing.id.clone())
            .set_hierarchy_group_id(group.cloned())
            .tags("team", "sales");
        let user = made.send().await?.user_id.expect("an id");
        let french = UserProficiency::builder()
            .attribute_name("Language")
            .attribute_value("French")
            .level(3.0);
        let associate = connect
            .associate_user_proficiencies()
            .instance_id(INSTANCE)
            .user_id(&user);
        associate
            .user_proficiencies(french.build().expect("a proficiency"))
            .send()
            .await?;
        users.push(user);
    }
    Ok(users)
}

/// The names of the users below a group, from all pages.
async fn names_below(connect: &Connect, group: Option<&String>) -> Result<Vec<String>, Error> {
    let below = HierarchyGroupCondition::builder()
        .set_value(group.cloned())
        .hierarchy_group_match_type(HierarchyGroupMatchType::WithChildGroups);
    let criteria = UserSearchCriteria::builder().hierarchy_group_condition(below.build());
    let search = connect
        .search_users()
        .instance_id(INSTANCE)
        .search_criteria(criteria.build());
    let pages = search.max_results(30).into_paginator().items().send();
    let found: Vec<UserSearchSummary> = pages.try_collect().await?;
    Ok(found.into_iter().filter_map(|user| user.username).collect())
}

async fn a_hundred_agents_live(connect: &Connect) -> Result<(), Error> {
    let [country, site] = make_team(connect).await?;
    let names: Vec<_> = (0..100).map(|number| format!("agent-{number:03}")).collect();
    let users = make_agents(connect, &names, site.as_ref()).await?;
    assert_eq!(names_below(connect, country.as_ref()).await?, names);

    let identity = UserIdentityInfo::builder()
        .first_name("Ana")
        .last_name("Costa")
        .mobile("+12065550100");
    let update = connect
        .update_user_identity_info()
        .instance_id(INSTANCE)
        .user_id(&users[0]);
    update.identity_info(identity.build()).send().await?;
    let shown = connect
        .describe_user()
        .instance_id(INSTANCE)
        .user_id(&users[0])
        .send()
        .await?;
    let shown = shown.user.expect("a user");
    assert_eq!(
        shown.identity_info.and_then(|info| info.last_name).as_deref(),
        Some("Costa")
    );
    assert_eq!(shown.hierarchy_group_id, site);

    for user in &users {
        connect
            .delete_user()
            .instance_id(INSTANCE)
            .user_id(user)
            .send()
            .await?;
    }
    assert!(names_below(connect, country.as_ref()).await?.is_empty());
    for group in [site, country] {
        let delete = connect.delete_user_hierarchy_group().instance_id(INSTANCE);
        delete.set_hierarchy_group_id(group).send().await?;
    }
    Ok(())
}

#[test]
fn a_hundred_agents_are_made_found_changed_and_deleted_with_the_aws_sdk_for_rust() {
    let server = Start::with(&["--demo", "--password-hashing", "test"]).start();
    let connect = rust_sdk::connect(&Access::to(&server));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();

    let done = runtime
        .expect("a runtime")
        .block_on(a_hundred_agents_live(&connect));

    done.expect("every call is answered");
}
