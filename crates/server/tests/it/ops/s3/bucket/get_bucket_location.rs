use roster_testkit::{Request, Setup, TrailSetup, in_memory};

const LOCATION: &str = "/roster-audit?location";

#[test]
fn the_bucket_is_in_the_region_of_the_signature() {
    in_memory(async |t| {
        let root = t.root().for_service("s3").in_region("eu-west-2");

        let answer = root.send(&Request::new("GET", LOCATION)).await;

        assert_eq!(answer.status, 200);
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(body.ends_with(">eu-west-2</LocationConstraint>"), "{body}");
    });
}

#[test]
fn there_is_no_bucket_where_the_audit_is_not_delivered() {
    let setup = Setup {
        trail: TrailSetup::Absent,
        ..Setup::default()
    };
    setup.in_memory(async |t| {
        let answer = t
            .root()
            .for_service("s3")
            .send(&Request::new("GET", LOCATION))
            .await;

        assert_eq!(answer.status, 404);
        assert!(String::from_utf8_lossy(&answer.body).contains("<Code>NoSuchBucket</Code>"));
    });
}

#[test]
fn a_request_without_a_signature_for_s3_is_refused() {
    in_memory(async |t| {
        for (actor, code) in [
            (t.anonymous(), "AccessDenied"),
            (t.root(), "SignatureDoesNotMatch"),
            (t.unknown().for_service("s3"), "InvalidAccessKeyId"),
            (t.root().for_service("s3").forging(), "SignatureDoesNotMatch"),
        ] {
            let answer = actor.send(&Request::new("GET", LOCATION)).await;

            assert_eq!(answer.status, 403, "{code}");
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(body.contains(&format!("<Code>{code}</Code>")), "{body}");
        }
    });
}
