//! `roster serve` as a process: its files, its log, its metrics, its certificate, its signals.

#[path = "serving/access_log.rs"]
mod access_log;
#[path = "serving/certificates.rs"]
mod certificates;
#[path = "serving/files.rs"]
mod files;
#[path = "serving/metrics.rs"]
mod metrics;
#[path = "serving/server.rs"]
mod server;
#[path = "serving/signals.rs"]
mod signals;
