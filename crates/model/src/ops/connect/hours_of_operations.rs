//! When contacts are taken.

mod create_hours_of_operation;
mod delete_hours_of_operation;
mod describe_hours_of_operation;
mod list_hours_of_operation_overrides;
mod list_hours_of_operations;
mod search_hours_of_operation_overrides;
mod search_hours_of_operations;
mod update_hours_of_operation;

pub use create_hours_of_operation::*;
pub use delete_hours_of_operation::*;
pub use describe_hours_of_operation::*;
pub use list_hours_of_operation_overrides::*;
pub use list_hours_of_operations::*;
pub use search_hours_of_operation_overrides::*;
pub use search_hours_of_operations::*;
pub use update_hours_of_operation::*;
