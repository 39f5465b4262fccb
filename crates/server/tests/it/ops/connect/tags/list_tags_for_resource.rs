use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::json;

#[test]
fn what_has_no_tags_or_is_elsewhere_is_refused() {
    each_engine(async |t| {
        let place = "arn:aws:connect:us-east-1";
        let of = |account: &str, rest: &str| format!("{place}:{account}:instance/{rest}");
        let mut answers = Vec::new();
        for arn in [
            "nonsense".to_owned(),
            of("123456789012", &format!("{MANAGED}/contact/{MARY}")),
            of("123456789012", &format!("{MARY}/agent/{MARY}")),
            of("210987654321", &format!("{MANAGED}/agent/{MARY}")),
        ] {
            let answer = t
                .root()
                .call("ListTagsForResource", json!({"resourceArn": arn}))
                .await;
            answers.push(answer.to_string());
        }
        assert_snapshot!(answers.join("\n"), @r#"
        400 InvalidParameterException
        resourceArn must be the ARN of something that has tags, but is "nonsense"
        400 InvalidParameterException
        resourceArn must be the ARN of something that has tags, but is "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/contact/87654321-2222-1234-1234-111234567891"
        404 ResourceNotFoundException
        There is no user arn:aws:connect:us-east-1:123456789012:instance/87654321-2222-1234-1234-111234567891/agent/87654321-2222-1234-1234-111234567891 in this instance
        404 ResourceNotFoundException
        There is no user arn:aws:connect:us-east-1:210987654321:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 in this instance
        "#);
    });
}
