//! How Python writes and reads values: `str()`, `repr()`, `int()`, `json`.
//!
//! The AWS CLI, botocore and jmespath.py are written in Python, and their messages and output show
//! values as Python does. The crates that reproduce them take the forms from here.
//!
//! Pure: no I/O.

mod int;
pub mod json;
mod json_ascii;
mod os_error;
mod to_float;
mod values;

pub use int::{int, invalid_int};
pub use json_ascii::json_ascii;
pub use os_error::os_error;
pub use to_float::to_float;
pub use values::{float, is_falsy, number, repr, repr_str, str, type_name};
