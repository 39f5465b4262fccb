//! How a value, or a refusal, becomes an answer.

use roster_model::schema::{Kind, Schema};
use serde_json::Value;

use crate::scalar;
use crate::xml::Xml;

/// Whose fault an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The client's: sent again, the request fails again.
    Sender,
    /// The server's.
    Receiver,
}

/// The answer to a request that was carried out, in the namespace of the service's API.
///
/// Without an output, or by the description of none, there is no result in it.
pub fn encode_response(
    operation: &str,
    namespace: &str,
    schema: &Schema,
    output: Option<&Value>,
    request_id: &str,
) -> Vec<u8> {
    let result = output.filter(|_| !matches!(schema.kind, Kind::NoOutput));
    Xml::document(&format!("{operation}Response"), namespace, |xml| {
        if let Some(output) = result {
            xml.element(&format!("{operation}Result"), |xml| {
                content(xml, schema, output);
            });
        }
        xml.element("ResponseMetadata", |xml| {
            xml.text_element("RequestId", request_id);
        });
    })
}

/// The answer to a request that was not carried out, in the namespace of the service's API.
pub fn encode_error(namespace: &str, fault: Fault, code: &str, message: &str, request_id: &str) -> Vec<u8> {
    let fault = match fault {
        Fault::Sender => "Sender",
        Fault::Receiver => "Receiver",
    };
    Xml::document("ErrorResponse", namespace, |xml| {
        xml.element("Error", |xml| {
            xml.text_element("Type", fault);
            xml.text_element("Code", code);
            xml.text_element("Message", message);
        });
        xml.text_element("RequestId", request_id);
    })
}

/// What stands inside the element of a value.
fn content(xml: &mut Xml, schema: &Schema, value: &Value) {
    match (&schema.kind, value) {
        (_, Value::Null) => {}
        (Kind::Structure(members), Value::Object(object)) => {
            for member in *members {
                if let Some(value) = object.get(member.name).filter(|value| !value.is_null()) {
                    xml.element(member.name, |xml| content(xml, member.target.schema(), value));
                }
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                xml.element("member", |xml| content(xml, member.schema(), item));
            }
        }
        (Kind::Map { value, .. }, Value::Object(object)) => {
            for (key, entry) in object {
                xml.element("entry", |xml| {
                    xml.text_element("key", key);
                    xml.element("value", |xml| content(xml, value.schema(), entry));
                });
            }
        }
        (kind, simple) => xml.text(&scalar::write(kind, simple)),
    }
}
