use roster_testkit::each_engine;
use serde_json::json;

use super::changed;

#[test]
fn a_theme_is_replaced_as_a_whole() {
    each_engine(async |t| {
        let header = json!({"Theme": {"Light": {"Palette": {"Header": {"Background": "#fff"}}}}});
        let font = json!({"Theme": {"Dark": {"Typography": {"FontFamily": {"Default": "Verdana"}}}}});

        changed(&t, "UpdateWorkspaceTheme", [header, font.clone()], font).await;
    });
}

#[test]
fn no_theme_removes_it() {
    each_engine(async |t| {
        let font = json!({"Theme": {"Dark": {"Typography": {"FontFamily": {"Default": "Verdana"}}}}});

        changed(&t, "UpdateWorkspaceTheme", [font, json!({})], json!({})).await;
    });
}
