//! The output of an operation → the body of an answer.

use std::io;

use roster_model::Output;
use roster_model::operation::Description;
use roster_model::service::Protocol;

use crate::query;

/// Encodes what an operation returns as its service's protocol demands; nothing for an operation without output.
///
/// # Errors
///
/// If the output cannot be serialized, which no shape of the API allows.
pub fn encode_output(
    operation: &Description,
    output: &dyn Output,
    request_id: &str,
) -> serde_json::Result<Vec<u8>> {
    let output = operation.has_output().then_some(output);
    match operation.service.protocol() {
        Protocol::RestJson | Protocol::Json { .. } => match output {
            None => Ok(Vec::new()),
            Some(output) => output.to_json(),
        },
        Protocol::RestXml => Err(serde_json::Error::io(io::Error::other(
            "answers of S3's are written one by one",
        ))),
        Protocol::Query { namespace, .. } => {
            let output = output.map(Output::to_value).transpose()?;
            Ok(query::encode_response(
                operation.name,
                namespace,
                operation.response(),
                output.as_ref(),
                request_id,
            ))
        }
    }
}
