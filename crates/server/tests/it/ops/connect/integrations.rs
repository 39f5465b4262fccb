mod associate_approved_origin;
mod associate_lambda_function;
mod associate_security_key;
mod disassociate_approved_origin;
mod disassociate_lambda_function;
mod disassociate_security_key;
mod list_approved_origins;
mod list_lambda_functions;
mod list_security_keys;

use roster_testkit::{Answer, MANAGED, Roster};
use serde_json::{Value, json};

/// What names a function of Lambda.
pub(crate) fn function(name: &str) -> Value {
    let arn = format!("arn:aws:lambda:us-east-1:123456789012:function:{name}");
    json!({"InstanceId": MANAGED, "FunctionArn": arn})
}

/// What names a web origin.
pub(crate) fn origin(host: &str) -> Value {
    json!({"InstanceId": MANAGED, "Origin": format!("https://{host}")})
}

/// A public key, made of a word.
pub(crate) fn key(word: &str) -> Value {
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{word}\n-----END PUBLIC KEY-----\n");
    json!({"InstanceId": MANAGED, "Key": pem})
}

/// Adds a key to the managed instance; gives what names the association.
pub(crate) async fn added_key(t: &Roster, word: &str) -> Value {
    let made = t.root().done("AssociateSecurityKey", key(word)).await;
    json!({"InstanceId": MANAGED, "AssociationId": made["AssociationId"]})
}

/// What is listed of the managed instance.
async fn listed(t: &Roster, list: &str) -> Vec<Value> {
    t.root().all(list, json!({"InstanceId": MANAGED}), 2).await
}

/// Checks that an answer says that something is not there.
fn assert_not_found(answer: &Answer, what: &str) {
    assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
    assert_eq!(answer.message(), format!("There is no {what} in this instance"));
}
