//! For tests and measurements of storage engines. Production code does not depend on this crate.
//!
//! [`store_suite!`] runs the suite that every engine must pass. [`load`] measures an engine. [`old_records`] are for tests
//! of migrations.

pub mod load;
pub mod old_records;
pub mod suite;
