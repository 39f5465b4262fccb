use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine, with};
use serde_json::json;

#[test]
fn a_list_replaces_itself_and_the_member_that_says_the_same() {
    each_engine(async |t| {
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        let phone = json!({"PhoneConfig": {"PhoneType": "SOFT_PHONE", "AutoAccept": true}});
        t.root()
            .done("UpdateUserPhoneConfig", with(mary.clone(), phone))
            .await;

        let lists = json!({
            "AutoAcceptConfigs": [{"Channel": "CHAT", "AutoAccept": true}],
            "VoiceEnhancementConfigs": [{"Channel": "VOICE", "VoiceEnhancementMode": "NOISE_SUPPRESSION"}],
        });
        assert_snapshot!(t.root().call("UpdateUserConfig", with(mary.clone(), lists.clone())).await, @"200");

        let user = t.root().user(MANAGED, MARY).await;
        assert_eq!(user["AutoAcceptConfigs"], lists["AutoAcceptConfigs"]);
        assert_eq!(user["VoiceEnhancementConfigs"], lists["VoiceEnhancementConfigs"]);
        assert_eq!(user["PhoneConfig"]["PhoneType"], "SOFT_PHONE");
        assert_eq!(user["PhoneConfig"]["AutoAccept"], serde_json::Value::Null);

        t.root().done("UpdateUserConfig", mary).await;
        let unchanged = t.root().user(MANAGED, MARY).await;
        assert_eq!(unchanged["AutoAcceptConfigs"], lists["AutoAcceptConfigs"]);
    });
}

#[test]
fn some_lists_are_about_voice_only() {
    each_engine(async |t| {
        let input = json!({
            "InstanceId": MANAGED, "UserId": MARY,
            "VoiceEnhancementConfigs": [{"Channel": "CHAT", "VoiceEnhancementMode": "NONE"}],
        });
        assert_snapshot!(t.root().call("UpdateUserConfig", input).await, @"
        400 InvalidParameterException
        VoiceEnhancementConfigs applies to the channel VOICE only
        ");
    });
}
