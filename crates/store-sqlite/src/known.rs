//! The port's verbs on what is known without asking the database.

use std::future;

use roster_domain::audit::{AuditRecord, Sealed};
use roster_domain::{Entry, Index, Key, Kind};
use roster_store::{Body, BoxFuture, Range, Row, Rows, StoreError, WriteError};

use crate::cache::{Bodies, Moment};

/// The rows that are known, at one moment. Whoever asks for more waits for ever, and is run again on
/// the database.
pub(crate) struct KnownRows<'c> {
    bodies: &'c Bodies,
    moment: Moment,
    /// Whether more was asked for.
    pub(crate) missed: bool,
}

impl<'c> KnownRows<'c> {
    pub(crate) fn new(bodies: &'c Bodies, moment: Moment) -> Self {
        Self {
            bodies,
            moment,
            missed: false,
        }
    }

    fn miss<T: Send + 'static>(&mut self) -> BoxFuture<'static, T> {
        self.missed = true;
        Box::pin(future::pending())
    }
}

impl Rows for KnownRows<'_> {
    fn get<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
    ) -> BoxFuture<'a, Result<Option<Body>, StoreError>> {
        match self.bodies.get(self.moment, kind, key) {
            Some(body) => Box::pin(future::ready(Ok(Some(body)))),
            None => self.miss(),
        }
    }

    fn find<'a>(
        &'a mut self,
        _: &'static Kind,
        _: &'a Entry,
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>, StoreError>> {
        self.miss()
    }

    fn scan<'a>(
        &'a mut self,
        _: &'static Kind,
        _: &'static Index,
        _: Range<'a>,
    ) -> BoxFuture<'a, Result<Vec<Row>, StoreError>> {
        self.miss()
    }

    fn count<'a>(
        &'a mut self,
        _: &'static Kind,
        _: &'static Index,
        _: &'a Key,
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        self.miss()
    }

    fn insert<'a>(
        &'a mut self,
        _: &'static Kind,
        _: &'a Key,
        _: &'a [u8],
        _: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>> {
        self.miss()
    }

    fn update<'a>(
        &'a mut self,
        _: &'static Kind,
        _: &'a Key,
        _: &'a [u8],
        _: &'a [Entry],
        _: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>> {
        self.miss()
    }

    fn delete<'a>(
        &'a mut self,
        _: &'static Kind,
        _: &'a Key,
        _: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.miss()
    }

    fn delete_all<'a>(&'a mut self, _: &'static Kind, _: &'a Key) -> BoxFuture<'a, Result<(), StoreError>> {
        self.miss()
    }

    fn audit<'a>(&'a mut self, _: &'a AuditRecord) -> BoxFuture<'a, Result<(), StoreError>> {
        self.miss()
    }

    fn audited(&mut self, _: u64, _: usize) -> BoxFuture<'_, Result<Vec<Sealed>, StoreError>> {
        self.miss()
    }
}
