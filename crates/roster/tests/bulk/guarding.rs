//! A run whose new addresses the takeover guard holds back, and the decisions on them.

use serde_json::{Value, json};

use crate::administrator::{Administrator, INSTANCE, MARY, Said};

/// Makes a user of IAM with a policy of these statements, and an access key.
fn operator(admin: &Administrator, name: &str, statements: &Value) -> [String; 2] {
    let iam = |arguments: String| {
        let said = admin.says(&format!("iam {arguments}"));
        assert_eq!(said.code, Some(0), "{}", said.error);
        said
    };
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    iam(format!("create-user --user-name {name}"));
    iam(format!(
        "put-user-policy --user-name {name} --policy-name p --policy-document {document}"
    ));
    let key = iam(format!("create-access-key --user-name {name}")).json();
    ["AccessKeyId", "SecretAccessKey"].map(|part| key["AccessKey"][part].as_str().unwrap().to_owned())
}

/// What a command says to the holder of an access key.
fn says_to(admin: &Administrator, key: &[String; 2], arguments: &str) -> Said {
    let mut command = admin.command(arguments);
    command
        .env("AWS_ACCESS_KEY_ID", &key[0])
        .env("AWS_SECRET_ACCESS_KEY", &key[1]);
    command.output().unwrap().into()
}

/// The changes of a run that wait, by username.
fn waiting(admin: &Administrator, run: &str) -> Vec<Value> {
    let said = admin.says(&format!("guard list --run {run} --json"));
    let mut changes = said.json().as_array().unwrap().clone();
    changes.sort_by_key(|change| change["Username"].to_string());
    changes
}

#[test]
fn the_addresses_that_a_run_has_left_waiting_are_approved_and_rejected_together() {
    let admin = Administrator::at_new_server_with(&["--takeover-guard", "enforce"]);
    let (ada, _olga) = (admin.add("ada", "Admin"), admin.add("olga", "Admin"));
    let all = json!({"Effect": "Allow", "Action": ["connect:*", "roster:*"], "Resource": "*"});
    let not_ada = json!({
        "Effect": "Deny", "Action": "roster:ApprovePendingChange",
        "Resource": format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}/agent/{ada}"),
    });
    let ben = operator(&admin, "ben", &json!([all, not_ada]));
    admin.write(
        "hr.csv",
        "Username,Email\nada,ada@example.net\nmary,mary@example.net\nolga,olga@example.net\n",
    );
    admin.says("bulk plan hr.csv --instance-id demo --allow-privileged --out plan.json");
    let applied = admin.says("bulk apply plan.json --yes --journal runs");
    assert_eq!(applied.code, Some(2), "{}", applied.error);
    let run = admin.says("bulk runs --journal runs --json").json()[0]["Id"]
        .as_str()
        .unwrap()
        .to_owned();
    let changes = waiting(&admin, &run);
    let names: Vec<_> = changes.iter().map(|change| change["Username"].clone()).collect();
    assert_eq!(names, ["ada", "mary", "olga"]);
    assert!(waiting(&admin, "another").is_empty());
    let [ada, mary, olga] = [0, 1, 2].map(|place| changes[place]["Id"].as_str().unwrap());

    let own = admin.says(&format!("guard approve --run {run}"));

    assert_eq!(own.code, Some(1), "{}", own.error);
    assert!(
        own.out
            .ends_with("\n0 approved, 2 refused, 1 without need of an approval\n"),
        "{}",
        own.out
    );

    let approved = says_to(&admin, &ben, &format!("guard approve --run {run}"));

    assert_eq!((approved.code, &*approved.error), (Some(1), ""));
    for line in [
        format!("Change {mary} of mary needs no approval, and waits for confirmation\n"),
        format!("Change {olga} of olga is approved, and waits for confirmation\n"),
        format!("Change {ada} of ada is not approved: An error occurred (AccessDeniedException)"),
        "\n1 approved, 1 refused, 1 without need of an approval\n".to_owned(),
    ] {
        assert!(approved.out.contains(&line), "{line}: {}", approved.out);
    }
    let steps: Vec<_> = waiting(&admin, &run)
        .iter()
        .map(|change| change["WaitsFor"].clone())
        .collect();
    let confirmation = json!(["CONFIRMATION"]);
    assert_eq!(
        steps,
        [
            json!(["APPROVAL", "CONFIRMATION"]),
            confirmation.clone(),
            confirmation
        ]
    );

    let rejected = says_to(&admin, &ben, &format!("guard reject --run {run}"));

    assert_eq!(rejected.code, Some(0), "{}", rejected.error);
    assert!(
        rejected
            .out
            .contains(&format!("Change {mary} of mary is rejected\n"))
            && rejected.out.ends_with("\n3 rejected, 0 refused\n"),
        "{}",
        rejected.out
    );
    assert_eq!(admin.identity(MARY)["Email"], "mary@example.com");
    let nothing = admin.says(&format!("guard reject --run {run}"));
    assert_eq!(nothing.code, Some(1));
    assert_eq!(
        nothing.error,
        format!("roster: no change of run {run} waits: see `roster guard list`\n")
    );
}
