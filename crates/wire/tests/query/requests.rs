//! From forms to values.

use roster_model::schema::Schema;
use roster_wire::query::{Form, decode, encode_request};
use serde_json::{Value, json};

use crate::shapes::{assume_role, create_user, everything};

fn read(schema: &Schema, text: &str) -> Value {
    decode(schema, &Form::parse(text.as_bytes()).expect("a form"))
}

#[test]
fn a_user_with_tags_is_read() {
    let form = "Action=CreateUser&Version=2010-05-08&Path=%2Fsales%2F&UserName=mary%40example.com\
        &Tags.member.1.Key=Cost+center&Tags.member.1.Value=%C3%9C1\
        &Tags.member.2.Key=Team&Tags.member.2.Value=";
    assert_eq!(
        read(create_user(), form),
        json!({
            "Path": "/sales/",
            "UserName": "mary@example.com",
            "Tags": [{"Key": "Cost center", "Value": "Ü1"}, {"Key": "Team", "Value": ""}],
        })
    );
}

#[test]
fn numbers_times_and_truths_are_read_as_such() {
    let form = "Number=3600&Flag=false&Since=2026-11-21T10%3A15%3A30Z&Inner.Since=1795256130";
    assert_eq!(
        read(everything(), form),
        json!({
            "Flag": false,
            "Number": 3600,
            "Since": 1_795_256_130.0,
            "Inner": {"Since": 1_795_256_130.0},
        })
    );
}

#[test]
fn what_is_not_of_its_kind_stays_text_for_validation_to_name() {
    let form = "RoleArn=7&DurationSeconds=an+hour&Tags=none";
    assert_eq!(
        read(assume_role(), form),
        json!({"RoleArn": "7", "DurationSeconds": "an hour", "Tags": "none"})
    );
}

#[test]
fn items_come_in_the_order_of_their_numbers_without_gaps() {
    let form = "Names.member.10=c&Names.member.9=b&Names.member.2=a";
    assert_eq!(read(everything(), form), json!({"Names": ["a", "b", "c"]}));
}

#[test]
fn an_empty_text_is_an_empty_list_map_or_structure() {
    assert_eq!(
        read(everything(), "Names=&Summary=&User="),
        json!({"Names": [], "Summary": {}, "User": {}})
    );
}

#[test]
fn maps_are_read_by_their_entries() {
    let form = "Summary.entry.2.key=Users&Summary.entry.2.value=27\
        &Summary.entry.1.value=5&Summary.entry.1.key=Groups\
        &Summary.entry.3.key=Users&Summary.entry.3.value=9\
        &Summary.entry.4.key=Roles&Summary.entry.5.value=1";
    assert_eq!(
        read(everything(), form),
        json!({"Summary": {"Groups": 5, "Users": 27, "Roles": null}})
    );
}

#[test]
fn parameters_that_are_no_members_are_ignored() {
    let form = "Action=CreateUser&username=mary&Tags.1.Key=a&Tags.member.0.Key=a&Tags.member.01.Key=a\
        &Tags.member.x.Key=a&Tags.member=a&Names.member.1=a&UserName.First=a";
    assert_eq!(read(create_user(), form), json!({}));
}

#[test]
fn a_shape_that_contains_itself_is_read_as_deep_as_its_names_go() {
    let form = format!("{}Number=1", "Inner.".repeat(127));
    let mut value = read(everything(), &form);
    for _ in 0..127 {
        value = value["Inner"].take();
    }
    assert_eq!(value, json!({"Number": 1}));
}

#[test]
fn a_client_sends_members_by_their_paths() {
    let input = json!({
        "Path": null,
        "UserName": "mary ann+x%41@example.com",
        "Tags": [{"Key": "Team", "Value": "Süd"}],
    });
    assert_eq!(
        encode_request("CreateUser", "2010-05-08", create_user(), &input),
        "Action=CreateUser&Version=2010-05-08&UserName=mary%20ann%2Bx%2541%40example.com\
        &Tags.member.1.Key=Team&Tags.member.1.Value=S%C3%BCd"
    );
}

#[test]
fn a_client_sends_what_is_empty_as_an_empty_text_and_times_as_iso_8601() {
    let input = json!({"Since": 1_795_256_130, "Names": [], "User": {}});
    assert_eq!(
        encode_request("A", "1", everything(), &input),
        "Action=A&Version=1&Since=2026-11-21T10%3A15%3A30Z&Names=&User="
    );
}
