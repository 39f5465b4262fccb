//! The data directory: one server at a time, files that only their owner can read.
//! How such files are written: `private_file.rs`.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::private_file;

/// A data directory.
#[derive(Clone, Debug)]
pub(crate) struct DataDir(PathBuf);

/// The lock of a data directory, held until it is dropped.
pub(crate) struct Lock {
    _file: File,
    endpoint: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A file left behind is harmless: `env` checks the lock, not the file.
        let _ = fs::remove_file(&self.endpoint);
    }
}

impl DataDir {
    /// The directory of this path, which may be missing.
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Creates the directory if it is missing.
    pub(crate) fn create(&self) -> anyhow::Result<()> {
        private_file::make_folder(&self.0)
            .with_context(|| format!("cannot make the data directory {}", self.0.display()))
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Locks the directory for a server.
    pub(crate) fn lock(&self) -> anyhow::Result<Lock> {
        let path = self.0.join("lock");
        let mut options = OpenOptions::new();
        options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600);
        let mut file = options
            .open(&path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The process id helps, but is not needed for the refusal.
                let _ = file.read_to_string(&mut holder);
                bail!(
                    "the data directory {} is in use by another server (process {}): stop it, or choose another --data-dir",
                    self.0.display(),
                    holder.trim()
                );
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {}", path.display()));
            }
        }
        file.set_len(0)?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Lock {
            _file: file,
            endpoint: self.endpoint_file(),
        })
    }

    /// The endpoint of the running server; none if none is running.
    pub(crate) fn endpoint(&self) -> anyhow::Result<Option<String>> {
        let lock = self.0.join("lock");
        let file = match File::open(&lock) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(error).with_context(|| {
                    format!(
                        "cannot see whether a server runs on {}, as {} cannot be opened: run this as the user who runs the server",
                        self.0.display(),
                        lock.display()
                    )
                });
            }
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => {
                let path = self.endpoint_file();
                let Some(text) = private_file::read(&path)? else {
                    bail!(
                        "the server on {} does not listen yet: try again in a moment",
                        self.0.display()
                    );
                };
                Ok(Some(text.trim().to_owned()))
            }
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot look at {}", lock.display()))
            }
        }
    }

    /// Stores the endpoint of the server.
    pub(crate) fn set_endpoint(&self, endpoint: &str) -> anyhow::Result<()> {
        private_file::replace(&self.endpoint_file(), &format!("{endpoint}\n"))
    }

    fn endpoint_file(&self) -> PathBuf {
        self.0.join("endpoint")
    }

    /// The root access keys.
    pub(crate) fn credentials(&self) -> PathBuf {
        self.0.join("credentials")
    }

    /// The master key, which encrypts the secrets of access keys.
    pub(crate) fn secret_key(&self) -> PathBuf {
        self.0.join("secret.key")
    }

    /// The records.
    pub(crate) fn database(&self) -> PathBuf {
        self.0.join("roster.db")
    }

    /// The certificate of the authority of a self-made certificate, for clients to trust.
    pub(crate) fn ca(&self) -> PathBuf {
        self.0.join("ca.pem")
    }

    /// The server's own certificate.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.0.join("server.pem")
    }

    /// The private key of the server's own certificate.
    pub(crate) fn private_key(&self) -> PathBuf {
        self.0.join("server.key")
    }
}
