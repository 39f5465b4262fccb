use crate::prelude::connect::*;

impl Handler for DescribeInstance {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let instance = cx.instance(&request.instance_id).await?;
        let tags = instance.tags.clone();
        let summary = summarize(cx, instance);
        Ok(DescribeInstanceResponse {
            instance: Some(instances::Instance {
                id: summary.id,
                arn: summary.arn,
                identity_management_type: summary.identity_management_type,
                instance_alias: summary.instance_alias,
                created_time: summary.created_time,
                service_role: summary.service_role,
                instance_status: summary.instance_status,
                status_reason: None,
                inbound_calls_enabled: summary.inbound_calls_enabled,
                outbound_calls_enabled: summary.outbound_calls_enabled,
                instance_access_url: summary.instance_access_url,
                tags,
            }),
        })
    }
}

/// An instance in brief.
pub(super) fn summarize(cx: &RequestContext, instance: Instance) -> InstanceSummary {
    let access_url = instance
        .alias
        .as_ref()
        .map(|alias| format!("https://{}.my.connect.aws", **alias));
    InstanceSummary {
        arn: Some(ARN(cx.account_region().instance(&instance.id).into())),
        service_role: Some(ARN(service_role(cx, &instance))),
        id: Some(instance.id.into_member()),
        identity_management_type: Some(instance.identity_management_type),
        instance_alias: instance.alias,
        created_time: Some(instance.created_time),
        instance_status: Some(shapes::InstanceStatus::Active),
        inbound_calls_enabled: Some(instance.inbound_calls_enabled),
        outbound_calls_enabled: Some(instance.outbound_calls_enabled),
        instance_access_url: access_url,
    }
}

/// The service-linked role that AWS would have made: its suffix is the end of the instance's id.
fn service_role(cx: &RequestContext, instance: &Instance) -> String {
    let suffix = instance.id.as_str().rsplit('-').next().unwrap_or_default();
    let name = format!("AWSServiceRoleForAmazonConnect_{suffix}");
    cx.account_region()
        .iam("role", "/aws-service-role/connect.amazonaws.com/", &name)
}
