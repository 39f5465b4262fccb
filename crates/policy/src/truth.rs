//! Kleene's logic: true, false, and not known yet.

use std::ops::Not;

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    False,
    /// It depends on a key whose value is not known yet.
    Unknown,
    True,
}

impl Truth {
    /// True if one is; stops there.
    pub(crate) fn any(each: impl IntoIterator<Item = Self>) -> Self {
        let mut sum = Self::False;
        for truth in each {
            match truth {
                Self::True => return Self::True,
                Self::Unknown => sum = Self::Unknown,
                Self::False => {}
            }
        }
        sum
    }

    /// True if none is otherwise; stops at the first that is false.
    pub(crate) fn all(each: impl IntoIterator<Item = Self>) -> Self {
        !Self::any(each.into_iter().map(Not::not))
    }

    pub(crate) fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::False => Self::False,
            Self::Unknown => match other() {
                Self::False => Self::False,
                Self::Unknown | Self::True => Self::Unknown,
            },
            Self::True => other(),
        }
    }

    pub(crate) fn or(self, other: impl FnOnce() -> Self) -> Self {
        !(!self).and(|| !other())
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}
