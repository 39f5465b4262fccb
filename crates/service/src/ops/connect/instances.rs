//! Contact centres.

mod create_instance;
mod delete_instance;
mod describe_instance;
mod describe_instance_attribute;
mod list_instance_attributes;
mod list_instances;
mod update_instance_attribute;

pub(crate) use create_instance::insert as insert_instance;
