//! What users see of themselves.

mod describe_profile;
