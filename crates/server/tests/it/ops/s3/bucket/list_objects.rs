use roster_testkit::{MANAGED, MARY, Request, Roster, in_memory};
use serde_json::json;

/// The keys of a page, and whether there are more.
async fn listed(t: &Roster, query: &str) -> (Vec<String>, bool) {
    let request = Request::new("GET", &format!("/roster-audit?{query}"));
    let answer = t.root().for_service("s3").send(&request).await;
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    assert_eq!(answer.status, 200, "{body}");
    let keys = body.split("<Key>").skip(1).map(|rest| {
        let (key, _) = rest.split_once("</Key>").expect("an end");
        key.to_owned()
    });
    (keys.collect(), body.contains("<IsTruncated>true</IsTruncated>"))
}

async fn deliver(t: &Roster) -> Vec<String> {
    t.root()
        .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": MARY}))
        .await;
    t.stranger()
        .done(
            "CreateInstance",
            json!({
                "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "other-instance",
                "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
            }),
        )
        .await;
    t.deliver_audit().await;
    t.delivered_keys()
}

#[test]
fn the_files_of_the_own_account_are_listed_page_by_page() {
    in_memory(async |t| {
        let all = deliver(&t).await;
        let (own, other): (Vec<_>, Vec<_>) = all.into_iter().partition(|key| key.contains("/123456789012/"));
        assert!(own.len() > 1 && !other.is_empty(), "{own:?} {other:?}");

        assert_eq!(listed(&t, "").await, (own.clone(), false));
        assert_eq!(
            listed(&t, "prefix=AWSLogs%2F&encoding-type=url").await,
            (own.clone(), false)
        );
        assert_eq!(
            listed(&t, "prefix=AWSLogs%2F210987654321").await,
            (Vec::new(), false)
        );
        assert_eq!(listed(&t, "max-keys=1").await, (vec![own[0].clone()], true));
        let behind = format!("marker={}", own[0].replace('/', "%2F"));
        assert_eq!(listed(&t, &behind).await, (own[1..].to_vec(), false));
    });
}

#[test]
fn what_a_list_cannot_do_is_not_implemented() {
    in_memory(async |t| {
        let root = t.root().for_service("s3");
        for (method, target) in [
            ("GET", "/roster-audit?delimiter=%2F"),
            ("GET", "/roster-audit?list-type=2"),
            ("GET", "/roster-audit?policy"),
            ("PUT", "/roster-audit/AWSLogs/x.json.gz"),
            ("DELETE", "/roster-audit/AWSLogs/x.json.gz"),
        ] {
            let answer = root.send(&Request::new(method, target)).await;

            assert_eq!(answer.status, 501, "{method} {target}");
        }
        let negative = root.send(&Request::new("GET", "/roster-audit?max-keys=-1")).await;
        assert_eq!(negative.status, 400);
    });
}
