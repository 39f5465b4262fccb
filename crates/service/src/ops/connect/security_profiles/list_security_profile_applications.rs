use crate::prelude::connect::*;

list_held!(
    ListSecurityProfileApplications: SecurityProfile security_profile_id,
    applications of |profile| profile.applications.as_deref().map_or(&[], Vec::as_slice)
);
