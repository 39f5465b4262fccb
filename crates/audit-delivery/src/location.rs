//! Where the audit is delivered to, as a command line says it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::bucket::Bucket;
use crate::destination::{DeliveredFiles, Destination};
use crate::error::DeliveryError;
use crate::folder::Folder;
use crate::s3_location::{S3Location, S3LocationError};

/// A folder, or a place in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// The folder of a path.
    Folder(PathBuf),
    /// A place in a bucket of S3.
    S3(S3Location),
}

impl Location {
    /// The bucket that digests name.
    pub fn bucket(&self) -> Bucket {
        match self {
            Self::Folder(_) => Bucket::of_folder(),
            Self::S3(location) => location.bucket().clone(),
        }
    }

    /// The folder, which is made if it is missing; none if it is a bucket.
    pub fn folder(&self) -> Result<Option<Folder>, DeliveryError> {
        match self {
            Self::Folder(path) => Folder::open(path).map(Some),
            Self::S3(_) => Ok(None),
        }
    }

    /// What was delivered there. It is used on threads that may block.
    pub fn files(&self) -> Result<Box<dyn DeliveredFiles>, DeliveryError> {
        match self {
            Self::Folder(path) => Ok(Box::new(Folder::open(path)?)),
            Self::S3(location) => Ok(Box::new(open(location)?)),
        }
    }

    /// Opens it for a delivery, once no other process delivers to the folder.
    pub fn lock(&self) -> Result<Box<dyn Destination>, DeliveryError> {
        match self {
            Self::Folder(path) => Ok(Box::new(Folder::open(path)?.lock()?)),
            Self::S3(location) => Ok(Box::new(open(location)?)),
        }
    }

    /// Opens it for a delivery; none if another process delivers to the folder now.
    pub fn try_lock(&self) -> Result<Option<Box<dyn Destination>>, DeliveryError> {
        match self {
            Self::Folder(path) => {
                let locked = Folder::open(path)?.try_lock()?;
                Ok(locked.map(|folder| Box::new(folder) as Box<dyn Destination>))
            }
            Self::S3(location) => Ok(Some(Box::new(open(location)?))),
        }
    }
}

#[cfg(feature = "s3")]
fn open(location: &S3Location) -> Result<crate::s3_bucket::S3Bucket, DeliveryError> {
    crate::s3_bucket::S3Bucket::open(location)
}

#[cfg(not(feature = "s3"))]
fn open(location: &S3Location) -> Result<crate::folder::LockedFolder, DeliveryError> {
    Err(DeliveryError::Bucket(format!(
        "{location} cannot be used: this program was built without the feature s3"
    )))
}

impl FromStr for Location {
    type Err = S3LocationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains("://") {
            text.parse().map(Self::S3)
        } else {
            Ok(Self::Folder(PathBuf::from(text)))
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(formatter, "{}", path.display()),
            Self::S3(location) => write!(formatter, "{location}"),
        }
    }
}
