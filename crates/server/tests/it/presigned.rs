//! Requests with the signature in the query string: links that read (docs/decisions/0054-presigned-requests.md). What
//! `roster_sigv4` decides by itself is tested there.

use std::time::Duration;

use insta::{allow_duplicates, assert_snapshot};
use roster_server::{Access, Rate, SourceLimit, Throttle};
use roster_testkit::{
    Actor, Answer, MANAGED, MARY, Request, Roster, Setup, described, each_engine, in_memory, policy, trust,
};
use serde_json::json;

const HOUR: Duration = Duration::from_hours(1);

fn describe() -> Request {
    Request::of(
        described("DescribeUser"),
        &json!({"InstanceId": MANAGED, "UserId": MARY}),
    )
}

fn who_am_i() -> Request {
    Request::new("GET", "/?Action=GetCallerIdentity&Version=2011-06-15")
}

fn update() -> Request {
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": {"LastName": "Major"}});
    Request::of(described("UpdateUserIdentityInfo"), &input)
}

/// Follows a link, as a program does that has no key.
async fn follow(t: &Roster, link: &Request) -> Answer {
    t.anonymous().send(link).await
}

/// A link to mary, with a part of it replaced.
fn spoilt(t: &Roster, from: &str, to: &str) -> Request {
    let link = t.root().presigned(&describe(), HOUR);
    assert!(
        link.target.contains(from),
        "there is no {from} in {}",
        link.target
    );
    Request {
        target: link.target.replacen(from, to, 1),
        ..link
    }
}

/// A user of IAM and a session of a role, which may read users.
async fn readers(t: &Roster) -> [Actor<'_>; 2] {
    let ana = t.root().make_iam_user("ana").await;
    let may = policy("Allow", "connect:DescribeUser", "*");
    for (operation, name) in [
        ("iam:PutUserPolicy", "UserName"),
        ("iam:PutRolePolicy", "RoleName"),
    ] {
        if name == "RoleName" {
            let trusted = trust(&json!({"AWS": "arn:aws:iam::123456789012:user/ana"}));
            let role = json!({"RoleName": "ana", "AssumeRolePolicyDocument": trusted});
            t.root().done("iam:CreateRole", role).await;
        }
        let input = json!({name: "ana", "PolicyName": "reads", "PolicyDocument": may});
        t.root().done(operation, input).await;
    }
    let role = json!({"RoleArn": "arn:aws:iam::123456789012:role/ana", "RoleSessionName": "desk"});
    let session = t.session(&ana.done("sts:AssumeRole", role).await);
    [ana, session]
}

#[test]
fn a_link_to_a_user_works_for_whoever_has_it_until_its_life_is_over() {
    each_engine(async |t| {
        let [ana, session] = readers(&t).await;
        for actor in [t.root(), ana, session] {
            let link = actor.presigned(&describe(), Duration::from_mins(10));

            assert_eq!(follow(&t, &link).await.json()["User"]["Username"], "mary");
            t.clock.advance(Duration::from_mins(10));
            assert_eq!(
                follow(&t, &link).await.status,
                200,
                "it works as often as it is followed"
            );
            t.clock.advance(Duration::from_secs(1));
            let late = follow(&t, &link).await;
            assert_eq!(
                (late.status, late.error()),
                (403, Some("InvalidSignatureException")),
                "{late}"
            );
            assert!(late.message().starts_with("Signature expired: "), "{late}");
        }
    });
}

#[test]
fn a_link_says_who_its_maker_is() {
    each_engine(async |t| {
        let [ana, session] = readers(&t).await;
        for (actor, name) in [
            (t.root(), ":root"),
            (ana, ":user/ana"),
            (session, ":assumed-role/ana/desk"),
        ] {
            let actor = actor.for_service("sts");
            // A cluster of EKS asks for a header besides.
            let named = who_am_i().header("x-k8s-aws-id", "a-cluster");
            for request in [who_am_i(), named] {
                for answer in [
                    follow(&t, &actor.presigned(&request, HOUR)).await,
                    actor.send(&request).await,
                ] {
                    let caller = answer.output(described("sts:GetCallerIdentity"));
                    let arn = caller["Arn"].as_str().expect("an ARN");
                    assert!(arn.ends_with(name), "{arn}");
                }
            }
        }
        assert_snapshot!(follow(&t, &who_am_i()).await, @"
        403 MissingAuthenticationToken
        Missing Authentication Token
        ");
    });
}

#[test]
fn nothing_of_a_link_can_be_changed() {
    in_memory(async |t| {
        let other = "87654321-2222-1234-1234-111234567892";
        for (what, from, to) in [
            ("path", MARY, other),
            ("added parameter", "?", "?a=1&"),
            (
                "added parameter at the end",
                "X-Amz-Signature",
                "a&X-Amz-Signature",
            ),
            ("life", "X-Amz-Expires=3600", "X-Amz-Expires=7200"),
            ("Region", "us-east-1", "us-west-2"),
            ("signature", "X-Amz-Signature=", "X-Amz-Signature=0"),
        ] {
            let answer = follow(&t, &spoilt(&t, from, to)).await;
            assert_eq!(
                answer.error(),
                Some("InvalidSignatureException"),
                "{what}: {answer}"
            );
        }
        let link = t.root().presigned(&describe(), HOUR);
        let bytes = String::from_utf8(t.anonymous().bytes(&link)).expect("text");
        let mut connection = t.connect().await;
        connection
            .send(bytes.replacen("host: 127", "host: 128", 1).as_bytes())
            .await;
        assert_eq!(
            connection.answer().await.error(),
            Some("InvalidSignatureException")
        );
        assert_eq!(
            follow(&t, &t.root().forging().presigned(&describe(), HOUR))
                .await
                .error(),
            Some("InvalidSignatureException")
        );
    });
}

#[test]
fn a_link_of_an_unknown_key_is_refused_as_any_request_of_one() {
    in_memory(async |t| {
        assert_snapshot!(follow(&t, &t.unknown().presigned(&describe(), HOUR)).await, @"
        403 UnrecognizedClientException
        The security token included in the request is invalid.
        ");
        let with_a_token = t.root().with_session_token("a token");
        assert_eq!(
            follow(&t, &with_a_token.presigned(&describe(), HOUR))
                .await
                .error(),
            Some("UnrecognizedClientException")
        );
    });
}

#[test]
fn a_link_is_good_a_little_before_its_date_and_a_week_after_it() {
    in_memory(async |t| {
        let status = async |ahead: i64, life: Duration| {
            let link = t.root().ahead_by(ahead).presigned(&describe(), life);
            follow(&t, &link).await.status
        };
        assert_eq!(status(300, HOUR).await, 200);
        assert_eq!(status(301, HOUR).await, 403);
        assert_eq!(status(-3600, HOUR).await, 200);
        assert_eq!(status(-3601, HOUR).await, 403);
        assert_eq!(status(0, Duration::from_hours(24 * 7)).await, 200);
        assert_snapshot!(follow(&t, &t.root().presigned(&describe(), Duration::from_secs(604_801))).await, @"
        400 IncompleteSignatureException
        X-Amz-Expires must be a whole number of seconds from 1 to 604800. Got '604801'.
        ");
    });
}

#[test]
fn a_link_that_is_signed_in_a_header_too_or_has_a_parameter_twice_is_refused() {
    in_memory(async |t| {
        let link = t.root().presigned(&describe(), HOUR);
        assert_snapshot!(t.root().send(&link).await, @"
        400 IncompleteSignatureException
        The request has a signature in its query string and an Authorization header: send one of the two
        ");
        let bearer = link.clone().header("authorization", "Bearer a");
        assert_eq!(
            follow(&t, &bearer).await.error(),
            Some("IncompleteSignatureException")
        );
        assert_snapshot!(follow(&t, &spoilt(&t, "X-Amz-Expires", "X-Amz-Expires=1&X-Amz-Expires")).await, @"
        400 IncompleteSignatureException
        The query-string parameter 'X-Amz-Expires' must be sent once only
        ");
        assert_snapshot!(follow(&t, &spoilt(&t, "X-Amz-Algorithm=AWS4-HMAC-SHA256&", "")).await, @"
        400 IncompleteSignatureException
        AWS query-string parameters must include 'X-Amz-Algorithm'.
        ");
    });
}

#[test]
fn a_link_changes_nothing_and_has_no_body() {
    allow_duplicates! {
        for access in [Access::Enforce, Access::Observe, Access::Off] {
            let setup = Setup {
                access,
                ..Setup::default()
            };
            setup.in_memory(async |t| {
                let root = t.root();
                assert_snapshot!(follow(&t, &root.presigned(&update(), HOUR)).await, @"
                403 MissingAuthenticationTokenException
                UpdateUserIdentityInfo is not taken with a signature in the query string (a presigned URL), only operations that read are: sign it in the Authorization header
                ");
                let create = Request::new("GET", "/?Action=CreateUser&Version=2010-05-08&UserName=eve");
                let link = root.clone().for_service("iam").presigned(&create, HOUR);
                assert_snapshot!(follow(&t, &link).await, @"
                403 MissingAuthenticationToken
                CreateUser is not taken with a signature in the query string (a presigned URL), only operations that read are: sign it in the Authorization header
                ");
                let post = Request {
                    method: "POST".to_owned(),
                    ..who_am_i()
                };
                let link = root.clone().for_service("sts").presigned(&post, HOUR);
                assert_snapshot!(follow(&t, &link).await, @"
                403 MissingAuthenticationToken
                With a signature in the query string (a presigned URL), only the method GET is taken: presign the request for GET, or sign it in the Authorization header
                ");
                let with_a_body = root.presigned(&describe().body("{}"), HOUR);
                assert_snapshot!(follow(&t, &with_a_body).await, @"
                403 MissingAuthenticationTokenException
                With a signature in the query string (a presigned URL), no body is taken: send none, or sign the request in the Authorization header
                ");
                let user = root.user(MANAGED, MARY).await;
                assert_eq!(user["IdentityInfo"]["LastName"], "Miller");
                assert!(root.all("iam:ListUsers", json!({}), 10).await.is_empty());
            });
        }
    }
}

#[test]
fn what_a_link_may_read_is_decided_by_the_policies_of_its_maker() {
    let setup = Setup {
        access: Access::Observe,
        ..Setup::default()
    };
    for (setup, status) in [(Setup::default(), 403), (setup, 200)] {
        setup.in_memory(async |t| {
            let eve = t.root().make_iam_user("eve").await;
            let audited = t.audited();

            let answer = follow(&t, &eve.presigned(&describe(), HOUR)).await;

            assert_eq!(answer.status, status, "{answer}");
            let audit = t.audit(audited);
            let record = audit.only();
            assert_eq!(
                record.principal.as_deref(),
                Some("arn:aws:iam::123456789012:user/eve")
            );
            assert_eq!(record.access_key_id.as_deref(), Some(eve.key().id.as_str()));
        });
    }
}

#[test]
fn off_looks_at_no_signature_of_a_link() {
    let setup = Setup {
        access: Access::Off,
        ..Setup::default()
    };
    setup.in_memory(async |t| {
        for link in [
            t.root().presigned(&describe(), HOUR),
            t.root().forging().presigned(&describe(), HOUR),
            spoilt(&t, "X-Amz-Algorithm=AWS4-HMAC-SHA256&", ""),
        ] {
            assert_eq!(follow(&t, &link).await.status, 200, "{}", link.target);
        }
    });
}

#[test]
fn neither_signature_nor_token_of_a_link_is_in_the_audit() {
    in_memory(async |t| {
        let [_, session] = readers(&t).await;
        let elsewhere = Request::of(
            described("DescribeUser"),
            &json!({"InstanceId": MANAGED, "UserId": "no user"}),
        );
        let list = Request::of(described("ListUsers"), &json!({"InstanceId": MANAGED}));
        let mut secrets = Vec::new();
        let audited = t.audited();
        for request in [describe(), elsewhere, list, update(), describe().body("{}")] {
            let link = session.presigned(&request, HOUR);
            follow(&t, &link).await;
            t.clock.advance(HOUR + Duration::from_secs(1));
            follow(&t, &link).await;
            secrets.extend(
                link.target
                    .split(['?', '&'])
                    .filter(|part| part.starts_with("X-Amz-S"))
                    .filter(|part| !part.starts_with("X-Amz-SignedHeaders"))
                    .map(|part| part.split_once('=').expect("a parameter").1.to_owned()),
            );
        }

        let audit = format!("{:?}", t.audit(audited).0);

        assert!(audit.contains("Signature expired"), "{audit}");
        assert!(!audit.contains("X-Amz"), "{audit}");
        assert_eq!(secrets.len(), 10);
        // Of a token that was escaped, its beginning is the same unescaped.
        for secret in secrets {
            assert!(!audit.contains(&secret[..32]), "{audit}");
        }
    });
}

#[test]
fn the_pages_believe_in_no_link() {
    in_memory(async |t| {
        let profile = t
            .root()
            .presigned(&Request::new("GET", "/console/demo/profile"), HOUR);
        let plain = Request::new("GET", "/console/demo/profile");

        let visit = async |request: &Request| {
            let mut connection = t.connect().await;
            connection.send(&t.anonymous().bytes(request)).await;
            let answer = connection.answer().await;
            (
                answer.status,
                answer.headers.get("location").cloned(),
                answer.body,
            )
        };

        assert_eq!(visit(&profile).await, visit(&plain).await);
        let mails = Request::new("GET", "/_roster/mail");
        let link = t.root().for_service("roster").presigned(&mails, HOUR);
        let refused = follow(&t, &link).await;
        assert_eq!(
            refused.error(),
            Some("MissingAuthenticationTokenException"),
            "{refused}"
        );
    });
}

#[test]
fn links_are_throttled_and_counted_as_other_requests_are() {
    let rate = |burst| Rate {
        period: Duration::from_secs(1),
        burst,
    };
    let setup = Setup {
        throttle: Throttle::Rate(rate(1)),
        ..Setup::default()
    };
    setup.in_memory(async |t| {
        let link = t.root().presigned(&describe(), HOUR);
        assert_eq!(follow(&t, &link).await.status, 200);
        assert_eq!(follow(&t, &link).await.error(), Some("ThrottlingException"));

        let write = t.root().presigned(&update(), HOUR);
        follow(&t, &write).await;
        follow(&t, &spoilt(&t, "X-Amz-Expires=3600", "X-Amz-Expires=0")).await;
        t.clock.advance(2 * HOUR);
        follow(&t, &link).await;

        let metrics = t.metrics().await;
        let counts = ["presigned", "malformed", "time"].map(|reason| {
            metrics.count(&format!(
                r#"roster_authentication_failures_total{{reason="{reason}"}}"#
            ))
        });
        assert_eq!(counts, [1, 1, 1]);
    });
}

#[test]
fn links_that_prove_nothing_take_from_what_their_source_may() {
    let rate = Rate {
        period: Duration::from_secs(1),
        burst: 2,
    };
    let setup = Setup {
        source_limit: SourceLimit::Rate(rate),
        ..Setup::default()
    };
    setup.in_memory(async |t| {
        let good = t.root().presigned(&describe(), HOUR);
        let forged = t.root().forging().presigned(&describe(), HOUR);
        let unknown = t.unknown().presigned(&describe(), HOUR);
        for _ in 0..2 {
            follow(&t, &forged).await;
        }

        assert_eq!(follow(&t, &unknown).await.error(), Some("ThrottlingException"));
        assert_eq!(follow(&t, &good).await.status, 200);
    });
}
