//! Whole outputs in every format, as the AWS CLI prints them.

use proptest::prelude::*;
use saphyr::{LoadableYamlNode as _, Scalar, Yaml};
use serde_json::{Map, Value, json};

use super::{Format, Output, table};

fn printed(format: &str, value: &Value) -> String {
    let mut out = Vec::new();
    output(format)
        .write(value, &mut out)
        .expect("memory takes all bytes");
    String::from_utf8(out).expect("output is text")
}

fn printed_in_pages(format: &str, pages: &[Value]) -> String {
    let mut out = Vec::new();
    let output = output(format);
    let mut printer = output.pages();
    for page in pages {
        printer.write(page, &mut out).expect("memory takes all bytes");
    }
    printer.finish(&mut out).expect("memory takes all bytes");
    String::from_utf8(out).expect("output is text")
}

fn output(format: &str) -> Output<'static> {
    Output {
        format: Format::parse(format).expect("a format"),
        operation: "DescribeUser",
        color: false,
    }
}

fn printed_table(value: &Value, style: &table::TableStyle) -> String {
    let mut out = Vec::new();
    table::write("DescribeUser", value, style, &mut out).expect("memory takes all bytes");
    String::from_utf8(out).expect("output is text")
}

fn error_of(format: &str, value: &Value) -> String {
    output(format)
        .write(value, &mut Vec::new())
        .expect_err("unshowable")
        .to_string()
}

fn user() -> Value {
    json!({"User": {
        "Id": "87654321-2222-1234-1234-111234567891",
        "Username": "mary",
        "IdentityInfo": {"FirstName": "Mary", "LastName": "Mäjor", "Mobile": "+12065550100"},
        "PhoneConfig": {"PhoneType": "SOFT_PHONE", "AutoAccept": false, "AfterContactWorkTimeLimit": 0, "DeskPhoneNumber": ""},
        "SecurityProfileIds": ["sp-1", "sp-2"],
        "Tags": {"team": "blue", "Äé": ""},
        "LastModifiedTime": "2023-11-14T22:13:20.500000+00:00",
    }})
}

#[test]
fn json_keeps_order_and_characters() {
    assert_eq!(
        printed(
            "json",
            &json!({"b": "é\u{7f}\u{1}\"😀", "a": [1.0, 1e22, 1_669_672_800.123, -3, null, true], "c": [], "d": {}})
        ),
        "{\n    \"b\": \"é\u{7f}\\u0001\\\"😀\",\n    \"a\": [\n        1.0,\n        1e+22,\n        1669672800.123,\n        \
         -3,\n        null,\n        true\n    ],\n    \"c\": [],\n    \"d\": {}\n}\n"
    );
}

#[test]
fn text_has_a_line_for_each_object_with_its_scalars_sorted_by_name() {
    assert_eq!(
        printed("text", &user()),
        "USER\t87654321-2222-1234-1234-111234567891\t2023-11-14T22:13:20.500000+00:00\tmary\n\
         IDENTITYINFO\tMary\tMäjor\t+12065550100\n\
         PHONECONFIG\t0\tFalse\t\tSOFT_PHONE\n\
         SECURITYPROFILEIDS\tsp-1\n\
         SECURITYPROFILEIDS\tsp-2\n\
         TAGS\tblue\t\n"
    );
}

#[test]
fn text_aligns_the_objects_of_a_list() {
    let cases = [
        (
            json!({"Users": [{"B": 1, "A": "x"}, {"A": null, "C": 1.5}]}),
            "USERS\tx\t1\t\nUSERS\tNone\t\t1.5\n",
        ),
        (json!([{"A": 1, "L": [1, 2]}, {"A": [3]}]), "1\nL\t1\nL\t2\n[3]\n"),
        (json!([[1, 2], [3, [4, "x"]], []]), "1\t2\n3\n4\tx\n"),
        (json!(["a", ["b"], true]), "a\tTrue\nb\n"),
        (json!(null), "None\n"),
        (json!("two\nlines"), "two\nlines\n"),
    ];

    for (value, expected) in cases {
        assert_eq!(printed("text", &value), expected, "{value}");
    }
}

#[test]
fn a_table_wider_than_the_terminal_is_transposed() {
    let value = json!({"UserSummaryList": [{"Id": "1", "Username": "ana"}]});

    assert_eq!(
        printed_table(
            &value,
            &table::TableStyle {
                color: false,
                columns: 80
            }
        ),
        "----------------------\n\
         |    DescribeUser    |\n\
         +--------------------+\n\
         ||  UserSummaryList ||\n\
         |+-----+------------+|\n\
         || Id  | Username   ||\n\
         |+-----+------------+|\n\
         ||  1  |  ana       ||\n\
         |+-----+------------+|\n"
    );
    assert_eq!(
        printed_table(
            &value,
            &table::TableStyle {
                color: false,
                columns: 20
            }
        ),
        "-----------------------\n\
         |    DescribeUser     |\n\
         +---------------------+\n\
         ||  UserSummaryList  ||\n\
         |+-----------+-------+|\n\
         ||  Id       |  1    ||\n\
         ||  Username |  ana  ||\n\
         |+-----------+-------+|\n"
    );
}

#[test]
fn a_table_nests_objects_and_counts_wide_characters_twice() {
    assert_eq!(
        printed_table(
            &user(),
            &table::TableStyle {
                color: false,
                columns: 80
            }
        ),
        include_str!("tests/user.table")
    );
}

#[test]
fn a_coloured_table_resets_after_every_piece() {
    let style = table::TableStyle {
        color: true,
        columns: 80,
    };

    let bar = "^[2m^[33m|^[0m^[0m";
    assert_eq!(
        printed_table(&json!({"A": {"B": "x"}}), &style).replace('\x1b', "^"),
        format!(
            "--------------\n\
             ^[0m^[0m|DescribeUser|^[0m^[0m\n\
             ^[0m^[0m+------------+^[0m^[0m\n\
             ^[0m{bar}|     A    |^[0m{bar}\n\
             ^[0m{bar}+----+-----+^[0m{bar}\n\
             ^[0m{bar}|  ^[1m^[34mB^[0m |  ^[1m^[34mx^[0m  |^[0m{bar}\n\
             ^[0m{bar}+----+-----+^[0m{bar}\n\
             ^[0m"
        )
    );
}

#[test]
fn yaml_quotes_only_text_that_would_be_parsed_as_something_else() {
    let plain = [
        "arn:aws:connect:us-east-1",
        "a#b",
        "-x",
        "yes",
        "_1",
        "é",
        "x: y".trim_end_matches(": y"),
        "0x",
        "1.2.3",
        "e5",
    ];
    let quoted = [
        "",
        "null",
        "~",
        "True",
        "12",
        "+12065550100",
        "0x1f",
        "0o17",
        "1_000",
        "1e3",
        ".5",
        "-.inf",
        ".NaN",
        "2020-01-01",
        "2020-1-1 1:02:03",
        "<<",
        "=",
        "x: y",
        "x:",
        "a #b",
        "- x",
        "-",
        "# x",
        "[x]",
        "*x",
        "it's: x",
        " x",
        "x ",
        "two\nlines",
        "---x",
        "@x",
        "`x`",
        "%x",
    ];
    let escaped = [
        ("😀", r#""\U0001F600""#),
        ("tab\t", r#""tab\t""#),
        ("\u{85}\u{7}", r#""\N\a""#),
        ("a \n", r#""a \n""#),
    ];

    for text in plain {
        assert_eq!(printed("yaml", &json!([text])), format!("- {text}\n"));
    }
    for text in quoted {
        let inner = text.replace('\'', "''").replace('\n', "\n\n  ");
        assert_eq!(printed("yaml", &json!([text])), format!("- '{inner}'\n"));
    }
    for (text, expected) in escaped {
        assert_eq!(printed("yaml", &json!([text])), format!("- {expected}\n"));
    }
}

#[test]
fn yaml_sorts_members_and_folds_long_text() {
    let words = "word ".repeat(20);
    let value =
        json!({"b": [[1, [2]], {"d": [], "c": {}}], "a": words.trim(), "n".repeat(129): {"x": [null]}});

    assert_eq!(
        printed("yaml", &value),
        format!(
            "a: {}\n  word word word word\nb:\n- - 1\n  - - 2\n- c: {{}}\n  d: []\n? {}\n: x:\n  - null\n",
            "word ".repeat(16).trim_end(),
            "n".repeat(129)
        )
    );
}

#[test]
fn a_lone_scalar_in_yaml_is_json() {
    assert_eq!(printed("yaml", &json!("é: 1")), "\"é: 1\"\n");
    assert_eq!(printed("yaml", &json!(null)), "null\n");
    assert_eq!(printed("yaml-stream", &json!(null)), "- null\n");
}

#[test]
fn pages_follow_each_other() {
    let pages = [
        json!({"Users": [{"Id": "1"}], "NextToken": "t"}),
        json!({}),
        json!({"Users": [{"Id": "2"}]}),
    ];

    assert_eq!(
        printed_in_pages("yaml-stream", &pages),
        "- NextToken: t\n  Users:\n  - Id: '1'\n- {}\n- Users:\n  - Id: '2'\n"
    );
    assert_eq!(printed_in_pages("text", &pages), "t\nUSERS\t1\nUSERS\t2\n");
}

#[test]
fn empty_output_writes_nothing_and_off_never_writes() {
    for format in ["json", "text", "table", "yaml", "yaml-stream", "off"] {
        assert_eq!(printed(format, &json!({})), "", "{format}");
    }
    assert_eq!(printed("off", &user()), "");
    assert_eq!(printed("table", &json!(null)), "");
    assert_eq!(Format::parse("xml"), None);
}

#[test]
fn a_value_that_a_format_cannot_show_is_refused_in_the_aws_cli_s_words() {
    assert_eq!(
        error_of("table", &json!([[1], [1, 2]])),
        "Row should have 1 elements, instead it has 2"
    );
    assert_eq!(
        error_of("table", &json!([{"a": 1}, null])),
        "'NoneType' object is not iterable"
    );
    assert_eq!(
        error_of("text", &json!([{"a": 1}, 1])),
        "'int' object has no attribute 'items'"
    );
}

fn texts() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        "[ -~]{0,12}",
        "[a-z0-9+._:#' -]{0,6}",
        "[\\PC\n\t\u{85}]{0,6}",
        Just("12".to_owned())
    ];
    prop::collection::vec(words, 0..12)
        .prop_map(|words| words.join(" ").replace(['\u{2028}', '\u{2029}'], ""))
        .prop_filter("ruamel.yaml leaves .5e5 unquoted", |text| {
            !text.trim_start_matches(['+', '-']).starts_with('.')
        })
}

fn values() -> impl Strategy<Value = Value> {
    let scalars = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        texts().prop_map(Value::from),
    ];
    scalars.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((texts(), inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn json_parses_to_the_same_value(value in values()) {
        let value = json!([value]);

        prop_assert_eq!(serde_json::from_str::<Value>(&printed("json", &value))?.to_string(), value.to_string());
    }

    #[test]
    fn yaml_parses_to_the_same_value(value in values()) {
        let value = json!([value]);
        let text = printed("yaml", &value);

        let documents = Yaml::load_from_str(&text).map_err(|fault| TestCaseError::fail(format!("{fault}: {text}")))?;
        prop_assert_eq!(from_yaml(&documents[0]), value, "{}", text);
    }

    #[test]
    fn all_lines_of_a_table_are_equally_long(value in prop::collection::btree_map("[A-Z]{1,9}", "[a-z]{0,30}", 1..6)) {
        let value = json!({"Users": [value]});
        let table = printed_table(&value, &table::TableStyle { color: false, columns: 80 });

        let mut lengths: Vec<_> = table.lines().map(str::len).collect();
        lengths.dedup();
        prop_assert_eq!(lengths.len(), 1);
    }
}

fn from_yaml(node: &Yaml<'_>) -> Value {
    match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => json!(value),
        Yaml::Value(Scalar::Integer(value)) => json!(value),
        Yaml::Value(Scalar::FloatingPoint(value)) => json!(value.into_inner()),
        Yaml::Value(Scalar::String(text)) => json!(text),
        Yaml::Sequence(items) => items.iter().map(from_yaml).collect(),
        Yaml::Mapping(members) => Value::Object(
            members
                .iter()
                .map(|(name, value)| {
                    (
                        name.as_str().expect("a name is text").to_owned(),
                        from_yaml(value),
                    )
                })
                .collect::<Map<_, _>>(),
        ),
        other => panic!("{other:?} is not JSON"),
    }
}
