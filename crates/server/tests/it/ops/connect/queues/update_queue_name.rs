use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{changed, queue};

#[test]
fn a_queue_gets_a_name_and_a_description_one_after_the_other() {
    each_engine(async |t| {
        let changes = [json!({"Name": "Shop"}), json!({"Description": "Who buys"})];

        let expected = json!({"Name": "Shop", "Description": "Who buys"});
        changed(&t, "UpdateQueueName", changes, expected).await;
    });
}

#[test]
fn a_taken_name_and_nothing_at_all_are_refused() {
    each_engine(async |t| {
        let sales = queue(&t, "Sales").await;

        let taken = with(sales.clone(), json!({"Name": "BasicQueue"}));
        assert_snapshot!(t.root().call("UpdateQueueName", taken).await, @"
        409 DuplicateResourceException
        There is already a queue with this Name
        ");
        assert_snapshot!(t.root().call("UpdateQueueName", sales).await, @"
        400 InvalidRequestException
        Name or Description is required
        ");
    });
}
