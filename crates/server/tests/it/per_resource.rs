//! Access to each resource that a request names, by the tags of that resource.

use roster_domain::records::{RoutingProfile, SecurityProfile};
use roster_domain::{Id, Key};
use roster_model::shapes::{TagKey, TagMap, TagValue};
use roster_testkit::{Actor, Answer, MANAGED, MARY, Roster, each_engine, with};
use serde_json::{Value, json};

/// What a new user refers to.
#[derive(Clone, Copy, Debug)]
enum Profile<'i> {
    Security(&'i str),
    Routing(&'i str),
}

/// Two security profiles and a routing profile of the managed instance.
async fn profiles(t: &Roster) -> [String; 3] {
    let of_instance = json!({"InstanceId": MANAGED});
    let security = t
        .root()
        .all("ListSecurityProfiles", of_instance.clone(), 10)
        .await;
    let routing = t.root().all("ListRoutingProfiles", of_instance, 10).await;
    [&security[0], &security[1], &routing[0]].map(|found| found["Id"].as_str().expect("an id").to_owned())
}

/// Writes tags, which no operation does yet, into the record of a profile.
async fn tag(t: &Roster, profile: Profile<'_>, key: &'static str, value: &'static str) {
    let (Profile::Security(id) | Profile::Routing(id)) = profile;
    let [instance, id] = [MANAGED, id].map(|id| Id::parse(id).expect("an id"));
    let row = Key::new().id(&instance).id(&id);
    let tags = TagMap([(TagKey(key.to_owned()), TagValue(value.to_owned()))].into());
    let is_routing = matches!(profile, Profile::Routing(_));
    t.change(Box::new(move |transaction| {
        let (row, tags) = (row.clone(), tags.clone());
        Box::pin(async move {
            if is_routing {
                let found: RoutingProfile = transaction.get(&row).await?.expect("a profile");
                let tagged = RoutingProfile {
                    tags: Some(tags),
                    ..found.clone()
                };
                transaction.update(&found, &tagged).await
            } else {
                let found: SecurityProfile = transaction.get(&row).await?.expect("a profile");
                let tagged = SecurityProfile {
                    tags: Some(tags),
                    ..found.clone()
                };
                transaction.update(&found, &tagged).await
            }
        })
    }))
    .await;
}

/// A user of IAM with these statements.
async fn desk<'t>(t: &'t Roster, statements: &Value) -> Actor<'t> {
    let actor = t.root().make_iam_user("desk").await;
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let input = json!({"UserName": "desk", "PolicyName": "p", "PolicyDocument": document});
    t.root().done("iam:PutUserPolicy", input).await;
    actor
}

/// Makes a user with two security profiles.
async fn make(t: &Roster, actor: &Actor<'_>, username: &str, profiles: &[String; 3]) -> Answer {
    let [first, second, routing] = profiles;
    let input = t.root().new_user(MANAGED, username).await;
    let more = json!({"SecurityProfileIds": [first, second], "RoutingProfileId": routing});
    actor.call("CreateUser", with(input, more)).await
}

#[test]
fn a_denial_by_tag_holds_for_each_resource_that_a_request_names() {
    each_engine(async |t| {
        let profiles = profiles(&t).await;
        let desk = desk(
            &t,
            &json!([
                {"Effect": "Allow", "Action": "connect:*", "Resource": "*"},
                {"Effect": "Deny", "Action": "connect:*", "Resource": "*",
                    "Condition": {"StringEquals": {"aws:ResourceTag/protected": "yes"}}},
            ]),
        )
        .await;
        assert_eq!(make(&t, &desk, "before", &profiles).await.status, 200);
        let [first, second, routing] = profiles.each_ref().map(String::as_str);

        for (profile, word) in [
            (Profile::Security(first), "security-profile"),
            (Profile::Security(second), "security-profile"),
            (Profile::Routing(routing), "routing-profile"),
        ] {
            let (Profile::Security(id) | Profile::Routing(id)) = profile;
            tag(&t, profile, "Protected", "yes").await;

            let answer = make(&t, &desk, "after", &profiles).await;

            assert_eq!(
                answer.error(),
                Some("AccessDeniedException"),
                "{profile:?}: {answer}"
            );
            assert!(
                answer
                    .message()
                    .contains(&format!("{word}/{id} with an explicit deny")),
                "{answer}"
            );
            tag(&t, profile, "Protected", "no").await;
        }
        assert_eq!(make(&t, &desk, "after", &profiles).await.status, 200);
    });
}

#[test]
fn a_permission_by_tag_needs_the_tag_on_each_resource_that_it_is_about() {
    each_engine(async |t| {
        let profiles = profiles(&t).await;
        let desk = desk(
            &t,
            &json!([
                {"Effect": "Allow", "Action": "connect:CreateUser", "Resource": "arn:aws:connect:*:*:instance/*/agent/*"},
                {"Effect": "Allow", "Action": "connect:CreateUser", "Resource": "*",
                    "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}},
            ]),
        )
        .await;
        let [first, second, routing] = profiles.each_ref().map(String::as_str);

        for profile in [
            Profile::Routing(routing),
            Profile::Security(second),
            Profile::Security(first),
        ] {
            let answer = make(&t, &desk, "ana", &profiles).await;
            assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
            tag(&t, profile, "team", "blue").await;
        }
        assert_eq!(make(&t, &desk, "ana", &profiles).await.status, 200);
    });
}

#[test]
fn what_is_to_be_made_and_what_is_not_there_have_no_tags() {
    each_engine(async |t| {
        let mut profiles = profiles(&t).await;
        let desk = desk(
            &t,
            &json!([{"Effect": "Allow", "Action": "connect:CreateUser", "Resource": "*",
                "Condition": {"Null": {"aws:ResourceTag/team": "true"}}}]),
        )
        .await;
        let input = t.root().new_user(MANAGED, "ana").await;
        let tagged = with(input, json!({"Tags": {"team": "blue"}}));
        let answer = desk.call("CreateUser", tagged).await;
        assert!(answer.message().contains("connect:TagResource"), "{answer}");
        assert_eq!(make(&t, &desk, "ana", &profiles).await.status, 200);

        "00000000-0000-4000-8000-000000000000".clone_into(&mut profiles[1]);
        let answer = make(&t, &desk, "ben", &profiles).await;
        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        let group = json!({"HierarchyGroupId": "00000000-0000-4000-8000-000000000000"});
        let input = with(t.root().new_user(MANAGED, "ben").await, group);
        let answer = desk.call("CreateUser", input).await;
        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
    });
}

#[test]
fn who_names_no_user_is_judged_by_their_own_tags() {
    each_engine(async |t| {
        let tags = json!([{"Key": "protected", "Value": "true"}]);
        t.root()
            .done("iam:CreateUser", json!({"UserName": "vip", "Tags": tags}))
            .await;
        let key = t
            .root()
            .done("iam:CreateAccessKey", json!({"UserName": "vip"}))
            .await;
        let text = |member: &str| key["AccessKey"][member].as_str().expect(member).to_owned();
        let vip = t.actor(roster_testkit::Key {
            id: text("AccessKeyId"),
            secret: text("SecretAccessKey"),
        });
        for tag in ["aws:ResourceTag/protected", "iam:ResourceTag/protected"] {
            let statements = json!([
                {"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
                {"Effect": "Deny", "Action": "iam:*", "Resource": "*",
                    "Condition": {"StringEquals": {tag: "true"}}},
            ]);
            let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
            let input = json!({"UserName": "vip", "PolicyName": "p", "PolicyDocument": document});
            t.root().done("iam:PutUserPolicy", input).await;

            for input in [json!({}), json!({"UserName": "vip"})] {
                let answer = vip.call("iam:CreateAccessKey", input).await;
                assert_eq!(answer.error(), Some("AccessDenied"), "{tag}: {answer}");
            }
        }
    });
}

#[test]
fn each_queue_within_a_request_needs_a_permission() {
    each_engine(async |t| {
        let of_instance = json!({"InstanceId": MANAGED});
        let basic = t.root().all("ListQueues", of_instance.clone(), 10).await[0]["Id"].take();
        let hours = t.root().all("ListHoursOfOperations", of_instance, 10).await[0]["Id"].take();
        let help = json!({"InstanceId": MANAGED, "Name": "Help", "HoursOfOperationId": hours});
        let help = t.root().done("CreateQueue", help).await["QueueId"].take();
        let basic_arn = format!(
            "arn:aws:connect:*:*:instance/*/queue/{}",
            basic.as_str().expect("an id")
        );
        let desk = desk(
            &t,
            &json!({
                "Effect": "Allow", "Action": "connect:CreateRoutingProfile",
                "Resource": ["arn:aws:connect:*:*:instance/*/routing-profile/*", basic_arn],
            }),
        )
        .await;
        let make = async |outbound: &Value, inbound: &Value, manual: &Value| {
            let reference = |queue: &Value| json!({"QueueId": queue, "Channel": "CHAT"});
            let input = json!({
                "InstanceId": MANAGED, "Name": "Sales", "Description": "Who sells",
                "DefaultOutboundQueueId": outbound, "MediaConcurrencies": [{"Channel": "CHAT", "Concurrency": 1}],
                "QueueConfigs": [{"QueueReference": reference(inbound), "Priority": 1, "Delay": 0}],
                "ManualAssignmentQueueConfigs": [{"QueueReference": reference(manual)}],
            });
            desk.call("CreateRoutingProfile", input).await
        };

        for queues in [
            [&help, &basic, &basic],
            [&basic, &help, &basic],
            [&basic, &basic, &help],
        ] {
            let [outbound, inbound, manual] = queues;
            let answer = make(outbound, inbound, manual).await;
            assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
            let queue = format!("queue/{}", help.as_str().expect("an id"));
            assert!(answer.message().contains(&queue), "{answer}");
        }
        assert_eq!(make(&basic, &basic, &basic).await.status, 200);
    });
}

#[test]
fn each_user_and_routing_profile_that_a_workspace_is_associated_with_needs_a_permission() {
    each_engine(async |t| {
        let desk = json!({"InstanceId": MANAGED, "Name": "Desk"});
        let desk = t.root().done("CreateWorkspace", desk).await["WorkspaceId"].take();
        let of_instance = json!({"InstanceId": MANAGED});
        let profile = t.root().all("ListRoutingProfiles", of_instance, 10).await[0]["Arn"].take();
        let mary = t.root().user(MANAGED, MARY).await["Arn"].take();
        let actor = t.root().make_iam_user("desk").await;
        let allow = async |arns: &[&Value]| {
            let workspace = json!("arn:aws:connect:*:*:instance/*/workspace/*");
            let resources = [&[&workspace], arns].concat();
            let statement = json!({
                "Effect": "Allow", "Action": "connect:AssociateWorkspace", "Resource": resources,
            });
            let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
            let input = json!({"UserName": "desk", "PolicyName": "p", "PolicyDocument": document});
            t.root().done("iam:PutUserPolicy", input).await;
        };
        let input = json!({"InstanceId": MANAGED, "WorkspaceId": desk, "ResourceArns": [profile, mary]});

        for (arns, missing) in [([&profile], &mary), ([&mary], &profile)] {
            allow(&arns).await;
            let answer = actor.call("AssociateWorkspace", input.clone()).await;
            assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
            let missing = missing.as_str().expect("an ARN");
            assert!(answer.message().contains(missing), "{answer}");
        }
        allow(&[&profile, &mary]).await;
        actor.done("AssociateWorkspace", input).await;
    });
}

#[test]
fn each_user_that_a_notification_is_sent_to_needs_a_permission() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        let mary = t.root().user(MANAGED, MARY).await["Arn"].take();
        let ana = t.root().user(MANAGED, &ana).await["Arn"].take();
        let instance = json!(format!(
            "arn:aws:connect:us-east-1:123456789012:instance/{MANAGED}"
        ));
        let statement = json!({
            "Effect": "Allow", "Action": "connect:CreateNotification", "Resource": [instance, mary],
        });
        let actor = desk(&t, &statement).await;
        let send = async |recipients: &[&Value]| {
            let input = json!({
                "InstanceId": MANAGED, "Recipients": recipients, "Content": {"en_US": "Hello"},
            });
            actor.call("CreateNotification", input).await
        };

        let answer = send(&[&mary, &ana]).await;

        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
        assert!(
            answer.message().contains(ana.as_str().expect("an ARN")),
            "{answer}"
        );
        assert_eq!(send(&[&mary]).await.status, 200);
        // The right to send to the instance is that to send to all of its users.
        assert_eq!(send(&[&instance]).await.status, 200);
    });
}
