mod describe_routing_profile;
mod list_routing_profiles;
