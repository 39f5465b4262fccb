use super::describe_quick_connect::describe;
use crate::prelude::connect::*;

search!(
    SearchQuickConnects: QuickConnect by BY_NAME,
    quick_connects of |cx, quick_connect| describe(cx, quick_connect)
);
