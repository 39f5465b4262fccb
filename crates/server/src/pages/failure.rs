//! The pages for failures.

use roster_service::{Refusal, TakeoverRefusal};
use roster_store::StoreError;

use super::html::Page;
use crate::exception::Failure;

/// A page that says what is wrong, without details.
pub(super) fn page(failure: &Failure) -> Page {
    match failure {
        Failure::SourceExhausted | Failure::Throttled { .. } => too_many(),
        Failure::Refused(Refusal::LinkUnusable | Refusal::Takeover(TakeoverRefusal::OtherAddress)) => {
            unusable_link()
        }
        Failure::Refused(Refusal::AddressNotAllowed) => Page::refusal(
            403,
            "You cannot sign in from this network. Ask your administrator.",
        ),
        Failure::TooLarge(_) => Page::refusal(413, "The form is too large."),
        Failure::TooSlow(_) | Failure::Broken => Page::refusal(408, "The form did not arrive as a whole."),
        Failure::NoRoomForBodies | Failure::Refused(Refusal::Store(StoreError::Overloaded)) => {
            Page::refusal(503, "The server has too much to do. Try again in a moment.")
        }
        Failure::Invalid(_) | Failure::Refused(Refusal::Rules(_)) => {
            Page::refusal(400, "The form is not filled in as it must be.")
        }
        _ => Page::refusal(
            500,
            "Something went wrong. Nothing was changed. Try again in a moment.",
        ),
    }
}

/// There were too many attempts.
pub(super) fn too_many() -> Page {
    Page::refusal(
        429,
        "There were too many attempts. Wait a few minutes, and try again.",
    )
}

/// A link from a mail does not work.
pub(super) fn unusable_link() -> Page {
    Page::refusal(
        400,
        "This link does not work: it was used, replaced by a newer one, is too old, or was opened in another browser. Ask for a new one.",
    )
}

/// What is wrong with a new password; none if something else is wrong.
pub(super) fn of_new_password(failure: &Failure) -> Option<String> {
    match failure {
        Failure::Invalid(violations) => {
            let violation = violations
                .iter()
                .find(|violation| violation.member.ends_with("Password"))?;
            Some(format!("The new password {}.", violation.fault))
        }
        Failure::Refused(Refusal::Rules(breaches)) => {
            let breach = breaches.first()?;
            Some(format!("The new password {}.", breach.fault))
        }
        _ => None,
    }
}
