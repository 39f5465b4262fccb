//! What may be stored.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Derives [`Stored`], if every field is [`Stored`].
pub use roster_model_derive::Stored;

use crate::service::Service;
use crate::shapes::Timestamp;

/// A type whose JSON is on the disks of users. Every release reads what earlier releases wrote, so the names and
/// forms of its members never change, and a member that is added is optional
/// (docs/decisions/0037-stored-types.md).
///
/// A record is `Stored`, and so is everything in it: a shape of the API by `#[shape(stored)]`. What holds anything
/// else does not compile:
///
/// ```
/// #[derive(roster_model::stored::Stored)]
/// struct Telephone {
///     number: u16,
/// }
/// ```
///
/// ```compile_fail,E0277
/// #[derive(roster_model::stored::Stored)]
/// struct Telephone {
///     number: std::net::IpAddr,
/// }
/// ```
pub trait Stored {}

macro_rules! stored {
    ($($stored:ty),* $(,)?) => {$(
        impl Stored for $stored {}
    )*};
}

stored!(bool, u16, i32, u32, u64, usize, str, String, Timestamp, Service);

impl<T: Stored + ?Sized> Stored for Box<T> {}
impl<T: Stored + ToOwned + ?Sized> Stored for Cow<'_, T> {}
impl<T: Stored> Stored for Option<T> {}
impl<T: Stored> Stored for Vec<T> {}
impl<T: Stored> Stored for [T] {}
impl<K: Stored, V: Stored> Stored for BTreeMap<K, V> {}

/// The members of records are values of the audit.
impl Stored for serde_json::Value {}
