//! What `roster bulk plan --check-access` says of the caller's policies.

use std::process::Command;

use serde_json::{Value, json};

use crate::administrator::{Administrator, INSTANCE, Said};

/// A user of IAM who plans changes.
struct Planner<'a> {
    admin: &'a Administrator,
    key: Value,
}

impl<'a> Planner<'a> {
    /// With a policy of these statements besides what making a plan needs.
    fn with(admin: &'a Administrator, statements: &[Value]) -> Self {
        let mut all = vec![json!({
            "Effect": "Allow",
            "Action": ["connect:Describe*", "connect:List*", "iam:SimulatePrincipalPolicy"],
            "Resource": "*",
        })];
        all.extend(statements.iter().cloned());
        admin.write(
            "policy.json",
            json!({"Version": "2012-10-17", "Statement": all}).to_string(),
        );
        iam(admin, "create-user --user-name desk");
        iam(
            admin,
            "put-user-policy --user-name desk --policy-name desk-policy --policy-document file://policy.json",
        );
        let key = iam(admin, "create-access-key --user-name desk")["AccessKey"].take();
        Self { admin, key }
    }

    fn plans(&self, arguments: &str) -> Said {
        let mut command: Command = self.admin.command(&format!("bulk plan {arguments}"));
        let key = |member: &str| self.key[member].as_str().unwrap();
        command
            .env("AWS_ACCESS_KEY_ID", key("AccessKeyId"))
            .env("AWS_SECRET_ACCESS_KEY", key("SecretAccessKey"));
        command.output().unwrap().into()
    }
}

fn iam(admin: &Administrator, arguments: &str) -> Value {
    let said = admin.says(&format!("iam {arguments} --endpoint-url {}", admin.endpoint()));
    assert_eq!(said.code, Some(0), "{}", said.error);
    if said.out.is_empty() {
        Value::Null
    } else {
        said.json()
    }
}

/// Tags a user.
fn tag(admin: &Administrator, user: &str, tag: &str) {
    let arn = format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}/agent/{user}");
    admin.connect(&format!("tag-resource --resource-arn {arn} --tags {tag}"));
}

#[test]
fn rows_that_the_policies_deny_are_told_before_the_first_call() {
    let admin = Administrator::at_new_server();
    let olga = admin.add("olga", "Agent");
    tag(&admin, &olga, "Team=A");
    let planner = Planner::with(
        &admin,
        &[
            json!({"Effect": "Allow", "Action": "connect:UpdateUserIdentityInfo", "Resource": "*",
                "Condition": {"StringEquals": {"aws:ResourceTag/Team": "A"}}}),
            json!({"Effect": "Allow", "Action": "connect:UpdateUserSecurityProfiles", "Resource": "*"}),
            json!({"Effect": "Deny", "Action": "connect:UpdateUserSecurityProfiles", "Resource": "arn:aws:connect:*:*:instance/*/agent/*",
                "Condition": {"Null": {"aws:ResourceTag/Team": "true"}}}),
        ],
    );
    admin.write(
        "hr.csv",
        "Username,FirstName,SecurityProfiles\nolga,Olha,QualityAnalyst\nmary,Maria,QualityAnalyst\n",
    );

    let arguments = "hr.csv --instance-id demo --check-access --out plan.json";
    let said = planner.plans(arguments);

    assert_eq!(
        (said.code, &*said.error),
        (
            Some(1),
            "roster: the plan is refused, so plan.json is not written\n"
        )
    );
    let (_, denied) = said
        .out
        .split_once("\nROW")
        .unwrap_or_else(|| panic!("{}", said.out));
    let mary = crate::administrator::MARY;
    assert_eq!(
        denied,
        format!(
            "  USER  DENIED                              ON                                          WHY
3    mary  connect:UpdateUserIdentityInfo      agent/{mary}  no policy allows it
3    mary  connect:UpdateUserSecurityProfiles  agent/{mary}  desk-policy denies it

arn:aws:iam::123456789012:user/desk may make 2 of 4 calls; 2 denied

2 people to change, 4 fields and 0 addresses; 0 rows unchanged, 0 rows refused; 6 calls, at any rate; nothing can be applied before all is allowed
"
        )
    );

    let access = planner.plans(&format!("{arguments} --json")).json()["Access"].take();
    assert_eq!(
        (&access["Allowed"], &access["Denied"], &access["Uncertain"]),
        (&json!(2), &json!(2), &json!(0))
    );
    assert_eq!(access["Denials"][0]["Row"], 3);
}

#[test]
fn what_depends_on_the_request_is_uncertain_and_refuses_no_plan() {
    let admin = Administrator::at_new_server();
    let planner = Planner::with(
        &admin,
        &[
            json!({"Effect": "Allow", "Action": "connect:UpdateUserIdentityInfo", "Resource": "*",
                "Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}}),
        ],
    );
    admin.write("hr.csv", "Username,FirstName\nmary,Maria\n");

    let said = planner.plans("hr.csv --instance-id demo --check-access --out plan.json");

    assert_eq!((said.code, &*said.error), (Some(2), ""));
    let line = "\narn:aws:iam::123456789012:user/desk may make 0 of 1 call; 1 uncertain, because policies ask for aws:SourceIp\n";
    assert!(said.out.contains(line), "{}", said.out);
    assert!(admin.path("plan.json").exists());
}

#[test]
fn the_root_of_an_account_may_do_everything() {
    let admin = Administrator::at_new_server();
    admin.write("hr.csv", "Username,FirstName\nmary,Maria\n");

    let said = admin.says("bulk plan hr.csv --instance-id demo --check-access");

    assert_eq!(said.code, Some(2), "{}", said.error);
    let line = "\narn:aws:iam::123456789012:root may make 1 of 1 call\n";
    assert!(said.out.contains(line), "{}", said.out);
}

#[test]
fn a_caller_that_may_not_simulate_is_told_so() {
    let admin = Administrator::at_new_server();
    let planner = Planner::with(
        &admin,
        &[json!({"Effect": "Deny", "Action": "iam:*", "Resource": "*"})],
    );
    admin.write("hr.csv", "Username,FirstName\nmary,Maria\n");

    let said = planner.plans("hr.csv --instance-id demo --check-access");

    assert_eq!(said.code, Some(1));
    assert!(
        said.error.contains("AccessDenied") && said.error.contains("SimulatePrincipalPolicy"),
        "{}",
        said.error
    );
}
