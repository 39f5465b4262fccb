use roster_testkit::each_engine;

use super::{basic, office};

#[test]
fn deleted_hours_are_gone() {
    each_engine(async |t| {
        let office = office(&t).await;

        t.root().done("DeleteHoursOfOperation", office.clone()).await;

        let answer = t.root().call("DescribeHoursOfOperation", office).await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
    });
}

#[test]
fn hours_that_a_queue_has_stay() {
    each_engine(async |t| {
        let basic = basic(&t).await;

        let answer = t.root().call("DeleteHoursOfOperation", basic.clone()).await;

        // The operation declares no ResourceInUseException.
        assert_eq!(answer.error(), Some("InvalidRequestException"), "{answer}");
        let id = basic["HoursOfOperationId"].as_str().expect("an id");
        let expected = format!("The hours of operation {id} are in use: queues have them");
        assert_eq!(answer.message(), expected);
        t.root().done("DescribeHoursOfOperation", basic).await;
    });
}
