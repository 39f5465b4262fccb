//! What the generator would write for the operations that are declared already, beside what stands
//! there. Words are not compared, nor the order of shapes, exceptions and resources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use quote::ToTokens;
use roster_model::operations;
use roster_model::service::Service;
use syn::{Attribute, Item};

use super::declared::{Declared, SOURCES};
use super::operation::declare;
use crate::botocore::ServiceModel;
use crate::shell::root;

/// The items that a person has written otherwise than the generator would, and why.
const BY_HAND: &[(&str, &str)] = &[
    (
        "cloudtrail/events/lookup_events.rs: EventCategory",
        "a value as it is written, where the generator prefers a case: both give the same value",
    ),
    (
        "cloudtrail/events/lookup_events.rs: LookupAttributesList",
        "the API reference allows one attribute, and the model does not say so",
    ),
    (
        "cloudtrail/events/lookup_events.rs: NextToken",
        "Connect's serves: neither has a constraint",
    ),
    (
        "connect/authentication_profiles/describe_authentication_profile.rs: IpCidr",
        "the model's expression lacks the dot of the IPv4 addresses that the administrator guide shows",
    ),
    (
        "connect/entity_security_profiles/associate_security_profiles.rs: AssociateSecurityProfiles",
        "the entity is a user: there are no AI agents",
    ),
    (
        "connect/entity_security_profiles/disassociate_security_profiles.rs: DisassociateSecurityProfiles",
        "the entity is a user: there are no AI agents",
    ),
    (
        "connect/entity_security_profiles/list_entity_security_profiles.rs: ListEntitySecurityProfiles",
        "the entity is a user: there are no AI agents",
    ),
    (
        "connect/hierarchies/create_user_hierarchy_group.rs: CreateUserHierarchyGroup",
        "the group to be made is asked about as any of its type, so that a policy can be confined to an instance",
    ),
    (
        "connect/hierarchies/create_user_hierarchy_group.rs: HierarchyGroupName",
        "the documentation gives the most characters; that a name is not empty is assumed",
    ),
    (
        "connect/hierarchies/describe_user_hierarchy_structure.rs: HierarchyLevelName",
        "the documentation gives the most characters; that a name is not empty is assumed",
    ),
    (
        "connect/instances/create_instance.rs: CreateInstance",
        "the instance to be made is no resource of the action, and its tags need a permission all the same",
    ),
    (
        "connect/instances/describe_instance.rs: Instance",
        "an address without constraints is a plain string",
    ),
    (
        "connect/instances/list_instances.rs: InstanceSummary",
        "an address without constraints is a plain string",
    ),
    (
        "connect/notifications/create_notification.rs: CreateNotification",
        "the tags are those of the notification, whatever the action is about",
    ),
    (
        "connect/phone_numbers/list_phone_numbers_v2.rs: PhoneNumberPrefix",
        "the model's expression is escaped twice and would ask for a backslash",
    ),
    (
        "connect/queues/create_queue.rs: CreateQueue",
        "there are no telephone numbers",
    ),
    (
        "connect/queues/update_queue_outbound_caller_config.rs: UpdateQueueOutboundCallerConfig",
        "there are no telephone numbers",
    ),
    (
        "connect/routing_profiles/describe_routing_profile.rs: Concurrency",
        "AWS allows 0 since it has workload types, which Roster has not",
    ),
    (
        "connect/routing_profiles/describe_routing_profile.rs: MediaConcurrency",
        "AWS lets the number be absent since it has workload types, which Roster has not",
    ),
    (
        "connect/security_profiles/list_security_profile_ai_agents.rs: ListSecurityProfileAIAgents",
        "the authorization reference does not know the action yet; it is about a security profile",
    ),
    (
        "connect/tags/list_tags_for_resource.rs: ListTagsForResource",
        "there are fewer types of resource, and tags of an instance are asked about like those of its resources",
    ),
    (
        "connect/tags/search_resource_tags.rs: InstanceIdOrArn",
        "an instance is named as everywhere else: the model's expression excludes partitions and ids that AWS itself uses",
    ),
    (
        "connect/tags/search_resource_tags.rs: SearchResourceTagsRequest",
        "an instance is named as everywhere else: the model's expression excludes partitions and ids that AWS itself uses",
    ),
    (
        "connect/tags/tag_resource.rs: TagResource",
        "there are fewer types of resource",
    ),
    (
        "connect/tags/untag_resource.rs: UntagResource",
        "there are fewer types of resource",
    ),
    (
        "connect/traffic_distribution_groups/associate_traffic_distribution_group_user.rs: AssociateTrafficDistributionGroupUserRequest",
        "a group has the name of its type, by which access is asked about it",
    ),
    (
        "connect/traffic_distribution_groups/associate_traffic_distribution_group_user.rs: TrafficDistributionGroupIdOrArn",
        "a group has the name of its type, by which access is asked about it",
    ),
    (
        "connect/traffic_distribution_groups/disassociate_traffic_distribution_group_user.rs: DisassociateTrafficDistributionGroupUserRequest",
        "a group has the name of its type, by which access is asked about it",
    ),
    (
        "connect/traffic_distribution_groups/disassociate_traffic_distribution_group_user.rs: TrafficDistributionGroupIdOrArn",
        "a group has the name of its type, by which access is asked about it",
    ),
    (
        "connect/traffic_distribution_groups/list_traffic_distribution_group_users.rs: ListTrafficDistributionGroupUsersRequest",
        "a group has the name of its type, by which access is asked about it",
    ),
    (
        "connect/traffic_distribution_groups/list_traffic_distribution_group_users.rs: TrafficDistributionGroupId",
        "a group has the name of its type, by which access is asked about it",
    ),
    (
        "connect/traffic_distribution_groups/list_traffic_distribution_group_users.rs: TrafficDistributionGroupIdOrArn",
        "a group has the name of its type, by which access is asked about it",
    ),
    (
        "connect/traffic_distribution_groups/list_traffic_distribution_groups.rs: ACGRInstanceIdOrArn",
        "an instance is named in one way everywhere",
    ),
    (
        "connect/traffic_distribution_groups/list_traffic_distribution_groups.rs: ListTrafficDistributionGroupsRequest",
        "an instance is named in one way everywhere",
    ),
    (
        "connect/users/delete_all_entity_sessions.rs: DeleteAllEntitySessions",
        "the authorization reference does not know the action yet; it is about a user",
    ),
    (
        "connect/users/get_federation_token.rs: GetFederationToken",
        "it stores a link, and its resource is the one of the administrator guide's policy for SAML",
    ),
    (
        "connect/users/get_federation_token.rs: Url",
        "the link signs in, so that no audit may hold it",
    ),
    (
        "connect/users/update_user_config.rs: UpdateUserConfig",
        "the authorization reference does not know the action yet; it is about a user",
    ),
    (
        "connect/views/list_views.rs: ListViewsRequest",
        "an instance is named in one way everywhere",
    ),
    (
        "connect/views/list_views.rs: ViewsInstanceId",
        "an instance is named in one way everywhere",
    ),
    (
        "connect/views/search_views.rs: InstanceIdOrArn",
        "an instance is named in one way everywhere",
    ),
    (
        "connect/views/search_views.rs: SearchViewsRequest",
        "an instance is named in one way everywhere",
    ),
    (
        "connect/workspaces/create_workspace.rs: ThemeImageLink",
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        "connect/workspaces/create_workspace.rs: ThemeString",
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        "connect/workspaces/create_workspace.rs: WorkspaceDescription",
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        "connect/workspaces/create_workspace.rs: WorkspaceName",
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        "connect/workspaces/create_workspace.rs: WorkspaceTitle",
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        "iam/simulation/simulate_principal_policy.rs: SimulatePrincipalPolicy",
        "there are no groups",
    ),
    (
        "sts/sessions/assume_role.rs: AssumeRole",
        "tags and source identities need permissions besides, and some exceptions cannot occur",
    ),
    (
        "sts/sessions/assume_role.rs: SourceIdentityType",
        "AWS has raised the most to 256 characters since",
    ),
    (
        "sts/sessions/get_caller_identity.rs: AccountType",
        "an account without constraints is a plain string",
    ),
    (
        "sts/sessions/get_caller_identity.rs: GetCallerIdentityResponse",
        "ids without constraints are plain strings",
    ),
    (
        "sts/sessions/get_caller_identity.rs: UserIdType",
        "an id without constraints is a plain string",
    ),
];

/// Unexplained differences between a declaration and its generated form, and explanations that no longer apply.
pub(crate) fn faults(models: &[(Service, ServiceModel)]) -> Result<Vec<String>> {
    let found = disagreements(models)?;
    println!(
        "declare: {} items of {} declarations are written otherwise by hand",
        found.len(),
        operations::ALL.len()
    );
    Ok(judged(&found, BY_HAND))
}

fn judged(found: &BTreeMap<String, String>, by_hand: &[(&str, &str)]) -> Vec<String> {
    let is_explained = |place: &str| by_hand.iter().any(|(known, _)| *known == place);
    let unexplained = found
        .iter()
        .filter(|(place, _)| !is_explained(place))
        .map(|(place, difference)| format!("{place} {difference}"));
    let gone = by_hand
        .iter()
        .filter(|(place, _)| !found.contains_key(*place))
        .map(|(place, _)| {
            format!("{place} is as the generator writes it: take it off the list in agreement.rs")
        });
    unexplained.chain(gone).collect()
}

/// What differs, by place, such as `connect/instances/create_instance.rs: CreateInstance`.
fn disagreements(models: &[(Service, ServiceModel)]) -> Result<BTreeMap<String, String>> {
    let declared = Declared::read(&root())?;
    let mut found = BTreeMap::new();
    for (service, model) in models {
        for operation in operations::of(*service) {
            let below = declared.file(*service, operation.name);
            let below = below.with_context(|| format!("{} has no file", operation.name))?;
            let file = Path::new("ops").join(below);
            let is_always_empty = operation.is_always_empty();
            let generated = declare(*service, model, &declared, operation.name, &file, is_always_empty)?.text;
            let path = root().join(SOURCES).join(&file);
            let written = fs::read_to_string(&path)?;
            let differing = differing(&written, &generated)
                .with_context(|| format!("cannot compare {}", path.display()))?;
            for (item, difference) in differing {
                found.insert(format!("{}: {item}", below.display()), difference);
            }
        }
    }
    Ok(found)
}

/// The items that only one of two files has, or that differ.
fn differing(written: &str, generated: &str) -> Result<BTreeMap<String, String>> {
    let (written, generated) = (items(written)?, items(generated)?);
    let names: BTreeSet<&String> = written.keys().chain(generated.keys()).collect();
    let differing = names
        .into_iter()
        .filter_map(|name| match (written.get(name), generated.get(name)) {
            (Some(written), Some(generated)) if written == generated => None,
            (written, generated) => {
                let show = |item: Option<&String>| item.map_or("nothing".to_owned(), String::clone);
                let difference = format!("is {}, not {}", show(written), show(generated));
                Some((name.clone(), difference))
            }
        });
    Ok(differing.collect())
}

/// The items of a file by name, without words and lints.
fn items(text: &str) -> Result<BTreeMap<String, String>> {
    let file = syn::parse_file(text)?;
    let items = file.items.into_iter().filter_map(|item| match item {
        Item::Struct(mut item) => {
            strip(&mut item.attrs);
            item.fields.iter_mut().for_each(|field| strip(&mut field.attrs));
            Some((item.ident.to_string(), item.to_token_stream()))
        }
        Item::Enum(mut item) => {
            strip(&mut item.attrs);
            item.variants
                .iter_mut()
                .for_each(|variant| strip(&mut variant.attrs));
            Some((item.ident.to_string(), item.to_token_stream()))
        }
        Item::Type(mut item) => {
            strip(&mut item.attrs);
            Some((item.ident.to_string(), item.to_token_stream()))
        }
        _ => None,
    });
    Ok(items
        .map(|(name, tokens)| (name, normalized(&tokens.to_string())))
        .collect())
}

fn strip(attributes: &mut Vec<Attribute>) {
    let is_data = |attribute: &Attribute| {
        let path = attribute.path();
        path.is_ident("shape") || path.is_ident("operation")
    };
    attributes.retain(is_data);
}

/// Without trailing commas and the marks of stored shapes and of what finds nothing, which only Roster has, and with lists in
/// order.
fn normalized(item: &str) -> String {
    let item = item.replace(" ,", ",");
    let mut item = item
        .replace(", stored)", ")")
        .replace("# [shape (stored)]", "# [shape]")
        .replace(", finds_nothing", "");
    for end in [")", "]"] {
        item = item
            .replace(&format!(", {end}"), end)
            .replace(&format!(",{end}"), end);
    }
    let item = in_order(&item, "exceptions = [", "]", ", ");
    in_order(&item, "resources = \"", "\"", " ")
}

fn in_order(item: &str, start: &str, end: &str, between: &str) -> String {
    let Some((before, rest)) = item.split_once(start) else {
        return item.to_owned();
    };
    let Some((list, after)) = rest.split_once(end) else {
        return item.to_owned();
    };
    let list: BTreeSet<&str> = list.split(between).map(str::trim).collect();
    let list: Vec<&str> = list.into_iter().collect();
    format!("{before}{start}{}{end}{after}", list.join(between))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = r#"
        /// Deletes a user, for good.
        #[operation(effect = Write, resources = "user* instance", exceptions = [A, B])]
        pub struct DeleteUser;
    "#;

    #[test]
    fn words_and_order_do_not_count() {
        let generated = r#"
            /// Deletes user.
            #[operation(effect = Write, resources = "instance user*", exceptions = [
                B, A,
            ],)]
            pub struct DeleteUser;
        "#;

        assert!(differing(WRITTEN, generated).unwrap().is_empty());
    }

    #[test]
    fn whether_a_shape_is_stored_does_not_count() {
        let written = "#[shape(stored)] pub struct A { pub b: B } #[shape(range(1, 10), stored)] pub struct B(pub i64);";
        let generated = "#[shape] pub struct A { pub b: B } #[shape(range(1, 10))] pub struct B(pub i64);";

        assert!(differing(written, generated).unwrap().is_empty());
    }

    #[test]
    fn anything_else_does() {
        let generated = WRITTEN.replace("Write", "Read") + "pub struct More;";

        let found = differing(WRITTEN, &generated).unwrap();

        let names: Vec<&String> = found.keys().collect();
        assert_eq!(names, ["DeleteUser", "More"]);
        assert!(
            found["More"].starts_with("is nothing, not pub struct More"),
            "{found:?}"
        );
    }

    #[test]
    fn what_is_explained_is_no_fault_until_it_is_gone() {
        let found = BTreeMap::from([
            ("a.rs: A".to_owned(), "differs".to_owned()),
            ("b.rs: B".to_owned(), "differs".to_owned()),
        ]);

        let faults = judged(&found, &[("b.rs: B", "on purpose"), ("c.rs: C", "on purpose")]);

        assert_eq!(faults.len(), 2, "{faults:?}");
        assert_eq!(faults[0], "a.rs: A differs");
        assert!(faults[1].starts_with("c.rs: C is as the generator writes it"));
    }
}
