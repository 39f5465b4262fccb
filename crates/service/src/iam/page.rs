//! Lists of IAM's, page by page.

use roster_domain::{Index, Key, Record};
use roster_model::shapes::NextToken;
use roster_model::shapes::iam::{MarkerType, MaxItemsType, ResponseMarkerType};
use roster_store::Transaction;

use crate::paging::{self, List};
use crate::refusal::{IamRefusal, Refusal};

/// How many results a page holds by default. Source: the IAM API reference.
const USUAL: usize = 100;

/// A page of a list.
pub(crate) struct Page<R> {
    pub(crate) records: Vec<R>,
    pub(crate) is_truncated: bool,
    pub(crate) marker: Option<ResponseMarkerType>,
}

impl<R> Page<R> {
    /// A page without anything, and without a next one.
    pub(super) const fn empty() -> Self {
        Self {
            records: Vec::new(),
            is_truncated: false,
            marker: None,
        }
    }

    /// The same, with the token of the next.
    pub(super) fn with_next(self, next: Option<NextToken>) -> Self {
        Self {
            is_truncated: next.is_some(),
            marker: next.map(|token| ResponseMarkerType(token.0)),
            ..self
        }
    }
}

/// How many records a page may hold.
pub(super) fn limit(max_items: Option<&MaxItemsType>) -> usize {
    paging::limit(max_items.map(|max| **max), USUAL)
}

/// A page of what is below a prefix of an index.
pub(crate) async fn page<R: Record>(
    transaction: &mut Transaction<'_>,
    index: &'static Index,
    prefix: &Key,
    marker: Option<&MarkerType>,
    max_items: Option<&MaxItemsType>,
) -> Result<Page<R>, Refusal> {
    filtered(transaction, index, prefix, marker, max_items, |_| true).await
}

/// A page of those records below a prefix of an index that are wanted. A filter that fits few gives shorter pages: the IAM API
/// reference says that a page may hold fewer results than `MaxItems` although there are more.
pub(crate) async fn filtered<R: Record>(
    transaction: &mut Transaction<'_>,
    index: &'static Index,
    prefix: &Key,
    marker: Option<&MarkerType>,
    max_items: Option<&MaxItemsType>,
    is_wanted: impl Fn(&R) -> bool,
) -> Result<Page<R>, Refusal> {
    let list = List::new(R::KIND.name, prefix);
    let place = marker.map(|marker| list.place(marker)).transpose();
    let place = place.map_err(|_| IamRefusal::NotAMarker)?;
    let (records, next) =
        paging::wanted(transaction, index, prefix, place, limit(max_items), is_wanted).await?;
    let page = Page {
        records,
        ..Page::empty()
    };
    Ok(page.with_next(next.map(|place| list.token(&place))))
}
