//! awsQuery: a form names the operation and holds its input member by member, the answer is XML.
//!
//! Source: Smithy's AWS query protocol specification.

mod decode;
mod decode_response;
mod encode;
mod form;
mod response;

pub use decode::decode;
pub use decode_response::{UnreadableAnswer, decode_error, decode_response};
pub use encode::encode_request;
pub use form::Form;
pub use response::{Fault, encode_error, encode_response};
