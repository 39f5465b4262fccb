use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{changed, workspace};

#[test]
fn only_what_is_sent_changes() {
    each_engine(async |t| {
        let changes = [
            json!({"Name": "Office"}),
            json!({"Description": "Who sells"}),
            json!({"Title": "The office"}),
        ];
        let expected = json!({"Name": "Office", "Description": "Who sells", "Title": "The office"});

        changed(&t, "UpdateWorkspaceMetadata", changes, expected).await;
    });
}

#[test]
fn empty_texts_remove_description_and_title() {
    each_engine(async |t| {
        let changes = [
            json!({"Description": "Who sells", "Title": "The office"}),
            json!({"Description": "", "Title": ""}),
        ];

        changed(&t, "UpdateWorkspaceMetadata", changes, json!({})).await;
    });
}

#[test]
fn a_taken_name_is_refused() {
    each_engine(async |t| {
        let (desk, _) = (workspace(&t, "Desk").await, workspace(&t, "Office").await);

        let taken = with(desk.clone(), json!({"Name": "Office"}));
        let taken = t.root().call("UpdateWorkspaceMetadata", taken).await;

        assert_eq!(taken.error(), Some("DuplicateResourceException"), "{taken}");
        let same = with(desk, json!({"Name": "Desk"}));
        t.root().done("UpdateWorkspaceMetadata", same).await;
    });
}
