use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::json;

use super::stored;

#[test]
fn a_mail_is_shown_by_its_id() {
    each_engine(async |t| {
        let id = stored(&t).await;

        let shown = t.root().done("roster:GetMail", json!({"MailId": id})).await;

        assert_eq!(shown["Mail"]["Id"], json!(id));
        assert_eq!(shown["Mail"]["To"], json!(["mary@example.com"]));
    });
}

#[test]
fn there_is_no_mail_of_another_account_or_id() {
    each_engine(async |t| {
        let id = stored(&t).await;

        for (actor, id) in [(t.stranger(), &*id), (t.root(), MARY), (t.root(), "none")] {
            let answer = actor.call("roster:GetMail", json!({"MailId": id})).await;
            assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{id}");
        }
        let shown = t.root().done("roster:GetMail", json!({"MailId": id})).await;
        assert_eq!(shown["Mail"]["InstanceId"], MANAGED);
    });
}
