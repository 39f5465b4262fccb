use crate::notifications::Recipients;
use crate::prelude::connect::*;

delete!(DeleteUser: User user_id and PasswordHash and PendingChange and ResetFreeze and SecondFactor and SignInPlaces, all OneTimeLink, all AddressChange, all PendingSignIn, all UserSession, all WorkspaceAssociation, first Recipients::without);
