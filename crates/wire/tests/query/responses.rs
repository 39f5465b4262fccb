//! From values to XML.

use roster_model::schema::{NoOutput, Schema, Shape};
use roster_wire::query::{Fault, encode_error, encode_response};
use serde_json::{Value, json};

use crate::shapes::{everything, user};

const IAM: &str = "https://iam.amazonaws.com/doc/2010-05-08/";
const ID: &str = "7a62c49f-347e-4fc4-9331-6e8eEXAMPLE";

fn answer(operation: &str, schema: &Schema, output: Option<&Value>) -> String {
    String::from_utf8(encode_response(operation, IAM, schema, output, ID)).unwrap()
}

/// What stands in the result of an operation that gives everything.
fn result(output: &Value) -> String {
    let answer = answer("Op", everything(), Some(output));
    let (_, rest) = answer.split_once("<OpResult>").unwrap();
    rest.split_once("</OpResult>").unwrap().0.to_owned()
}

#[test]
fn a_result_stands_before_the_id_of_its_request() {
    let output = json!({
        "Tags": [{"Key": "Team", "Value": "Sales"}],
        "UserName": "mary",
        "Path": "/sales/",
        "CreateDate": 1_795_256_130.0,
    });
    assert_eq!(
        answer("GetUser", user(), Some(&output)),
        "<GetUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetUserResult>\
        <Path>/sales/</Path><UserName>mary</UserName><CreateDate>2026-11-21T10:15:30Z</CreateDate>\
        <Tags><member><Key>Team</Key><Value>Sales</Value></member></Tags></GetUserResult>\
        <ResponseMetadata><RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata>\
        </GetUserResponse>"
    );
}

#[test]
fn an_operation_without_output_answers_with_its_id_alone() {
    let expected = "<DeleteUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\
        <ResponseMetadata><RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata>\
        </DeleteUserResponse>";
    assert_eq!(answer("DeleteUser", NoOutput::schema(), None), expected);
    assert_eq!(
        answer("DeleteUser", NoOutput::schema(), Some(&Value::Null)),
        expected
    );
}

#[test]
fn an_error_says_whose_fault_it_is() {
    let error = encode_error(
        IAM,
        Fault::Sender,
        "NoSuchEntity",
        "The user with name <mary> cannot be found.",
        ID,
    );
    assert_eq!(
        String::from_utf8(error).unwrap(),
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>\
        <Code>NoSuchEntity</Code><Message>The user with name &lt;mary&gt; cannot be found.</Message></Error>\
        <RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ErrorResponse>"
    );
    let error = encode_error(IAM, Fault::Receiver, "ServiceFailure", "", ID);
    let error = String::from_utf8(error).unwrap();
    assert!(error.contains("<Type>Receiver</Type><Code>ServiceFailure</Code><Message/>"));
}

#[test]
fn lists_maps_numbers_and_truths_have_their_elements() {
    let output = json!({"Flag": true, "Number": -7, "Names": ["a", ""], "Summary": {"Users": 27}});
    assert_eq!(
        result(&output),
        "<Flag>true</Flag><Number>-7</Number><Names><member>a</member><member/></Names>\
        <Summary><entry><key>Users</key><value>27</value></entry></Summary>"
    );
}

#[test]
fn what_is_empty_is_an_empty_element_and_what_is_null_is_none() {
    let output = json!({"Number": null, "Names": [], "Summary": {}, "User": {"Path": null}});
    assert_eq!(result(&output), "<Names/><Summary/><User/>");
}

#[test]
fn members_without_a_description_are_left_out() {
    assert_eq!(result(&json!({"Number": 1, "Secret": "x"})), "<Number>1</Number>");
}
