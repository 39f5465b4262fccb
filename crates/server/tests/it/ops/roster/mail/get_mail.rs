use roster_domain::Id;
use roster_domain::records::{Mail, MailState};
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
fn a_mail_whose_job_was_discarded_says_so() {
    each_engine(async |t| {
        let id = stored(&t).await;
        let key = Mail::key_of(&Id::parse(&id).expect("an id"));
        t.change(Box::new(move |transaction| {
            let key = key.clone();
            Box::pin(async move {
                let captured: Mail = transaction.get(&key).await?.expect("the mail");
                let failed = Mail {
                    state: MailState::Failed,
                    ..captured.clone()
                };
                transaction.update(&captured, &failed).await
            })
        }))
        .await;

        let shown = t.root().done("roster:GetMail", json!({"MailId": id})).await;

        assert_eq!(shown["Mail"]["State"], "FAILED");
        assert_eq!(
            shown["Mail"]["LastError"],
            "the job that delivers the mail was discarded"
        );
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
