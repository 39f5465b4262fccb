use crate::prelude::connect::*;

delete!(DeleteQuickConnect: QuickConnect quick_connect_id);
