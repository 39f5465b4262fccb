//! The port's verbs on the row cache alone, without the database.

use std::future;

use roster_domain::audit::{AuditRecord, ChainedRecord};
use roster_domain::{Entry, Index, Key, Kind};
use roster_store::{AuditRange, Body, EngineRows, EntryOfRow, Range, Row, StoreError, WriteError};

use crate::row_cache::{Epoch, RowCache};

/// The cached rows of one epoch. Work that asks for anything else waits for ever, and is run again on the
/// database.
pub(crate) struct CachedRows<'c> {
    cache: &'c RowCache,
    epoch: Epoch,
    /// Whether anything else was asked for.
    pub(crate) missed: bool,
}

impl<'c> CachedRows<'c> {
    pub(crate) fn new(cache: &'c RowCache, epoch: Epoch) -> Self {
        Self {
            cache,
            epoch,
            missed: false,
        }
    }

    async fn miss<T>(&mut self) -> T {
        self.missed = true;
        future::pending().await
    }
}

impl EngineRows for CachedRows<'_> {
    async fn get(&mut self, kind: &'static Kind, key: &Key) -> Result<Option<Body>, StoreError> {
        match self.cache.get(self.epoch, kind, key) {
            Some(body) => Ok(Some(body)),
            None => self.miss().await,
        }
    }

    async fn find(&mut self, _: &'static Kind, _: &Entry) -> Result<Option<Vec<u8>>, StoreError> {
        self.miss().await
    }

    async fn scan(
        &mut self,
        _: &'static Kind,
        _: &'static Index,
        _: Range<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        self.miss().await
    }

    async fn get_all(&mut self, _: &'static Kind, _: &[Key]) -> Result<Vec<Option<Body>>, StoreError> {
        self.miss().await
    }

    async fn entries(
        &mut self,
        _: &'static Kind,
        _: &'static Index,
        _: Range<'_>,
        _: Option<&[u8]>,
    ) -> Result<Vec<EntryOfRow>, StoreError> {
        self.miss().await
    }

    async fn count(&mut self, _: &'static Kind, _: &'static Index, _: &Key) -> Result<u64, StoreError> {
        self.miss().await
    }

    async fn insert(&mut self, _: &'static Kind, _: &Key, _: &[u8], _: &[Entry]) -> Result<(), WriteError> {
        self.miss().await
    }

    async fn update(
        &mut self,
        _: &'static Kind,
        _: &Key,
        _: &Body,
        _: &[Entry],
        _: &[Entry],
    ) -> Result<(), WriteError> {
        self.miss().await
    }

    async fn delete(&mut self, _: &'static Kind, _: &Key, _: &[Entry]) -> Result<(), StoreError> {
        self.miss().await
    }

    async fn delete_some(
        &mut self,
        _: &'static Kind,
        _: Option<&'static Index>,
        _: Range<'_>,
    ) -> Result<Option<Key>, StoreError> {
        self.miss().await
    }

    async fn audited(&mut self, _: AuditRange) -> Result<Vec<ChainedRecord>, StoreError> {
        self.miss().await
    }

    async fn audit(&mut self, _: &AuditRecord) -> Result<(), StoreError> {
        self.miss().await
    }

    async fn erase_audited(&mut self, _: &[u64]) -> Result<(), StoreError> {
        self.miss().await
    }

    async fn remove_audited(&mut self, _: &str, _: u64, _: u64) -> Result<(), StoreError> {
        self.miss().await
    }
}
