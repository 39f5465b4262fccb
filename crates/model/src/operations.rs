//! The one list of operations.

use crate::operation::Description;
use crate::service::Service;

/// Calls `$macro!` with every operation, as `service::resource::Operation` below [`crate::ops`].
///
/// Code that is needed for every operation (handlers, tests) passes a macro and cannot forget one.
#[macro_export]
macro_rules! for_each_operation {
    ($macro:ident) => {
        $macro! {
            connect::instances::CreateInstance,
            connect::instances::DescribeInstance,
            connect::instances::ListInstances,
            connect::instances::DeleteInstance,
            connect::instances::DescribeInstanceAttribute,
            connect::instances::UpdateInstanceAttribute,
            connect::instances::ListInstanceAttributes,
            connect::storage_configs::AssociateInstanceStorageConfig,
            connect::storage_configs::DescribeInstanceStorageConfig,
            connect::storage_configs::UpdateInstanceStorageConfig,
            connect::storage_configs::DisassociateInstanceStorageConfig,
            connect::storage_configs::ListInstanceStorageConfigs,
            connect::users::CreateUser,
            connect::users::DescribeUser,
            connect::users::ListUsers,
            connect::users::SearchUsers,
            connect::users::DeleteUser,
            connect::users::UpdateUserIdentityInfo,
            connect::users::UpdateUserPhoneConfig,
            connect::users::UpdateUserConfig,
            connect::users::UpdateUserRoutingProfile,
            connect::users::UpdateUserSecurityProfiles,
            connect::users::ListUserProficiencies,
            connect::users::AssociateUserProficiencies,
            connect::users::UpdateUserProficiencies,
            connect::users::DisassociateUserProficiencies,
            connect::users::UpdateUserHierarchy,
            connect::users::DeleteAllEntitySessions,
            connect::users::PutUserStatus,
            connect::security_profiles::CreateSecurityProfile,
            connect::security_profiles::ListSecurityProfiles,
            connect::security_profiles::SearchSecurityProfiles,
            connect::security_profiles::DescribeSecurityProfile,
            connect::security_profiles::ListSecurityProfilePermissions,
            connect::security_profiles::ListSecurityProfileApplications,
            connect::security_profiles::ListSecurityProfileFlowModules,
            connect::security_profiles::ListSecurityProfileAIAgents,
            connect::security_profiles::UpdateSecurityProfile,
            connect::security_profiles::DeleteSecurityProfile,
            connect::routing_profiles::ListRoutingProfiles,
            connect::routing_profiles::DescribeRoutingProfile,
            connect::predefined_attributes::CreatePredefinedAttribute,
            connect::predefined_attributes::DescribePredefinedAttribute,
            connect::predefined_attributes::ListPredefinedAttributes,
            connect::predefined_attributes::UpdatePredefinedAttribute,
            connect::predefined_attributes::DeletePredefinedAttribute,
            connect::predefined_attributes::SearchPredefinedAttributes,
            connect::tags::TagResource,
            connect::tags::UntagResource,
            connect::tags::ListTagsForResource,
            connect::hierarchies::DescribeUserHierarchyStructure,
            connect::hierarchies::UpdateUserHierarchyStructure,
            connect::hierarchies::CreateUserHierarchyGroup,
            connect::hierarchies::DescribeUserHierarchyGroup,
            connect::hierarchies::ListUserHierarchyGroups,
            connect::hierarchies::SearchUserHierarchyGroups,
            connect::hierarchies::UpdateUserHierarchyGroupName,
            connect::hierarchies::DeleteUserHierarchyGroup,
            connect::agent_statuses::CreateAgentStatus,
            connect::agent_statuses::ListAgentStatuses,
            connect::agent_statuses::SearchAgentStatuses,
            connect::agent_statuses::DescribeAgentStatus,
            connect::agent_statuses::UpdateAgentStatus,
            connect::routing_profiles::CreateRoutingProfile,
            connect::routing_profiles::SearchRoutingProfiles,
            connect::routing_profiles::DeleteRoutingProfile,
            connect::routing_profiles::UpdateRoutingProfileName,
            connect::routing_profiles::UpdateRoutingProfileConcurrency,
            connect::routing_profiles::UpdateRoutingProfileDefaultOutboundQueue,
            connect::routing_profiles::UpdateRoutingProfileAgentAvailabilityTimer,
            connect::routing_profiles::ListRoutingProfileQueues,
            connect::routing_profiles::ListRoutingProfileManualAssignmentQueues,
            connect::routing_profiles::AssociateRoutingProfileQueues,
            connect::routing_profiles::UpdateRoutingProfileQueues,
            connect::routing_profiles::DisassociateRoutingProfileQueues,
            connect::queues::CreateQueue,
            connect::queues::DescribeQueue,
            connect::queues::ListQueues,
            connect::queues::SearchQueues,
            connect::queues::DeleteQueue,
            connect::queues::UpdateQueueName,
            connect::queues::UpdateQueueStatus,
            connect::queues::UpdateQueueMaxContacts,
            connect::queues::UpdateQueueHoursOfOperation,
            connect::queues::UpdateQueueOutboundCallerConfig,
            connect::queues::AssociateQueueQuickConnects,
            connect::queues::DisassociateQueueQuickConnects,
            connect::queues::ListQueueQuickConnects,
            connect::queues::UpdateQueueOutboundEmailConfig,
            connect::queues::ListQueueEmailAddresses,
            connect::hours_of_operations::CreateHoursOfOperation,
            connect::hours_of_operations::DescribeHoursOfOperation,
            connect::hours_of_operations::ListHoursOfOperations,
            connect::hours_of_operations::SearchHoursOfOperations,
            connect::hours_of_operations::UpdateHoursOfOperation,
            connect::hours_of_operations::DeleteHoursOfOperation,
            connect::hours_of_operations::ListHoursOfOperationOverrides,
            connect::hours_of_operations::SearchHoursOfOperationOverrides,
            connect::authentication_profiles::ListAuthenticationProfiles,
            connect::authentication_profiles::DescribeAuthenticationProfile,
            connect::authentication_profiles::UpdateAuthenticationProfile,
            connect::quick_connects::CreateQuickConnect,
            connect::quick_connects::DescribeQuickConnect,
            connect::quick_connects::ListQuickConnects,
            connect::quick_connects::SearchQuickConnects,
            connect::quick_connects::UpdateQuickConnectName,
            connect::quick_connects::UpdateQuickConnectConfig,
            connect::quick_connects::DeleteQuickConnect,
            connect::entity_security_profiles::AssociateSecurityProfiles,
            connect::entity_security_profiles::DisassociateSecurityProfiles,
            connect::entity_security_profiles::ListEntitySecurityProfiles,
            connect::tags::SearchResourceTags,
            connect::contact_flows::ListContactFlows,
            connect::contact_flows::SearchContactFlows,
            connect::contact_flow_modules::ListContactFlowModules,
            connect::contact_flow_modules::SearchContactFlowModules,
            connect::prompts::ListPrompts,
            connect::prompts::SearchPrompts,
            connect::integrations::ListBots,
            connect::integrations::ListLexBots,
            connect::integrations::ListIntegrationAssociations,
            connect::task_templates::ListTaskTemplates,
            connect::rules::ListRules,
            connect::views::ListViews,
            connect::views::SearchViews,
            connect::evaluation_forms::ListEvaluationForms,
            connect::evaluation_forms::SearchEvaluationForms,
            connect::metrics::GetCurrentUserData,
            connect::traffic_distribution_groups::ListTrafficDistributionGroups,
            connect::vocabularies::ListDefaultVocabularies,
            connect::vocabularies::SearchVocabularies,
            connect::phone_numbers::ListPhoneNumbers,
            connect::phone_numbers::ListPhoneNumbersV2,
            connect::data_tables::ListDataTables,
            connect::data_tables::SearchDataTables,
            connect::email_addresses::SearchEmailAddresses,
            iam::users::CreateUser,
            iam::users::GetUser,
            iam::users::ListUsers,
            iam::users::DeleteUser,
            iam::users::PutUserPolicy,
            iam::users::GetUserPolicy,
            iam::users::ListUserPolicies,
            iam::users::DeleteUserPolicy,
            iam::users::PutUserPermissionsBoundary,
            iam::users::DeleteUserPermissionsBoundary,
            iam::users::AttachUserPolicy,
            iam::users::DetachUserPolicy,
            iam::users::ListAttachedUserPolicies,
            iam::access_keys::CreateAccessKey,
            iam::access_keys::ListAccessKeys,
            iam::access_keys::UpdateAccessKey,
            iam::access_keys::DeleteAccessKey,
            iam::roles::CreateRole,
            iam::roles::GetRole,
            iam::roles::ListRoles,
            iam::roles::DeleteRole,
            iam::roles::PutRolePolicy,
            iam::roles::GetRolePolicy,
            iam::roles::ListRolePolicies,
            iam::roles::DeleteRolePolicy,
            iam::roles::PutRolePermissionsBoundary,
            iam::roles::DeleteRolePermissionsBoundary,
            iam::roles::AttachRolePolicy,
            iam::roles::DetachRolePolicy,
            iam::roles::ListAttachedRolePolicies,
            iam::policies::CreatePolicy,
            iam::policies::GetPolicy,
            iam::policies::ListPolicies,
            iam::policies::DeletePolicy,
            iam::simulation::SimulatePrincipalPolicy,
            iam::simulation::SimulateCustomPolicy,
            sts::sessions::GetCallerIdentity,
            cloudtrail::events::LookupEvents,
            sts::sessions::AssumeRole,
            roster::guard::ListPendingChanges,
            roster::guard::DescribePendingChange,
            roster::guard::ApprovePendingChange,
            roster::guard::RejectPendingChange,
            roster::mail::GetMail,
            roster::mail::ListMails,
            roster::mail::ResendMail,
            roster::settings::DescribeInstanceSettings,
            roster::settings::UpdateInstanceSettings,
            roster::second_factor::DeleteSecondFactor,
        }
    };
}

/// The same with every operation of the pages. They have no signed route, so they are none of those above.
#[macro_export]
macro_rules! for_each_page_operation {
    ($macro:ident) => {
        $macro! {
            console::sessions::SignIn,
            console::second_factor::OpenSecondFactor,
            console::second_factor::EnrollSecondFactor,
            console::second_factor::FinishSignIn,
            console::sessions::SignOut,
            console::sessions::EndSession,
            console::passwords::RequestPasswordReset,
            console::passwords::OpenResetLink,
            console::passwords::ResetPassword,
            console::passwords::ChangePassword,
            console::profile::DescribeProfile,
            console::second_factor::RenewRecoveryCodes,
            console::addresses::ConfirmEmail,
            console::addresses::CancelEmailChange,
            console::addresses::UndoEmailChange,
        }
    };
}

macro_rules! descriptions {
    ($($service:ident::$resource:ident::$operation:ident),* $(,)?) => {
        &[$(<crate::ops::$service::$resource::$operation as crate::operation::Operation>::DESCRIPTION),*]
    };
}

/// The description of every operation that can be signed.
pub const ALL: &[&Description] = for_each_operation!(descriptions);

/// The description of every operation of the pages.
pub const OF_PAGES: &[&Description] = for_each_page_operation!(descriptions);

/// The description of a service's operation of this name.
pub fn find(service: Service, name: &str) -> Option<&'static Description> {
    of(service).find(|description| description.name == name)
}

/// The descriptions of a service's operations.
pub fn of(service: Service) -> impl Iterator<Item = &'static Description> {
    ALL.iter()
        .chain(OF_PAGES)
        .copied()
        .filter(move |description| description.service == service)
}
