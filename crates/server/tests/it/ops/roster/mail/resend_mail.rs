use roster_domain::records::{Job, JobState};
use roster_testkit::{Roster, Setup, each_engine};
use serde_json::json;

use super::stored;

async fn jobs(t: &Roster) -> Vec<Job> {
    let listed = t.look(Box::new(|rows| {
        Box::pin(async move {
            roster_store::Transaction::new(rows)
                .all(Job::DUE, &roster_domain::Key::new())
                .await
        })
    }));
    listed.await
}

async fn state(t: &Roster, id: &str) -> serde_json::Value {
    let shown = t.root().done("roster:GetMail", json!({"MailId": id})).await;
    shown["Mail"]["State"].clone()
}

#[test]
fn a_mail_is_delivered_again_by_one_job() {
    let setup = Setup {
        delivers_mail: true,
        ..Setup::default()
    };
    setup.each_engine(async |t| {
        let id = stored(&t).await;

        for _ in 0..2 {
            let resent = t.root().done("roster:ResendMail", json!({"MailId": id})).await;
            assert_eq!(resent["State"], "QUEUED");
        }

        assert_eq!(state(&t, &id).await, "QUEUED");
        let [job] = jobs(&t).await.try_into().expect("one job");
        assert_eq!((job.id.to_string(), job.job_type.as_str()), (id, "deliver-mail"));
    });
}

#[test]
fn a_dead_letter_is_tried_again() {
    let setup = Setup {
        delivers_mail: true,
        ..Setup::default()
    };
    setup.each_engine(async |t| {
        let id = stored(&t).await;
        t.root().done("roster:ResendMail", json!({"MailId": id})).await;
        let [job] = jobs(&t).await.try_into().expect("one job");
        t.change(Box::new(move |transaction| {
            let job = job.clone();
            Box::pin(async move {
                let dead = Job {
                    state: JobState::Dead,
                    attempts: 24,
                    last_error: Some("the mail server is away".to_owned()),
                    ..job.clone()
                };
                transaction.update(&job, &dead).await
            })
        }))
        .await;
        let shown = t.root().done("roster:GetMail", json!({"MailId": id})).await;
        assert_eq!(shown["Mail"]["LastError"], "the mail server is away");

        t.root().done("roster:ResendMail", json!({"MailId": id})).await;

        let [job] = jobs(&t).await.try_into().expect("one job");
        assert_eq!((job.state, job.attempts), (JobState::Waiting, 0));
    });
}

#[test]
fn a_server_that_delivers_no_mail_leaves_it_captured() {
    each_engine(async |t| {
        let id = stored(&t).await;

        let resent = t.root().done("roster:ResendMail", json!({"MailId": id})).await;

        assert_eq!(resent["State"], "CAPTURED");
        assert!(jobs(&t).await.is_empty());
    });
}
