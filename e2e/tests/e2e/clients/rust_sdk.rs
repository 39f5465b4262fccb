//! The AWS SDK for Rust.

use std::fmt::Debug;

use aws_sdk_connect::Client as Connect;
use aws_sdk_connect::config::http::HttpResponse;
use aws_sdk_connect::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_connect::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_connect::operation::RequestId;
use aws_sdk_connect::primitives::DateTime;
use aws_sdk_connect::types::{
    DirectoryType, InstanceStatus, InstanceSummary, PhoneType, User, UserIdentityInfo, UserPhoneConfig,
    UserSummary,
};
use aws_smithy_http_client::Builder;
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use super::{Access, Client, Refusal, Success};

/// The SDK, and what it runs on.
pub(super) struct RustSdk {
    connect: Connect,
    runtime: Runtime,
}

/// A client of the SDK.
pub(crate) fn connect(access: &Access) -> Connect {
    let key = &access.key;
    let config = aws_sdk_connect::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(Builder::new().build_http())
        .endpoint_url(&access.endpoint)
        .region(Region::new(key.region.clone()))
        .credentials_provider(Credentials::new(&key.id, &key.secret, None, None, "tests"))
        .build();
    Connect::from_conf(config)
}

impl RustSdk {
    pub(super) fn new(access: &Access) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Self {
            connect: connect(access),
            runtime: runtime.expect("a runtime"),
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "a flat table: an operation, its request, its answer"
    )]
    async fn send(&self, operation: &str, input: &Value) -> Result<Success, Refusal> {
        let text = |name: &str| input[name].as_str().map(str::to_owned);
        let flag = |name: &str| input[name].as_bool();
        let connect = &self.connect;
        match operation {
            "CreateInstance" => {
                let kind = text("IdentityManagementType").map(|kind| DirectoryType::from(kind.as_str()));
                let request = connect
                    .create_instance()
                    .set_identity_management_type(kind)
                    .set_instance_alias(text("InstanceAlias"))
                    .set_inbound_calls_enabled(flag("InboundCallsEnabled"))
                    .set_outbound_calls_enabled(flag("OutboundCallsEnabled"));
                told(
                    request.send().await,
                    |made| json!({"Id": made.id, "Arn": made.arn}),
                )
            }
            "DescribeInstance" => {
                let request = connect.describe_instance().set_instance_id(text("InstanceId"));
                told(request.send().await, |shown| {
                    let instance = shown.instance.as_ref().expect("an instance");
                    json!({"Instance": {
                        "Id": instance.id,
                        "InstanceAlias": instance.instance_alias,
                        "InstanceStatus": instance.instance_status.as_ref().map(InstanceStatus::as_str),
                        "CreatedTime": seconds(instance.created_time.as_ref()),
                        "InboundCallsEnabled": instance.inbound_calls_enabled,
                    }})
                })
            }
            "ListInstances" => {
                let request = connect.list_instances();
                told(
                    request.send().await,
                    |listed| json!({"InstanceSummaryList": each(listed.instance_summary_list(), instance_in_brief)}),
                )
            }
            "DeleteInstance" => {
                let request = connect.delete_instance().set_instance_id(text("InstanceId"));
                told(request.send().await, |_| json!({}))
            }
            "ListSecurityProfiles" => {
                let request = connect
                    .list_security_profiles()
                    .set_instance_id(text("InstanceId"));
                told(request.send().await, |listed| {
                    let profiles = each(
                        listed.security_profile_summary_list(),
                        |profile| json!({"Id": profile.id, "Name": profile.name}),
                    );
                    json!({"SecurityProfileSummaryList": profiles})
                })
            }
            "DescribeSecurityProfile" => {
                let request = connect
                    .describe_security_profile()
                    .set_instance_id(text("InstanceId"))
                    .set_security_profile_id(text("SecurityProfileId"));
                told(request.send().await, |shown| {
                    let profile = shown.security_profile.as_ref().expect("a profile");
                    json!({"SecurityProfile": {"SecurityProfileName": profile.security_profile_name}})
                })
            }
            "ListSecurityProfilePermissions" => {
                let request = connect
                    .list_security_profile_permissions()
                    .set_instance_id(text("InstanceId"))
                    .set_security_profile_id(text("SecurityProfileId"));
                told(
                    request.send().await,
                    |listed| json!({"Permissions": listed.permissions()}),
                )
            }
            "ListRoutingProfiles" => {
                let request = connect
                    .list_routing_profiles()
                    .set_instance_id(text("InstanceId"));
                told(request.send().await, |listed| {
                    let profiles = each(
                        listed.routing_profile_summary_list(),
                        |profile| json!({"Id": profile.id, "Name": profile.name}),
                    );
                    json!({"RoutingProfileSummaryList": profiles})
                })
            }
            "DescribeRoutingProfile" => {
                let request = connect
                    .describe_routing_profile()
                    .set_instance_id(text("InstanceId"))
                    .set_routing_profile_id(text("RoutingProfileId"));
                told(request.send().await, |shown| {
                    let profile = shown.routing_profile.as_ref().expect("a profile");
                    json!({"RoutingProfile": {"Name": profile.name}})
                })
            }
            "CreateUser" => {
                let profiles = input["SecurityProfileIds"].as_array().expect("profiles");
                let profiles = profiles
                    .iter()
                    .filter_map(|profile| profile.as_str().map(str::to_owned));
                let request = connect
                    .create_user()
                    .set_instance_id(text("InstanceId"))
                    .set_username(text("Username"))
                    .set_password(text("Password"))
                    .set_identity_info(identity_info(input))
                    .set_phone_config(phone_config(input))
                    .set_security_profile_ids(Some(profiles.collect()))
                    .set_routing_profile_id(text("RoutingProfileId"));
                told(
                    request.send().await,
                    |made| json!({"UserId": made.user_id, "UserArn": made.user_arn}),
                )
            }
            "DescribeUser" => {
                let request = connect
                    .describe_user()
                    .set_instance_id(text("InstanceId"))
                    .set_user_id(text("UserId"));
                told(
                    request.send().await,
                    |shown| json!({"User": shown.user().map(user).expect("a user")}),
                )
            }
            "ListUsers" => {
                let request = connect.list_users().set_instance_id(text("InstanceId"));
                told(
                    request.send().await,
                    |listed| json!({"UserSummaryList": each(listed.user_summary_list(), user_in_brief)}),
                )
            }
            "DeleteUser" => {
                let request = connect
                    .delete_user()
                    .set_instance_id(text("InstanceId"))
                    .set_user_id(text("UserId"));
                told(request.send().await, |_| json!({}))
            }
            "UpdateUserIdentityInfo" => {
                let request = connect
                    .update_user_identity_info()
                    .set_instance_id(text("InstanceId"))
                    .set_user_id(text("UserId"))
                    .set_identity_info(identity_info(input));
                told(request.send().await, |_| json!({}))
            }
            "DescribeContactFlow" => {
                let request = connect
                    .describe_contact_flow()
                    .set_instance_id(text("InstanceId"))
                    .set_contact_flow_id(text("ContactFlowId"));
                told(request.send().await, |_| json!({}))
            }
            other => panic!("no story has called {other} so far"),
        }
    }
}

impl Client for RustSdk {
    fn call(&mut self, operation: &str, input: &Value) -> Result<Success, Refusal> {
        self.runtime.block_on(self.send(operation, input))
    }

    fn pages(&mut self, operation: &str, input: &Value, page_size: i32) -> Vec<Value> {
        assert_eq!(operation, "ListUsers", "no story has paged another list so far");
        let paginator = self
            .connect
            .list_users()
            .set_instance_id(input["InstanceId"].as_str().map(str::to_owned))
            .into_paginator()
            .page_size(page_size);
        self.runtime.block_on(async {
            let mut pages = Vec::new();
            let mut stream = paginator.send();
            while let Some(page) = stream.next().await {
                let page = page.expect("a page");
                pages.push(json!({"UserSummaryList": each(page.user_summary_list(), user_in_brief)}));
            }
            pages
        })
    }
}

fn told<O, E>(
    outcome: Result<O, SdkError<E, HttpResponse>>,
    output: impl FnOnce(&O) -> Value,
) -> Result<Success, Refusal>
where
    O: RequestId,
    E: ProvideErrorMetadata + Debug,
{
    match outcome {
        Ok(answer) => Ok(Success {
            output: without_absent(output(&answer)),
            request_id: answer.request_id().map(str::to_owned),
        }),
        Err(error) => {
            let request_id = error.request_id().map(str::to_owned);
            let response = error.raw_response().expect("an answer of the server");
            let service_error = error.as_service_error().expect("a refusal");
            let variant = format!("{service_error:?}");
            Err(Refusal {
                class: variant.split('(').next().map(str::to_owned),
                code: service_error.code().expect("a code").to_owned(),
                message: service_error.message().expect("a text").to_owned(),
                status: Some(response.status().as_u16()),
                request_id,
            })
        }
    }
}

fn identity_info(input: &Value) -> Option<UserIdentityInfo> {
    let members = input.get("IdentityInfo")?;
    let text = |name: &str| members[name].as_str().map(str::to_owned);
    let info = UserIdentityInfo::builder()
        .set_first_name(text("FirstName"))
        .set_last_name(text("LastName"))
        .set_email(text("Email"))
        .set_secondary_email(text("SecondaryEmail"))
        .set_mobile(text("Mobile"));
    Some(info.build())
}

fn phone_config(input: &Value) -> Option<UserPhoneConfig> {
    let members = input.get("PhoneConfig")?;
    let kind = members["PhoneType"].as_str().map(PhoneType::from);
    Some(UserPhoneConfig::builder().set_phone_type(kind).build())
}

fn user(user: &User) -> Value {
    let info = user.identity_info().expect("identity information");
    json!({
        "Id": user.id,
        "Arn": user.arn,
        "Username": user.username,
        "IdentityInfo": {
            "FirstName": info.first_name,
            "LastName": info.last_name,
            "Email": info.email,
            "SecondaryEmail": info.secondary_email,
            "Mobile": info.mobile,
        },
        "SecurityProfileIds": user.security_profile_ids(),
        "RoutingProfileId": user.routing_profile_id,
        "LastModifiedTime": seconds(user.last_modified_time()),
        "LastModifiedRegion": user.last_modified_region,
    })
}

fn user_in_brief(user: &UserSummary) -> Value {
    json!({
        "Id": user.id,
        "Username": user.username,
        "LastModifiedTime": seconds(user.last_modified_time()),
    })
}

fn instance_in_brief(instance: &InstanceSummary) -> Value {
    json!({"Id": instance.id, "CreatedTime": seconds(instance.created_time())})
}

fn each<T>(items: &[T], tell: impl Fn(&T) -> Value) -> Vec<Value> {
    items.iter().map(tell).collect()
}

fn seconds(time: Option<&DateTime>) -> Option<f64> {
    time.map(DateTime::as_secs_f64)
}

/// A value without the members that the answer had not.
fn without_absent(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let there = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                there
                    .map(|(name, value)| (name, without_absent(value)))
                    .collect::<Map<_, _>>(),
            )
        }
        Value::Array(items) => items.into_iter().map(without_absent).collect(),
        other => other,
    }
}
