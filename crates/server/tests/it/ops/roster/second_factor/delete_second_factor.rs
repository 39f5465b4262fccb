use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::json;

use crate::second_factors::{OVER, PAGE, enroll, make_editor, next_code, requiring, send, show_password};

#[test]
fn a_second_factor_is_taken_away_and_the_user_is_signed_out_and_sets_up_a_new_one() {
    requiring().each_engine(async |t| {
        let ana = make_editor(&t, "ana").await;
        let mut browser = t.browser();
        let (secret, codes) = enroll(&t, &mut browser, "ana").await;
        let mut waiting = t.browser();
        show_password(&mut waiting, "ana").await;
        let audited = t.audited();

        let input = json!({"InstanceId": MANAGED, "UserId": ana});
        t.root().done("roster:DeleteSecondFactor", input).await;

        let audit = t.audit(audited);
        let record = audit.only();
        assert_eq!(record.operation.as_deref(), Some("DeleteSecondFactor"));
        assert!(
            record
                .resource
                .as_deref()
                .is_some_and(|user| user.ends_with(&ana)),
            "{audit}"
        );
        assert!(!record.changes.is_empty(), "{audit}");
        assert!(
            record
                .changes
                .iter()
                .all(|change| change.record == "second_factor"),
            "{audit}"
        );
        assert_eq!(browser.profile().await.status(), 303);
        assert_eq!(
            send(&mut waiting, PAGE, &next_code(&t, &secret)).await.location(),
            OVER
        );
        let page = show_password(&mut browser, "ana").await;
        assert!(page.text().contains("Set up a second factor"), "{page}");
        assert_eq!(send(&mut browser, PAGE, &codes[0]).await.location(), OVER);
    });
}

#[test]
fn a_user_without_a_second_factor_has_none_to_take_away() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "UserId": MARY});

        let answer = t.root().call("roster:DeleteSecondFactor", input).await;

        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        assert!(
            answer.message().contains("The user has no second factor"),
            "{answer}"
        );
    });
}
