//! Every kind of expression against one document, with the results of jmespath.py.

mod expressions;
mod refusals;

use serde_json::Value;

use super::Expression;
use expressions::{
    ACCEPTED_BEYOND_THE_GRAMMAR, DOCUMENT, FIELDS_AND_CHAINS, FILTERS, FUNCTIONS, INDICES_AND_SLICES,
    LITERALS, OPERATORS, PROJECTIONS, SELECTIONS,
};
use refusals::{NOT_AN_EXPRESSION, NOT_COMPUTABLE};

fn document() -> Value {
    serde_json::from_str(DOCUMENT).expect("the document is JSON")
}

#[test]
fn expressions_select_what_jmespath_py_selects() {
    let tables = [
        FIELDS_AND_CHAINS,
        INDICES_AND_SLICES,
        PROJECTIONS,
        FILTERS,
        SELECTIONS,
        OPERATORS,
        LITERALS,
        FUNCTIONS,
        ACCEPTED_BEYOND_THE_GRAMMAR,
    ];

    for (expression, expected) in tables.into_iter().flatten() {
        let parsed =
            Expression::parse(expression).unwrap_or_else(|message| panic!("{expression}: {message}"));
        let found = parsed
            .search(&document())
            .unwrap_or_else(|message| panic!("{expression}: {message}"));

        let expected: Value = serde_json::from_str(expected).expect("an answer is JSON");
        // As text, because values are equal whatever the order of their members.
        assert_eq!(found.to_string(), expected.to_string(), "{expression}");
    }
}

#[test]
fn an_invalid_expression_is_refused_with_the_message_of_jmespath_py() {
    for (expression, expected) in NOT_AN_EXPRESSION {
        assert_eq!(
            Expression::parse(expression).expect_err(expression).to_string(),
            *expected,
            "{expression}"
        );
    }
}

#[test]
fn half_a_surrogate_pair_is_refused_although_jmespath_py_accepts_it() {
    let error = Expression::parse(r#""\ud800""#).expect_err("no name");
    assert_eq!(
        error.to_string(),
        "Bad jmespath expression: Half of a surrogate pair is no character:\n\"\\ud800\"\n^"
    );
}

#[test]
fn an_expression_without_a_result_is_refused_with_the_message_of_jmespath_py() {
    for (expression, expected) in NOT_COMPUTABLE {
        let parsed =
            Expression::parse(expression).unwrap_or_else(|message| panic!("{expression}: {message}"));

        assert_eq!(
            parsed.search(&document()).expect_err(expression).to_string(),
            *expected,
            "{expression}"
        );
    }
}

#[test]
fn an_expression_that_nests_too_deeply_is_refused() {
    let expressions = [
        "(".repeat(100_000),
        "!".repeat(100_000),
        format!("a{}", "[0]|a".repeat(100_000)),
    ];

    for expression in expressions {
        let error = Expression::parse(&expression).expect_err("too deep");

        assert_eq!(error.to_string(), "maximum recursion depth exceeded");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(expression in r#"[a-c0-9.*@&|!<>=?,:'"`\\(){}\[\] é-]{0,40}"#) {
        if let Ok(parsed) = Expression::parse(&expression) {
            parsed.search(&document()).ok();
        }
    }
}
