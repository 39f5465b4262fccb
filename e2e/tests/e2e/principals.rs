//! What an administrator does with IAM and STS, written once and run by the clients of Python and by both
//! versions of the AWS CLI.

use serde_json::{Value, json};

use crate::clients::{Access, Client, Which};
use crate::harness::Roster;

const POLICY: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"connect:List*","Resource":"*"}}"#;
const ANA: &str = "arn:aws:iam::123456789012:user/team/ana";
const ROLE: &str = "arn:aws:iam::123456789012:role/HelpDesk";

/// Makes a test of every story, for one client.
macro_rules! acted_by {
    ($module:ident, $client:ident: $($story:ident)*) => {
        mod $module {
            $(
                #[test]
                fn $story() {
                    super::$story(&mut super::Stage::new(crate::clients::Which::$client));
                }
            )*
        }
    };
}

macro_rules! stories {
    ($($story:ident)*) => {
        acted_by!(boto3, Boto3: $($story)*);
        acted_by!(cli_v1, CliV1: $($story)*);
        acted_by!(cli_v2, CliV2: $($story)*);
    };
}

stories! {
    a_user_gets_a_key_and_policies_and_loses_them
    a_role_is_taken_on_for_a_while
    errors_have_awss_words
    lists_come_in_pages
    policies_are_tried_out_before_they_are_used
}

/// A client before a server of its own.
struct Stage {
    which: Which,
    access: Access,
    root: Box<dyn Client>,
    // Dropped last.
    _server: Roster,
}

impl Stage {
    fn new(which: Which) -> Self {
        let server = Roster::demo();
        let access = Access::to(&server);
        Self {
            which,
            root: which.connect(&access),
            access,
            _server: server,
        }
    }

    fn done(&mut self, operation: &str, input: &Value) -> Value {
        done(&mut *self.root, operation, input)
    }

    fn refused(&mut self, operation: &str, input: &Value) -> (String, String) {
        refused(&mut *self.root, operation, input)
    }

    /// The same client with other credentials, those of `CreateAccessKey` or `AssumeRole`.
    fn with(&self, credentials: &Value) -> Box<dyn Client> {
        let text = |name: &str| credentials[name].as_str().map(str::to_owned);
        let mut access = self.access.clone();
        access.key.id = text("AccessKeyId").expect("an id");
        access.key.secret = text("SecretAccessKey").expect("a secret");
        access.session_token = text("SessionToken");
        self.which.connect(&access)
    }

    /// Makes the user ana with a key; gives the client with it.
    fn ana(&mut self) -> Box<dyn Client> {
        let user = json!({"UserName": "ana", "Path": "/team/", "Tags": [{"Key": "shift", "Value": "late"}]});
        let made = self.done("iam:CreateUser", &user);
        assert_eq!(made["User"]["Arn"], ANA);
        assert!(made["User"]["CreateDate"].is_number(), "{made}");
        let key = self.done("iam:CreateAccessKey", &json!({"UserName": "ana"}));
        self.with(&key["AccessKey"])
    }
}

fn done(client: &mut dyn Client, operation: &str, input: &Value) -> Value {
    match client.call(operation, input) {
        Ok(success) => success.output,
        Err(refusal) => panic!("{operation}: {refusal:?}"),
    }
}

/// Code and message.
fn refused(client: &mut dyn Client, operation: &str, input: &Value) -> (String, String) {
    match client.call(operation, input) {
        Ok(success) => panic!("{operation}: {success:?}"),
        Err(refusal) => (refusal.code, refusal.message),
    }
}

fn a_user_gets_a_key_and_policies_and_loses_them(stage: &mut Stage) {
    let mut ana = stage.ana();
    let identity = done(&mut *ana, "sts:GetCallerIdentity", &json!({}));
    assert_eq!(identity["Arn"], ANA);

    let user = json!({"UserName": "ana"});
    let inline = json!({"UserName": "ana", "PolicyName": "look", "PolicyDocument": POLICY});
    stage.done("iam:PutUserPolicy", &inline);
    let inline = json!({"UserName": "ana", "PolicyName": "look"});
    // The clients decode the document.
    let found = stage.done("iam:GetUserPolicy", &inline);
    let document: Value = serde_json::from_str(POLICY).expect("JSON");
    assert_eq!(found["PolicyDocument"], document);
    let managed = stage.done(
        "iam:CreatePolicy",
        &json!({"PolicyName": "most", "PolicyDocument": POLICY}),
    );
    let arn = &managed["Policy"]["Arn"];
    let attached = json!({"UserName": "ana", "PolicyArn": arn});
    stage.done("iam:AttachUserPolicy", &attached);
    let boundary = json!({"UserName": "ana", "PermissionsBoundary": arn});
    stage.done("iam:PutUserPermissionsBoundary", &boundary);
    let found = stage.done("iam:GetUser", &user)["User"].take();
    assert_eq!(found["PermissionsBoundary"]["PermissionsBoundaryArn"], *arn);
    assert_eq!(found["Tags"], json!([{"Key": "shift", "Value": "late"}]));

    let keys = stage.done("iam:ListAccessKeys", &user)["AccessKeyMetadata"].take();
    let key = json!({"UserName": "ana", "AccessKeyId": keys[0]["AccessKeyId"]});
    stage.done("iam:DeleteAccessKey", &key);
    let (code, _) = refused(&mut *ana, "sts:GetCallerIdentity", &json!({}));
    assert_eq!(code, "InvalidClientTokenId");
    stage.done("iam:DeleteUserPermissionsBoundary", &user);
    stage.done("iam:DetachUserPolicy", &attached);
    stage.done("iam:DeleteUserPolicy", &inline);
    stage.done("iam:DeleteUser", &user);
    stage.done("iam:DeletePolicy", &json!({"PolicyArn": arn}));
}

fn a_role_is_taken_on_for_a_while(stage: &mut Stage) {
    let mut ana = stage.ana();
    let statement = json!({
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": ANA},
        "Condition": {"StringEquals": {"sts:ExternalId": "agreed"}},
    });
    let trust = json!({"Version": "2012-10-17", "Statement": [statement]});
    let role = json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust.to_string()});
    stage.done("iam:CreateRole", &role);
    let found = stage.done("iam:GetRole", &json!({"RoleName": "HelpDesk"}));
    assert_eq!(found["Role"]["AssumeRolePolicyDocument"], trust);

    let without = json!({"RoleArn": ROLE, "RoleSessionName": "ops"});
    let (code, message) = refused(&mut *ana, "sts:AssumeRole", &without);
    assert_eq!(code, "AccessDenied");
    assert_eq!(
        message,
        format!("User: {ANA} is not authorized to perform: sts:AssumeRole on resource: {ROLE}")
    );
    let agreed = json!({
        "RoleArn": ROLE, "RoleSessionName": "ops", "ExternalId": "agreed", "Policy": POLICY,
        "DurationSeconds": 900,
    });
    let assumed = done(&mut *ana, "sts:AssumeRole", &agreed);
    assert!(assumed["Credentials"]["Expiration"].is_number(), "{assumed}");
    assert_eq!(assumed["PackedPolicySize"], 5);

    let mut session = stage.with(&assumed["Credentials"]);
    let identity = done(&mut *session, "sts:GetCallerIdentity", &json!({}));
    assert_eq!(
        identity["Arn"],
        "arn:aws:sts::123456789012:assumed-role/HelpDesk/ops"
    );
}

fn errors_have_awss_words(stage: &mut Stage) {
    stage.ana();
    let ana = json!({"UserName": "ana"});
    for (operation, input, code, message) in [
        (
            "iam:CreateUser",
            ana.clone(),
            "EntityAlreadyExists",
            "User with name ana already exists.",
        ),
        (
            "iam:GetUser",
            json!({"UserName": "bob"}),
            "NoSuchEntity",
            "The user with name bob cannot be found.",
        ),
        (
            "iam:DeleteUser",
            ana,
            "DeleteConflict",
            "Cannot delete entity, must delete access keys first.",
        ),
        (
            "iam:CreateUser",
            json!({"UserName": "not a name"}),
            "ValidationError",
            "UserName must be letters, digits and any of _ + = , . @ -",
        ),
        (
            "iam:AttachUserPolicy",
            json!({"UserName": "ana", "PolicyArn": "arn:aws:iam::aws:policy/Billing"}),
            "NoSuchEntity",
            "Policy arn:aws:iam::aws:policy/Billing does not exist or is not attachable.",
        ),
        (
            "sts:AssumeRole",
            json!({"RoleArn": ROLE, "RoleSessionName": "ops"}),
            "AccessDenied",
            "Roles may not be assumed by root accounts.",
        ),
    ] {
        let refused = stage.refused(operation, &input);

        assert_eq!(
            refused,
            (code.to_owned(), message.to_owned()),
            "{operation} {input}"
        );
    }
    let broken = json!({"UserName": "ana", "PolicyName": "look", "PolicyDocument": "{}"});
    let (code, _) = stage.refused("iam:PutUserPolicy", &broken);
    assert_eq!(code, "MalformedPolicyDocument");
}

fn lists_come_in_pages(stage: &mut Stage) {
    for name in ["carl", "ana", "Bea"] {
        stage.done("iam:CreateUser", &json!({"UserName": name}));
    }

    let pages = stage.root.pages("iam:ListUsers", &json!({}), 1);

    let names: Vec<_> = pages
        .iter()
        .flat_map(|page| page["Users"].as_array().expect("users"))
        .map(|user| user["UserName"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["ana", "Bea", "carl"]);
}

fn policies_are_tried_out_before_they_are_used(stage: &mut Stage) {
    stage.ana();
    let inline = json!({"UserName": "ana", "PolicyName": "look", "PolicyDocument": POLICY});
    stage.done("iam:PutUserPolicy", &inline);
    let from_home = json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "connect:DescribeUser", "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    }})
    .to_string();
    let tried = json!({
        "PolicySourceArn": ANA, "PolicyInputList": [from_home],
        "ActionNames": ["connect:ListUsers", "connect:DescribeUser"],
    });

    let without = stage.done("iam:SimulatePrincipalPolicy", &tried);

    let results = &without["EvaluationResults"];
    assert_eq!(results[0]["EvalDecision"], "allowed", "{without}");
    assert_eq!(
        results[0]["MatchedStatements"],
        json!([{"SourcePolicyId": "look", "SourcePolicyType": "user"}])
    );
    assert_eq!(results[1]["EvalDecision"], "implicitDeny");
    assert_eq!(results[1]["MissingContextValues"], json!(["aws:SourceIp"]));

    let custom = json!({
        "PolicyInputList": [from_home], "ActionNames": ["connect:DescribeUser"],
        "PermissionsBoundaryPolicyInputList": [POLICY],
        "ContextEntries": [{
            "ContextKeyName": "aws:SourceIp", "ContextKeyType": "ip", "ContextKeyValues": ["203.0.113.7"],
        }],
    });
    let limited = stage.done("iam:SimulateCustomPolicy", &custom);
    let result = &limited["EvaluationResults"][0];
    assert_eq!(result["EvalDecision"], "implicitDeny", "{limited}");
    assert_eq!(
        result["PermissionsBoundaryDecisionDetail"],
        json!({"AllowedByPermissionsBoundary": false})
    );
    let broken = json!({"PolicyInputList": ["{}"], "ActionNames": ["connect:DescribeUser"]});
    let (code, _) = stage.refused("iam:SimulateCustomPolicy", &broken);
    assert_eq!(code, "InvalidInput");
    let pages = stage.root.pages("iam:SimulatePrincipalPolicy", &tried, 1);
    let actions: Vec<_> = pages
        .iter()
        .flat_map(|page| page["EvaluationResults"].as_array().expect("results"))
        .map(|result| result["EvalActionName"].as_str().expect("an action"))
        .collect();
    assert_eq!(actions, ["connect:ListUsers", "connect:DescribeUser"]);
}
