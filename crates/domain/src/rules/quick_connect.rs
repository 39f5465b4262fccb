//! Where a quick connect can lead. Source: the API reference on `QuickConnectConfig`; that members of other types are
//! refused is assumed.

use roster_model::ops::connect::quick_connects::{QuickConnectConfig, QuickConnectType};

use super::breach::{Breach, Fault};

/// What is wrong with where a quick connect leads, beside what it names.
pub fn breaches(config: &QuickConnectConfig) -> Vec<Breach> {
    let members = [
        (
            QuickConnectType::User,
            "QuickConnectConfig.UserConfig",
            config.user_config.is_some(),
        ),
        (
            QuickConnectType::Queue,
            "QuickConnectConfig.QueueConfig",
            config.queue_config.is_some(),
        ),
        (
            QuickConnectType::PhoneNumber,
            "QuickConnectConfig.PhoneConfig",
            config.phone_config.is_some(),
        ),
        (
            QuickConnectType::Flow,
            "QuickConnectConfig.FlowConfig",
            config.flow_config.is_some(),
        ),
    ];
    let because = with(config.quick_connect_type);
    let mut breaches = Vec::new();
    for (of_type, member, is_there) in members {
        let fault = match (of_type == config.quick_connect_type, is_there) {
            (true, false) => Fault::RequiredBy { because },
            (false, true) => Fault::ForbiddenBy { because },
            (true, true) | (false, false) => continue,
        };
        breaches.push(Breach { member, fault });
    }
    // The form of the shape takes an empty number, which clears others.
    if config
        .phone_config
        .as_ref()
        .is_some_and(|config| config.phone_number.is_empty())
    {
        breaches.push(Breach {
            member: "QuickConnectConfig.PhoneConfig.PhoneNumber",
            fault: Fault::Form {
                must_be: "a telephone number in E.164 form, such as +15555550100",
            },
        });
    }
    breaches
}

const fn with(kind: QuickConnectType) -> &'static str {
    match kind {
        QuickConnectType::User => "QuickConnectType USER",
        QuickConnectType::Queue => "QuickConnectType QUEUE",
        QuickConnectType::PhoneNumber => "QuickConnectType PHONE_NUMBER",
        QuickConnectType::Flow => "QuickConnectType FLOW",
    }
}
