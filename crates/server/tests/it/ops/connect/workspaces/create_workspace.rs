use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

use super::{create_desk, described, workspace};

#[test]
fn every_member_comes_back_as_it_was_sent() {
    each_engine(async |t| {
        let colours =
            |colour: &str| json!({"Background": colour, "Text": "#000", "InvertActionsColors": true});
        let sent = json!({
            "Description": "Who sells\nand who helps", "Title": "The desk", "Tags": {"site": "Lyon"},
            "Theme": {
                "Light": {
                    "Palette": {
                        "Header": colours("#fff"), "Navigation": colours("#eee"),
                        "Canvas": {"PageBackground": "#ddd"}, "Primary": {"Default": "#00f"},
                    },
                    "Images": {"Logo": {"Default": "https://example.com/logo.png"}},
                    "Typography": {"FontFamily": {"Default": "Courier New"}},
                },
                "Dark": {"Typography": {"FontFamily": {"Default": "Times New Roman"}}},
            },
        });
        let made = create_desk(&t, sent.clone()).await.json();
        let desk = json!({"InstanceId": MANAGED, "WorkspaceId": made["WorkspaceId"]});

        let described = described(&t, &desk).await;

        for (member, value) in sent.as_object().expect("members") {
            assert_eq!(&described[member], value, "{member}");
        }
        assert_eq!(described["Name"], "Desk");
        assert_eq!(described["Arn"], made["WorkspaceArn"]);
    });
}

#[test]
fn nobody_sees_a_new_workspace_and_empty_texts_are_none() {
    each_engine(async |t| {
        let made = create_desk(&t, json!({"Description": "", "Title": ""}))
            .await
            .json();
        let desk = json!({"InstanceId": MANAGED, "WorkspaceId": made["WorkspaceId"]});

        let described = described(&t, &desk).await;

        assert_eq!(described["Visibility"], "NONE");
        for member in ["Description", "Title", "Theme", "Tags"] {
            assert_eq!(described[member], json!(null), "{member}");
        }
    });
}

#[test]
fn the_name_of_a_workspace_is_unique_within_its_instance() {
    each_engine(async |t| {
        workspace(&t, "Desk").await;

        assert_snapshot!(create_desk(&t, json!({})).await, @"
        409 DuplicateResourceException
        There is already a workspace with this Name
        ");
        workspace(&t, "desk").await;
    });
}

#[test]
fn texts_of_workspaces_can_be_read() {
    each_engine(async |t| {
        let wrong = json!({"Name": " ", "Description": "a\u{0}b", "Title": "two\nlines"});

        assert_snapshot!(create_desk(&t, wrong).await, @"
        400 InvalidParameterException
        Name must be text on one line that is not all white space; Description must be text without control characters but ends of lines and tabs; Title must be text without control characters
        ");
    });
}

#[test]
fn a_font_is_one_of_six() {
    each_engine(async |t| {
        let theme = json!({"Light": {"Typography": {"FontFamily": {"Default": "Comic Sans"}}}});

        assert_snapshot!(create_desk(&t, json!({"Theme": theme})).await, @"
        400 InvalidParameterException
        Theme.Light.Typography.FontFamily.Default must be one of Arial, Courier New, Georgia, Times New Roman, Trebuchet, Verdana
        ");
    });
}
