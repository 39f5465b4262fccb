//! The server as its callers meet it: over a socket, signed, from the request's first byte to the
//! audit record. One binary, so that there is one to link.

mod access;
mod audit;
mod bad_input;
mod closed_side;
mod computing;
mod condition_keys;
mod connections;
mod every_operation;
mod fields;
mod full_disk;
mod hanging_up;
mod heads;
mod keys;
mod mails;
mod master_keys;
mod metrics;
mod ops;
mod order_of_refusals;
mod overload;
mod pages;
mod partitions;
mod per_resource;
mod role_chains;
mod routing;
mod second_factors;
mod sign_in_places;
mod signatures;
mod takeover;
mod throttling;
mod together;
mod trust_policy_principals;
mod unproven;
mod welcome;
mod who_can;
mod worlds;
