//! Where instances keep what they make.

mod associate_instance_storage_config;
mod describe_instance_storage_config;
mod disassociate_instance_storage_config;
mod list_instance_storage_configs;
mod update_instance_storage_config;

pub use associate_instance_storage_config::*;
pub use describe_instance_storage_config::*;
pub use disassociate_instance_storage_config::*;
pub use list_instance_storage_configs::*;
pub use update_instance_storage_config::*;
