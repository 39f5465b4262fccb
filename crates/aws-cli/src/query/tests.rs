//! Every kind of expression against one document, with what jmespath.py answers.

mod expressions;
mod refusals;

use serde_json::Value;

use super::Query;
use expressions::{
    DOCUMENT, FIELDS_AND_CHAINS, FILTERS, FUNCTIONS, INDICES_AND_SLICES, LITERALS, OPERATORS, PROJECTIONS,
    SELECTIONS, WHAT_JMESPATH_PY_LETS_PASS,
};
use refusals::{NOT_AN_EXPRESSION, NOT_COMPUTABLE};

fn document() -> Value {
    serde_json::from_str(DOCUMENT).expect("the document is JSON")
}

#[test]
fn expressions_select_what_they_select_in_the_aws_cli() {
    let tables = [
        FIELDS_AND_CHAINS,
        INDICES_AND_SLICES,
        PROJECTIONS,
        FILTERS,
        SELECTIONS,
        OPERATORS,
        LITERALS,
        FUNCTIONS,
        WHAT_JMESPATH_PY_LETS_PASS,
    ];

    for (expression, expected) in tables.into_iter().flatten() {
        let query = Query::parse(expression).unwrap_or_else(|message| panic!("{expression}: {message}"));
        let found = query
            .search(&document())
            .unwrap_or_else(|message| panic!("{expression}: {message}"));

        let expected: Value = serde_json::from_str(expected).expect("an answer is JSON");
        // As text, because values are equal whatever the order of their members.
        assert_eq!(found.to_string(), expected.to_string(), "{expression}");
    }
}

#[test]
fn a_faulty_expression_is_refused_in_the_aws_cli_s_words() {
    for (expression, expected) in NOT_AN_EXPRESSION {
        assert_eq!(
            Query::parse(expression).expect_err(expression),
            *expected,
            "{expression}"
        );
    }
}

#[test]
fn half_a_surrogate_pair_which_the_aws_cli_takes_is_refused_in_words_of_our_own() {
    let refusal = Query::parse(r#""\ud800""#).expect_err("no name");
    assert_eq!(
        refusal,
        "Bad jmespath expression: Half of a surrogate pair is no character:\n\"\\ud800\"\n^"
    );
}

#[test]
fn what_cannot_be_computed_is_refused_in_the_aws_cli_s_words() {
    for (expression, expected) in NOT_COMPUTABLE {
        let query = Query::parse(expression).unwrap_or_else(|message| panic!("{expression}: {message}"));

        assert_eq!(
            query.search(&document()).expect_err(expression),
            *expected,
            "{expression}"
        );
    }
}

#[test]
fn an_expression_of_boundless_depth_is_refused() {
    let expressions = [
        "(".repeat(100_000),
        "!".repeat(100_000),
        format!("a{}", "[0]|a".repeat(100_000)),
    ];

    for expression in expressions {
        let message = Query::parse(&expression).expect_err("too deep");

        assert_eq!(message, "maximum recursion depth exceeded");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(expression in r#"[a-c0-9.*@&|!<>=?,:'"`\\(){}\[\] é-]{0,40}"#) {
        if let Ok(query) = Query::parse(&expression) {
            query.search(&document()).ok();
        }
    }
}
