//! How the operations of Connect succeed.

use roster_model::operation::Description;
use roster_model::resource_type::{Parent, ResourceType};
use roster_model::schema::Member;
use roster_testkit::{MANAGED, MARY, Roster, described, sample, with};
use serde_json::{Map, Value, json};

use super::quick_connects::{make_quick_connects, of_quick_connects};
use super::{associations, notifications, routing, workspaces};
use crate::ops::connect::hierarchies::{make_group, set_levels};

/// The id of nothing.
pub(super) const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// An input with which an operation succeeds on the demonstration: what the operation requires, and nothing
/// else. Only an operation that has to obey rules besides says here how it succeeds.
pub(super) async fn successful(t: &Roster, operation: &Description) -> Value {
    match operation.name {
        "CreateInstance" => json!({
            "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "acme",
            "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
        }),
        "CreateUser" => t.root().new_user(MANAGED, "ana").await,
        // So that there is more than a page of one, for a server without the demonstration too.
        "ListInstances" => {
            for alias in ["acme-east", "acme-west"] {
                t.root().make_instance(alias).await;
            }
            json!({})
        }
        "ListUsers" | "SearchUsers" => {
            for username in ["ana", "ben"] {
                t.root().make_user(MANAGED, username).await;
            }
            json!({"InstanceId": MANAGED})
        }
        "CreateUserHierarchyGroup" => {
            make_hierarchy(t).await;
            json!({"InstanceId": MANAGED, "Name": "East"})
        }
        "ListUserHierarchyGroups" | "SearchUserHierarchyGroups" => {
            make_hierarchy(t).await;
            json!({"InstanceId": MANAGED})
        }
        "DeleteAllEntitySessions" => {
            json!({"InstanceId": MANAGED, "EntityId": MARY, "EntityType": "USER"})
        }
        "TagResource" | "UntagResource" | "ListTagsForResource" => {
            let arn = t.root().user(MANAGED, MARY).await["Arn"].take();
            if operation.name == "UntagResource" {
                let tags = json!({"resourceArn": arn, "tags": {"team": "blue"}});
                t.root().done("TagResource", tags).await;
                return json!({"resourceArn": arn, "tagKeys": ["team"]});
            }
            with(required(t, operation).await, json!({"resourceArn": arn}))
        }
        "UpdateInstanceAttribute" => with(
            required(t, operation).await,
            json!({"AttributeType": "EARLY_MEDIA", "Value": "false"}),
        ),
        name if name.contains("Proficiencies") || name.contains("PredefinedAttribute") => {
            of_proficiencies(t, operation).await
        }
        "AssociateSecurityProfiles" | "DisassociateSecurityProfiles" | "ListEntitySecurityProfiles" => {
            of_entities(t, operation.name).await
        }
        "SearchResourceTags" => {
            let arn = t.root().user(MANAGED, MARY).await["Arn"].take();
            let tags = json!({"resourceArn": arn, "tags": {"site": "Lyon", "team": "blue", "desk": "7"}});
            t.root().done("TagResource", tags).await;
            json!({"InstanceId": MANAGED})
        }
        "UpdateSecurityProfile" => {
            let profile = required(t, operation).await;
            with(profile, json!({"Description": "What it is for"}))
        }
        "UpdateAgentStatus" => {
            let status = required(t, operation).await;
            with(status, json!({"Name": "Ready"}))
        }
        "DeleteSecurityProfile" => new_profile(t).await,
        "ListSecurityProfileApplications"
        | "ListSecurityProfileFlowModules"
        | "ListSecurityProfileAIAgents" => {
            let profile = required(t, operation).await;
            fill_profile(t, &profile).await;
            profile
        }
        name if name.contains("QuickConnect") && !name.contains("Queue") => {
            of_quick_connects(t, name, required(t, operation).await).await
        }
        name if ["ApprovedOrigin", "SecurityKey", "LambdaFunction"]
            .iter()
            .any(|word| name.contains(word)) =>
        {
            associations::of_integrations(t, name).await
        }
        name if name.contains("StorageConfig") => associations::of_storage(t, name).await,
        name if name.contains("RoutingProfile") && !name.contains("User") => {
            routing::of_profiles(t, name, required(t, operation).await).await
        }
        name if name.contains("HoursOfOperation") || name.contains("Queue") => {
            routing::of_queues_and_hours(t, name, required(t, operation).await).await
        }
        name if name.contains("Notification") => {
            notifications::of_notifications(t, name, required(t, operation).await).await
        }
        name if name.contains("Workspace") => {
            workspaces::of_workspaces(t, name, required(t, operation).await).await
        }
        name if name.contains("User") => of_users(t, operation).await,
        _ => of_nothing(t, operation).await,
    }
}

/// The input of an operation on a user.
async fn of_users(t: &Roster, operation: &Description) -> Value {
    match operation.name {
        // A user may be in no group.
        "UpdateUserHierarchy" => {
            json!({"InstanceId": MANAGED, "UserId": MARY, "HierarchyGroupId": hierarchy_group(t).await})
        }
        "UpdateUserConfig" => {
            let accepts = json!({"AutoAcceptConfigs": [{"Channel": "CHAT", "AutoAccept": true}]});
            with(required(t, operation).await, accepts)
        }
        "UpdateUserRoutingProfile" => {
            let made = t
                .root()
                .done("CreateRoutingProfile", routing::new_profile(t).await)
                .await;
            json!({"InstanceId": MANAGED, "UserId": MARY, "RoutingProfileId": made["RoutingProfileId"]})
        }
        "UpdateUserSecurityProfiles" => {
            let listed = t
                .root()
                .all("ListSecurityProfiles", json!({"InstanceId": MANAGED}), 10)
                .await;
            let ids: Vec<_> = listed.iter().map(|profile| profile["Id"].clone()).collect();
            json!({"InstanceId": MANAGED, "UserId": MARY, "SecurityProfileIds": ids})
        }
        _ => of_nothing(t, operation).await,
    }
}

/// The input of an operation on what instances do not have, unless what it requires is enough.
async fn of_nothing(t: &Roster, operation: &Description) -> Value {
    match operation.name {
        "ListPhoneNumbersV2" | "ListTrafficDistributionGroups" => json!({"InstanceId": MANAGED}),
        "DescribePhoneNumber" => json!({"PhoneNumberId": NOBODY}),
        "ListTrafficDistributionGroupUsers" => json!({"TrafficDistributionGroupId": NOBODY}),
        "AssociateTrafficDistributionGroupUser" | "DisassociateTrafficDistributionGroupUser" => {
            json!({"TrafficDistributionGroupId": NOBODY, "InstanceId": MANAGED, "UserId": MARY})
        }
        "ListUseCases" => json!({"InstanceId": MANAGED, "IntegrationAssociationId": NOBODY}),
        "GetCurrentUserData" => json!({"InstanceId": MANAGED, "Filters": {"Agents": [MARY]}}),
        _ => required(t, operation).await,
    }
}

/// The input of an operation on proficiencies, or on what users can be proficient in.
async fn of_proficiencies(t: &Roster, operation: &Description) -> Value {
    match operation.name {
        "AssociateUserProficiencies" | "UpdateUserProficiencies" | "DisassociateUserProficiencies" => {
            proficiencies(t, operation).await
        }
        "ListUserProficiencies" => {
            let learns = proficiencies(t, described("AssociateUserProficiencies")).await;
            t.root().done("AssociateUserProficiencies", learns).await;
            json!({"InstanceId": MANAGED, "UserId": MARY})
        }
        "ListPredefinedAttributes" | "SearchPredefinedAttributes" => {
            make_language(t).await;
            json!({"InstanceId": MANAGED})
        }
        "UpdatePredefinedAttribute" => {
            make_language(t).await;
            let values = json!({"StringList": ["English", "French"]});
            json!({"InstanceId": MANAGED, "Name": "Language", "Values": values})
        }
        "DescribePredefinedAttribute" | "DeletePredefinedAttribute" => {
            let attribute = json!({"InstanceId": MANAGED, "Name": "Language"});
            t.root()
                .done("CreatePredefinedAttribute", attribute.clone())
                .await;
            attribute
        }
        _ => required(t, operation).await,
    }
}

/// The input of an operation on the security profiles of Mary. She has several, unless the operation adds one.
async fn of_entities(t: &Roster, operation: &str) -> Value {
    let listed = t
        .root()
        .all("ListSecurityProfiles", json!({"InstanceId": MANAGED}), 10)
        .await;
    let ids: Vec<_> = listed.iter().map(|profile| &profile["Id"]).collect();
    let mary = t.root().user(MANAGED, MARY).await;
    let input = json!({"InstanceId": MANAGED, "EntityType": "USER", "EntityArn": mary["Arn"]});
    if operation == "AssociateSecurityProfiles" {
        let had = &mary["SecurityProfileIds"][0];
        let other = ids.iter().find(|id| **id != had);
        return with(input, json!({"SecurityProfiles": [{"Id": other}]}));
    }
    let all = json!({"InstanceId": MANAGED, "UserId": MARY, "SecurityProfileIds": ids});
    t.root().done("UpdateUserSecurityProfiles", all).await;
    match operation {
        "DisassociateSecurityProfiles" => with(input, json!({"SecurityProfiles": [{"Id": ids[0]}]})),
        _ => input,
    }
}

/// Makes a predefined attribute, unless another operation has made it.
async fn make_language(t: &Roster) {
    let attribute = json!({
        "InstanceId": MANAGED, "Name": "Language", "Values": {"StringList": ["English"]},
    });
    let answer = t.root().call("CreatePredefinedAttribute", attribute).await;
    assert!(matches!(answer.status, 200 | 409), "{answer}");
}

/// The input of a change of proficiencies: Mary speaks English, unless she learns it.
async fn proficiencies(t: &Roster, operation: &Description) -> Value {
    make_language(t).await;
    let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
    let english = json!({"AttributeName": "Language", "AttributeValue": "English"});
    let at_level =
        |level: i32| json!({"UserProficiencies": [with(english.clone(), json!({"Level": level}))]});
    let learns = with(mary.clone(), at_level(1));
    match operation.name {
        "AssociateUserProficiencies" => return learns,
        _ => t.root().done("AssociateUserProficiencies", learns).await,
    };
    match operation.name {
        "UpdateUserProficiencies" => with(mary, at_level(2)),
        _ => with(mary, json!({"UserProficiencies": [english]})),
    }
}

/// A security profile that did not come with the instance.
async fn new_profile(t: &Roster) -> Value {
    let input = json!({"InstanceId": MANAGED, "SecurityProfileName": "Team leads"});
    let made = t.root().done("CreateSecurityProfile", input).await;
    json!({"InstanceId": MANAGED, "SecurityProfileId": made["SecurityProfileId"]})
}

/// Gives a security profile some of all that it can hold.
async fn fill_profile(t: &Roster, profile: &Value) {
    let applications = ["wiki", "desk", "maps"].map(|name| json!({"Namespace": name}));
    let modules = ["1", "2", "3"].map(|id| json!({"Type": "MCP", "FlowModuleId": id}));
    let agents = ["a", "b", "c"].map(|arn| json!({"Arn": arn, "Type": "THIRD_PARTY"}));
    let held = json!({
        "Applications": applications, "AllowedFlowModules": modules, "AllowedAIAgents": agents,
    });
    let input = with(profile.clone(), held);
    t.root().done("UpdateSecurityProfile", input).await;
}

async fn required(t: &Roster, operation: &Description) -> Value {
    let members = operation.request().members();
    let mut input = Map::new();
    for member in members.iter().filter(|member| member.required) {
        input.insert(member.name.to_owned(), example(t, member).await);
    }
    Value::Object(input)
}

/// The managed instance, the first of its resources of a type, or any value that fits.
async fn example(t: &Roster, member: &Member) -> Value {
    let is_named = |kind: &&ResourceType| kind.label() == member.name;
    match ResourceType::ALL.iter().find(is_named) {
        Some(ResourceType::Instance) => json!(MANAGED),
        Some(ResourceType::HierarchyGroup) => hierarchy_group(t).await,
        Some(ResourceType::QuickConnect) => make_quick_connects(t).await,
        Some(ResourceType::Notification) => notifications::notification(t).await,
        Some(ResourceType::Workspace) => workspaces::workspace(t).await,
        Some(kind) if kind.parent() == Parent::Instance => {
            let word = member.name.trim_end_matches("Id");
            let ending = if word.ends_with('s') { "es" } else { "s" };
            let list = format!("List{word}{ending}");
            let listed = t.root().all(&list, json!({"InstanceId": MANAGED}), 10).await;
            listed[0]["Id"].clone()
        }
        _ => sample(member.target.schema()),
    }
}

/// Makes groups at two levels, two of them of one name, unless there are some.
async fn make_hierarchy(t: &Roster) {
    let input = json!({"InstanceId": MANAGED});
    if !t
        .root()
        .all("ListUserHierarchyGroups", input, 10)
        .await
        .is_empty()
    {
        return;
    }
    set_levels(t, MANAGED, &["Region", "Site"]).await;
    for region in ["North", "South"] {
        let region = make_group(t, MANAGED, region, None).await;
        make_group(t, MANAGED, "Lyon", Some(&region)).await;
    }
}

/// A hierarchy group that has neither users nor groups below it.
async fn hierarchy_group(t: &Roster) -> Value {
    make_hierarchy(t).await;
    let input = json!({"InstanceId": MANAGED});
    let groups = t.root().all("ListUserHierarchyGroups", input, 10).await;
    groups[0]["Id"].clone()
}
