use insta::assert_snapshot;
use roster_testkit::{Answer, MANAGED, MARY, Roster, each_engine};
use serde_json::json;

use super::{Groups, make_group};

async fn delete(t: &Roster, group: &str) -> Answer {
    let input = json!({"InstanceId": MANAGED, "HierarchyGroupId": group});
    t.root().call("DeleteUserHierarchyGroup", input).await
}

#[test]
fn a_group_is_deleted_once_those_below_it_are() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;

        assert_snapshot!(delete(&t, &groups.south).await, @"
        409 ResourceInUseException
        The hierarchy group 11111111-1111-4111-8000-000000000020 is in use: other groups are below it; delete them first
        ");
        for group in [&groups.nice, &groups.south, &groups.france] {
            assert_eq!(delete(&t, group).await.status, 200);
            assert_eq!(delete(&t, group).await.error(), Some("ResourceNotFoundException"));
        }
        // Its name is free again.
        make_group(&t, MANAGED, "France", None).await;
    });
}

#[test]
fn a_group_with_users_cannot_be_deleted() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        let put = async |group: Option<&str>| {
            let input = json!({"InstanceId": MANAGED, "UserId": MARY, "HierarchyGroupId": group});
            t.root().done("UpdateUserHierarchy", input).await;
        };
        put(Some(&groups.nice)).await;

        assert_snapshot!(delete(&t, &groups.nice).await, @"
        409 ResourceInUseException
        The hierarchy group 11111111-1111-4111-8000-000000000021 is in use: users are in it; move them to other groups first
        ");
        put(Some(&groups.south)).await;
        assert_eq!(delete(&t, &groups.nice).await.status, 200);
        put(None).await;
        assert_eq!(delete(&t, &groups.south).await.status, 200);
    });
}

#[test]
fn a_group_whose_user_is_deleted_can_be_deleted() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        let mut ana = t.root().new_user(MANAGED, "ana").await;
        ana["HierarchyGroupId"] = groups.nice.clone().into();
        let ana = t.root().done("CreateUser", ana).await["UserId"].take();
        assert_eq!(
            delete(&t, &groups.nice).await.error(),
            Some("ResourceInUseException")
        );

        t.root()
            .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": ana}))
            .await;

        assert_eq!(delete(&t, &groups.nice).await.status, 200);
    });
}
