//! The ways in which a contact arrives.

use roster_model_derive::shape;

/// A way in which a contact arrives.
#[shape(stored)]
pub enum Channel {
    /// A call.
    Voice,
    /// A chat.
    Chat,
    /// A task.
    Task,
    /// A message.
    Email,
}
