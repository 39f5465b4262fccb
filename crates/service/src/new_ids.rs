//! Where the ids of new records come from.

/// Where the ids of new records come from. A handler takes every id from here, so that a plan that is applied
/// makes the records that were planned.
pub(crate) enum NewIds<'p> {
    /// They are random.
    Random,
    /// They are random, and noted for a plan.
    Noted(Vec<String>),
    /// They are those of a plan, as far as it has some.
    Planned(&'p [String]),
}

impl NewIds<'_> {
    /// The next id. `random` makes one; `parse` reads one of a plan.
    pub(crate) fn next<T: Clone + Into<String>>(
        &mut self,
        random: impl FnOnce() -> T,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> T {
        match self {
            Self::Random => random(),
            Self::Noted(ids) => {
                let id = random();
                ids.push(id.clone().into());
                id
            }
            Self::Planned(ids) => {
                // A run that goes another way than the planned one is refused for its changes.
                let next = ids.split_off_first().and_then(|id| parse(id));
                next.unwrap_or_else(random)
            }
        }
    }

    /// The ids that were noted.
    pub(crate) fn into_noted(self) -> Vec<String> {
        match self {
            Self::Noted(ids) => ids,
            Self::Random | Self::Planned(_) => Vec::new(),
        }
    }
}
