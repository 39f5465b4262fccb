//! The folder that the audit is delivered to: the objects of a bucket, as files of their keys.

use std::fs::{self, DirBuilder, File, Metadata, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::bucket::Bucket;
use crate::destination::{ConditionalWrites, DeliveredFiles, Destination, Object};
use crate::error::DeliveryError;
use crate::object_keys::is_object_key;

/// A folder of delivered files. Files and folders in it are for their owner only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
    bucket: Bucket,
}

/// A folder that no other process delivers to, until this is dropped.
pub struct LockedFolder {
    folder: Folder,
    _lock: File,
}

impl Folder {
    /// The folder of this path, which is made if it is missing.
    pub fn open(path: &Path) -> Result<Self, DeliveryError> {
        make(path).map_err(at(path))?;
        Ok(Self {
            path: path.to_owned(),
            bucket: Bucket::of_folder(),
        })
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits until no other process delivers to the folder, and locks it.
    pub fn lock(&self) -> Result<LockedFolder, DeliveryError> {
        let lock = File::open(&self.path).map_err(at(&self.path))?;
        lock.lock().map_err(at(&self.path))?;
        Ok(self.locked(lock))
    }

    /// Locks the folder; none if another process delivers to it.
    pub fn try_lock(&self) -> Result<Option<LockedFolder>, DeliveryError> {
        let lock = File::open(&self.path).map_err(at(&self.path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(self.locked(lock))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(at(&self.path)(error)),
        }
    }

    fn locked(&self, lock: File) -> LockedFolder {
        LockedFolder {
            folder: self.clone(),
            _lock: lock,
        }
    }

    /// The keys that start with a prefix and come behind another key, in order, with what the system knows of their files; `limit` at most.
    pub fn list(
        &self,
        prefix: &str,
        after: &str,
        limit: usize,
    ) -> Result<Vec<(String, Metadata)>, DeliveryError> {
        let mut found = Vec::new();
        self.walk("", prefix, after, limit, &mut found)?;
        Ok(found)
    }

    fn walk(
        &self,
        folder: &str,
        prefix: &str,
        after: &str,
        limit: usize,
        found: &mut Vec<(String, Metadata)>,
    ) -> Result<(), DeliveryError> {
        for entry in self.entries(folder)? {
            if found.len() >= limit {
                break;
            }
            let is_folder = entry.ends_with('/');
            if is_folder && (entry.starts_with(prefix) || prefix.starts_with(&entry)) {
                // All that it holds comes before the key, unless the key is in it.
                if entry.as_str() > after || after.starts_with(&entry) {
                    self.walk(&entry, prefix, after, limit, found)?;
                }
            } else if !is_folder && entry.starts_with(prefix) && entry.as_str() > after {
                let path = self.path.join(&entry);
                found.push((entry, fs::metadata(&path).map_err(at(&path))?));
            }
        }
        Ok(())
    }
}

impl DeliveredFiles for Folder {
    fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    fn read(&self, key: &str) -> Result<Option<Object>, DeliveryError> {
        if !is_object_key(key) {
            return Ok(None);
        }
        let path = self.path.join(key);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(Object::new(bytes))),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(at(&path)(error)),
        }
    }

    fn entries(&self, folder: &str) -> Result<Vec<String>, DeliveryError> {
        let path = self.path.join(folder);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if is_absence(&error) => return Ok(Vec::new()),
            Err(error) => return Err(at(&path)(error)),
        };
        let mut keys = Vec::new();
        for entry in entries {
            let entry = entry.map_err(at(&path))?;
            let file_type = entry.file_type().map_err(at(&path))?;
            // Others than ours may have names that are no text.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let key = format!("{folder}{name}");
            if file_type.is_dir() && !name.starts_with('.') {
                keys.push(key + "/");
            } else if file_type.is_file() && is_object_key(&key) {
                keys.push(key);
            }
        }
        keys.sort();
        Ok(keys)
    }
}

impl DeliveredFiles for LockedFolder {
    fn bucket(&self) -> &Bucket {
        self.folder.bucket()
    }

    fn read(&self, key: &str) -> Result<Option<Object>, DeliveryError> {
        self.folder.read(key)
    }

    fn entries(&self, folder: &str) -> Result<Vec<String>, DeliveryError> {
        self.folder.entries(folder)
    }
}

impl Destination for LockedFolder {
    fn write(&self, key: &str, bytes: &[u8]) -> Result<(), DeliveryError> {
        let path = self.folder.path.join(key);
        let write = || {
            let folder = path.parent().unwrap_or(&self.folder.path);
            make(folder)?;
            let mut draft = tempfile::Builder::new().prefix(".roster-").tempfile_in(folder)?;
            draft.write_all(bytes)?;
            draft.as_file().sync_all()?;
            draft.persist(&path)?;
            sync(folder)
        };
        write().map_err(at(&path))
    }

    fn conditional_writes(&self) -> Option<&dyn ConditionalWrites> {
        None
    }
}

/// Makes a folder with all that it is in, if it is missing; durably.
fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let outer = folder
        .parent()
        .filter(|outer| *outer != "")
        .unwrap_or(Path::new("."));
    make(outer)?;
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => sync(outer),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes the names in a folder durable.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory
    )
}

fn at(path: &Path) -> impl Fn(io::Error) -> DeliveryError {
    let path = path.to_owned();
    move |error| DeliveryError::File {
        path: path.clone(),
        error,
    }
}
