//! Which condition keys the requests of every operation have.

use roster_domain::records::iam::{IamRole, IamUser, ManagedPolicy};
use roster_domain::records::{
    AgentStatus, HierarchyGroup, HoursOfOperation, Instance, InstanceResource, Notification, Queue,
    QuickConnect, RoutingProfile, SecurityProfile, User, Workspace,
};
use roster_domain::{Index, Key, Record};
use roster_model::operation::Description;
use roster_model::operations::ALL;
use roster_model::shapes::iam::{Tag, TagListType};
use roster_model::shapes::{TagKey, TagMap, TagValue};
use roster_service::access::{SUPPLIED, When};
use roster_store::{Transaction, WriteError};
use roster_testkit::{Actor, Request, Roster, in_memory, policy, with};
use serde_json::{Map, Value, json};

use super::{Service, successful};

const TAG: &str = "team";

/// Tags everything that has tags, and gives every user and role a permissions boundary.
async fn tag_everything(t: &Roster) {
    let input = json!({"PolicyName": "bound", "PolicyDocument": policy("Allow", "*", "*")});
    t.root().done("iam:CreatePolicy", input).await;
    t.change(Box::new(|transaction| {
        Box::pin(async move {
            let list = || {
                Some(TagListType(vec![Tag {
                    key: TAG.to_owned().into(),
                    value: "blue".to_owned().into(),
                }]))
            };
            let policies: Vec<ManagedPolicy> = transaction.all(&ManagedPolicy::BY_NAME, &Key::new()).await?;
            let bound = policies.iter().find(|policy| policy.name == "bound");
            let boundary = bound.map(|policy| policy.id.clone());
            change_all(
                transaction,
                &ManagedPolicy::BY_NAME,
                |policy: &mut ManagedPolicy| {
                    policy.tags = list();
                },
            )
            .await?;
            change_all(transaction, &IamUser::BY_NAME, |user: &mut IamUser| {
                (user.tags, user.boundary_id) = (list(), boundary.clone());
            })
            .await?;
            change_all(transaction, &IamRole::BY_NAME, |role: &mut IamRole| {
                (role.tags, role.boundary_id) = (list(), boundary.clone());
            })
            .await?;
            change_all(
                transaction,
                &Instance::BY_ACCOUNT_REGION,
                |instance: &mut Instance| {
                    instance.tags = Some(tags());
                },
            )
            .await?;
            tag_each::<User>(transaction, &User::BY_USERNAME).await?;
            tag_each::<SecurityProfile>(transaction, &SecurityProfile::BY_NAME).await?;
            tag_each::<RoutingProfile>(transaction, &RoutingProfile::BY_NAME).await?;
            tag_each::<HierarchyGroup>(transaction, &HierarchyGroup::BY_NAME).await?;
            tag_each::<AgentStatus>(transaction, &AgentStatus::BY_NAME).await?;
            tag_each::<Queue>(transaction, &Queue::BY_NAME).await?;
            tag_each::<QuickConnect>(transaction, &QuickConnect::BY_NAME).await?;
            tag_each::<HoursOfOperation>(transaction, &HoursOfOperation::BY_NAME).await?;
            tag_each::<Notification>(transaction, &Notification::BY_TIME).await?;
            tag_each::<Workspace>(transaction, &Workspace::BY_NAME).await?;
            Ok(())
        })
    }))
    .await;
}

/// The tags of what is tagged.
fn tags() -> TagMap {
    TagMap([(TagKey(TAG.to_owned()), TagValue("blue".to_owned()))].into())
}

/// Tags every resource of a type.
async fn tag_each<R: InstanceResource + Clone>(
    transaction: &mut Transaction<'_>,
    index: &'static Index,
) -> Result<(), WriteError> {
    change_all(transaction, index, |resource: &mut R| {
        *resource.tags_mut() = Some(tags());
    })
    .await
}

/// Changes every record of a kind.
async fn change_all<R: Record + Clone>(
    transaction: &mut Transaction<'_>,
    index: &'static Index,
    change: impl Fn(&mut R),
) -> Result<(), WriteError> {
    for old in transaction.all::<R>(index, &Key::new()).await? {
        let mut new = old.clone();
        change(&mut new);
        transaction.update(&old, &new).await?;
    }
    Ok(())
}

/// The member of a search's filter that has tags.
fn search_filter(operation: &Description) -> &'static str {
    let filter = operation.request().member("SearchFilter");
    let filter = filter.map(|filter| filter.target.schema());
    match filter.and_then(|filter| filter.member("AttributeFilter")) {
        Some(by_attributes) => by_attributes.name,
        None => "TagFilter",
    }
}

/// An input with every member that is a condition key.
fn enriched(operation: &Description, input: Value) -> Value {
    let tags = match operation.service {
        Service::Connect | Service::Roster | Service::Console => json!({TAG: "blue"}),
        Service::Iam | Service::Sts | Service::CloudTrail | Service::S3 => {
            json!([{"Key": TAG, "Value": "blue"}])
        }
    };
    let mut more = json!({
        "Tags": tags.clone(), "tags": tags, "TransitiveTagKeys": [TAG], "ExternalId": "agreed", "SourceIdentity": "ana",
        "SearchFilter": {search_filter(operation): {"TagCondition": {"TagKey": TAG, "TagValue": "blue"}}},
        "IdentityInfo": {"FirstName": "Maria", "LastName": "Major", "Email": "maria@example.net"},
        "PermissionsBoundary": "arn:aws:iam::123456789012:policy/bound",
    });
    let members = more.as_object_mut().expect("an object");
    members.retain(|name, _| operation.request().member(name).is_some());
    with(input, more)
}

/// Whether a request by a user that has an access key, tags and every header has a key; none where that
/// depends on the resource.
fn is_there(when: When, operation: &Description) -> Option<bool> {
    match when {
        When::Always | When::OfUsers | When::OfTagged | When::Header(_) => Some(true),
        When::OfSessions | When::OfSessionsThatHaveIt => Some(false),
        When::Member(_) | When::Connect(_) | When::Iam(_) => Some(when.includes(operation)),
        When::About(_) => (!when.includes(operation)).then_some(false),
    }
}

/// Holds if just the keys are there that the table says.
fn just_those_keys(operation: &Description) -> Value {
    let asked = SUPPLIED.iter().filter_map(|key| {
        let is_absent = !is_there(key.when, operation)?;
        Some((key.of_tag(TAG), is_absent.to_string().into()))
    });
    json!({"Null": asked.collect::<Map<_, _>>()})
}

async fn give(t: &Roster, user: &str, statements: &Value) {
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let input = json!({"UserName": user, "PolicyName": "p", "PolicyDocument": document});
    t.root().done("iam:PutUserPolicy", input).await;
}

async fn send(actor: &Actor<'_>, operation: &Description, input: &Value) -> roster_testkit::Answer {
    let request = Request::of(operation, input)
        .header("user-agent", "aws-cli/2")
        .header("referer", "https://desk.example/");
    actor
        .clone()
        .for_service(operation.service.name())
        .send(&request)
        .await
}

/// What needs no permission.
const FREE: &str = "sts:GetCallerIdentity";

#[test]
fn requests_have_just_the_condition_keys_that_the_table_says() {
    for operation in ALL.iter().filter(|operation| operation.action() != FREE) {
        in_memory(async |t| {
            let (_, input) = successful(&t, operation).await;
            let input = enriched(operation, input);
            let olga = t.root().make_iam_user("olga").await;
            tag_everything(&t).await;
            if operation.service == Service::Sts {
                trust_everyone(&t).await;
            }
            let further: Vec<_> = operation
                .further
                .iter()
                .map(|permission| permission.action)
                .collect();
            let condition = just_those_keys(operation);
            let mut statements = vec![json!({
                "Effect": "Allow", "Action": operation.action(), "Resource": "*", "Condition": condition,
            })];
            if !further.is_empty() {
                statements.push(json!({"Effect": "Allow", "Action": further, "Resource": "*"}));
            }
            give(&t, "olga", &json!(statements)).await;
            // The boundary that everybody has allows everything.
            let tags = SUPPLIED.iter().filter(|key| matches!(key.when, When::About(_)));
            // The user of an erasure is gone, with the tags.
            let tags = tags.filter(|_| operation.name != "EraseAuditRecords");
            for key in tags.filter(|key| key.when.includes(operation)) {
                let condition = json!({"Null": {key.of_tag(TAG): "false"}});
                let mut with_denial = statements.clone();
                with_denial.push(json!({
                    "Effect": "Deny", "Action": operation.action(), "Resource": "*", "Condition": condition,
                }));
                give(&t, "olga", &json!(with_denial)).await;
                let answer = send(&olga, operation, &input).await;
                assert_eq!(answer.status, 403, "{} of {}: {answer}", key.name, operation.name);
            }
            give(&t, "olga", &json!(statements)).await;

            let answer = send(&olga, operation, &input).await;

            let denied = ["AccessDenied", "AccessDeniedException"];
            let code = answer.error();
            assert!(
                code.is_none_or(|code| !denied.contains(&code)),
                "{}: {answer}\n{condition}",
                operation.name
            );
        });
    }
}

/// Lets the whole account take on HelpDesk, with tags and whoever is behind it.
async fn trust_everyone(t: &Roster) {
    t.root()
        .done("iam:DeleteRole", json!({"RoleName": "HelpDesk"}))
        .await;
    let statement = json!({"Effect": "Allow", "Action": "sts:*", "Principal": {"AWS": "123456789012"}});
    let trust = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    let tags = json!([{"Key": TAG, "Value": "blue"}]);
    let role = json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust, "Tags": tags});
    t.root().done("iam:CreateRole", role).await;
}

#[test]
fn requests_in_a_session_have_just_the_condition_keys_of_sessions() {
    in_memory(async |t| {
        let olga = t.root().make_iam_user("olga").await;
        t.root()
            .done(
                "iam:CreateRole",
                json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument":
                roster_testkit::trust(&json!({"AWS": "123456789012"}))}),
            )
            .await;
        trust_everyone(&t).await;
        let keys = SUPPLIED.iter().filter_map(|key| match key.when {
            When::OfSessions | When::OfSessionsThatHaveIt => Some((key.name.to_owned(), json!("false"))),
            When::OfUsers => Some((key.name.to_owned(), json!("true"))),
            When::Always
            | When::OfTagged
            | When::Header(_)
            | When::Member(_)
            | When::About(_)
            | When::Connect(_)
            | When::Iam(_) => None,
        });
        let statement = json!({"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*",
            "Condition": {"Null": keys.collect::<Map<_, _>>()}});
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let input = json!({"RoleName": "HelpDesk", "PolicyName": "p", "PolicyDocument": document});
        t.root().done("iam:PutRolePolicy", input).await;
        give(
            &t,
            "olga",
            &json!([{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}]),
        )
        .await;
        let input = json!({"RoleArn": "arn:aws:iam::123456789012:role/HelpDesk", "RoleSessionName": "ops",
            "SourceIdentity": "olga"});
        let assumed = olga.done("sts:AssumeRole", input).await;
        let text = |member: &str| assumed["Credentials"][member].as_str().expect(member).to_owned();
        let key = roster_testkit::Key {
            id: text("AccessKeyId"),
            secret: text("SecretAccessKey"),
        };
        let session = t.actor(key).with_session_token(&text("SessionToken"));

        let answer = session.call("iam:ListUsers", json!({})).await;

        assert_eq!(answer.status, 200, "{answer}");
    });
}
