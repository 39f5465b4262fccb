//! What holds for all policies.

use std::borrow::Cow;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use roster_policy::{
    Caller, ConditionKey, Context, Decision, Denial, Document, Effect, Kind, Layer, Outcome, Policies,
    Request, TrustDecision, Value, Values, evaluate_trust,
};

use crate::named;

const ACTIONS: &[&str] = &[
    "connect:DescribeUser",
    "connect:UpdateUserIdentityInfo",
    "iam:GetUser",
];
const RESOURCES: &[&str] = &["*", "arn:aws:c:r:1:x/a", "arn:aws:c:r:1:x/b", "arn:aws:c:r:1:y"];
const KEYS: &[&str] = &["k:x", "k:y", "k:z"];
const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "StringLikeIfExists",
    "StringNotEqualsIfExists",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringEquals",
    "ForAllValues:StringNotLike",
    "ForAnyValue:StringNotEquals",
    "ForAnyValue:StringLikeIfExists",
    "NumericLessThan",
    "NumericNotEquals",
    "Bool",
    "ArnLike",
    "ArnNotEquals",
    "Null",
];

/// What a key may turn out to be.
#[derive(Clone, Debug)]
enum Entry {
    Absent,
    Unknown,
    One(&'static str),
    Many(Vec<Cow<'static, str>>),
}

#[derive(Clone, Debug)]
struct Known([Entry; 3]);

impl Context for Known {
    fn values(&self, key: &ConditionKey) -> Values<'_> {
        let index = KEYS
            .iter()
            .position(|name| *name == key.folded())
            .expect("one of the keys");
        match &self.0[index] {
            Entry::Absent => Values::Absent,
            Entry::Unknown => Values::Unknown,
            Entry::One(value) => Values::One(Value::Text(value)),
            Entry::Many(values) => Values::Many(values),
        }
    }
}

impl Known {
    /// With the unknown filled in from `answers`.
    fn completed(&self, answers: &Self) -> Self {
        let mut completed = self.clone();
        for (entry, answer) in completed.0.iter_mut().zip(&answers.0) {
            if let Entry::Unknown = entry {
                *entry = answer.clone();
            }
        }
        completed
    }
}

fn text() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "a",
        "A",
        "b",
        "ab",
        "1",
        "true",
        "arn:a:b:c:d:e",
        "arn:a:b:c:d:a",
    ])
}

fn known_entry() -> impl Strategy<Value = Entry> {
    prop_oneof![
        1 => Just(Entry::Absent),
        3 => text().prop_map(Entry::One),
        2 => vec(text().prop_map(Cow::Borrowed), 0..3).prop_map(Entry::Many),
    ]
}

fn entry() -> impl Strategy<Value = Entry> {
    prop_oneof![2 => known_entry(), 1 => Just(Entry::Unknown)]
}

fn condition() -> impl Strategy<Value = String> {
    let wanted = select(vec![
        "a",
        "b",
        "a*",
        "?",
        "",
        "${k:x}",
        "${k:y}b",
        "a${k:z, 'b'}",
        "${k:y, 'a'}",
        "${k:x}${k:z}",
    ]);
    (select(OPERATORS), select(KEYS), vec(wanted, 1..3)).prop_map(|(operator, key, wanted)| {
        let values = match operator {
            "Null" | "Bool" => r#""true""#.to_owned(),
            _ if operator.starts_with("Numeric") => r#"["1"]"#.to_owned(),
            _ if operator.starts_with("Arn") => {
                let arns: Vec<String> = wanted
                    .iter()
                    .map(|last| format!("\"arn:a:*:c:d:{last}\""))
                    .collect();
                format!("[{}, \"${{k:x}}\"]", arns.join(", "))
            }
            _ => format!("{wanted:?}"),
        };
        format!(r#""{operator}": {{"{key}": {values}}}"#)
    })
}

fn statement_of(effect: &'static str) -> impl Strategy<Value = String> {
    elements().prop_map(move |elements| format!(r#"{{"Effect": "{effect}", {elements}}}"#))
}

/// A statement but for its effect.
fn elements() -> impl Strategy<Value = String> {
    let actions = select(vec![
        r#""Action": "*""#,
        r#""Action": "connect:*User*""#,
        r#""NotAction": ["iam:*", "connect:Desc*"]"#,
        r#""Action": ["connect:DescribeUser", "IAM:getuser"]"#,
    ]);
    let resources = select(vec![
        r#""Resource": "*""#,
        r#""Resource": "arn:aws:c:r:1:x/*""#,
        r#""NotResource": ["arn:aws:c:r:1:x/a"]"#,
        r#""Resource": ["arn:aws:c:r:1:x/${k:x}", "arn:aws:c:*"]"#,
        r#""Resource": "arn:aws:c:r:1:x/${k:y}""#,
        r#""NotResource": "arn:aws:c:r:1:x/${k:z}""#,
        r#""Resource": "arn:aws:c:r:${k:x}:x/*""#,
        r#""NotResource": ["arn:aws:c:r:${k:y, '1'}:x/a", "arn:aws:c:r:1:x/${k:z}"]"#,
    ]);
    (actions, resources, prop::option::of(condition())).prop_map(|(actions, resources, condition)| {
        let condition = condition.unwrap_or_default();
        format!(r#"{actions}, {resources}, "Condition": {{{condition}}}"#)
    })
}

fn statement() -> impl Strategy<Value = String> {
    prop_oneof![2 => statement_of("Allow"), 1 => statement_of("Deny")]
}

fn trust_statement() -> impl Strategy<Value = String> {
    let heads = select(vec![
        r#""Effect": "Allow", "Principal": "*""#,
        r#""Effect": "Allow", "Principal": {"AWS": "123456789012"}"#,
        r#""Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::123456789012:user/ana"}"#,
        r#""Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:user/bob"}"#,
    ]);
    (heads, prop::option::of(condition())).prop_map(|(head, condition)| {
        let condition = condition.unwrap_or_default();
        format!(r#"{{{head}, "Action": "sts:AssumeRole", "Condition": {{{condition}}}}}"#)
    })
}

fn build(identity: &[String], boundary: Option<&String>, session: &[String]) -> Policies {
    let names = |texts: &[String]| texts.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let layer = |prefix, texts: &[String]| {
        if texts.is_empty() {
            Vec::new()
        } else {
            named(prefix, &[&names(texts)])
        }
    };
    Policies {
        identity: layer("p", identity),
        boundary: boundary.and_then(|text| named("b", &[text]).pop()),
        session: layer("s", session),
    }
}

fn policies() -> impl Strategy<Value = Policies> {
    (
        vec(statement(), 0..5),
        prop::option::of(statement()),
        vec(statement(), 0..2),
    )
        .prop_map(|(identity, boundary, session)| build(&identity, boundary.as_ref(), &session))
}

fn context() -> impl Strategy<Value = Known> {
    [entry(), entry(), entry()].prop_map(Known)
}

fn complete_context() -> impl Strategy<Value = Known> {
    [known_entry(), known_entry(), known_entry()].prop_map(Known)
}

fn allowed(decision: &Decision<'_>) -> bool {
    matches!(decision, Decision::Allowed { .. })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn what_is_decided_stays_decided_whatever_the_unknown_turns_out_to_be(
        policies in policies(), partly in context(), answers in vec(complete_context(), 8),
        action in select(ACTIONS), resource in select(RESOURCES),
    ) {
        let early = policies.evaluate(&Request { action, resource, context: &partly });
        let relevant = Arc::new(policies.clone()).for_action(action);
        prop_assert_eq!(early, relevant.evaluate(resource, &partly));
        let undecided = matches!(early, Decision::Undecided);
        if undecided {
            prop_assert!(!relevant.unknown_keys(resource, &partly).is_empty());
        }

        for answers in &answers {
            let context = partly.completed(answers);
            let late = policies.evaluate(&Request { action, resource, context: &context });
            prop_assert!(late != Decision::Undecided);
            prop_assert!(undecided || allowed(&late) == allowed(&early), "{:?} then {:?} with {:?}", early, late, context);
        }
    }

    #[test]
    fn only_the_keys_that_matter_need_to_become_known(
        policies in policies(), partly in context(), answers in complete_context(), others in complete_context(),
        action in select(ACTIONS), resource in select(RESOURCES),
    ) {
        let relevant = Arc::new(policies).for_action(action);
        let matter: Vec<_> = relevant.unknown_keys(resource, &partly).iter().map(|key| key.folded().to_owned()).collect();
        let mut mixed = answers.clone();
        for (index, key) in KEYS.iter().enumerate() {
            if !matter.iter().any(|matter| matter == key) {
                mixed.0[index] = others.0[index].clone();
            }
        }

        let one = relevant.evaluate(resource, &partly.completed(&answers));
        // A decided request does not depend on any of them.
        if relevant.evaluate(resource, &partly) == Decision::Undecided {
            prop_assert_eq!(allowed(&one), allowed(&relevant.evaluate(resource, &partly.completed(&mixed))));
        }
    }

    #[test]
    fn a_deny_wins_wherever_it_stands(
        statements in vec(statement(), 0..5), at in 0..5_usize, context in context(),
        action in select(ACTIONS), resource in select(RESOURCES),
    ) {
        let deny = r#"{"Sid": "Wall", "Effect": "Deny", "Action": "*", "Resource": "*"}"#.to_owned();
        let mut walled = statements.clone();
        walled.insert(at.min(statements.len()), deny.clone());
        let request = Request { action, resource, context: &context };

        for policies in [build(&walled, None, &[]), build(&statements, Some(&deny), &[]), build(&statements, None, &[deny])] {
            let explicit = matches!(policies.evaluate(&request), Decision::Denied(Denial::Explicit { .. }));
            prop_assert!(explicit);
        }
    }

    #[test]
    fn where_an_allow_matches_a_deny_of_the_same_elements_does(
        elements in elements(), context in complete_context(), action in select(ACTIONS), resource in select(RESOURCES),
    ) {
        let request = Request { action, resource, context: &context };
        let of = |effect: &str| format!(r#"{{"Effect": "{effect}", {elements}}}"#);
        let everything = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#.to_owned();

        let allows = allowed(&build(&[of("Allow")], None, &[]).evaluate(&request));
        let denies = !allowed(&build(&[everything, of("Deny")], None, &[]).evaluate(&request));

        prop_assert!(denies || !allows, "{}", elements);
    }

    #[test]
    fn the_order_of_statements_does_not_change_the_decision(
        statements in vec(statement(), 0..5).prop_flat_map(|statements| (Just(statements.clone()), Just(statements).prop_shuffle())),
        context in context(), action in select(ACTIONS), resource in select(RESOURCES),
    ) {
        let request = Request { action, resource, context: &context };
        let kind = |decision: Decision<'_>| match decision {
            Decision::Allowed { .. } => 0,
            Decision::Denied(Denial::Explicit { .. }) => 1,
            Decision::Denied(Denial::Implicit { .. }) => 2,
            Decision::Undecided => 3,
        };

        let (one, other) = (build(&statements.0, None, &[]), build(&statements.1, None, &[]));

        prop_assert_eq!(kind(one.evaluate(&request)), kind(other.evaluate(&request)));
    }

    #[test]
    fn another_allow_never_takes_away(
        statements in vec(statement(), 0..5), more in statement_of("Allow"), context in context(),
        action in select(ACTIONS), resource in select(RESOURCES),
    ) {
        let request = Request { action, resource, context: &context };
        let mut generous = statements.clone();
        generous.push(more);

        let before = allowed(&build(&statements, None, &[]).evaluate(&request));

        prop_assert!(!before || allowed(&build(&generous, None, &[]).evaluate(&request)));
    }

    #[test]
    fn the_explanation_agrees_with_the_decision(
        policies in policies(), context in context(), action in select(ACTIONS), resource in select(RESOURCES),
    ) {
        let request = Request { action, resource, context: &context };
        let traces = policies.explain(&request);
        let any = |effect, layer: Option<Layer>, outcome: fn(&Outcome) -> bool| traces.iter().any(|trace| {
            trace.effect == effect && layer.is_none_or(|layer| trace.statement.layer == layer) && outcome(&trace.outcome)
        });
        let matches: fn(&Outcome) -> bool = |outcome| *outcome == Outcome::Matches;
        let may: fn(&Outcome) -> bool = |outcome| !matches!(outcome, Outcome::Misses { .. });
        let layers = [
            (Layer::Identity, true),
            (Layer::Boundary, policies.boundary.is_some()),
            (Layer::Session, !policies.session.is_empty()),
        ];
        let each = |outcome| layers.iter().all(|(layer, limits)| !limits || any(Effect::Allow, Some(*layer), outcome));

        let expected = if any(Effect::Deny, None, matches) || !each(may) {
            Some(false)
        } else if each(matches) && !any(Effect::Deny, None, may) {
            Some(true)
        } else {
            None
        };

        let got = match policies.evaluate(&request) {
            Decision::Allowed { .. } => Some(true),
            Decision::Denied(_) => Some(false),
            Decision::Undecided => None,
        };
        prop_assert_eq!(got, expected);
    }

    #[test]
    fn who_is_allowed_is_allowed_by_a_statement_that_could_grant(
        policies in policies(), context in complete_context(), action in select(ACTIONS), resource in select(RESOURCES),
    ) {
        if let Decision::Allowed { by } = policies.evaluate(&Request { action, resource, context: &context }) {
            prop_assert!(policies.could_grant(action, resource).any(|name| name == by));
        }
    }

    #[test]
    fn trust_that_is_decided_stays_decided(
        statements in vec(trust_statement(), 1..4), partly in context(), answers in vec(complete_context(), 8),
    ) {
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(", "));
        let document = Document::parse(&text, Kind::Trust).expect("a trust policy");
        let caller = Caller { account: "123456789012", arns: &["arn:aws:iam::123456789012:user/ana"], id: None };
        let sense = |context: &Known| match evaluate_trust(&document, &caller, "sts:AssumeRole", context) {
            TrustDecision::Trusted { through, .. } => Some(Some(through)),
            TrustDecision::Denied { .. } | TrustDecision::NotTrusted => Some(None),
            TrustDecision::Undecided => None,
        };

        let early = sense(&partly);

        for answers in &answers {
            let late = sense(&partly.completed(answers));
            prop_assert!(late.is_some());
            prop_assert!(early.is_none() || early == late, "{:?} then {:?}: {}", early, late, text);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,60}", trust in any::<bool>()) {
        let kind = if trust { Kind::Trust } else { Kind::Identity };
        prop_assert!(Document::parse(&text, kind).map_or_else(|error| !error.to_string().is_empty(), |_| true));
    }

    #[test]
    fn no_broken_policy_makes_the_reader_panic(statement in statement(), at in 0..200_usize, garbage in "[\\[\\]{}\",:$*?a0é]{0,3}", cut in 0..8_usize) {
        let mut text: Vec<char> = format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#).chars().collect();
        let at = at.min(text.len());
        let end = (at + cut).min(text.len());
        text.splice(at..end, garbage.chars());
        let text: String = text.into_iter().collect();

        let parsed = Document::parse(&text, Kind::Identity);

        prop_assert!(parsed.map_or_else(|error| !error.to_string().is_empty(), |document| document.statements().len() == 1));
    }
}
