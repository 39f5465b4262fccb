//! The operations, one file each, below their service and the resource they belong to.

pub mod cloudtrail;
pub mod connect;
pub mod console;
pub mod iam;
pub mod roster;
pub mod s3;
pub mod sts;
