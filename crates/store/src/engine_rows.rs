//! [`Rows`] for engines: the same verbs as plain async functions, boxed here and nowhere else.

use roster_domain::audit::{AuditRecord, ChainedRecord};
use roster_domain::{BoxFuture, Entry, Index, Key, Kind};

use crate::body::Body;
use crate::error::{StoreError, WriteError};
use crate::rows::{AuditRange, EntryOfRow, Range, Row, Rows};

/// Declares the verbs once: as async functions of [`EngineRows`], and as the boxed futures of [`Rows`]
/// that every [`EngineRows`] offers.
macro_rules! engine_rows {
    ($(fn $verb:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {
        /// What an engine implements. See [`Rows`] for what each verb does.
        pub trait EngineRows: Send {
            $(
                #[allow(clippy::elidable_lifetime_names, reason = "some verbs take references")]
                #[doc = concat!("See [`Rows::", stringify!($verb), "`].")]
                fn $verb<'a>(&'a mut self, $($argument: $type),*) -> impl Future<Output = $result> + Send + 'a;
            )*
        }

        impl<E: EngineRows> Rows for E {
            $(
                #[allow(clippy::elidable_lifetime_names, reason = "some verbs take references")]
                fn $verb<'a>(&'a mut self, $($argument: $type),*) -> BoxFuture<'a, $result> {
                    Box::pin(EngineRows::$verb(self, $($argument),*))
                }
            )*
        }
    };
}

engine_rows! {
    fn get(kind: &'static Kind, key: &'a Key) -> Result<Option<Body>, StoreError>;
    fn find(kind: &'static Kind, entry: &'a Entry) -> Result<Option<Vec<u8>>, StoreError>;
    fn scan(kind: &'static Kind, index: &'static Index, range: Range<'a>) -> Result<Vec<Row>, StoreError>;
    fn get_all(kind: &'static Kind, keys: &'a [Key]) -> Result<Vec<Option<Body>>, StoreError>;
    fn entries(
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'a>,
        containing: Option<&'a [u8]>
    ) -> Result<Vec<EntryOfRow>, StoreError>;
    fn count(kind: &'static Kind, index: &'static Index, prefix: &'a Key) -> Result<u64, StoreError>;
    fn insert(kind: &'static Kind, key: &'a Key, body: &'a [u8], entries: &'a [Entry]) -> Result<(), WriteError>;
    fn update(
        kind: &'static Kind,
        key: &'a Key,
        body: &'a Body,
        removed: &'a [Entry],
        added: &'a [Entry]
    ) -> Result<(), WriteError>;
    fn delete(kind: &'static Kind, key: &'a Key, entries: &'a [Entry]) -> Result<(), StoreError>;
    fn delete_some(
        kind: &'static Kind,
        index: Option<&'static Index>,
        range: Range<'a>
    ) -> Result<Option<Key>, StoreError>;
    fn audited(range: AuditRange) -> Result<Vec<ChainedRecord>, StoreError>;
    fn audit(record: &'a AuditRecord) -> Result<(), StoreError>;
    fn erase_audited(numbers: &'a [u64]) -> Result<(), StoreError>;
    fn remove_audited(chain: &'a str, after: u64, until: u64) -> Result<(), StoreError>;
}
