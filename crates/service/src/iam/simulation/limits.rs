//! How much a simulation may be given, and how much work it may be. AWS documents how long documents, names and
//! ARNs may be, which the shapes say; how many there may be is Roster's own choice.

use roster_model::ops::iam::simulation::SimulateCustomPolicyRequest;
use roster_policy::DecisionEffort;

use super::unusable;
use crate::refusal::Refusal;

/// How many documents: more than a user or role can have.
const DOCUMENTS: usize = 50;
/// How many actions, and how many resources: more than Connect has actions.
const NAMES: usize = 1_000;
/// How many results all pages have together.
const RESULTS: usize = 100_000;
/// How many condition keys, and how many values each.
const ENTRIES: usize = 100;
/// How many steps the results of one page may take: a second of one processor at most.
const STEPS: u64 = 1 << 29;
/// How often policies are asked for a result: for the decision, by itself if it is a boundary, and for what matched.
const TIMES_ASKED: u64 = 3;

/// Refuses more than there may be.
pub(super) fn check(request: &SimulateCustomPolicyRequest) -> Result<(), Refusal> {
    let actions = request.action_names.len();
    let resources = request.resource_arns.as_ref().map_or(0, |arns| arns.len());
    let entries = request.context_entries.as_ref();
    at_most(DOCUMENTS, "PolicyInputList", request.policy_input_list.len())?;
    at_most(NAMES, "ActionNames", actions)?;
    at_most(NAMES, "ResourceArns", resources)?;
    at_most(RESULTS, "ActionNames with ResourceArns", actions * resources)?;
    at_most(
        ENTRIES,
        "ContextEntries",
        entries.map_or(0, |entries| entries.len()),
    )?;
    for (index, entry) in entries.into_iter().flat_map(|entries| entries.iter()).enumerate() {
        let values = entry.context_key_values.as_ref().map_or(0, |values| values.len());
        at_most(
            ENTRIES,
            &format!("ContextEntries[{index}].ContextKeyValues"),
            values,
        )?;
    }
    Ok(())
}

fn at_most(most: usize, member: &str, given: usize) -> Result<(), Refusal> {
    if given > most {
        return Err(unusable(
            member,
            &format!("there may be {most} at most, but there are {given}"),
        ));
    }
    Ok(())
}

/// Refuses a page of results that could take too long.
pub(super) fn require_effort<'t>(
    effort: DecisionEffort,
    trials: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<(), Refusal> {
    let each = trials.map(|(action, resource)| effort.of(action, resource).saturating_mul(TIMES_ASKED));
    let steps = each.fold(0, u64::saturating_add);
    if steps > STEPS {
        let why = format!(
            "to compare these policies with these values can take {steps} steps, and {STEPS} is the most: ask for fewer \
             results, or shorten the patterns in PolicyInputList or the values in ContextEntries"
        );
        return Err(unusable("MaxItems", &why));
    }
    Ok(())
}
