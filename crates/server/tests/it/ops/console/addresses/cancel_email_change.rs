use serde_json::Value;

use crate::takeover::{NEW, OLD, address, enforcing, link_to, push, set_address, waiting};

#[test]
fn the_link_in_the_mail_to_the_old_address_cancels_and_the_other_works_no_more() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let confirm = link_to(&t, "ConfirmEmail", NEW).await.expect("a link");
        let cancel = link_to(&t, "EmailChangePending", OLD).await.expect("a link");

        assert_eq!(push(&t, &cancel).await, 200);

        assert_eq!(waiting(&t).await, Vec::<Value>::new());
        assert_eq!(push(&t, &confirm).await, 400);
        assert_eq!(address(&t).await, OLD);
    });
}
