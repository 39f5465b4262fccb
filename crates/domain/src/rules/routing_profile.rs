//! Which queues a routing profile serves, on which channels, and how many contacts a user takes at once. Sources: the API
//! references on `CreateRoutingProfile` and `DisassociateRoutingProfileQueues`, and the quotas of Connect; that a queue
//! needs a channel with a concurrency, and what happens to pairs that are there already or not at all, is assumed.

use roster_model::ops::connect::routing_profiles::{
    BehaviorType, CrossChannelBehavior, MediaConcurrencies, MediaConcurrency,
};
use roster_model::shapes::Channel;

use super::breach::{Breach, Fault};
use crate::records::{QueueConfig, QueueReference, RoutingProfile};

/// How many pairs of a queue and a channel a routing profile has at most.
const PAIRS: usize = 50;

/// How many of them a request names at most.
const PAIRS_AT_ONCE: usize = 10;

/// How many contacts a user takes on the channel `VOICE`.
const CALLS: i32 = 1;

/// What is wrong with the channels of a routing profile.
pub fn concurrencies(wanted: &MediaConcurrencies) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (
        index,
        MediaConcurrency {
            channel, concurrency, ..
        },
    ) in wanted.iter().enumerate()
    {
        if wanted[..index].iter().any(|before| before.channel == *channel) {
            breaches.push(Breach {
                member: "MediaConcurrencies",
                fault: Fault::Repeated {
                    value: channel.to_string(),
                },
            });
        }
        match channel {
            Channel::Voice if **concurrency > CALLS => breaches.push(Breach {
                member: "MediaConcurrencies.Concurrency",
                fault: Fault::AtMostOn {
                    max: CALLS,
                    channel: *channel,
                },
            }),
            Channel::Voice | Channel::Chat | Channel::Task | Channel::Email => {}
        }
    }
    breaches
}

/// The channels of a routing profile as they are stored. By default, a user who handles a contact is offered none of
/// other channels.
pub fn with_behavior(wanted: &MediaConcurrencies) -> MediaConcurrencies {
    let default = || CrossChannelBehavior {
        behavior_type: BehaviorType::RouteCurrentChannelOnly,
    };
    let complete = |wanted: &MediaConcurrency| MediaConcurrency {
        cross_channel_behavior: Some(wanted.cross_channel_behavior.clone().unwrap_or_else(default)),
        ..wanted.clone()
    };
    MediaConcurrencies(wanted.iter().map(complete).collect())
}

/// Adds queues. A pair that the profile has already gets the new priority and delay.
pub fn associate(profile: &mut RoutingProfile, configs: Vec<QueueConfig>) -> Vec<Breach> {
    const MEMBER: &str = "QueueConfigs";
    let references: Vec<_> = configs.iter().map(QueueConfig::reference).collect();
    let mut breaches = repeated(MEMBER, &references);
    breaches.extend(not_served(MEMBER, profile, &references));
    for config in configs {
        match place_of(profile, &config.reference()) {
            Some(place) => profile.queue_configs[place] = config,
            None => profile.queue_configs.push(config),
        }
    }
    breaches.extend(too_many(MEMBER, profile.queue_configs.len()));
    breaches
}

/// Adds queues that are served by manual assignment, if they are not there already.
pub fn associate_manually(profile: &mut RoutingProfile, references: Vec<QueueReference>) -> Vec<Breach> {
    const MEMBER: &str = "ManualAssignmentQueueConfigs";
    let mut breaches = repeated(MEMBER, &references);
    breaches.extend(not_served(MEMBER, profile, &references));
    let queues = &mut profile.manual_assignment_queue_configs;
    for reference in references {
        if !queues.contains(&reference) {
            queues.push(reference);
        }
    }
    breaches.extend(too_many(MEMBER, queues.len()));
    breaches
}

/// Changes how queues are served that are there.
pub fn update(profile: &mut RoutingProfile, configs: Vec<QueueConfig>) -> Vec<Breach> {
    const MEMBER: &str = "QueueConfigs";
    let references: Vec<_> = configs.iter().map(QueueConfig::reference).collect();
    let mut breaches = repeated(MEMBER, &references);
    for config in configs {
        match place_of(profile, &config.reference()) {
            Some(place) => profile.queue_configs[place] = config,
            None => breaches.push(Breach {
                member: MEMBER,
                fault: Fault::NotIn {
                    value: named(&config.reference()),
                    place: "the routing profile",
                    remedy: "call AssociateRoutingProfileQueues first",
                },
            }),
        }
    }
    breaches
}

/// Removes queues, as far as they are there.
pub fn disassociate(profile: &mut RoutingProfile, references: &[QueueReference]) {
    let is_left = |config: &QueueConfig| !references.contains(&config.reference());
    profile.queue_configs.retain(is_left);
}

/// Removes queues that are served by manual assignment, as far as they are there.
pub fn disassociate_manually(profile: &mut RoutingProfile, references: &[QueueReference]) {
    let queues = &mut profile.manual_assignment_queue_configs;
    queues.retain(|reference| !references.contains(reference));
}

/// What is wrong with the number of pairs in a member of a request.
pub fn too_many_at_once(member: &'static str, count: usize) -> Option<Breach> {
    let fault = Fault::TooManyItems {
        max: PAIRS_AT_ONCE,
        actual: count,
    };
    (count > PAIRS_AT_ONCE).then_some(Breach { member, fault })
}

fn place_of(profile: &RoutingProfile, reference: &QueueReference) -> Option<usize> {
    let mut configs = profile.queue_configs.iter();
    configs.position(|config| config.reference() == *reference)
}

fn repeated(member: &'static str, references: &[QueueReference]) -> Vec<Breach> {
    let indexed = references.iter().enumerate();
    let again = indexed.filter(|(index, reference)| references[..*index].contains(reference));
    again
        .map(|(_, reference)| Breach {
            member,
            fault: Fault::Repeated {
                value: named(reference),
            },
        })
        .collect()
}

/// The channels that the profile does not have.
fn not_served(member: &'static str, profile: &RoutingProfile, references: &[QueueReference]) -> Vec<Breach> {
    let has = |channel: Channel| {
        let mut concurrencies = profile.media_concurrencies.iter();
        concurrencies.any(|concurrency| concurrency.channel == channel)
    };
    let mut breaches = Vec::new();
    for QueueReference { channel, .. } in references.iter().filter(|reference| !has(reference.channel)) {
        let breach = Breach {
            member,
            fault: Fault::NotIn {
                value: format!("the channel {channel}"),
                place: "MediaConcurrencies",
                remedy: "add it there first",
            },
        };
        if !breaches.contains(&breach) {
            breaches.push(breach);
        }
    }
    breaches
}

fn too_many(member: &'static str, actual: usize) -> Option<Breach> {
    let fault = Fault::TooMany {
        nouns: "pairs of a queue and a channel",
        max: PAIRS,
        actual,
    };
    (actual > PAIRS).then_some(Breach { member, fault })
}

fn named(QueueReference { queue_id, channel }: &QueueReference) -> String {
    format!("the queue {queue_id} on the channel {channel}")
}
