//! The error of a value that a format cannot show.

use std::io;

/// An error of kind [`io::ErrorKind::InvalidData`] with this text.
pub(super) fn unshowable(text: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text.into())
}
