mod authentication_profiles;
mod instances;
mod predefined_attributes;
mod routing_profiles;
mod security_profiles;
mod tags;
mod users;
