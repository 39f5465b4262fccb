use insta::assert_snapshot;
use roster_testkit::{Roster, each_engine, in_memory, policy, with};
use serde_json::{Value, json};

const MARY: &str = "arn:aws:connect:us-east-1:123456789012:instance/a/agent/mary";
const SAM: &str = "arn:aws:connect:us-east-1:123456789012:instance/a/agent/sam";

/// A policy of one statement that has a condition.
fn when(effect: &str, condition: &Value) -> String {
    let statement = json!({"Effect": effect, "Action": "connect:*", "Resource": "*", "Condition": condition});
    json!({"Version": "2012-10-17", "Statement": statement}).to_string()
}

async fn tried(t: &Roster, input: Value) -> Value {
    let input = with(json!({"ActionNames": ["connect:DescribeUser"]}), input);
    t.root().done("iam:SimulateCustomPolicy", input).await["EvaluationResults"].take()
}

/// What is decided on the only action and resource.
async fn decision(t: &Roster, policy: &str, more: Value) -> String {
    let results = tried(t, with(json!({"PolicyInputList": [policy]}), more)).await;
    results[0]["EvalDecision"]
        .as_str()
        .expect("a decision")
        .to_owned()
}

fn entry(key: &str, kind: &str, values: &[&str]) -> Value {
    json!({"ContextEntries": [{"ContextKeyName": key, "ContextKeyType": kind, "ContextKeyValues": values}]})
}

#[test]
fn each_action_is_tried_on_each_resource() {
    each_engine(async |t| {
        let results = tried(
            &t,
            json!({
                "PolicyInputList": [
                    policy("Allow", "connect:Describe*", "*"), policy("Allow", "connect:*", MARY),
                    policy("Deny", "connect:*", SAM),
                ],
                "ActionNames": ["connect:DescribeUser", "connect:DeleteUser"],
                "ResourceArns": [MARY, SAM, "*"],
            }),
        )
        .await;

        let told: Vec<String> = results
            .as_array()
            .expect("results")
            .iter()
            .map(|result| {
                let text = |member: &str| result[member].as_str().expect(member).to_owned();
                let by: Vec<_> = result["MatchedStatements"]
                    .as_array()
                    .expect("statements")
                    .iter()
                    .map(|statement| {
                        assert_eq!(statement["SourcePolicyType"], "none");
                        statement["SourcePolicyId"].as_str().expect("a policy")
                    })
                    .collect();
                let resource = text("EvalResourceName");
                let resource = resource.rsplit('/').next().expect("a name");
                format!(
                    "{} {resource}: {} {}",
                    text("EvalActionName"),
                    text("EvalDecision"),
                    by.join(" ")
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "connect:DescribeUser mary: allowed PolicyInputList.1 PolicyInputList.2",
                "connect:DescribeUser sam: explicitDeny PolicyInputList.3",
                "connect:DescribeUser *: allowed PolicyInputList.1",
                "connect:DeleteUser mary: allowed PolicyInputList.2",
                "connect:DeleteUser sam: explicitDeny PolicyInputList.3",
                "connect:DeleteUser *: implicitDeny ",
            ]
        );
    });
}

#[test]
fn without_resources_all_are_meant() {
    in_memory(async |t| {
        let results = tried(
            &t,
            json!({"PolicyInputList": [policy("Allow", "connect:*", "*")]}),
        )
        .await;

        assert_eq!(results.as_array().map(Vec::len), Some(1));
        assert_eq!(results[0]["EvalResourceName"], "*");
        assert_eq!(results[0]["EvalDecision"], "allowed");
    });
}

#[test]
fn a_key_that_is_not_given_is_absent_and_listed() {
    in_memory(async |t| {
        let allow = when(
            "Allow",
            &json!({
                "IpAddress": {"aws:SourceIp": "203.0.113.0/24"},
                "StringEquals": {"aws:RequestedRegion": "us-east-1"},
            }),
        );

        let results = tried(
            &t,
            with(
                json!({"PolicyInputList": [allow, when("Deny", &json!({"Null": {"aws:SourceIp": "false"}}))]}),
                entry("AWS:REQUESTEDREGION", "string", &["us-east-1"]),
            ),
        )
        .await;

        assert_eq!(results[0]["EvalDecision"], "implicitDeny");
        assert_eq!(results[0]["MissingContextValues"], json!(["aws:SourceIp"]));
        let given = entry("aws:SourceIp", "ip", &["203.0.113.7"]);
        let anywhere = when("Allow", &json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}));
        assert_eq!(decision(&t, &anywhere, given).await, "allowed");
    });
}

#[test]
fn values_are_compared_as_the_operators_read_them() {
    in_memory(async |t| {
        for (condition, key, kind, yes, no) in [
            (
                json!({"StringLike": {"aws:UserAgent": "aws-cli/*"}}),
                "aws:UserAgent",
                "string",
                &["aws-cli/2"][..],
                &["curl"][..],
            ),
            (
                json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "site"]}}),
                "aws:TagKeys",
                "stringList",
                &["team", "site"],
                &["team", "other"],
            ),
            (
                json!({"NumericLessThan": {"app:Age": "18"}}),
                "app:Age",
                "numeric",
                &["9.5"],
                &["100"],
            ),
            (
                json!({"ForAnyValue:NumericEquals": {"app:Ages": "18"}}),
                "app:Ages",
                "numericList",
                &["17", "18.0"],
                &["17", "19"],
            ),
            (
                json!({"Bool": {"aws:SecureTransport": "true"}}),
                "aws:SecureTransport",
                "boolean",
                &["TRUE"],
                &["false"],
            ),
            (
                json!({"ForAnyValue:Bool": {"app:Flags": "true"}}),
                "app:Flags",
                "booleanList",
                &["false", "true"],
                &["false"],
            ),
            (
                json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
                "aws:SourceIp",
                "ip",
                &["203.0.113.9"],
                &["198.51.100.1"],
            ),
            (
                json!({"ForAllValues:IpAddress": {"app:Hops": "203.0.113.0/24"}}),
                "app:Hops",
                "ipList",
                &["203.0.113.9", "203.0.113.8"],
                &["203.0.113.9", "198.51.100.1"],
            ),
            (
                json!({"BinaryEquals": {"app:Blob": "AAEC"}}),
                "app:Blob",
                "binary",
                &["AAEC"],
                &["AAED"],
            ),
            (
                json!({"ForAnyValue:BinaryEquals": {"app:Blobs": "AAEC"}}),
                "app:Blobs",
                "binaryList",
                &["AAED", "AAEC"],
                &["AAED"],
            ),
            (
                json!({"DateLessThan": {"aws:CurrentTime": "2026-11-21T00:00:00Z"}}),
                "aws:CurrentTime",
                "date",
                &["2026-11-20"],
                &["2026-11-22T10:00:00Z"],
            ),
            (
                json!({"ForAllValues:DateLessThan": {"app:Days": "2026-11-21T00:00:00Z"}}),
                "app:Days",
                "dateList",
                &["2026-11-20", "2026-11-19"],
                &["2026-11-20", "2026-11-22"],
            ),
        ] {
            let document = when("Allow", &condition);

            assert_eq!(
                decision(&t, &document, entry(key, kind, yes)).await,
                "allowed",
                "{key} {yes:?}"
            );
            assert_eq!(
                decision(&t, &document, entry(key, kind, no)).await,
                "implicitDeny",
                "{key} {no:?}"
            );
        }
    });
}

#[test]
fn a_boundary_limits_and_is_reported_separately() {
    in_memory(async |t| {
        let with_boundary = async |boundary: String| {
            let results = tried(
                &t,
                json!({
                    "PolicyInputList": [policy("Allow", "connect:*", "*")],
                    "PermissionsBoundaryPolicyInputList": [boundary],
                }),
            )
            .await;
            (
                results[0]["EvalDecision"].clone(),
                results[0]["PermissionsBoundaryDecisionDetail"].clone(),
            )
        };
        let detail = |allowed: bool| json!({"AllowedByPermissionsBoundary": allowed});

        let within = with_boundary(policy("Allow", "connect:Describe*", "*")).await;
        assert_eq!(within, (json!("allowed"), detail(true)));
        let beyond = with_boundary(policy("Allow", "connect:List*", "*")).await;
        assert_eq!(beyond, (json!("implicitDeny"), detail(false)));
        let against = with_boundary(policy("Deny", "connect:Describe*", "*")).await;
        assert_eq!(against, (json!("explicitDeny"), detail(false)));
    });
}

#[test]
fn variables_stand_for_the_caller_and_what_is_given() {
    in_memory(async |t| {
        let own = policy("Allow", "iam:*", "arn:aws:iam::123456789012:user/${aws:username}");
        let asked = json!({
            "ActionNames": ["iam:GetUser"], "ResourceArns": ["arn:aws:iam::123456789012:user/ana"],
        });
        let called_by = |arn: &str| with(asked.clone(), json!({"CallerArn": arn}));

        assert_eq!(decision(&t, &own, asked.clone()).await, "implicitDeny");
        let ana = called_by("arn:aws:iam::123456789012:user/team/ana");
        assert_eq!(decision(&t, &own, ana).await, "allowed");
        let bob = called_by("arn:aws:iam::123456789012:user/bob");
        assert_eq!(decision(&t, &own, bob.clone()).await, "implicitDeny");
        // What is given wins.
        let told = with(bob, entry("aws:username", "string", &["ana"]));
        assert_eq!(decision(&t, &own, told).await, "allowed");
    });
}

#[test]
fn results_come_in_pages_without_gap_or_overlap() {
    in_memory(async |t| {
        let actions: Vec<_> = (0..3).map(|number| format!("connect:A{number}")).collect();
        let input = json!({
            "PolicyInputList": [policy("Allow", "connect:*", "*")], "ActionNames": actions,
            "ResourceArns": [MARY, SAM],
        });

        let results = t.root().all("iam:SimulateCustomPolicy", input.clone(), 4).await;

        let seen: Vec<_> = results
            .iter()
            .map(|result| {
                (
                    result["EvalActionName"].clone(),
                    result["EvalResourceName"].clone(),
                )
            })
            .collect();
        let expected: Vec<_> = actions
            .iter()
            .flat_map(|action| [MARY, SAM].map(|arn| (json!(action), json!(arn))))
            .collect();
        assert_eq!(seen, expected);
        let garbage = with(input, json!({"Marker": "garbage"}));
        assert_eq!(
            t.root().call("iam:SimulateCustomPolicy", garbage).await.error(),
            Some("ValidationError")
        );
    });
}

#[test]
fn what_cannot_be_simulated_is_refused_with_a_reason() {
    in_memory(async |t| {
        let good = json!({
            "PolicyInputList": [policy("Allow", "connect:*", "*")], "ActionNames": ["connect:DescribeUser"],
        });
        let mut told = Vec::new();
        for bad in [
            json!({"PolicyInputList": ["{}"]}),
            json!({"PermissionsBoundaryPolicyInputList": [policy("Allow", "a:*", "*"), policy("Allow", "a:*", "*")]}),
            json!({"ActionNames": ["connect:Describe*"]}),
            json!({"ActionNames": ["connect:A", "DescribeUser"]}),
            json!({"ResourceArns": ["mary"]}),
            json!({"ResourcePolicy": policy("Allow", "a:*", "*")}),
            json!({"ResourceHandlingOption": "EC2-VPC-InstanceStore"}),
            json!({"CallerArn": "arn:aws:sts::123456789012:assumed-role/HelpDesk/ops"}),
            entry("nothing", "string", &["a"]),
            entry("app:Age", "numeric", &["old"]),
            entry("app:Ages", "numericList", &["1", "old"]),
            entry("app:Age", "numeric", &["1", "2"]),
            entry("app:Age", "date", &["yesterday"]),
        ] {
            let answer = t
                .root()
                .call("iam:SimulateCustomPolicy", with(good.clone(), bad.clone()))
                .await;

            assert_eq!(
                (answer.status, answer.error()),
                (400, Some("InvalidInput")),
                "{bad}: {answer}"
            );
            told.push(answer.message());
        }
        assert_snapshot!(told.join("\n"), @"
        PolicyInputList[0] cannot be used: Syntax errors in policy. A policy must contain at least one statement.
        PermissionsBoundaryPolicyInputList cannot be used: a principal has one permissions boundary at most
        ActionNames[0] cannot be used: name one action as connect:DescribeUser, without wildcards
        ActionNames[1] cannot be used: name one action as connect:DescribeUser, without wildcards
        ResourceArns[0] cannot be used: give an ARN or *
        ResourcePolicy cannot be used: resources have no policies here; leave it out
        ResourceHandlingOption cannot be used: resources have no policies here; leave it out
        CallerArn cannot be used: give the ARN of a user of IAM
        ContextEntries[0].ContextKeyName cannot be used: name a key as aws:SourceIp
        ContextEntries[0].ContextKeyValues cannot be used: a value is not a decimal number
        ContextEntries[0].ContextKeyValues cannot be used: a value is not a decimal number
        ContextEntries[0].ContextKeyValues cannot be used: give one value, or a ContextKeyType for a list
        ContextEntries[0].ContextKeyValues cannot be used: a value is not a time such as 2026-11-21T10:15:30Z
        ");
    });
}

#[test]
fn a_simulation_has_limits_and_says_which() {
    in_memory(async |t| {
        let all = policy("Allow", "*", "*");
        let many = |count: usize, one: &str| vec![Value::from(one); count];
        let keys = |count: usize| -> Vec<Value> {
            let entry =
                |number| json!({"ContextKeyName": format!("test:{number}"), "ContextKeyValues": ["a"]});
            (0..count).map(entry).collect()
        };
        let mut told = Vec::new();
        for more in [
            json!({"PolicyInputList": many(51, &all)}),
            json!({"ActionNames": many(1_001, "connect:DescribeUser")}),
            json!({"ResourceArns": many(1_001, MARY)}),
            json!({"ActionNames": many(1_000, "connect:DescribeUser"), "ResourceArns": many(101, MARY)}),
            json!({"ContextEntries": keys(101)}),
            entry("test:x", "stringList", &["a"; 101]),
        ] {
            let input = json!({"PolicyInputList": [all], "ActionNames": ["connect:DescribeUser"]});
            told.push(
                t.root()
                    .call("iam:SimulateCustomPolicy", with(input, more))
                    .await
                    .to_string(),
            );
        }
        assert_snapshot!(told.join("\n"), @"
        400 InvalidInput
        PolicyInputList cannot be used: there may be 50 at most, but there are 51
        400 InvalidInput
        ActionNames cannot be used: there may be 1000 at most, but there are 1001
        400 InvalidInput
        ResourceArns cannot be used: there may be 1000 at most, but there are 1001
        400 InvalidInput
        ActionNames with ResourceArns cannot be used: there may be 100000 at most, but there are 101000
        400 InvalidInput
        ContextEntries cannot be used: there may be 100 at most, but there are 101
        400 InvalidInput
        ContextEntries[0].ContextKeyValues cannot be used: there may be 100 at most, but there are 101
        ");
    });
}

#[test]
fn a_simulation_that_could_take_long_is_refused_at_once_and_says_what_to_cut() {
    in_memory(async |t| {
        let hard = when(
            "Allow",
            &json!({"StringLike": {"test:x": format!("*?{}b*", "a".repeat(25_000))}}),
        );
        let text = "a".repeat(200_000);
        let input = json!({
            "PolicyInputList": [hard], "ActionNames": vec!["connect:DescribeUser"; 100],
            "ContextEntries": [{"ContextKeyName": "test:x", "ContextKeyValues": [text]}],
        });

        let answer = t.root().call("iam:SimulateCustomPolicy", input).await;

        assert_eq!(answer.error(), Some("InvalidInput"));
        let told = answer.to_string();
        assert!(told.contains("MaxItems cannot be used"), "{told}");
        assert!(
            told.contains("ask for fewer results, or shorten the patterns in PolicyInputList or the values in ContextEntries"),
            "{told}"
        );
    });
}

#[test]
fn as_many_results_as_a_page_holds_are_no_trouble_for_usual_policies() {
    in_memory(async |t| {
        let statement = |number: usize| {
            json!({"Effect": "Allow", "Action": ["connect:Describe*", "connect:List*"],
                "Resource": format!("arn:aws:connect:*:*:instance/{number}/agent/*"),
                "Condition": {"StringLike": {"aws:PrincipalTag/team": ["red*", "*blue", "?*green?*"]}}})
        };
        let statements: Vec<Value> = (0..30).map(statement).collect();
        let policy = json!({"Version": "2012-10-17", "Statement": statements}).to_string();

        let results = tried(
            &t,
            json!({
                "PolicyInputList": vec![policy; 5], "MaxItems": 1_000,
                "ActionNames": vec!["connect:DescribeUser"; 100], "ResourceArns": vec![MARY; 10],
                "ContextEntries": [{"ContextKeyName": "aws:PrincipalTag/team", "ContextKeyValues": ["blue and green"]}],
            }),
        )
        .await;

        assert_eq!(results.as_array().map(Vec::len), Some(1_000));
    });
}
