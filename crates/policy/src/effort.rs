//! How much work a decision may be, known before it is done.

use std::iter::Sum;
use std::ops::Add;

/// The most steps that comparing texts of any length takes. A step compares two characters, or moves 64 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effort {
    /// Whatever the text.
    pub(crate) fixed: u64,
    /// For each byte of the text besides.
    pub(crate) for_each_byte: u64,
}

impl Effort {
    /// On a text of so many bytes.
    pub(crate) const fn on(self, bytes: usize) -> u64 {
        let bytes = bytes as u64;
        self.fixed
            .saturating_add(self.for_each_byte.saturating_mul(bytes))
    }
}

impl Add for Effort {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            fixed: self.fixed.saturating_add(other.fixed),
            for_each_byte: self.for_each_byte.saturating_add(other.for_each_byte),
        }
    }
}

impl Sum for Effort {
    fn sum<I: Iterator<Item = Self>>(each: I) -> Self {
        each.fold(Self::default(), Add::add)
    }
}

/// The most steps that deciding requests takes, once it is known what they have for condition keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecisionEffort {
    pub(crate) actions: Effort,
    pub(crate) resources: Effort,
    pub(crate) conditions: u64,
}

impl DecisionEffort {
    /// For one request.
    pub const fn of(self, action: &str, resource: &str) -> u64 {
        let texts = self
            .actions
            .on(action.len())
            .saturating_add(self.resources.on(resource.len()));
        texts.saturating_add(self.conditions)
    }
}

impl Add for DecisionEffort {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            actions: self.actions + other.actions,
            resources: self.resources + other.resources,
            conditions: self.conditions.saturating_add(other.conditions),
        }
    }
}

impl Sum for DecisionEffort {
    fn sum<I: Iterator<Item = Self>>(each: I) -> Self {
        each.fold(Self::default(), Add::add)
    }
}
