use crate::prelude::connect::*;

list_held!(ListSecurityProfilePermissions: SecurityProfile security_profile_id, permissions of |profile| &profile.permissions);
