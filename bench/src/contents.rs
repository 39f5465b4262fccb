//! The users that requests are about.

use serde::{Deserialize, Serialize};

/// How many users requests are about: enough that no two requests in flight meet.
pub(super) const SAMPLE: usize = 20_000;

/// What is in a data directory.
#[derive(Default, Deserialize, Serialize)]
pub(super) struct Contents {
    /// The instance that the users are of.
    pub(super) instance: String,
    /// The members that every new user has in common, as JSON of a request.
    pub(super) profiles: String,
    /// Some of them, from everywhere, in no order.
    pub(super) users: Vec<String>,
    pub(super) count: u64,
    /// How long making them took.
    pub(super) seconds: f64,
    /// How much of the disk they take, with their indexes and the audit of their making.
    pub(super) disk_bytes: u64,
}

impl Contents {
    /// How many users were made in a second.
    #[expect(clippy::cast_precision_loss, reason = "it is shown in round numbers")]
    pub(super) fn rate(&self) -> f64 {
        self.count as f64 / self.seconds
    }
}

/// The body of a request to make a user, whose username follows from the number.
pub(super) fn new_user(number: u64, profiles: &str) -> String {
    format!(
        r#"{{"Username":"agent{number:08}@example.com","IdentityInfo":{{"FirstName":"Agent","LastName":"Number {number}"}},"PhoneConfig":{{"PhoneType":"SOFT_PHONE","AutoAccept":false,"AfterContactWorkTimeLimit":0}},{profiles}}}"#
    )
}
