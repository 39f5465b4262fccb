//! Filters by tags.

use roster_model::shapes::{
    CommonAttributeAndCondition, ControlPlaneAttributeFilter, ControlPlaneTagFilter, TagCondition, TagMap,
};

use super::Condition;

/// What resources must have, beside meeting the criteria of a search.
pub trait Filter {
    /// Whether a resource with these tags passes.
    fn passes(&self, tags: Option<&TagMap>) -> bool;

    /// Every condition on a tag.
    fn conditions(&self) -> Vec<&TagCondition>;

    /// What resources must have, as far as entries show it.
    fn condition(&self) -> Condition;
}

impl Filter for ControlPlaneTagFilter {
    fn passes(&self, tags: Option<&TagMap>) -> bool {
        let Self {
            or_conditions,
            and_conditions,
            tag_condition,
        } = self;
        or_conditions
            .as_ref()
            .is_none_or(|any| any.iter().any(|conditions| has_all(tags, conditions)))
            && and_conditions
                .as_ref()
                .is_none_or(|conditions| has_all(tags, conditions))
            && tag_condition
                .as_ref()
                .is_none_or(|condition| has_tag(tags, condition))
    }

    fn conditions(&self) -> Vec<&TagCondition> {
        let any = self.or_conditions.iter().flat_map(|any| any.iter());
        let all = any.chain(&self.and_conditions).flat_map(|all| all.iter());
        all.chain(&self.tag_condition).collect()
    }

    fn condition(&self) -> Condition {
        let any = self
            .or_conditions
            .iter()
            .map(|any| Condition::Any(any.iter().map(|tags| Condition::tags(tags)).collect()));
        let all = self.and_conditions.iter().map(|tags| Condition::tags(tags));
        Condition::all(
            any.chain(all)
                .chain(self.tag_condition.iter().map(Condition::tag)),
        )
    }
}

impl Filter for ControlPlaneAttributeFilter {
    fn passes(&self, tags: Option<&TagMap>) -> bool {
        let Self {
            or_conditions,
            and_condition,
            tag_condition,
        } = self;
        let all = |attributes: &CommonAttributeAndCondition| {
            let conditions = attributes.tag_conditions.as_ref();
            conditions.is_none_or(|conditions| has_all(tags, conditions))
        };
        or_conditions.as_ref().is_none_or(|any| any.iter().any(all))
            && and_condition.as_ref().is_none_or(all)
            && tag_condition
                .as_ref()
                .is_none_or(|condition| has_tag(tags, condition))
    }

    fn conditions(&self) -> Vec<&TagCondition> {
        let any = self.or_conditions.iter().flat_map(|any| any.iter());
        let attributes = any.chain(&self.and_condition);
        let all = attributes
            .flat_map(|attributes| &attributes.tag_conditions)
            .flat_map(|all| all.iter());
        all.chain(&self.tag_condition).collect()
    }

    fn condition(&self) -> Condition {
        let attributes = |attributes: &CommonAttributeAndCondition| {
            Condition::all(attributes.tag_conditions.iter().map(|tags| Condition::tags(tags)))
        };
        let any = self
            .or_conditions
            .iter()
            .map(|any| Condition::Any(any.iter().map(attributes).collect()));
        let all = self.and_condition.iter().map(attributes);
        Condition::all(
            any.chain(all)
                .chain(self.tag_condition.iter().map(Condition::tag)),
        )
    }
}

/// Whether all of these tags are there.
pub(super) fn has_all(tags: Option<&TagMap>, conditions: &[TagCondition]) -> bool {
    conditions.iter().all(|condition| has_tag(tags, condition))
}

/// Whether a tag is there.
pub(super) fn has_tag(tags: Option<&TagMap>, condition: &TagCondition) -> bool {
    let mut tags = tags.into_iter().flat_map(|tags| tags.iter());
    tags.any(|(key, value)| {
        condition.tag_key.as_ref().is_none_or(|wanted| *wanted == **key)
            && condition
                .tag_value
                .as_ref()
                .is_none_or(|wanted| *wanted == **value)
    })
}
