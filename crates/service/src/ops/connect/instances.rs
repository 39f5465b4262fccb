//! Contact centres.

mod create_instance;
mod delete_instance;
mod describe_instance;
mod list_instances;

pub(crate) use create_instance::insert as insert_instance;
