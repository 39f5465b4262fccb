//! S3, as far as it reads what is delivered of the audit.

pub mod bucket;
