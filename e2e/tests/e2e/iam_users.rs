//! Users of IAM, made with boto3.

use serde_json::{Value, json};

use crate::clients::{Access, Client, Which};
use crate::harness::{Key, Roster, Wire};

/// Makes a user of IAM who may do these actions, and has a key.
pub(crate) fn iam_user(server: &Roster, name: &str, actions: &[&str]) -> Wire {
    let mut root = Which::Boto3.connect(&Access::to(server));
    let mut done = |operation: &str, input: &Value| done(&mut *root, operation, input);
    done("iam:CreateUser", &json!({"UserName": name}));
    let policy = policy(actions);
    let inline = json!({"UserName": name, "PolicyName": "users", "PolicyDocument": policy});
    done("iam:PutUserPolicy", &inline);
    let made = done("iam:CreateAccessKey", &json!({"UserName": name}));
    let text = |member: &str| made["AccessKey"][member].as_str().expect("a text").to_owned();
    let wire = Wire::to(server);
    let region = wire.key.region.clone();
    Wire {
        key: Key {
            id: text("AccessKeyId"),
            secret: text("SecretAccessKey"),
            region,
        },
        ..wire
    }
}

/// A policy that allows these actions on everything.
pub(crate) fn policy(actions: &[&str]) -> String {
    let statement = json!({"Effect": "Allow", "Action": actions, "Resource": "*"});
    json!({"Version": "2012-10-17", "Statement": statement}).to_string()
}

/// What a client gets.
pub(crate) fn done(client: &mut dyn Client, operation: &str, input: &Value) -> Value {
    match client.call(operation, input) {
        Ok(success) => success.output,
        Err(refusal) => panic!("{operation}: {refusal:?}"),
    }
}
