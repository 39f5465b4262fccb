//! Runs `conditions.table`.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context
//! keys or values", "Single-valued vs. multivalued context keys", "IAM policy elements: Variables and tags".

use roster_policy::{Decision, Effect, Request};

use crate::{ACTION, USER, context, policies};

const TABLE: &str = include_str!("conditions.table");

macro_rules! sections {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                check(&stringify!($name).replace('_', " "));
            }
        )*

        #[test]
        fn every_section_of_the_table_is_run() {
            let run: Vec<String> = [$(stringify!($name)),*].map(|name| name.replace('_', " ")).into();
            let written: Vec<&str> = TABLE.lines().filter_map(|line| line.strip_prefix("# ")).collect();
            assert_eq!(run, written);
        }
    };
}

sections! {
    strings_are_compared_as_they_are
    numbers_are_compared_by_size
    times_are_compared_as_instants
    booleans_bytes_and_addresses
    arns_are_compared_part_by_part
    a_missing_key_fails_a_plain_operator_and_satisfies_a_negated_one
    every_line_of_a_block_must_hold
    for_all_values_asks_every_value_and_is_content_with_none
    for_any_value_wants_one_value_and_fails_without
    a_multivalued_key_without_prefix_matches_no_allow_and_every_deny_that_has_one_value_to_match
    one_empty_string_is_a_value_and_none_so_that_both_readings_must_let_an_allow_match
    names_of_keys_and_tags_ignore_case
    variables_stand_for_what_the_request_has
    what_is_not_known_yet_leaves_open_only_what_depends_on_it
}

/// Checks every row of a section.
fn check(section: &str) {
    let mut rows = TABLE
        .lines()
        .skip_while(|line| line.strip_prefix("# ") != Some(section))
        .skip(1);
    let mut count = 0;
    for row in rows.by_ref().take_while(|line| !line.is_empty()) {
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        let [condition, known, in_allow, ref rest @ ..] = cells[..] else {
            panic!("fewer than three cells: {row}");
        };
        let in_deny = rest.first().copied().unwrap_or(in_allow);
        assert_eq!(
            holds(Effect::Allow, condition, known),
            in_allow,
            "in an Allow: {row}"
        );
        assert_eq!(holds(Effect::Deny, condition, known), in_deny, "in a Deny: {row}");
        count += 1;
    }
    assert!(count > 0, "no rows in section {section}");
}

fn holds(effect: Effect, condition: &str, known: &str) -> &'static str {
    let statement =
        format!(r#"{{"Effect": "{effect}", "Action": "*", "Resource": "*", "Condition": {condition}}}"#);
    let everything = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let context = context(known);
    let request = Request {
        action: ACTION,
        resource: USER,
        context: &context,
    };
    let policies = match effect {
        Effect::Allow => policies(&[&statement]),
        Effect::Deny => policies(&[everything, &statement]),
    };
    match (policies.evaluate(&request), effect) {
        (Decision::Allowed { .. }, Effect::Allow) | (Decision::Denied(_), Effect::Deny) => "yes",
        (Decision::Denied(_), Effect::Allow) | (Decision::Allowed { .. }, Effect::Deny) => "no",
        (Decision::Undecided, _) => "open",
    }
}
