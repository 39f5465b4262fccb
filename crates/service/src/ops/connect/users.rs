//! The people of a contact centre.

mod associate_user_proficiencies;
mod create_user;
mod delete_all_entity_sessions;
mod delete_user;
mod describe_user;
mod disassociate_user_proficiencies;
mod get_federation_token;
mod list_user_notifications;
mod list_user_proficiencies;
mod list_users;
mod put_user_status;
mod search_users;
mod update_user_config;
mod update_user_hierarchy;
mod update_user_identity_info;
mod update_user_notification_status;
mod update_user_phone_config;
mod update_user_proficiencies;
mod update_user_routing_profile;
mod update_user_security_profiles;
