use crate::prelude::connect::*;

delete!(DeleteUser: User user_id and PasswordHash, all OneTimeLink, all UserSession);
