//! Background jobs on every engine, with a clock and kills under the tests' control.

mod administration;
mod clocks;
mod completions;
mod enqueueing;
mod failures;
mod kills;
mod metrics;
mod retries;
mod schedules;
mod sharing;
mod stopping;
mod world;
