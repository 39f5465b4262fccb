//! A user of IAM with policies, each of whose requests has to be decided.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::Context;
use serde_json::{Value, json};

use super::http::{AccessKey, Target};
use super::load::{CONNECTIONS, Load, Traffic};

const NAME: &str = "bench";
/// How many policies the user has, and how many statements each.
const POLICIES: usize = 5;
const STATEMENTS: usize = 10;

/// Makes a user of IAM with five policies of ten statements each, and gives the access key.
pub(super) fn make(root: &Target) -> anyhow::Result<AccessKey> {
    let user = [("UserName", NAME)];
    call(root, "CreateUser", &user)?;
    for number in 0..POLICIES {
        let (name, document) = (format!("policy-{number}"), policy(number).to_string());
        let input = [("PolicyName", name.as_str()), ("PolicyDocument", &document)];
        let arn = element(&call(root, "CreatePolicy", &input)?, "Arn")?;
        call(root, "AttachUserPolicy", &[user[0], ("PolicyArn", &arn)])?;
    }
    access_key(&call(root, "CreateAccessKey", &user)?)
}

/// Creates IAM users that may describe users; returns the access key of each.
pub(super) fn make_many(root: &Target, count: usize) -> anyhow::Result<Vec<AccessKey>> {
    let mut load = Load::connect(root.address, CONNECTIONS)?;
    let mut calls = Calls::default();
    let user = |number: usize| root.form("CreateUser", &[("UserName", &user_name(number))]);
    calls.requests = (0..count).map(user).collect::<anyhow::Result<_>>()?;
    load.run(&mut calls, Duration::MAX)?;
    let policy = |number: usize| put_policy(root, number, "connect:DescribeUser");
    calls.requests = (0..count).map(policy).collect::<anyhow::Result<_>>()?;
    load.run(&mut calls, Duration::MAX)?;
    calls.answers.clear();
    let key = |number: usize| root.form("CreateAccessKey", &[("UserName", &user_name(number))]);
    calls.requests = (0..count).map(key).collect::<anyhow::Result<_>>()?;
    load.run(&mut calls, Duration::MAX)?;
    let mut keys: Vec<(String, AccessKey)> = calls
        .answers
        .iter()
        .map(|answer| Ok((element(answer, "UserName")?, access_key(answer)?)))
        .collect::<anyhow::Result<_>>()?;
    // The first is that of the first user.
    keys.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(keys.into_iter().map(|(_, key)| key).collect())
}

/// A request that gives the only policy of one of many users another action.
pub(super) fn put_policy(root: &Target, number: usize, action: &str) -> anyhow::Result<Vec<u8>> {
    let statement = json!({"Effect": "Allow", "Action": action, "Resource": "*"});
    let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    let input = [
        ("UserName", user_name(number)),
        ("PolicyName", "read".to_owned()),
        ("PolicyDocument", document),
    ];
    root.form(
        "PutUserPolicy",
        &input.each_ref().map(|(name, value)| (*name, value.as_str())),
    )
}

fn user_name(number: usize) -> String {
    format!("{NAME}-{number:05}")
}

/// Statements as they are found together: most are about other actions, some deny under conditions
/// that have to be looked at, in the request or in the records, and one allows.
fn policy(number: usize) -> Value {
    let statements: Vec<Value> = (0..STATEMENTS).map(|place| statement(number, place)).collect();
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn statement(number: usize, place: usize) -> Value {
    let about = |effect: &str, actions: Value, condition: Value| json!({"Effect": effect, "Action": actions, "Resource": "*", "Condition": condition});
    match (number, place) {
        (4, 9) => json!({
            "Sid": "Update",
            "Effect": "Allow",
            "Action": "connect:UpdateUser*",
            "Resource": "arn:aws:connect:*:*:instance/*/agent/*",
        }),
        (_, 0) => about(
            "Deny",
            json!("connect:Update*"),
            json!({"NotIpAddress": {"aws:SourceIp": ["127.0.0.0/8", "::1/128"]}}),
        ),
        (_, 1) => about(
            "Deny",
            json!(["connect:UpdateUserIdentityInfo", "connect:CreateUser"]),
            json!({"ForAnyValue:StringEquals": {"roster:ChangedIdentityField": "Email"}}),
        ),
        (_, 2) => about(
            "Deny",
            json!("*"),
            json!({"StringEquals": {"aws:ResourceTag/protected": "true"}}),
        ),
        (_, 3) => about(
            "Deny",
            json!("*"),
            json!({"DateGreaterThan": {"aws:CurrentTime": "2100-01-01T00:00:00Z"}}),
        ),
        (_, 4) => json!({
            "Effect": "Allow",
            "Action": "connect:UpdateUser*",
            "Resource": format!("arn:aws:connect:*:*:instance/*/agent/0000000{number}-*"),
        }),
        (_, other) => about(
            "Allow",
            json!([format!("connect:Describe*{other}"), format!("iam:Get*{other}")]),
            json!({"StringLike": {"aws:PrincipalArn": format!("arn:aws:iam::*:user/{other}/*")}}),
        ),
    }
}

/// Calls an operation of IAM, and gives its answer.
fn call(root: &Target, action: &str, input: &[(&str, &str)]) -> anyhow::Result<String> {
    let mut call = Call {
        request: Some(root.form(action, input)?),
        answer: String::new(),
    };
    Load::connect(root.address, 1)?
        .run(&mut call, Duration::ZERO)
        .with_context(|| format!("{action} failed"))?;
    Ok(call.answer)
}

/// One request.
struct Call {
    request: Option<Vec<u8>>,
    answer: String,
}

impl Traffic for Call {
    fn next(&mut self) -> anyhow::Result<Option<&[u8]>> {
        Ok(self.request.as_deref())
    }

    fn answered(&mut self, body: &[u8]) -> anyhow::Result<()> {
        self.answer = String::from_utf8(body.to_vec())?;
        Ok(())
    }
}

/// Requests, each sent once.
#[derive(Default)]
struct Calls {
    requests: VecDeque<Vec<u8>>,
    sent: Vec<u8>,
    answers: Vec<String>,
}

impl Traffic for Calls {
    fn next(&mut self) -> anyhow::Result<Option<&[u8]>> {
        Ok(self.requests.pop_front().map(|request| {
            self.sent = request;
            &*self.sent
        }))
    }

    fn answered(&mut self, body: &[u8]) -> anyhow::Result<()> {
        self.answers.push(String::from_utf8(body.to_vec())?);
        Ok(())
    }
}

fn access_key(answer: &str) -> anyhow::Result<AccessKey> {
    Ok(AccessKey {
        id: element(answer, "AccessKeyId")?,
        secret: element(answer, "SecretAccessKey")?,
    })
}

fn element(answer: &str, name: &str) -> anyhow::Result<String> {
    let text = answer.split_once(&format!("<{name}>")).map(|(_, rest)| rest);
    let text = text
        .and_then(|rest| rest.split_once('<'))
        .map(|(text, _)| text.to_owned());
    text.with_context(|| format!("an answer has no {name}"))
}
