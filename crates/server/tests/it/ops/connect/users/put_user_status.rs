use insta::assert_snapshot;
use roster_testkit::{Answer, MANAGED, MARY, Roster, SAML, each_engine, with};
use serde_json::{Value, json};

/// Makes an agent status in an instance; gives the answer.
async fn status(t: &Roster, instance: &str, name: &str, state: &str) -> Value {
    let input = json!({"InstanceId": instance, "Name": name, "State": state});
    t.root().done("CreateAgentStatus", input).await
}

async fn put(t: &Roster, status: &Value, more: Value) -> Answer {
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "AgentStatusId": status});
    t.root().call("PutUserStatus", with(input, more)).await
}

#[test]
fn a_user_is_given_an_enabled_status_and_the_audit_alone_shows_it() {
    each_engine(async |t| {
        let lunch = status(&t, MANAGED, "Lunch", "ENABLED").await;
        let before = t.root().user(MANAGED, MARY).await;
        let audited = t.audited();

        for reference in ["AgentStatusId", "AgentStatusARN"] {
            assert_snapshot!(put(&t, &lunch[reference], json!({})).await, @"
            200
            {}
            ");
        }

        assert_eq!(t.root().user(MANAGED, MARY).await, before);
        assert_snapshot!(t.audit(audited), @"
        PutUserStatus on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root
        PutUserStatus on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root
        ");
    });
}

#[test]
fn a_status_that_is_disabled_or_not_of_the_instance_is_refused() {
    each_engine(async |t| {
        let closed = status(&t, MANAGED, "Lunch", "DISABLED").await;
        assert_snapshot!(put(&t, &closed["AgentStatusId"], json!({})).await, @r#"
        400 InvalidParameterException
        AgentStatusId names "Lunch", which is disabled: enable it, or choose another
        "#);

        let elsewhere = status(&t, SAML, "Lunch", "ENABLED").await;
        assert_snapshot!(put(&t, &elsewhere["AgentStatusId"], json!({})).await, @"
        400 InvalidParameterException
        AgentStatusId names 11111111-1111-4111-8000-00000000001d, which the instance does not have
        ");
        assert_snapshot!(put(&t, &json!("Lunch"), json!({})).await, @"
        400 InvalidParameterException
        AgentStatusId names Lunch, which the instance does not have
        ");
    });
}

#[test]
fn the_user_of_a_status_must_be_there() {
    each_engine(async |t| {
        let lunch = status(&t, MANAGED, "Lunch", "ENABLED").await;

        let nobody = json!({"UserId": "87654321-0000-0000-0000-000000000000"});

        assert_snapshot!(put(&t, &lunch["AgentStatusId"], nobody).await, @"
        404 ResourceNotFoundException
        There is no user 87654321-0000-0000-0000-000000000000 in this instance
        ");
    });
}
