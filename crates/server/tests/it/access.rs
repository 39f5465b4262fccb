//! The access modes `off` and `observe`; every other test runs with `enforce`.

use insta::assert_snapshot;
use roster_domain::audit::UnenforcedAccess;
use roster_server::Access;
use roster_testkit::{ACCOUNT, MANAGED, MARY, Request, Setup};
use serde_json::json;

fn with_access(access: Access) -> Setup {
    Setup {
        access,
        ..Setup::default()
    }
}

#[test]
fn with_access_off_an_unsigned_request_is_of_the_root_of_the_first_account() {
    with_access(Access::Off).each_engine(async |t| {
        let audited = t.audited();
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});

        assert_eq!(t.anonymous().call("DescribeUser", mary.clone()).await.status, 200);
        assert_eq!(t.anonymous().call("DeleteUser", mary).await.status, 200);
        assert_snapshot!(t.audit(audited), @r#"
        DeleteUser on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by anonymous
          user Id: "87654321-2222-1234-1234-111234567891" → -
          user InstanceId: "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111" → -
          user Username: "mary" → -
          user IdentityInfo.FirstName: "Mary" → -
          user IdentityInfo.LastName: "Miller" → -
          user IdentityInfo.Email: "mary@example.com" → -
          user PhoneConfig.PhoneType: "SOFT_PHONE" → -
          user SecurityProfileIds: ["11111111-1111-4111-8000-000000000004"] → -
          user RoutingProfileId: "11111111-1111-4111-8000-000000000007" → -
        "#);
        assert_eq!(t.audit(audited).only().access, Some(UnenforcedAccess::Off));
    });
}

#[test]
fn who_acts_under_access_off_is_anonymous_for_all_tools_and_still_sees_the_identity_of_the_root() {
    with_access(Access::Off).each_engine(async |t| {
        let created = t.root().call("iam:CreateUser", json!({"UserName": "ana"})).await;
        assert_eq!(created.status, 200, "{created}");

        let events = t.root().done("cloudtrail:LookupEvents", json!({})).await;
        let identity = t.root().done("sts:GetCallerIdentity", json!({})).await;

        let event = &events["Events"][0];
        assert_eq!(event["Username"], "anonymous");
        let record = event["CloudTrailEvent"].as_str().expect("a text");
        let record: serde_json::Value = serde_json::from_str(record).expect("JSON");
        assert_eq!(record["userIdentity"]["accountId"], "ANONYMOUS_PRINCIPAL");
        assert_eq!(record["additionalEventData"]["access"], "off");
        assert_eq!(record["recipientAccountId"], ACCOUNT);
        assert_eq!(identity["Arn"], "arn:aws:iam::123456789012:root");
    });
}

#[test]
fn with_access_off_a_bad_signature_is_accepted() {
    with_access(Access::Off).each_engine(async |t| {
        let input = || json!({"MaxResults": 10});
        for actor in [
            t.root(),
            t.root().forging(),
            t.root().ahead_by(-100_000),
            t.root().for_service("s3"),
            t.root().with_session_token("any"),
            t.unknown(),
        ] {
            let listed = actor.done("ListInstances", input()).await;
            assert_eq!(listed["InstanceSummaryList"].as_array().map(Vec::len), Some(3));
        }
    });
}

#[test]
fn off_still_keeps_accounts_and_regions_apart() {
    with_access(Access::Off).each_engine(async |t| {
        assert!(t.stranger().all("ListInstances", json!({}), 10).await.is_empty());
        let abroad = t.root().in_region("eu-west-2");
        assert!(abroad.all("ListInstances", json!({}), 10).await.is_empty());
        // What is no Region is not believed to be one.
        let nowhere = t.root().in_region("nowhere");
        assert_eq!(nowhere.all("ListInstances", json!({}), 10).await.len(), 3);
    });
}

#[test]
fn off_takes_nothing_from_a_web_page() {
    with_access(Access::Off).in_memory(async |t| {
        let request = Request::new("GET", "/instance").header("origin", "https://example.com");

        assert_snapshot!(t.anonymous().send(&request).await, @"
        403 AccessDeniedException
        This server checks no signatures, so it takes no request that a web page may have sent: one with an Origin or Sec-Fetch-Site header, or for another host than this machine
        ");
        assert_snapshot!(t.root().send(&request).await, @"
        403 AccessDeniedException
        This server checks no signatures, so it takes no request that a web page may have sent: one with an Origin or Sec-Fetch-Site header, or for another host than this machine
        ");
    });
}

#[test]
fn off_takes_nothing_for_another_host() {
    with_access(Access::Off).in_memory(async |t| {
        let status = async |host: &str| {
            let mut connection = t.connect().await;
            let request = format!("GET /instance HTTP/1.1\r\nhost: {host}\r\n\r\n");
            connection.send(request.as_bytes()).await;
            connection.answer().await.status
        };
        for host in [
            "localhost",
            "localhost:80",
            "127.0.0.1",
            "127.0.0.1:7420",
            "[::1]",
            "[::1]:7420",
        ] {
            assert_eq!(status(host).await, 200, "{host}");
        }
        for host in [
            "",
            "example.com",
            "localhost.example.com",
            "example.com:127",
            "10.0.0.1",
            "127.0.0.1.example.com",
        ] {
            assert_eq!(status(host).await, 403, "{host}");
        }
    });
}

#[test]
fn off_still_refuses_what_is_wrong_with_the_request_itself() {
    with_access(Access::Off).in_memory(async |t| {
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": {}});

        assert_snapshot!(t.anonymous().call("UpdateUserIdentityInfo", input).await, @"
        400 InvalidRequestException
        IdentityInfo.FirstName is required on CONNECT_MANAGED instances; IdentityInfo.LastName is required on CONNECT_MANAGED instances
        ");
    });
}

#[test]
fn observe_still_asks_for_a_signature() {
    with_access(Access::Observe).each_engine(async |t| {
        let input = || json!({});

        assert_eq!(t.root().call("ListInstances", input()).await.status, 200);
        assert_snapshot!(t.anonymous().call("ListInstances", input()).await, @"
        403 MissingAuthenticationTokenException
        Missing Authentication Token
        ");
        assert_snapshot!(t.root().forging().call("ListInstances", input()).await, @"
        403 InvalidSignatureException
        The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.
        ");
        assert_snapshot!(t.unknown().call("ListInstances", input()).await, @"
        403 UnrecognizedClientException
        The security token included in the request is invalid.
        ");
    });
}

#[test]
fn a_record_says_whether_access_was_enforced() {
    for (access, expected) in [
        (Access::Enforce, None),
        (Access::Observe, Some(UnenforcedAccess::Observe)),
        (Access::Off, Some(UnenforcedAccess::Off)),
    ] {
        with_access(access).in_memory(async |t| {
            let audited = t.audited();
            t.root()
                .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": MARY}))
                .await;
            assert_eq!(t.audit(audited).only().access, expected);
        });
    }
}

#[test]
fn enforce_takes_requests_from_web_pages_that_are_signed() {
    with_access(Access::Enforce).in_memory(async |t| {
        let request = Request::new("GET", "/instance").header("origin", "https://example.com");

        let answer = t.root().send(&request).await;

        assert_eq!(answer.status, 200, "{answer} for {ACCOUNT}");
    });
}

#[test]
fn off_takes_no_image_and_no_link_of_a_page_or_mail() {
    with_access(Access::Off).each_engine(async |t| {
        let path = "/?Action=CreateUser&UserName=eve&Version=2010-05-08";
        // Browsers say `none` for an address that was typed, and for a link in a mail.
        for site in ["cross-site", "same-site", "same-origin", "none"] {
            let request = Request::new("GET", path).header("sec-fetch-site", site);
            assert_eq!(t.anonymous().send(&request).await.status, 403, "{site}");
        }
        let users = t.root().done("iam:ListUsers", json!({})).await;
        assert_eq!(users["Users"], json!([]));
    });
}
