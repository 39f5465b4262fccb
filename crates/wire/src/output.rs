//! The output of an operation → the body of an answer.

use erased_serde::Serialize;
use roster_model::operation::Description;
use roster_model::service::Protocol;

use crate::query;

/// Most bodies are no longer, and are written without a reallocation.
const USUAL_BODY_BYTES: usize = 1024;

/// Encodes what an operation returns as its service's protocol demands; nothing for an operation without output.
///
/// # Errors
///
/// If the output cannot be serialized, which no shape of the API allows.
pub fn encode_output(
    operation: &Description,
    output: &dyn Serialize,
    request_id: &str,
) -> serde_json::Result<Vec<u8>> {
    let output = operation.has_output().then_some(output);
    match operation.service.protocol() {
        Protocol::RestJson | Protocol::Json { .. } => match output {
            None => Ok(Vec::new()),
            Some(output) => {
                let mut body = Vec::with_capacity(USUAL_BODY_BYTES);
                serde_json::to_writer(&mut body, output)?;
                Ok(body)
            }
        },
        Protocol::Query { namespace, .. } => {
            let output = output.map(serde_json::to_value).transpose()?;
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
