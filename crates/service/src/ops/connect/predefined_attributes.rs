//! What users can be good at.

mod create_predefined_attribute;
mod delete_predefined_attribute;
mod describe_predefined_attribute;
mod list_predefined_attributes;
mod search_predefined_attributes;
mod update_predefined_attribute;
