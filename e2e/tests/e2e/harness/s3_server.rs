//! A service with S3's API: moto, as a process of its own.

use std::process::{Child, Command, Stdio};

use roster_e2e::{places, setup};

use super::output::PATIENCE;
use super::server::Lines;

/// A service with one bucket. It is killed when it is dropped.
pub(crate) struct S3Server {
    port: u16,
    child: Child,
}

impl S3Server {
    /// Starts one on a free port.
    pub(crate) fn start(bucket: &str) -> Self {
        setup::require().expect("moto is installed");
        let mut child = Command::new(places::venv().expect("a virtual environment").join("bin/python"))
            .arg(places::sources().join("clients/s3_server.py"))
            .arg(bucket)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("moto starts");
        let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
        let port = lines.next(PATIENCE).expect("a line");
        Self {
            port: port.parse().expect("a port"),
            child,
        }
    }

    /// Its address.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
