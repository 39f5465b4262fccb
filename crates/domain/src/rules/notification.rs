//! What a notification may say, and for how long. Sources: the API references on `CreateNotification` and `LocalizedString`, for the
//! most characters, what counts as one, and the week; the rest is assumed.

use std::time::Duration;

use roster_model::ops::connect::notifications::NotificationContent;
use roster_model::shapes::Timestamp;

use super::breach::{Breach, Fault};

/// For how long users see a notification, unless the request says it.
pub const USUAL_LIFE: Duration = Duration::from_hours(7 * 24);

/// How many characters a text may show.
const VISIBLE: usize = 500;

/// What is wrong with the texts of a notification.
pub fn content(content: &NotificationContent) -> Vec<Breach> {
    let breach = |fault| Breach {
        member: "Content",
        fault,
    };
    if content.is_empty() {
        return vec![breach(Fault::Form {
            must_be: "a text in one language at least",
        })];
    }
    let longest = content.values().map(|text| visible(text)).max().unwrap_or(0);
    let too_long = (longest > VISIBLE).then(|| {
        breach(Fault::TooLong {
            max: VISIBLE,
            actual: longest,
        })
    });
    too_long.into_iter().collect()
}

/// What is wrong with the number of recipients.
pub fn recipients(count: usize) -> Vec<Breach> {
    let fault = Fault::Form {
        must_be: "the ARN of one recipient at least",
    };
    let breach = (count == 0).then_some(Breach {
        member: "Recipients",
        fault,
    });
    breach.into_iter().collect()
}

/// What is wrong with the time at which a notification expires.
pub fn expiry(expires: Option<Timestamp>, now: Timestamp) -> Vec<Breach> {
    let is_over = expires.is_some_and(|expires| expires <= now);
    let breach = is_over.then_some(Breach {
        member: "ExpiresAt",
        fault: Fault::Form {
            must_be: "in the future",
        },
    });
    breach.into_iter().collect()
}

/// How many characters of a text are seen: of a link, `[label](address)`, only its label is.
fn visible(text: &str) -> usize {
    let (mut seen, mut rest) = (0, text);
    while let Some(start) = rest.find('[') {
        let (before, link) = rest.split_at(start);
        seen += before.chars().count();
        rest = match label(link) {
            Some((label, behind)) => {
                seen += label.chars().count();
                behind
            }
            None => {
                seen += 1;
                &link[1..]
            }
        };
    }
    seen + rest.chars().count()
}

/// The label of the link that a text starts with, and what stands behind the link.
fn label(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (_, behind) = rest.split_once(')')?;
    (!label.contains(['[', ']'])).then_some((label, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_link_only_the_label_is_seen() {
        for (text, seen) in [
            ("", 0),
            ("Grüße", 5),
            ("see [the page](https://example.com/a) now", 16),
            ("[a](b)[c](d)", 2),
            ("[a] (b)", 7),
            ("[[a](b)", 2),
            ("[a](b", 5),
            ("[", 1),
        ] {
            assert_eq!(visible(text), seen, "{text}");
        }
    }
}
