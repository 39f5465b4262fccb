mod create_instance;
mod delete_instance;
mod describe_instance;
mod describe_instance_attribute;
mod list_instance_attributes;
mod list_instances;
mod update_instance_attribute;
