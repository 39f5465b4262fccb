//! The settings of instances.

mod describe_instance_settings;
mod update_instance_settings;

pub use describe_instance_settings::*;
pub use update_instance_settings::*;
