//! Lists, page by page.

use std::collections::BTreeMap;
use std::ops::{Deref, Range};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use roster_domain::{Index, Key, Record};
use roster_model::shapes::{InstanceId, NextToken};
use roster_store::{StoreError, Transaction};

use crate::context::Context;
use crate::refusal::Refusal;

/// Enough of a hash to distinguish a list's token from other lists' and from garbage. It protects no secret:
/// a token only leads to a place within its own list.
const MARK_BYTES: usize = 8;

/// How long a token may be: none that is given out is longer. Source: `NextToken2500` of Connect's model.
const MOST_TOKEN_BYTES: usize = 2500;

/// How many records are looked at for each result that a page may hold.
const LOOKED_AT_FOR_EACH: usize = 10;

/// A list that is given out page by page, by a name that no other list has.
pub(crate) struct List(Vec<u8>);

impl List {
    /// The list of what is kept below a key.
    pub(crate) fn new(name: &str, key: &Key) -> Self {
        Self([name.as_bytes(), b"\0", key.as_bytes()].concat())
    }

    /// The token of a place in the list.
    pub(crate) fn token(&self, place: &[u8]) -> NextToken {
        let token = [&self.mark(place)[..], place].concat();
        NextToken(BASE64_URL_SAFE_NO_PAD.encode(token))
    }

    /// The place that a token of this list stands for.
    pub(crate) fn place(&self, token: &str) -> Result<Vec<u8>, Refusal> {
        if token.len() > MOST_TOKEN_BYTES {
            return Err(Refusal::NotAToken);
        }
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
        match bytes.split_at_checked(MARK_BYTES) {
            Some((mark, place)) if mark == self.mark(place) => Ok(place.to_vec()),
            _ => Err(Refusal::NotAToken),
        }
    }

    fn mark(&self, place: &[u8]) -> [u8; MARK_BYTES] {
        let hash = digest(&SHA256, &[&self.0, &b"\0"[..], place].concat());
        let mut mark = [0; MARK_BYTES];
        mark.copy_from_slice(&hash.as_ref()[..MARK_BYTES]);
        mark
    }
}

/// A page of the records below a prefix of an index, and the token of the next.
pub(crate) async fn page<R: Record>(
    transaction: &mut Transaction<'_>,
    index: &'static Index,
    prefix: &Key,
    token: Option<&NextToken>,
    limit: usize,
) -> Result<(Vec<R>, Option<NextToken>), Refusal> {
    page_of_wanted(transaction, index, prefix, token, limit, |_| true).await
}

/// The same, of those records that are wanted. Where few are, a page may be short although there is a next one.
pub(crate) async fn page_of_wanted<R: Record>(
    transaction: &mut Transaction<'_>,
    index: &'static Index,
    prefix: &Key,
    token: Option<&NextToken>,
    limit: usize,
    is_wanted: impl Fn(&R) -> bool,
) -> Result<(Vec<R>, Option<NextToken>), Refusal> {
    let list = List::new(&format!("{} by {}", R::KIND.name, index.name), prefix);
    let place = token.map(|token| list.place(token)).transpose()?;
    let (records, next) = wanted(transaction, index, prefix, place, limit, is_wanted).await?;
    Ok((records, next.map(|place| list.token(&place))))
}

/// The next records below a prefix of an index that are wanted, as many as a page holds, and the place behind which the
/// others are. It looks at so many records for each result, and no more.
pub(crate) async fn wanted<R: Record>(
    transaction: &mut Transaction<'_>,
    index: &'static Index,
    prefix: &Key,
    place: Option<Vec<u8>>,
    limit: usize,
    is_wanted: impl Fn(&R) -> bool,
) -> Result<(Vec<R>, Option<Vec<u8>>), StoreError> {
    let start = prefix.as_bytes();
    let mut after = place.map(|place| Key::from_bytes([start, &place].concat()));
    let (mut records, mut looked_at) = (Vec::new(), 0);
    loop {
        let room = limit - records.len();
        let page = transaction.page::<R>(index, prefix, after.as_ref(), room).await?;
        looked_at += page.records.len();
        records.extend(page.records.into_iter().filter(&is_wanted));
        after = page.next;
        if after.is_none() || records.len() == limit || looked_at >= limit * LOOKED_AT_FOR_EACH {
            break;
        }
    }
    let next = after.map(|entry| entry.as_bytes()[start.len()..].to_vec());
    Ok((records, next))
}

/// A page of an instance's records, by an index whose entries start with the instance's id; 100 records by
/// default, as AWS documents for these lists.
pub(crate) async fn of_instance<R: Record>(
    cx: &mut Context<'_>,
    instance: &InstanceId,
    index: &'static Index,
    token: Option<&NextToken>,
    max_results: Option<&impl Deref<Target = i32>>,
) -> Result<(Vec<R>, Option<NextToken>), Refusal> {
    let instance = cx.instance(instance).await?;
    let limit = limit(max_results.map(|max| **max), 100);
    page(
        &mut cx.transaction,
        index,
        &Key::new().id(&instance.id),
        token,
        limit,
    )
    .await
}

/// Refuses any token: a list that has only one page gives out none.
pub(crate) fn refuse_token(token: Option<&String>) -> Result<(), Refusal> {
    token.map_or(Ok(()), |_| Err(Refusal::NotAToken))
}

/// A page of a list that is at hand, and the token of the next.
pub(crate) fn slice<'a, T>(
    list: &List,
    items: &'a [T],
    token: Option<&NextToken>,
    limit: usize,
) -> Result<(&'a [T], Option<NextToken>), Refusal> {
    let (page, next) = stretch(list, items.len(), token.map(|token| token.as_str()), limit)?;
    Ok((&items[page], next))
}

/// Which of so many items are a page, and the token of the next.
pub(crate) fn stretch(
    list: &List,
    count: usize,
    token: Option<&str>,
    limit: usize,
) -> Result<(Range<usize>, Option<NextToken>), Refusal> {
    let start = match token {
        Some(token) => {
            let place = list.place(token)?.try_into().map_err(|_| Refusal::NotAToken)?;
            count.min(u32::from_be_bytes(place) as usize)
        }
        None => 0,
    };
    let end = count.min(start + limit);
    let next = u32::try_from(end).ok().filter(|_| end < count);
    Ok((start..end, next.map(|end| list.token(&end.to_be_bytes()))))
}

/// A page of items that are all at hand, in the order of their keys, and the token of the next. That starts behind a
/// key, and so in the right place even if items come and go meanwhile.
pub(crate) fn in_order<T>(
    list: &List,
    items: impl IntoIterator<Item = (Key, T)>,
    token: Option<&NextToken>,
    limit: usize,
) -> Result<(Vec<T>, Option<NextToken>), Refusal> {
    let mut items: BTreeMap<Key, T> = items.into_iter().collect();
    if let Some(token) = token {
        let before = Key::from_bytes(list.place(token)?);
        items = items.split_off(&before.successor());
    }
    let has_more = items.len() > limit;
    let (keys, page): (Vec<_>, Vec<_>) = items.into_iter().take(limit).unzip();
    let next = keys.last().filter(|_| has_more);
    Ok((page, next.map(|key| list.token(key.as_bytes()))))
}

/// How many results a page may hold.
pub(crate) fn limit(max_results: Option<i32>, otherwise: usize) -> usize {
    max_results
        .and_then(|max| usize::try_from(max).ok())
        .unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(name: &str) -> List {
        List::new(name, &Key::new().text("instance"))
    }

    #[test]
    fn a_token_leads_back_to_its_place() {
        assert_eq!(
            list("users").place(&list("users").token(b"mary")),
            Ok(b"mary".to_vec())
        );
    }

    #[test]
    fn a_token_of_another_list_or_none_at_all_is_refused() {
        assert_eq!(
            list("profiles").place(&list("users").token(b"mary")),
            Err(Refusal::NotAToken)
        );
        for garbage in ["", "abc", "not base64!", "AAAAAAAAAAAAAAAA"] {
            assert_eq!(list("users").place(garbage), Err(Refusal::NotAToken), "{garbage}");
        }
    }

    #[test]
    fn a_list_at_hand_is_cut_without_gap_or_overlap() {
        let items: Vec<_> = (0..10).collect();
        let (mut seen, mut token) = (Vec::new(), None);
        loop {
            let (page, next) = slice(&list("items"), &items, token.as_ref(), 3).unwrap();
            seen.extend_from_slice(page);
            token = next;
            if token.is_none() {
                break;
            }
        }
        assert_eq!(seen, items);
    }
}
