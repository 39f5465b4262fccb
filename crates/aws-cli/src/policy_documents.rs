//! Policy documents in IAM's answers, which are escaped as in a URL: the AWS CLI shows them as JSON.

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// The members that hold policy documents. Source: botocore's handler `json_decode_policies`.
const MEMBERS: [&str; 3] = ["AssumeRolePolicyDocument", "Document", "PolicyDocument"];

/// Replaces the texts of policy documents by what they say. What is no JSON stays a text.
pub(crate) fn decode(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if MEMBERS.contains(&name.as_str()) => {
                        let text = percent_decode_str(text).decode_utf8_lossy();
                        *value = serde_json::from_str(&text).unwrap_or_else(|_| Value::from(text.as_ref()));
                    }
                    _ => decode(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(decode),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
