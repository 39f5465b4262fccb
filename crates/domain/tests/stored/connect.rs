//! The records of Connect, and those that belong to no service.

use roster_domain::audit::Hash;
use roster_domain::records::{
    AddressChange, AgentStatus, AskedBy, Association, AssociationType, AuthenticationProfile, DayHours,
    DeletedInstance, HierarchyGroup, HierarchyStructure, HoursOfOperation, Instance, InstanceSettings, Job,
    JobState, LevelDetails, LinkPurpose, MasterKeyInUse, OneTimeLink, PasswordHash, PendingChange,
    PendingSignIn, PredefinedAttribute, Queue, QueueConfig, QuickConnect, QuickConnectTarget, ResetFreeze,
    RoutingProfile, SecondFactor, SecurityProfile, SignInPlace, SignInPlaces, StorageConfig, User,
    UserSession,
};
use roster_domain::rules::email_domain::EmailDomains;
use roster_domain::{AccountRegion, Language};
use roster_model::ops::connect::agent_statuses::{AgentStatusState, AgentStatusType};
use roster_model::ops::connect::authentication_profiles::{
    AccessTokenDuration, AuthenticationProfileDescription, AuthenticationProfileName, InactivityDuration,
    IpCidr, IpCidrList, RefreshTokenDuration,
};
use roster_model::ops::connect::hours_of_operations::HoursOfOperationDays;
use roster_model::ops::connect::predefined_attributes::{
    PredefinedAttributePurposeNameList, PredefinedAttributeStringValuesList,
};
use roster_model::ops::connect::queues::{QueueDescription, QueueMaxContacts, QueueStatus};
use roster_model::ops::connect::quick_connects::QuickConnectDescription;
use roster_model::ops::connect::routing_profiles::{
    AgentAvailabilityTimer, BehaviorType, Concurrency, CrossChannelBehavior, MediaConcurrencies,
    MediaConcurrency,
};
use roster_model::ops::connect::security_profiles::{
    AIAgent, AIAgentType, AccessType, AllowedAIAgents, AllowedAccessControlTags, AllowedFlowModules,
    Application, ApplicationPermissions, ApplicationType, Applications, DataTableAccessControlConfiguration,
    FlowModule, FlowModuleType, GranularAccessControlConfiguration, HierarchyRestrictedResourceList,
    PrimaryAttributeAccessControlConfigurationItem, PrimaryAttributeValue, PrimaryAttributeValuesSet,
    PrimaryValueList, TagRestrictedResourceList,
};
use roster_model::ops::connect::storage_configs::{
    EncryptionConfig, EncryptionType, InstanceStorageResourceType, KinesisFirehoseConfig,
    KinesisStreamConfig, KinesisVideoStreamConfig, S3Config, StorageType,
};
use roster_model::shapes::{
    AfterContactWorkConfig, AfterContactWorkConfigPerChannel, AfterContactWorkConfigs,
    AfterContactWorkTimeLimit, AutoAcceptConfig, AutoAcceptConfigs, Channel, DirectoryAlias, DirectoryId,
    DirectoryType, DirectoryUserId, PersistentConnectionConfig, PersistentConnectionConfigs,
    PhoneNumberConfig, PhoneNumberConfigs, PhoneType, TagKey, TagMap, TagValue, UserIdentityInfo,
    UserPhoneConfig, VoiceEnhancementConfig, VoiceEnhancementConfigs, VoiceEnhancementMode,
};
use serde_json::json;

use crate::sample::{Sample, TIME, id};

pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(&instance()),
        Sample::of(&DeletedInstance {
            id: id(1),
            deleted: TIME,
        }),
        Sample::of(&MasterKeyInUse {
            fingerprint: "0123".to_owned(),
            previous: Some("4567".to_owned()),
        }),
        Sample::of(&Job {
            id: id(9),
            job_type: "mail".to_owned(),
            payload: json!({"UserId": "u"}),
            state: JobState::Dead,
            due: TIME,
            attempts: 3,
            version: 4,
            created: TIME,
            last_error: Some("the server is away".to_owned()),
        }),
        Sample::of(&agent_status()),
        Sample::new(
            "agent_status_in_full",
            &AgentStatus {
                name: "Lunch".to_owned().into(),
                description: Some("At table".to_owned().into()),
                status_type: AgentStatusType::Custom,
                state: Some(AgentStatusState::Disabled),
                tags: Some(tags()),
                ..agent_status()
            },
        ),
        Sample::of(&Association {
            id: id(16),
            instance_id: id(1),
            association_type: AssociationType::ApprovedOrigin,
            value: "https://www.example.com".to_owned(),
            created_time: TIME,
        }),
        Sample::of(&authentication_profile()),
        Sample::of(&hours_of_operation()),
        Sample::of(&one_time_link()),
        Sample::of(&user_session()),
        Sample::of(&PasswordHash {
            instance_id: id(1),
            user_id: id(7),
            password: "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA".to_owned(),
        }),
        Sample::of(&address_change()),
        Sample::of(&ResetFreeze {
            instance_id: id(1),
            user_id: id(7),
            until: TIME,
        }),
        Sample::of(&pending_change()),
        Sample::new(
            "pending_change_of_run",
            &PendingChange {
                run: Some("20261121T101530.125-ab12".to_owned()),
                ..pending_change()
            },
        ),
        Sample::of(&predefined_attribute()),
        Sample::of(&queue()),
        Sample::new("queue_in_full", &queue_in_full()),
        Sample::of(&quick_connect(to_user())),
        Sample::new("quick_connect_to_queue", &quick_connect(to_queue())),
        Sample::new("quick_connect_to_number", &quick_connect(to_number())),
        Sample::new("quick_connect_to_flow", &quick_connect(to_flow())),
        Sample::of(&routing_profile()),
        Sample::of(&security_profile()),
        Sample::new("security_profile_in_full", &security_profile_in_full()),
        Sample::of(&pending_sign_in()),
        Sample::of(&second_factor()),
        Sample::of(&sign_in_places()),
        Sample::of(&storage_config()),
        Sample::of(&user()),
    ]
}

fn storage_config() -> StorageConfig {
    let encryption = || EncryptionConfig {
        encryption_type: EncryptionType::Kms,
        key_id: "arn:aws:kms:eu-west-2:123456789012:key/1".to_owned().into(),
    };
    StorageConfig {
        id: id(15),
        instance_id: id(1),
        resource_type: InstanceStorageResourceType::ChatTranscripts,
        storage_type: StorageType::S3,
        s3_config: Some(S3Config {
            bucket_name: "acme".to_owned().into(),
            bucket_prefix: "chats".to_owned().into(),
            encryption_config: Some(encryption()),
        }),
        kinesis_video_stream_config: Some(KinesisVideoStreamConfig {
            prefix: "acme".to_owned().into(),
            retention_period_hours: 24.into(),
            encryption_config: encryption(),
        }),
        kinesis_stream_config: Some(KinesisStreamConfig {
            stream_arn: "arn:aws:kinesis:eu-west-2:123456789012:stream/acme"
                .to_owned()
                .into(),
        }),
        kinesis_firehose_config: Some(KinesisFirehoseConfig {
            firehose_arn: "arn:aws:firehose:eu-west-2:123456789012:deliverystream/acme"
                .to_owned()
                .into(),
        }),
    }
}

fn user_session() -> UserSession {
    UserSession {
        id: id(9),
        instance_id: id(1),
        user_id: id(4),
        token_hash: Hash([3; 32]),
        created: TIME,
        last_used: TIME,
        expires: TIME,
        source_address: "192.0.2.1".to_owned(),
        user_agent: Some("Testfox/1.0".to_owned()),
    }
}

pub(crate) fn samples_of_hierarchies() -> Vec<Sample> {
    vec![
        Sample::of(&hierarchy_group()),
        Sample::of(&HierarchyStructure {
            level_details: Vec::new(),
            ..hierarchy_structure()
        }),
        Sample::new("hierarchy_structure_with_details", &hierarchy_structure()),
        Sample::new(
            "user_below_hierarchy_groups",
            &user().in_hierarchy_group(Some(hierarchy_group())),
        ),
    ]
}

fn hierarchy_group() -> HierarchyGroup {
    HierarchyGroup {
        id: id(14),
        instance_id: id(1),
        name: "Lyon".to_owned(),
        level_id: id(13),
        parent_group_ids: vec![id(8)],
        tags: Some(tags()),
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

fn agent_status() -> AgentStatus {
    AgentStatus {
        id: id(2),
        instance_id: id(1),
        name: "Available".to_owned().into(),
        description: None,
        status_type: AgentStatusType::Routable,
        display_order: Some(1.into()),
        state: None,
        tags: None,
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

fn hours_of_operation() -> HoursOfOperation {
    HoursOfOperation {
        id: id(3),
        instance_id: id(1),
        name: "Basic Hours".to_owned(),
        description: None,
        time_zone: "America/New_York".to_owned(),
        config: vec![DayHours {
            day: HoursOfOperationDays::Monday,
            start_minute: 480,
            end_minute: 1080,
        }],
        tags: None,
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

fn security_profile() -> SecurityProfile {
    SecurityProfile {
        id: id(6),
        instance_id: id(1),
        name: "Agent".to_owned(),
        description: Some("An agent can take and make contacts.".to_owned()),
        permissions: vec!["BasicAgentAccess".to_owned(), "OutboundCallAccess".to_owned()],
        tags: Some(tags()),
        allowed_access_control_tags: None,
        tag_restricted_resources: None,
        hierarchy_restricted_resources: None,
        allowed_access_control_hierarchy_group_id: None,
        applications: None,
        allowed_flow_modules: None,
        allowed_ai_agents: None,
        granular_access_control_configuration: None,
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

fn hierarchy_structure() -> HierarchyStructure {
    let details = |number| LevelDetails {
        id: id(number),
        last_modified_time: TIME,
        last_modified_region: region(),
    };
    HierarchyStructure {
        instance_id: id(1),
        levels: vec!["Country".to_owned(), "Site".to_owned()],
        level_details: vec![details(12), details(13)],
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

fn queue() -> Queue {
    Queue {
        id: id(4),
        instance_id: id(1),
        name: "BasicQueue".to_owned(),
        description: None,
        outbound_caller_config: None,
        hours_of_operation_id: id(3),
        max_contacts: None,
        status: None,
        quick_connect_ids: Vec::new(),
        tags: None,
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

/// One with all that it may have.
fn queue_in_full() -> Queue {
    Queue {
        description: Some(QueueDescription("Who buys".to_owned())),
        max_contacts: Some(QueueMaxContacts(7)),
        status: Some(QueueStatus::Disabled),
        quick_connect_ids: vec![id(8)],
        tags: Some(tags()),
        ..queue()
    }
}

fn quick_connect(target: QuickConnectTarget) -> QuickConnect {
    QuickConnect {
        id: id(8),
        instance_id: id(1),
        name: "Desk".to_owned(),
        description: Some(QuickConnectDescription("The desk in Lyon".to_owned())),
        quick_connect_config: target,
        tags: Some(tags()),
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

fn to_user() -> QuickConnectTarget {
    QuickConnectTarget::User {
        user_id: id(7),
        contact_flow_id: id(5),
    }
}

fn to_queue() -> QuickConnectTarget {
    QuickConnectTarget::Queue {
        queue_id: id(4),
        contact_flow_id: id(5),
    }
}

fn to_number() -> QuickConnectTarget {
    QuickConnectTarget::PhoneNumber {
        phone_number: "+12065550100".to_owned().into(),
    }
}

fn to_flow() -> QuickConnectTarget {
    QuickConnectTarget::Flow {
        contact_flow_id: id(5),
    }
}

/// One with all members that are kept as they came.
fn security_profile_in_full() -> SecurityProfile {
    let values = PrimaryAttributeValuesSet(vec![PrimaryAttributeValue {
        access_type: Some(AccessType::Allow),
        attribute_name: Some("country".to_owned().into()),
        values: Some(PrimaryValueList(vec!["FR".to_owned().into()])),
    }]);
    let of_attributes = PrimaryAttributeAccessControlConfigurationItem {
        primary_attribute_values: Some(values),
    };
    let of_data_tables = DataTableAccessControlConfiguration {
        primary_attribute_access_control_configuration: Some(of_attributes),
    };
    SecurityProfile {
        name: "Team leads".to_owned(),
        allowed_access_control_tags: Some(AllowedAccessControlTags(
            [("team".to_owned().into(), "red".to_owned().into())].into(),
        )),
        tag_restricted_resources: Some(TagRestrictedResourceList(vec!["Queue".to_owned().into()])),
        hierarchy_restricted_resources: Some(HierarchyRestrictedResourceList(vec!["User".to_owned().into()])),
        allowed_access_control_hierarchy_group_id: Some(id(8).to_string().into()),
        applications: Some(Applications(vec![Application {
            namespace: Some("wiki".to_owned().into()),
            application_permissions: Some(ApplicationPermissions(vec!["ACCESS".to_owned().into()])),
            type_: Some(ApplicationType::ThirdPartyApplication),
        }])),
        allowed_flow_modules: Some(AllowedFlowModules(vec![FlowModule {
            type_: Some(FlowModuleType::Mcp),
            flow_module_id: Some("module".to_owned().into()),
        }])),
        allowed_ai_agents: Some(AllowedAIAgents(vec![AIAgent {
            arn: Some(
                "arn:aws:wisdom:us-east-1:123456789012:ai-agent/a/b"
                    .to_owned()
                    .into(),
            ),
            type_: Some(AIAgentType::ThirdParty),
        }])),
        granular_access_control_configuration: Some(GranularAccessControlConfiguration {
            data_table_access_control_configuration: Some(of_data_tables),
        }),
        ..security_profile()
    }
}

fn pending_sign_in() -> PendingSignIn {
    PendingSignIn {
        instance_id: id(1),
        user_id: id(7),
        token_hash: Hash([5; 32]),
        created: TIME,
        expires: TIME,
    }
}

fn second_factor() -> SecondFactor {
    SecondFactor {
        instance_id: id(1),
        user_id: id(7),
        secret: "encrypted".to_owned(),
        created: TIME,
        enrolling: Some(Hash([5; 32])),
        last_step: Some(59_841_871),
        recovery_codes: vec![Hash([6; 32])],
    }
}

fn sign_in_places() -> SignInPlaces {
    SignInPlaces {
        instance_id: id(1),
        user_id: id(7),
        places: vec![SignInPlace {
            hash: Hash([5; 32]),
            last_sign_in: TIME,
        }],
    }
}

fn one_time_link() -> OneTimeLink {
    OneTimeLink {
        instance_id: id(1),
        user_id: id(4),
        purpose: LinkPurpose::UndoEmailChange,
        token_hash: Hash([1; 32]),
        subject_id: Some(id(9)),
        created: TIME,
        expires: TIME,
        browser_hash: Some(Hash([2; 32])),
    }
}

fn authentication_profile() -> AuthenticationProfile {
    AuthenticationProfile {
        id: id(2),
        instance_id: id(1),
        name: AuthenticationProfileName("Default Authentication Profile".to_owned()),
        description: Some(AuthenticationProfileDescription("For the office".to_owned())),
        allowed_ips: IpCidrList(vec![IpCidr("192.0.2.0/24".to_owned())]),
        blocked_ips: IpCidrList(vec![IpCidr("2001:db8::1".to_owned())]),
        periodic_session_duration: AccessTokenDuration(60),
        max_session_duration: RefreshTokenDuration(720),
        session_inactivity_duration: InactivityDuration(15),
        session_inactivity_handling_enabled: true,
        created_time: TIME,
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

fn region() -> Box<str> {
    "eu-west-2".into()
}

pub(crate) fn tags() -> TagMap {
    let pairs = [("team", "red"), ("Kostenstelle", "Köln")];
    TagMap(
        pairs
            .map(|(key, value)| (TagKey(key.to_owned()), TagValue(value.to_owned())))
            .into(),
    )
}

fn predefined_attribute() -> PredefinedAttribute {
    PredefinedAttribute {
        instance_id: id(1),
        name: "Language".to_owned(),
        values: PredefinedAttributeStringValuesList(vec!["English".to_owned().into()]),
        purposes: Some(PredefinedAttributePurposeNameList(vec![
            "ROUTING".to_owned().into(),
        ])),
        enable_value_validation_on_association: true,
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

fn instance() -> Instance {
    Instance {
        id: id(1),
        account_region: AccountRegion::of_region("123456789012", "eu-west-2").expect("a Region"),
        identity_management_type: DirectoryType::ExistingDirectory,
        alias: Some(DirectoryAlias("acme".to_owned())),
        directory_id: Some(DirectoryId("d-1234567890".to_owned())),
        inbound_calls_enabled: true,
        outbound_calls_enabled: false,
        created_time: TIME,
        client_token: Some("token".to_owned()),
        tags: Some(tags()),
        attributes: Vec::new(),
        settings: InstanceSettings {
            mail_language: Some(Language::De),
            email_domains: Some(EmailDomains::of(["example.com"])),
        },
    }
}

fn address_change() -> AddressChange {
    AddressChange {
        id: id(11),
        instance_id: id(1),
        user_id: id(7),
        before: "mary@example.com".to_owned().into(),
        after: Some("maria@example.net".to_owned().into()),
        time: TIME,
        cool_off_ends: TIME,
        suspected_takeover: Some(TIME),
    }
}

fn pending_change() -> PendingChange {
    PendingChange {
        id: id(10),
        instance_id: id(1),
        user_id: id(7),
        email: Some("mary@example.com".to_owned().into()),
        new_email: Some("maria@example.net".to_owned().into()),
        asked_by: AskedBy {
            arn: "arn:aws:sts::123456789012:assumed-role/HelpDesk/olga".to_owned(),
            principal_id: Some("AROAEXAMPLE".to_owned()),
            source_identity: Some("olga".to_owned()),
        },
        asked_from: "198.51.100.7".to_owned(),
        run: None,
        asked_at: TIME,
        expires: TIME,
        waits_for_confirmation: true,
        waits_for_approval: false,
        approved_by: Some("arn:aws:iam::123456789012:user/ben".to_owned()),
    }
}

fn routing_profile() -> RoutingProfile {
    RoutingProfile {
        id: id(5),
        instance_id: id(1),
        name: "Basic Routing Profile".to_owned(),
        description: "A basic routing profile.".to_owned(),
        media_concurrencies: MediaConcurrencies(vec![MediaConcurrency {
            channel: Channel::Voice,
            concurrency: Concurrency(1),
            cross_channel_behavior: Some(CrossChannelBehavior {
                behavior_type: BehaviorType::RouteAnyChannel,
            }),
        }]),
        default_outbound_queue_id: id(4),
        queue_configs: vec![QueueConfig {
            queue_id: id(4),
            channel: Channel::Chat,
            priority: 1,
            delay: 30,
        }],
        manual_assignment_queue_configs: Vec::new(),
        agent_availability_timer: AgentAvailabilityTimer::TimeSinceLastInbound,
        is_default: true,
        tags: Some(tags()),
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}

fn user() -> User {
    let after_contact_work = |seconds| AfterContactWorkConfig {
        after_contact_work_time_limit: Some(AfterContactWorkTimeLimit(seconds)),
    };
    User {
        id: id(7),
        instance_id: id(1),
        username: "mary".to_owned(),
        identity_info: UserIdentityInfo {
            first_name: Some("Mary".to_owned().into()),
            last_name: Some("Miller".to_owned().into()),
            email: Some("mary@example.com".to_owned().into()),
            secondary_email: Some("mm@example.org".to_owned().into()),
            mobile: Some("+15550123".to_owned().into()),
        },
        phone_config: Some(UserPhoneConfig {
            phone_type: Some(PhoneType::DeskPhone),
            auto_accept: Some(false),
            after_contact_work_time_limit: Some(AfterContactWorkTimeLimit(30)),
            desk_phone_number: Some("+15550124".to_owned().into()),
            persistent_connection: Some(true),
        }),
        directory_user_id: Some(DirectoryUserId("mary".to_owned())),
        security_profile_ids: vec![id(6)],
        routing_profile_id: id(5),
        hierarchy_group_id: Some(id(8)),
        parent_hierarchy_group_ids: Vec::new(),
        auto_accept_configs: Some(AutoAcceptConfigs(vec![AutoAcceptConfig {
            channel: Channel::Task,
            auto_accept: true,
            agent_first_callback_auto_accept: Some(false),
        }])),
        after_contact_work_configs: Some(AfterContactWorkConfigs(vec![AfterContactWorkConfigPerChannel {
            channel: Channel::Email,
            after_contact_work_config: after_contact_work(10),
            agent_first_callback_after_contact_work_config: Some(after_contact_work(20)),
        }])),
        phone_number_configs: Some(PhoneNumberConfigs(vec![PhoneNumberConfig {
            channel: Channel::Voice,
            phone_type: PhoneType::SoftPhone,
            phone_number: Some("+15550125".to_owned().into()),
        }])),
        persistent_connection_configs: Some(PersistentConnectionConfigs(vec![PersistentConnectionConfig {
            channel: Channel::Voice,
            persistent_connection: true,
        }])),
        voice_enhancement_configs: Some(VoiceEnhancementConfigs(vec![VoiceEnhancementConfig {
            channel: Channel::Voice,
            voice_enhancement_mode: VoiceEnhancementMode::VoiceIsolation,
        }])),
        proficiencies: Vec::new(),
        tags: Some(tags()),
        last_modified_time: TIME,
        last_modified_region: region(),
    }
}
