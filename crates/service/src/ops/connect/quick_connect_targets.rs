//! Where quick connects lead, between the form of requests and answers and that of records.

use roster_domain::records::QuickConnectTarget;

use super::references::flow;
use crate::prelude::connect::*;

/// Where a request lets a quick connect lead. What is not there is a breach.
pub(super) async fn target(
    cx: &mut Context<'_>,
    instance: &Instance,
    config: &QuickConnectConfig,
) -> Result<QuickConnectTarget, Refusal> {
    refuse(rules::quick_connect::breaches(config))?;
    let mut breaches = Vec::new();
    let target = if let Some(config) = &config.user_config {
        let member = "QuickConnectConfig.UserConfig.UserId";
        let user: Option<User> = referred(cx, instance, member, &config.user_id, &mut breaches).await?;
        let member = "QuickConnectConfig.UserConfig.ContactFlowId";
        let flow = flow(cx, instance, member, &config.contact_flow_id, &mut breaches)?;
        let there = user.zip(flow);
        there.map(|(user, contact_flow_id)| QuickConnectTarget::User {
            user_id: user.id,
            contact_flow_id,
        })
    } else if let Some(config) = &config.queue_config {
        let member = "QuickConnectConfig.QueueConfig.QueueId";
        let queue: Option<Queue> = referred(cx, instance, member, &config.queue_id, &mut breaches).await?;
        let member = "QuickConnectConfig.QueueConfig.ContactFlowId";
        let flow = flow(cx, instance, member, &config.contact_flow_id, &mut breaches)?;
        let there = queue.zip(flow);
        there.map(|(queue, contact_flow_id)| QuickConnectTarget::Queue {
            queue_id: queue.id,
            contact_flow_id,
        })
    } else if let Some(config) = &config.flow_config {
        let member = "QuickConnectConfig.FlowConfig.ContactFlowId";
        let flow = flow(cx, instance, member, &config.contact_flow_id, &mut breaches)?;
        flow.map(|contact_flow_id| QuickConnectTarget::Flow { contact_flow_id })
    } else {
        let phone = config.phone_config.as_ref();
        phone.map(|config| QuickConnectTarget::PhoneNumber {
            phone_number: config.phone_number.clone(),
        })
    };
    target.ok_or(Refusal::Rules(breaches))
}

/// Where a quick connect leads, as answers have it.
pub(super) fn shown(target: QuickConnectTarget) -> QuickConnectConfig {
    let config = QuickConnectConfig {
        quick_connect_type: target.quick_connect_type(),
        user_config: None,
        queue_config: None,
        phone_config: None,
        flow_config: None,
    };
    match target {
        QuickConnectTarget::User {
            user_id,
            contact_flow_id,
        } => QuickConnectConfig {
            user_config: Some(UserQuickConnectConfig {
                user_id: user_id.into_member(),
                contact_flow_id: contact_flow_id.into_member(),
            }),
            ..config
        },
        QuickConnectTarget::Queue {
            queue_id,
            contact_flow_id,
        } => QuickConnectConfig {
            queue_config: Some(QueueQuickConnectConfig {
                queue_id: queue_id.into_member(),
                contact_flow_id: contact_flow_id.into_member(),
            }),
            ..config
        },
        QuickConnectTarget::PhoneNumber { phone_number } => QuickConnectConfig {
            phone_config: Some(PhoneNumberQuickConnectConfig { phone_number }),
            ..config
        },
        QuickConnectTarget::Flow { contact_flow_id } => QuickConnectConfig {
            flow_config: Some(FlowQuickConnectConfig {
                contact_flow_id: contact_flow_id.into_member(),
            }),
            ..config
        },
    }
}

/// A quick connect where many are listed.
pub(super) fn summary(cx: &RequestContext, quick_connect: QuickConnect) -> QuickConnectSummary {
    QuickConnectSummary {
        arn: Some(cx.arn_of(&quick_connect).into()),
        last_modified_region: Some(quick_connect.last_modified_region()),
        quick_connect_type: Some(quick_connect.quick_connect_config.quick_connect_type()),
        id: Some(quick_connect.id.into_member()),
        name: Some(quick_connect.name.into()),
        last_modified_time: Some(quick_connect.last_modified_time),
    }
}
