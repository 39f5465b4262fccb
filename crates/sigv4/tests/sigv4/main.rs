//! `roster-sigv4` from outside: against AWS's own suite, against the official signer, and against hostile
//! input.

mod aws_suite;
mod official_signer;
mod presigned;
mod properties;
mod refusals;
mod sample;
