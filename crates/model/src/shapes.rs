//! Shapes that several operations share, one file per subject.

mod account;
mod channels;
mod countries;
mod empty_list;
mod float;
mod guard;
pub mod iam;
mod identifiers;
mod identity;
mod instance;
mod mail;
mod names;
mod paging;
mod phone;
mod search;
mod tags;
mod timestamp;

pub use account::*;
pub use channels::*;
pub use countries::*;
pub use empty_list::*;
pub use float::*;
pub use guard::*;
pub use identifiers::*;
pub use identity::*;
pub use instance::*;
pub use mail::*;
pub use names::*;
pub use paging::*;
pub use phone::*;
pub use search::*;
pub use tags::*;
pub use timestamp::*;
