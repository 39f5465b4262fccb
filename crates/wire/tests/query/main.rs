//! awsQuery as its clients see it.

mod generated;
mod requests;
mod responses;
mod shapes;
