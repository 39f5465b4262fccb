//! Lists, page by page.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use roster_domain::{Index, Key, Record};
use roster_model::shapes::NextToken;
use roster_store::Transaction;

use crate::refusal::Refusal;

/// Enough of a hash to tell a token of one list from that of another, or from garbage. It keeps
/// nothing secret: a token can only lead to a place within its own list.
const MARK_BYTES: usize = 8;

/// A page of the records below a prefix of an index, and the token of the next.
pub(crate) async fn page<R: Record>(
    transaction: &mut Transaction<'_>,
    index: &'static Index,
    prefix: &Key,
    token: Option<&NextToken>,
    limit: usize,
) -> Result<(Vec<R>, Option<NextToken>), Refusal> {
    let list = prefix.as_bytes();
    let after = match token {
        Some(token) => {
            let place = read(list, token).ok_or(Refusal::NotAToken)?;
            Some(Key::from_bytes([list, &place].concat()))
        }
        None => None,
    };
    let page = transaction.page(index, prefix, after.as_ref(), limit).await?;
    let next = page
        .next
        .map(|entry| write(list, &entry.as_bytes()[list.len()..]));
    Ok((page.records, next))
}

/// A page of a list that is at hand, and the token of the next.
pub(crate) fn slice<'a, T>(
    list: &[u8],
    items: &'a [T],
    token: Option<&NextToken>,
    limit: usize,
) -> Result<(&'a [T], Option<NextToken>), Refusal> {
    let start = match token {
        Some(token) => {
            let place = read(list, token)
                .and_then(|place| place.try_into().ok())
                .ok_or(Refusal::NotAToken)?;
            u32::from_be_bytes(place) as usize
        }
        None => 0,
    };
    let rest = items.get(start..).unwrap_or_default();
    let page = &rest[..rest.len().min(limit)];
    let end = start + page.len();
    let next = u32::try_from(end).ok().filter(|_| end < items.len());
    Ok((page, next.map(|end| write(list, &end.to_be_bytes()))))
}

/// How many results a page may hold.
pub(crate) fn limit(max_results: Option<i32>, otherwise: usize) -> usize {
    max_results
        .and_then(|max| usize::try_from(max).ok())
        .unwrap_or(otherwise)
}

fn write(list: &[u8], place: &[u8]) -> NextToken {
    let token = [&mark(list, place)[..], place].concat();
    NextToken(BASE64_URL_SAFE_NO_PAD.encode(token))
}

fn read(list: &[u8], token: &NextToken) -> Option<Vec<u8>> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token.as_bytes()).ok()?;
    let (found, place) = bytes.split_at_checked(MARK_BYTES)?;
    (found == mark(list, place)).then(|| place.to_vec())
}

fn mark(list: &[u8], place: &[u8]) -> [u8; MARK_BYTES] {
    let hash = digest(&SHA256, &[list, b"\0", place].concat());
    let mut mark = [0; MARK_BYTES];
    mark.copy_from_slice(&hash.as_ref()[..MARK_BYTES]);
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_leads_back_to_its_place() {
        assert_eq!(read(b"users", &write(b"users", b"mary")), Some(b"mary".to_vec()));
    }

    #[test]
    fn a_token_of_another_list_or_none_at_all_is_refused() {
        assert_eq!(read(b"profiles", &write(b"users", b"mary")), None);
        for garbage in ["", "abc", "not base64!", "AAAAAAAAAAAAAAAA"] {
            assert_eq!(read(b"users", &NextToken(garbage.to_owned())), None, "{garbage}");
        }
    }

    #[test]
    fn a_list_at_hand_is_cut_without_gap_or_overlap() {
        let items: Vec<_> = (0..10).collect();
        let (mut seen, mut token) = (Vec::new(), None);
        loop {
            let (page, next) = slice(b"list", &items, token.as_ref(), 3).unwrap();
            seen.extend_from_slice(page);
            token = next;
            if token.is_none() {
                break;
            }
        }
        assert_eq!(seen, items);
    }
}
