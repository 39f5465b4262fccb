//! Searches of what an instance has.

use roster_domain::records::{Instance, InstanceResource};
use roster_domain::{Index, Key};
use roster_model::shapes::NextToken;

use crate::context::Context;
use crate::paging::{self, List};
use crate::refusal::Refusal;

/// How many records are looked at before the next are fetched.
const CHUNK: usize = 1000;

/// How many records a page holds by default. Source: the API reference on `SearchUsers`.
const USUAL: usize = 100;

/// A page of what a search finds.
pub(crate) struct Found<R> {
    pub(crate) records: Vec<R>,
    pub(crate) next_token: Option<NextToken>,
    /// How many records are wanted, on all pages.
    pub(crate) count: i64,
}

/// Looks at every record of an instance, because all that are wanted are to be counted. The index is one by
/// instance and name; with it stands where a record has this name.
pub(crate) async fn search_instance<R: InstanceResource>(
    cx: &mut Context<'_>,
    instance: &Instance,
    (index, name_of): (&'static Index, fn(&R) -> &str),
    token: Option<&str>,
    max_results: Option<i32>,
    is_wanted: impl Fn(&R) -> bool,
) -> Result<Found<R>, Refusal> {
    let prefix = Key::new().id(&instance.id);
    let list = List::new(&format!("{}s found", R::KIND.name), &prefix);
    let after = token.map(|token| list.place(token)).transpose()?;
    let limit = paging::limit(max_results, USUAL);
    let place_of = |record: &R| Key::new().text(name_of(record));
    let mut found = Found {
        records: Vec::new(),
        next_token: None,
        count: 0,
    };
    let mut chunk_after = None;
    loop {
        let chunk = cx
            .transaction
            .page::<R>(index, &prefix, chunk_after.as_ref(), CHUNK)
            .await?;
        for record in chunk.records.into_iter().filter(|record| is_wanted(record)) {
            found.count += 1;
            let is_behind = after
                .as_deref()
                .is_none_or(|after| place_of(&record).as_bytes() > after);
            if is_behind && found.records.len() < limit {
                found.records.push(record);
            } else if is_behind && found.next_token.is_none() {
                let place = found.records.last().map(place_of);
                found.next_token = place.map(|place| list.token(place.as_bytes()));
            }
        }
        chunk_after = chunk.next;
        if chunk_after.is_none() {
            return Ok(found);
        }
    }
}
