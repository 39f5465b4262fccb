use roster_testkit::{MARY, each_engine};

use super::{queue, quick_connect, to_queue, to_user};

#[test]
fn a_deleted_quick_connect_is_gone_and_its_name_free() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;

        t.root().done("DeleteQuickConnect", desk.clone()).await;

        let answer = t.root().call("DescribeQuickConnect", desk.clone()).await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        assert_ne!(quick_connect(&t, "Desk", to_user(MARY)).await, desk);
    });
}

#[test]
fn a_queue_goes_once_the_quick_connect_to_it_is_gone() {
    each_engine(async |t| {
        let sales = queue(&t, "Sales").await;
        let to_sales = quick_connect(&t, "Sales", to_queue(&sales)).await;
        let answer = t.root().call("DeleteQueue", sales.clone()).await;
        assert_eq!(answer.error(), Some("ResourceInUseException"), "{answer}");

        t.root().done("DeleteQuickConnect", to_sales).await;

        t.root().done("DeleteQueue", sales).await;
    });
}
