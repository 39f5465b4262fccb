//! How the telephone settings of a user go together. Source: the API reference on `CreateUser` and
//! its per-channel lists; that a desk phone needs a number is assumed.

use roster_model::ops::connect::users::{
    CreateUserRequest, UpdateUserConfigRequest, UpdateUserPhoneConfigRequest,
};
use roster_model::shapes::{
    AfterContactWorkConfigs, AutoAcceptConfigs, Channel, PersistentConnectionConfigs, PhoneNumberConfigs,
    PhoneType, SensitivePhoneNumber, UserPhoneConfig, VoiceEnhancementConfigs,
};

use super::breach::{Breach, Fault};

/// The telephone settings of a request.
#[derive(Clone, Copy, Default)]
pub struct Settings<'r> {
    phone_config: Option<&'r UserPhoneConfig>,
    auto_accept_configs: Option<&'r AutoAcceptConfigs>,
    after_contact_work_configs: Option<&'r AfterContactWorkConfigs>,
    phone_number_configs: Option<&'r PhoneNumberConfigs>,
    persistent_connection_configs: Option<&'r PersistentConnectionConfigs>,
    voice_enhancement_configs: Option<&'r VoiceEnhancementConfigs>,
}

impl<'r> From<&'r CreateUserRequest> for Settings<'r> {
    fn from(request: &'r CreateUserRequest) -> Self {
        Self {
            phone_config: request.phone_config.as_ref(),
            auto_accept_configs: request.auto_accept_configs.as_ref(),
            after_contact_work_configs: request.after_contact_work_configs.as_ref(),
            phone_number_configs: request.phone_number_configs.as_ref(),
            persistent_connection_configs: request.persistent_connection_configs.as_ref(),
            voice_enhancement_configs: request.voice_enhancement_configs.as_ref(),
        }
    }
}

impl<'r> From<&'r UpdateUserPhoneConfigRequest> for Settings<'r> {
    fn from(request: &'r UpdateUserPhoneConfigRequest) -> Self {
        Self {
            phone_config: Some(&request.phone_config),
            ..Self::default()
        }
    }
}

impl<'r> From<&'r UpdateUserConfigRequest> for Settings<'r> {
    fn from(request: &'r UpdateUserConfigRequest) -> Self {
        Self {
            phone_config: None,
            auto_accept_configs: request.auto_accept_configs.as_ref(),
            after_contact_work_configs: request.after_contact_work_configs.as_ref(),
            phone_number_configs: request.phone_number_configs.as_ref(),
            persistent_connection_configs: request.persistent_connection_configs.as_ref(),
            voice_enhancement_configs: request.voice_enhancement_configs.as_ref(),
        }
    }
}

/// What is wrong with telephone settings.
pub fn breaches(settings: Settings<'_>) -> Vec<Breach> {
    let request = &settings;
    let mut breaches = Vec::new();
    twins(request, &mut breaches);
    desk_phone(request, &mut breaches);
    voice_only(request, &mut breaches);
    breaches
}

/// `PhoneConfig` and the per-channel lists must not speak of the same thing.
fn twins(request: &Settings<'_>, breaches: &mut Vec<Breach>) {
    let Some(config) = request.phone_config else {
        return;
    };
    let twins = [
        (
            "PhoneConfig.AutoAccept",
            config.auto_accept.is_some(),
            "AutoAcceptConfigs",
            request.auto_accept_configs.is_some(),
        ),
        (
            "PhoneConfig.AfterContactWorkTimeLimit",
            config.after_contact_work_time_limit.is_some(),
            "AfterContactWorkConfigs",
            request.after_contact_work_configs.is_some(),
        ),
        (
            "PhoneConfig.PhoneType",
            config.phone_type.is_some(),
            "PhoneNumberConfigs",
            request.phone_number_configs.is_some(),
        ),
        (
            "PhoneConfig.PersistentConnection",
            config.persistent_connection.is_some(),
            "PersistentConnectionConfigs",
            request.persistent_connection_configs.is_some(),
        ),
    ];
    let both = twins.iter().filter(|(_, one, _, two)| *one && *two);
    breaches.extend(both.map(|&(member, _, other, _)| Breach {
        member,
        fault: Fault::Twice { other },
    }));
}

fn desk_phone(request: &Settings<'_>, breaches: &mut Vec<Breach>) {
    // Programs send an empty number for none.
    let has_number = |number: Option<&SensitivePhoneNumber>| number.is_some_and(|number| !number.is_empty());
    let without_number =
        |kind: Option<PhoneType>, number: bool| kind == Some(PhoneType::DeskPhone) && !number;
    let config = request.phone_config;
    let fault = Fault::RequiredBy {
        because: "the phone type DESK_PHONE",
    };
    if config.is_some_and(|config| {
        without_number(config.phone_type, has_number(config.desk_phone_number.as_ref()))
    }) {
        breaches.push(Breach {
            member: "PhoneConfig.DeskPhoneNumber",
            fault: fault.clone(),
        });
    }
    let mut configs = request
        .phone_number_configs
        .iter()
        .flat_map(|configs| configs.iter());
    if configs.any(|config| without_number(Some(config.phone_type), has_number(config.phone_number.as_ref())))
    {
        breaches.push(Breach {
            member: "PhoneNumberConfigs.PhoneNumber",
            fault,
        });
    }
}

fn voice_only(request: &Settings<'_>, breaches: &mut Vec<Breach>) {
    fn other<T>(list: Option<&Vec<T>>, breaks: impl Fn(&T) -> bool) -> bool {
        list.is_some_and(|list| list.iter().any(breaks))
    }
    let not_voice = |channel: Channel| channel != Channel::Voice;
    let rules = [
        (
            "AutoAcceptConfigs.AgentFirstCallbackAutoAccept",
            other(request.auto_accept_configs.map(|list| &**list), |config| {
                not_voice(config.channel) && config.agent_first_callback_auto_accept.is_some()
            }),
        ),
        (
            "AfterContactWorkConfigs.AgentFirstCallbackAfterContactWorkConfig",
            other(request.after_contact_work_configs.map(|list| &**list), |config| {
                not_voice(config.channel) && config.agent_first_callback_after_contact_work_config.is_some()
            }),
        ),
        (
            "PhoneNumberConfigs",
            other(request.phone_number_configs.map(|list| &**list), |config| {
                not_voice(config.channel)
            }),
        ),
        (
            "PersistentConnectionConfigs",
            other(
                request.persistent_connection_configs.map(|list| &**list),
                |config| not_voice(config.channel),
            ),
        ),
        (
            "VoiceEnhancementConfigs",
            other(request.voice_enhancement_configs.map(|list| &**list), |config| {
                not_voice(config.channel)
            }),
        ),
    ];
    let broken = rules.iter().filter(|(_, broken)| *broken);
    breaches.extend(broken.map(|&(member, _)| Breach {
        member,
        fault: Fault::VoiceOnly,
    }));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn refusals(settings: &Value) -> Vec<String> {
        let mut request = json!({
            "InstanceId": "i", "Username": "mary", "RoutingProfileId": "r", "SecurityProfileIds": ["s"],
        });
        request
            .as_object_mut()
            .unwrap()
            .append(&mut settings.as_object().unwrap().clone());
        let request: CreateUserRequest = serde_json::from_value(request).unwrap();
        breaches(Settings::from(&request))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_setting_is_made_in_one_place_only() {
        let settings = json!({
            "PhoneConfig": {"PhoneType": "SOFT_PHONE", "AutoAccept": true},
            "AutoAcceptConfigs": [{"Channel": "CHAT", "AutoAccept": true}],
        });
        assert_eq!(
            refusals(&settings),
            ["PhoneConfig.AutoAccept and AutoAcceptConfigs set the same: send one of them"]
        );
    }

    #[test]
    fn a_desk_phone_needs_a_number() {
        assert_eq!(
            refusals(&json!({"PhoneConfig": {"PhoneType": "DESK_PHONE"}})),
            ["PhoneConfig.DeskPhoneNumber is required with the phone type DESK_PHONE"]
        );
        assert_eq!(
            refusals(&json!({"PhoneNumberConfigs": [{"Channel": "VOICE", "PhoneType": "DESK_PHONE"}]})),
            ["PhoneNumberConfigs.PhoneNumber is required with the phone type DESK_PHONE"]
        );
    }

    #[test]
    fn some_settings_apply_to_voice_only() {
        let settings = json!({
            "AutoAcceptConfigs": [{"Channel": "CHAT", "AutoAccept": true, "AgentFirstCallbackAutoAccept": true}],
            "PersistentConnectionConfigs": [{"Channel": "TASK", "PersistentConnection": true}],
        });
        assert_eq!(
            refusals(&settings),
            [
                "AutoAcceptConfigs.AgentFirstCallbackAutoAccept applies to the channel VOICE only",
                "PersistentConnectionConfigs applies to the channel VOICE only",
            ]
        );
    }
}
