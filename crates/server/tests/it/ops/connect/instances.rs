mod create_instance;
mod delete_instance;
mod describe_instance;
mod list_instances;
