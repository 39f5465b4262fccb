//! What instances are associated with.

mod associate_approved_origin;
mod associate_lambda_function;
mod associate_security_key;
mod disassociate_approved_origin;
mod disassociate_lambda_function;
mod disassociate_security_key;
mod list_approved_origins;
mod list_bots;
mod list_integration_associations;
mod list_lambda_functions;
mod list_lex_bots;
mod list_security_keys;
mod list_use_cases;

pub use associate_approved_origin::*;
pub use associate_lambda_function::*;
pub use associate_security_key::*;
pub use disassociate_approved_origin::*;
pub use disassociate_lambda_function::*;
pub use disassociate_security_key::*;
pub use list_approved_origins::*;
pub use list_bots::*;
pub use list_integration_associations::*;
pub use list_lambda_functions::*;
pub use list_lex_bots::*;
pub use list_security_keys::*;
pub use list_use_cases::*;
