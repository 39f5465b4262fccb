//! An account has one partition: what is signed for a Region of another is as good as unknown.

use roster_domain::Partition;
use roster_server::Access;
use roster_testkit::{
    Actor, CHINESE_ACCOUNT, Key, MANAGED, MARY, Roster, Setup, each_engine, in_memory, policy, trust,
};
use serde_json::{Value, json};

const ANA: &str = "arn:aws:iam::123456789012:user/ana";
const SUPER: &str = "arn:aws:iam::123456789012:role/super";

/// A Region of each other partition than `aws`, and words that only look like Regions.
fn elsewhere() -> Vec<&'static str> {
    let others = Partition::ALL
        .into_iter()
        .filter(|other| *other != Partition::Aws);
    let regions = others.flat_map(Partition::regions).copied();
    let words = [
        "us-gov-x",
        "cn-x-1",
        "us-east-9",
        "aws-global",
        "nowhere",
        "US-EAST-1",
    ];
    regions.chain(words).collect()
}

fn statements(statements: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// A user who may do everything but what the statement denies.
async fn all_but<'t>(t: &'t Roster, name: &str, deny: Value) -> Actor<'t> {
    user(t, name, &json!([everything(), deny])).await
}

/// A user with these statements.
async fn user<'t>(t: &'t Roster, name: &str, of: &Value) -> Actor<'t> {
    let user = t.root().make_iam_user(name).await;
    let input = json!({"UserName": name, "PolicyName": "all", "PolicyDocument": statements(of)});
    t.root().done("iam:PutUserPolicy", input).await;
    user
}

/// Allows everything.
fn everything() -> Value {
    json!({"Effect": "Allow", "Action": "*", "Resource": "*"})
}

/// Checks that a call is denied in the account's own Regions and that its key is unknown in all others.
async fn assert_denied_everywhere(actor: &Actor<'_>, operation: &str, inputs: &[Value]) {
    for region in Partition::Aws.regions() {
        for input in inputs {
            let answer = actor
                .clone()
                .in_region(region)
                .call(operation, input.clone())
                .await;
            assert_eq!(answer.error(), Some("AccessDenied"), "{region}: {answer}");
        }
    }
    for region in elsewhere() {
        for input in inputs {
            let answer = actor
                .clone()
                .in_region(region)
                .call(operation, input.clone())
                .await;
            assert_eq!(answer.error(), Some("InvalidClientTokenId"), "{region}: {answer}");
        }
    }
}

#[test]
fn no_region_of_the_signature_escapes_a_denial_on_another_user() {
    each_engine(async |t| {
        t.root()
            .done("iam:CreateUser", json!({"UserName": "admin"}))
            .await;
        let admin = "arn:aws:iam::123456789012:user/admin";
        let deny = json!({"Effect": "Deny", "Action": "iam:*", "Resource": admin});
        let ops = all_but(&t, "ops", deny).await;

        assert_denied_everywhere(&ops, "iam:CreateAccessKey", &[json!({"UserName": "admin"})]).await;

        let keys = t
            .root()
            .done("iam:ListAccessKeys", json!({"UserName": "admin"}))
            .await;
        assert_eq!(keys["AccessKeyMetadata"], json!([]));
    });
}

#[test]
fn no_region_of_the_signature_escapes_a_denial_on_the_caller_itself() {
    each_engine(async |t| {
        let deny =
            json!({"Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:iam::123456789012:user/ops"});
        let ops = all_but(&t, "ops", deny).await;
        let more = json!({
            "UserName": "ops", "PolicyName": "more", "PolicyDocument": policy("Allow", "connect:*", "*"),
        });

        assert_denied_everywhere(&ops, "iam:PutUserPolicy", &[more]).await;

        let policies = t
            .root()
            .done("iam:ListUserPolicies", json!({"UserName": "ops"}))
            .await;
        assert_eq!(policies["PolicyNames"], json!(["all"]));
    });
}

#[test]
fn no_region_of_the_signature_escapes_the_denial_of_a_trust_policy() {
    each_engine(async |t| {
        let ana = user(&t, "ana", &json!([everything()])).await;
        let trusted = statements(&json!([
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "123456789012"}},
            {"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": {"AWS": ANA}},
        ]));
        let role = json!({"RoleName": "super", "AssumeRolePolicyDocument": trusted});
        t.root().done("iam:CreateRole", role).await;
        let partitions = Partition::ALL.into_iter();
        let inputs: Vec<Value> = partitions
            .map(|partition| SUPER.replace("arn:aws:", &format!("arn:{partition}:")))
            .map(|arn| json!({"RoleArn": arn, "RoleSessionName": "ops"}))
            .collect();

        assert_denied_everywhere(&ana, "sts:AssumeRole", &inputs).await;
    });
}

#[test]
fn no_region_of_the_signature_escapes_a_denial_by_the_principals_arn() {
    each_engine(async |t| {
        let deny = json!({
            "Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/nina"}},
        });
        let nina = all_but(&t, "nina", deny).await;

        assert_denied_everywhere(&nina, "iam:ListUsers", &[json!({})]).await;
        for region in elsewhere() {
            let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
            let answer = nina.clone().in_region(region).call("DescribeUser", mary).await;
            assert_eq!(
                answer.error(),
                Some("UnrecognizedClientException"),
                "{region}: {answer}"
            );
        }
    });
}

#[test]
fn no_region_of_the_signature_escapes_a_boundary() {
    each_engine(async |t| {
        let ana = user(&t, "ana", &json!([everything()])).await;
        let document = statements(&json!([
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Effect": "Deny", "Action": "iam:DeleteUserPermissionsBoundary",
             "Resource": "arn:aws:iam::123456789012:user/*"},
        ]));
        let boundary = json!({"PolicyName": "most", "PolicyDocument": document});
        let arn = t.root().done("iam:CreatePolicy", boundary).await["Policy"]["Arn"].take();
        let bound = json!({"UserName": "ana", "PermissionsBoundary": arn});
        t.root().done("iam:PutUserPermissionsBoundary", bound).await;

        let lift = json!({"UserName": "ana"});
        assert_denied_everywhere(&ana, "iam:DeleteUserPermissionsBoundary", &[lift]).await;

        let user = t.root().done("iam:GetUser", json!({"UserName": "ana"})).await;
        assert_eq!(user["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"], arn);
    });
}

/// A session of a role that Ana takes on.
async fn session(t: &Roster) -> Actor<'_> {
    let ana = t.root().make_iam_user("ana").await;
    let role = json!({"RoleName": "super", "AssumeRolePolicyDocument": trust(&json!({"AWS": ANA}))});
    t.root().done("iam:CreateRole", role).await;
    let input = json!({"RoleArn": SUPER, "RoleSessionName": "ops"});
    let credentials = ana.done("sts:AssumeRole", input).await["Credentials"].take();
    let text = |member: &str| credentials[member].as_str().expect(member).to_owned();
    let key = Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
    };
    t.actor(key).with_session_token(&text("SessionToken"))
}

#[test]
fn every_kind_of_key_is_unknown_outside_its_accounts_partition() {
    each_engine(async |t| {
        let user = t.root().make_iam_user("bob").await;
        let session = session(&t).await;
        let unknown = t.unknown().call("sts:GetCallerIdentity", json!({})).await;
        let audited = t.audited();

        let mut refused = 0;
        for actor in [t.root(), user, session] {
            let known = actor.call("sts:GetCallerIdentity", json!({})).await;
            assert_eq!(known.status, 200, "{known}");
            for region in elsewhere() {
                for actor in [actor.clone(), actor.clone().forging()] {
                    let answer = actor
                        .in_region(region)
                        .call("sts:GetCallerIdentity", json!({}))
                        .await;
                    assert_eq!(answer.to_string(), unknown.to_string(), "{region}");
                    refused += 1;
                }
            }
        }

        let audit = t.audit(audited);
        assert!(!format!("{audit:?}").contains("arn:aws-"), "{audit}");
        let named = audit.iter().filter(|record| record.principal.is_some());
        assert_eq!(named.count(), 0, "of {refused} refusals");
    });
}

#[test]
fn an_account_of_china_works_in_china_and_is_unknown_elsewhere() {
    each_engine(async |t| {
        let root = t.chinese();
        let instance = root.make_instance("in-china").await;
        let mei = root.make_iam_user("mei").await.in_region("cn-northwest-1");
        let identity = mei.done("sts:GetCallerIdentity", json!({})).await;
        let described = root
            .done("DescribeInstance", json!({"InstanceId": instance}))
            .await;

        assert_eq!(
            identity["Arn"],
            format!("arn:aws-cn:iam::{CHINESE_ACCOUNT}:user/mei")
        );
        assert_eq!(
            described["Instance"]["Arn"],
            format!("arn:aws-cn:connect:cn-north-1:{CHINESE_ACCOUNT}:instance/{instance}")
        );
        for actor in [root, mei] {
            for region in Partition::Aws
                .regions()
                .iter()
                .chain(Partition::AwsUsGov.regions())
            {
                let answer = actor
                    .clone()
                    .in_region(region)
                    .call("ListInstances", json!({}))
                    .await;
                assert_eq!(
                    answer.error(),
                    Some("UnrecognizedClientException"),
                    "{region}: {answer}"
                );
            }
        }
    });
}

#[test]
fn a_role_of_another_partition_cannot_be_assumed() {
    each_engine(async |t| {
        let mei = t.chinese().make_iam_user("mei").await.in_region("cn-north-1");
        let allow = json!({
            "UserName": "mei", "PolicyName": "all", "PolicyDocument": policy("Allow", "*", "*"),
        });
        t.chinese().done("iam:PutUserPolicy", allow).await;
        let open = json!({"RoleName": "open", "AssumeRolePolicyDocument": trust(&json!({"AWS": "*"}))});
        t.root().done("iam:CreateRole", open).await;

        for partition in Partition::ALL {
            let arn = format!("arn:{partition}:iam::123456789012:role/open");
            let input = json!({"RoleArn": arn, "RoleSessionName": "ops"});
            let answer = mei.call("sts:AssumeRole", input).await;
            assert_eq!(answer.error(), Some("AccessDenied"), "{partition}: {answer}");
        }
    });
}

#[test]
fn off_believes_in_no_region_of_another_partition() {
    let off = Setup {
        access: Access::Off,
        ..Setup::default()
    };
    off.in_memory(async |t| {
        for (actor, account, regions) in [
            (t.root(), "arn:aws:iam::123456789012:root", elsewhere()),
            (
                t.chinese(),
                "arn:aws-cn:iam::111122223333:root",
                Partition::Aws.regions().to_vec(),
            ),
        ] {
            for region in regions {
                let abroad = actor.clone().in_region(region);
                let identity = abroad.done("sts:GetCallerIdentity", json!({})).await;
                assert_eq!(identity["Arn"], account, "{region}");
            }
        }
        let made = t.chinese().in_region("us-east-1").make_instance("believed").await;
        let found = t
            .chinese()
            .done("DescribeInstance", json!({"InstanceId": made}))
            .await;
        let arn = found["Instance"]["Arn"].as_str().expect("an ARN");
        assert!(arn.starts_with("arn:aws-cn:connect:cn-north-1:"), "{arn}");
    });
}

#[test]
fn a_signature_for_another_partition_is_as_much_work_as_an_unknown_key() {
    in_memory(async |t| {
        let reads = async |actor: Actor<'_>| {
            let before = t.reads();
            let answer = actor.call("sts:GetCallerIdentity", json!({})).await;
            assert_eq!(answer.error(), Some("InvalidClientTokenId"), "{answer}");
            t.reads() - before
        };
        let user = t.root().make_iam_user("bob").await;
        for region in ["cn-north-1", "us-gov-x"] {
            for _ in 0..2 {
                for actor in [t.root(), user.clone(), user.clone().forging(), t.unknown()] {
                    assert_eq!(reads(actor.in_region(region)).await, 1, "{region}");
                }
                // From here on both are remembered.
                for actor in [t.root(), user.clone()] {
                    assert_eq!(actor.call("sts:GetCallerIdentity", json!({})).await.status, 200);
                }
            }
        }
    });
}
