use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, SAM, each_engine};
use serde_json::json;

#[test]
fn a_deleted_user_is_gone_with_the_password() {
    each_engine(async |t| {
        let id = t.root().make_user(MANAGED, "ana").await;
        let ana = json!({"InstanceId": MANAGED, "UserId": id});
        let audited = t.audited();

        let answer = t.root().call("DeleteUser", ana.clone()).await;

        assert_snapshot!(answer, @"200");
        assert_snapshot!(t.audit(audited), @r#"
        DeleteUser on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d by arn:aws:iam::123456789012:root
          password InstanceId: - → -
          password UserId: - → -
          password Password: - → -
          user Id: "11111111-1111-4111-8000-00000000001d" → -
          user InstanceId: "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111" → -
          user Username: "ana" → -
          user IdentityInfo.FirstName: "Ana" → -
          user IdentityInfo.LastName: "Alvarez" → -
          user SecurityProfileIds: ["11111111-1111-4111-8000-000000000004"] → -
          user RoutingProfileId: "11111111-1111-4111-8000-000000000007" → -
        "#);
        assert_snapshot!(t.root().call("DescribeUser", ana).await, @"
        404 ResourceNotFoundException
        There is no user 11111111-1111-4111-8000-00000000001d in this instance
        ");
    });
}

#[test]
fn no_other_user_is_deleted() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        let ben = t.root().make_user(MANAGED, "ben").await;

        t.root()
            .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": ana}))
            .await;

        assert_eq!(t.root().user(MANAGED, &ben).await["Username"], "ben");
        assert_eq!(t.root().user(MANAGED, MARY).await["Username"], "mary");
    });
}

#[test]
fn a_user_is_deleted_once() {
    each_engine(async |t| {
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        t.root().done("DeleteUser", mary.clone()).await;

        assert_snapshot!(t.root().call("DeleteUser", mary).await, @"
        404 ResourceNotFoundException
        There is no user 87654321-2222-1234-1234-111234567891 in this instance
        ");
    });
}

#[test]
fn a_user_is_deleted_from_their_own_instance_only() {
    each_engine(async |t| {
        let answer = t
            .root()
            .call("DeleteUser", json!({"InstanceId": MANAGED, "UserId": SAM}))
            .await;

        assert_snapshot!(answer, @"
        404 ResourceNotFoundException
        There is no user 98765432-3333-2345-2345-222345678902 in this instance
        ");
    });
}
