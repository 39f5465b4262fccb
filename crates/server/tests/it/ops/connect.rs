mod authentication_profiles;
mod instances;
mod routing_profiles;
mod security_profiles;
mod users;
