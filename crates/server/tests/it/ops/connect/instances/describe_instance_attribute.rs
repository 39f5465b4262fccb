use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

#[test]
fn an_unknown_attribute_is_refused_with_all_that_there_are() {
    each_engine(async |t| {
        let unknown = json!({"InstanceId": MANAGED, "AttributeType": "LATE_MEDIA"});
        assert_snapshot!(t.root().call("DescribeInstanceAttribute", unknown).await, @"
        400 InvalidParameterException
        AttributeType must be one of INBOUND_CALLS, OUTBOUND_CALLS, CONTACTFLOW_LOGS, CONTACT_LENS, AUTO_RESOLVE_BEST_VOICES, USE_CUSTOM_TTS_VOICES, EARLY_MEDIA, MULTI_PARTY_CONFERENCE, AUTO_MUTE_AGENT_ON_HOLD, HIGH_VOLUME_OUTBOUND, ENHANCED_CONTACT_MONITORING, ENHANCED_CHAT_MONITORING, MULTI_PARTY_CHAT_CONFERENCE, MESSAGE_STREAMING
        ");
    });
}
