//! The form of failures on standard error: `--cli-error-format`. Source: AWS CLI User Guide, “Structured
//! error output in the AWS CLI”.

use std::io::Write;

use roster_python_values as python;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::output::{Format, Output};

/// The title of a table.
const TITLE: &str = "error";

/// Lists and objects with fewer items are shown on the line of their name.
const INLINE_LIMIT: usize = 5;

/// The form of errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ErrorFormat {
    /// A sentence, and the other members of the service's exception below it.
    #[default]
    Enhanced,
    /// A sentence.
    Legacy,
    /// An object in an output format.
    Object(Format),
}

impl ErrorFormat {
    /// The form of this name. An unknown name is the default form.
    pub(crate) fn parse(name: &str) -> Self {
        match name.to_lowercase().as_str() {
            "legacy" => Self::Legacy,
            "json" => Self::Object(Format::Json),
            "yaml" => Self::Object(Format::Yaml),
            "text" => Self::Object(Format::Text),
            "table" => Self::Object(Format::Table),
            _ => Self::Enhanced,
        }
    }
}

/// Writes a failure. If that fails, there is nowhere to report it.
pub(crate) fn write(failure: &Failure, format: ErrorFormat, out: &mut dyn Write) {
    let _ = match (format, failure.object()) {
        (ErrorFormat::Object(format), Some(object)) => Output {
            format,
            operation: TITLE,
            color: false,
        }
        .write(&Value::Object(object), out),
        (ErrorFormat::Enhanced, _) => {
            let text = failure.text() + &details(failure.details());
            out.write_all(text.as_bytes())
        }
        (ErrorFormat::Legacy, _) => out.write_all(failure.legacy_text().as_bytes()),
        (ErrorFormat::Object(_), _) => out.write_all(failure.text().as_bytes()),
    };
}

fn details(members: Option<&Map<String, Value>>) -> String {
    let Some(members) = members.filter(|members| !members.is_empty()) else {
        return String::new();
    };
    let lines = members
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", inline(value)));
    format!("\nAdditional error details:\n{}", lines.collect::<String>())
}

fn inline(value: &Value) -> String {
    let is_simple = |value: &Value| !value.is_array() && !value.is_object();
    match value {
        Value::Array(items) if items.len() < INLINE_LIMIT && items.iter().all(is_simple) => {
            let items: Vec<_> = items.iter().map(python::str).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) if members.len() < INLINE_LIMIT && members.values().all(is_simple) => {
            let members = members.iter();
            let members: Vec<_> = members
                .map(|(name, value)| format!("{name}: {}", python::str(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(_) | Value::Object(_) => {
            "<complex value> (Use --cli-error-format with json or yaml to see full details)".to_owned()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => python::str(value).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use roster_client::ServiceError;
    use serde_json::json;

    use super::*;

    fn written(failure: &Failure, format: &str) -> String {
        let mut out = Vec::new();
        write(failure, ErrorFormat::parse(format), &mut out);
        String::from_utf8(out).unwrap()
    }

    fn service_failure(details: Value) -> Failure {
        let Value::Object(details) = details else {
            panic!("members")
        };
        Failure::Service(Box::new(ServiceError {
            operation: "CreateUser",
            status: 400,
            code: "InvalidRequestException".to_owned(),
            message: "no".to_owned(),
            details,
            attempts: 1,
            is_attempt_limit: false,
        }))
    }

    const SENTENCE: &str = "\naws: [ERROR]: An error occurred (InvalidRequestException) when calling the CreateUser operation: no\n";

    #[test]
    fn other_members_of_the_exception_are_below_the_sentence() {
        let failure = service_failure(json!({
            "Flag": true,
            "Few": ["a", 1],
            "Reason": {"Kind": "x"},
            "Many": [1, 2, 3, 4, 5],
            "Deep": {"a": {"b": 1}},
        }));
        let complex = "<complex value> (Use --cli-error-format with json or yaml to see full details)";
        let expected = format!(
            "{SENTENCE}\nAdditional error details:\nFlag: True\nFew: [a, 1]\nReason: {{Kind: x}}\n\
             Many: {complex}\nDeep: {complex}\n"
        );
        for format in ["enhanced", "ENHANCED", "yaml-stream", "off", "unheard-of"] {
            assert_eq!(written(&failure, format), expected, "{format}");
        }
    }

    #[test]
    fn without_other_members_only_the_sentence_is_written() {
        assert_eq!(written(&service_failure(json!({})), "enhanced"), SENTENCE);
        assert_eq!(
            written(&service_failure(json!({"Reason": "x"})), "legacy"),
            SENTENCE
        );
    }

    #[test]
    fn an_object_has_every_member() {
        let failure = service_failure(json!({"Reason": "x"}));
        let (code, message) = ("InvalidRequestException", "no");
        let in_json = format!(
            "{{\n    \"Message\": \"{message}\",\n    \"Code\": \"{code}\",\n    \"Reason\": \"x\"\n}}\n"
        );
        assert_eq!(written(&failure, "JSON"), in_json);
        assert_eq!(
            written(&failure, "yaml"),
            format!("Code: {code}\nMessage: {message}\nReason: x\n")
        );
        assert_eq!(written(&failure, "text"), format!("{code}\t{message}\tx\n"));
        let table = written(&failure, "table");
        assert!(table.contains(" error "), "{table}");
    }

    #[test]
    fn an_object_of_the_command_line_starts_with_its_code() {
        let failure = Failure::Configuration("NoRegion", "where?".to_owned());
        assert_eq!(
            written(&failure, "json"),
            "{\n    \"Code\": \"NoRegion\",\n    \"Message\": \"where?\"\n}\n"
        );
    }

    #[test]
    fn a_failure_without_a_code_is_a_sentence() {
        let failure = Failure::General("cannot".to_owned());
        assert_eq!(written(&failure, "json"), "\naws: [ERROR]: cannot\n");
    }
}
