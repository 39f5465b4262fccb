//! Searches of what an instance has, by an index of terms.

mod candidates;
mod reader;

use roster_domain::records::Instance;
use roster_domain::search::Condition;
use roster_domain::{Index, Key, Record};
use roster_model::shapes::NextToken;
use roster_store::Transaction;

use self::candidates::{Candidates, Finder};
use self::reader::Reader;
use crate::context::Context;
use crate::paging::{self, List};
use crate::refusal::Refusal;

/// How many records a request may look at, and how many entries of a term it lists.
const EXAMINED: usize = 5_000;

/// How many records are read at once, beyond the first page.
const CHUNK: usize = 500;

/// How many records a page holds by default. Source: the API reference on `SearchUsers`.
const USUAL: usize = 100;

/// The bytes of a count in a token.
const COUNT_BYTES: usize = 8;

/// The indexes by which records of a kind are found.
pub(crate) struct Indexes<R> {
    /// By instance and place.
    pub(crate) by_name: &'static Index,
    /// By instance, term and place.
    pub(crate) by_term: &'static Index,
    /// The places.
    pub(crate) order: Order<R>,
}

/// The order of results: usually that of names.
pub(crate) struct Order<R> {
    /// The place of a record.
    pub(crate) place_of: fn(&R) -> Key,
    /// How many parts of a key a place is.
    pub(crate) parts: usize,
}

/// What is searched for.
pub(crate) struct Search<'r, W> {
    /// The criteria and the filter, as a text that no other search has.
    pub(crate) sought: &'r (dyn Fn() -> String + Sync),
    /// The name that every wanted record has, in this case or another.
    pub(crate) exact_name: Option<&'r str>,
    /// What every wanted record meets, as far as entries show it.
    pub(crate) condition: Condition,
    /// Whether a record is wanted.
    pub(crate) is_wanted: W,
}

/// A page of what a search finds.
pub(crate) struct Found<R> {
    pub(crate) records: Vec<R>,
    pub(crate) next_token: Option<NextToken>,
    /// How many records are wanted on all pages. Every page has the count of the first. It is an estimate if
    /// entries do not show it and a request may not look at all candidates.
    pub(crate) count: u64,
}

/// A page of the records of an instance that a search wants, in the order of their names. If entries do not narrow
/// the search down, a page may be short, or empty, and have a next one all the same.
pub(crate) async fn search_instance<R: Record, W: Fn(&R) -> bool>(
    cx: &mut Context<'_>,
    instance: &Instance,
    indexes: &Indexes<R>,
    search: &Search<'_, W>,
    token: Option<&str>,
    max_results: Option<i32>,
) -> Result<Found<R>, Refusal> {
    // The count in a token is that of one search. Most searches need none, and the text takes time to make.
    let list = || {
        let name = format!("{}s that meet {}", R::KIND.name, (search.sought)());
        List::new(&name, &Key::new().id(&instance.id))
    };
    let place = token.map(|token| Place::of_token(&list(), token)).transpose()?;
    let limit = paging::limit(max_results, USUAL);
    let transaction = &mut cx.transaction;
    if let (Some(name), None) = (search.exact_name, &place)
        && let Some(found) = of_exact_name(transaction, instance, indexes, search, name, limit).await?
    {
        return Ok(found);
    }
    let candidates = Finder::new(transaction, instance, indexes)
        .find(&search.condition)
        .await?;
    let known = match &place {
        Some(place) => Some(place.count),
        None => match &candidates {
            Candidates::Listed(listed) => listed.is_exact.then_some(listed.keys.len() as u64),
            Candidates::Many(many) => match &many.counted {
                Some(entries) => Some(transaction.count::<R>(entries.index, &entries.prefix).await?),
                None => None,
            },
        },
    };
    let mut reader = Reader::new(candidates, place.map(|place| place.behind));
    let (mut records, mut wanted, mut chunk) = (Vec::new(), 0, limit + 1);
    while !reader.is_at_end && reader.examined < EXAMINED && (known.is_none() || wanted <= limit) {
        let chunk_of_budget = chunk.min(EXAMINED - reader.examined);
        for record in reader.next(transaction, chunk_of_budget).await? {
            if (search.is_wanted)(&record) {
                wanted += 1;
                if records.len() < limit {
                    records.push(record);
                }
            }
        }
        chunk = chunk.max(CHUNK);
    }
    let count = match known {
        Some(count) => count,
        None => reader.estimate::<R>(transaction, wanted).await?,
    };
    let behind = match records.last() {
        Some(record) if wanted > limit => Some((indexes.order.place_of)(record).as_bytes().to_vec()),
        _ if reader.is_at_end => None,
        _ => reader.last,
    };
    Ok(Found {
        records,
        next_token: behind.map(|behind| Place { count, behind }.token(&list())),
        count,
    })
}

/// The wanted records that have a name in just this case, if there are any: programs take the first that a search for a name
/// finds.
async fn of_exact_name<R: Record, W: Fn(&R) -> bool>(
    transaction: &mut Transaction<'_>,
    instance: &Instance,
    indexes: &Indexes<R>,
    search: &Search<'_, W>,
    name: &str,
    limit: usize,
) -> Result<Option<Found<R>>, Refusal> {
    let named = Key::new().id(&instance.id).text(name);
    let page = transaction.page(indexes.by_name, &named, None, limit).await?;
    let records: Vec<R> = page.records.into_iter().filter(&search.is_wanted).collect();
    let are_all = page.next.is_none() && !records.is_empty();
    Ok(are_all.then(|| Found {
        next_token: None,
        count: records.len() as u64,
        records,
    }))
}

/// Where a page starts.
struct Place {
    /// The count of the first page.
    count: u64,
    /// The place behind which it starts, in the order of names.
    behind: Vec<u8>,
}

impl Place {
    fn of_token(list: &List, token: &str) -> Result<Self, Refusal> {
        let place = list.place(token)?;
        let (count, behind) = place
            .split_first_chunk::<COUNT_BYTES>()
            .ok_or(Refusal::NotAToken)?;
        Ok(Self {
            count: u64::from_be_bytes(*count),
            behind: behind.to_vec(),
        })
    }

    fn token(&self, list: &List) -> NextToken {
        list.token(&[&self.count.to_be_bytes(), &self.behind[..]].concat())
    }
}
