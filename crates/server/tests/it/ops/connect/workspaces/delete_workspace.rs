use roster_domain::records::WorkspaceAssociation;
use roster_domain::{Id, Key, Record as _};
use roster_testkit::{MANAGED, MARY, Roster, each_engine};
use serde_json::json;

use super::{arn_of_profile, arn_of_user, associate, associated, workspace};

/// How many associations the managed instance has in the store.
async fn stored(t: &Roster) -> u64 {
    t.look(Box::new(|rows| {
        Box::pin(async move {
            let of_instance = Key::new().id(&Id::parse(MANAGED).expect("an id"));
            let index = &WorkspaceAssociation::BY_PLACE;
            rows.count(WorkspaceAssociation::KIND, index, &of_instance).await
        })
    }))
    .await
}

#[test]
fn a_deleted_workspace_is_gone_with_its_associations() {
    each_engine(async |t| {
        let (desk, office) = (workspace(&t, "Desk").await, workspace(&t, "Office").await);
        let (mary, profile) = (arn_of_user(&t, MARY).await, arn_of_profile(&t).await);
        associate(&t, &desk, &[&mary, &profile]).await;
        associate(&t, &office, &[&mary]).await;

        let answer = t.root().done("DeleteWorkspace", desk.clone()).await;

        assert_eq!(answer, json!({}));
        let gone = t.root().call("DescribeWorkspace", desk).await;
        assert_eq!(gone.error(), Some("ResourceNotFoundException"), "{gone}");
        assert_eq!(associated(&t, json!({})).await, ["mary"]);
        t.remove_belongings().await;
        assert_eq!(associated(&t, json!({})).await, ["mary"]);
        assert_eq!(stored(&t).await, 1);
        workspace(&t, "Desk").await;
    });
}

#[test]
fn a_user_or_routing_profile_that_goes_takes_its_associations_along() {
    each_engine(async |t| {
        let desk = workspace(&t, "Desk").await;
        let queues = t
            .root()
            .all("ListQueues", json!({"InstanceId": MANAGED}), 10)
            .await;
        let sales = json!({
            "InstanceId": MANAGED, "Name": "Sales", "Description": "Who sells",
            "DefaultOutboundQueueId": queues[0]["Id"],
            "MediaConcurrencies": [{"Channel": "CHAT", "Concurrency": 1}],
        });
        let sales = t.root().done("CreateRoutingProfile", sales).await;
        let ana = t.root().make_user(MANAGED, "ana").await;
        let arns = [
            arn_of_user(&t, MARY).await,
            arn_of_user(&t, &ana).await,
            sales["RoutingProfileArn"].clone(),
        ];
        associate(&t, &desk, &arns.each_ref()).await;

        t.root()
            .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": ana}))
            .await;
        let profile = json!({"InstanceId": MANAGED, "RoutingProfileId": sales["RoutingProfileId"]});
        t.root().done("DeleteRoutingProfile", profile).await;

        assert_eq!(associated(&t, json!({})).await, ["mary"]);
        assert_eq!(stored(&t).await, 1);
    });
}
