use std::collections::BTreeMap;

use roster_domain::Index;
use roster_domain::records::InstanceResource;
use roster_domain::search::resource_tags::{breaches, meets, only_key};
use roster_model::shapes::{TagKey, TagValue};
use roster_store::Range;

use crate::prelude::connect::*;

/// How many entries of users' tags are read at once. Those of a tag that many users have are stepped over.
const CHUNK: usize = 100;

/// How often a request reads such entries. Its page is short then, or empty, and has a next one.
const CHUNKS: usize = 100;

/// Tags by key and value, each once.
type Tags = BTreeMap<Key, (String, String)>;

handler!(SearchResourceTags, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let types = request.resource_types.as_deref().map_or(&[][..], Vec::as_slice);
    refuse(breaches(types))?;
    let condition = request.search_criteria.as_ref();
    let condition = condition.and_then(|criteria| criteria.tag_search_condition.as_ref());
    let search = format!("tags of {types:?} that meet {condition:?}");
    let list = List::new(&search, &Key::new().id(&instance.id));
    let after = match &request.next_token {
        Some(token) => Some(Key::from_bytes(list.place(token)?)),
        None => None,
    };
    let limit = paging::limit(request.max_results.as_deref().copied(), 100);
    let mut search = Search {
        instance_id: &instance.id,
        condition,
        after,
        found: Tags::new(),
        unread_behind: None,
    };
    let is_searched = |name: &str| types.is_empty() || types.iter().any(|wanted| wanted == name);
    if is_searched("agent-state") {
        search.few::<AgentStatus>(cx, &AgentStatus::BY_NAME).await?;
    }
    if is_searched("routing-profile") {
        search.few::<RoutingProfile>(cx, &RoutingProfile::BY_NAME).await?;
    }
    if is_searched("standard-queue") {
        search.few::<Queue>(cx, &Queue::BY_NAME).await?;
    }
    if is_searched("security-profile") {
        search
            .few::<SecurityProfile>(cx, &SecurityProfile::BY_NAME)
            .await?;
    }
    if is_searched("operating-hours") {
        search
            .few::<HoursOfOperation>(cx, &HoursOfOperation::BY_NAME)
            .await?;
    }
    if is_searched("transfer-destination") {
        search.few::<QuickConnect>(cx, &QuickConnect::BY_NAME).await?;
    }
    if is_searched("agent") {
        search.users(cx, limit).await?;
    }
    let (tags, next) = search.page(limit);
    Ok(Response {
        tags: Some(TagsList(tags)),
        next_token: next.map(|place| list.token(place.as_bytes()).0.into()),
    })
});

/// A search for tags of an instance.
struct Search<'r> {
    instance_id: &'r Id,
    condition: Option<&'r TagSearchCondition>,
    /// The tag that the page starts behind.
    after: Option<Key>,
    found: Tags,
    /// The tag behind which there may be more of users than were looked at.
    unread_behind: Option<Key>,
}

impl Search<'_> {
    fn note(&mut self, key: &str, value: &str) {
        let place = place(key, value);
        let is_behind = self.after.as_ref().is_none_or(|after| *after < place);
        if is_behind
            && self
                .condition
                .is_none_or(|condition| meets(key, value, condition))
        {
            self.found.insert(place, (key.to_owned(), value.to_owned()));
        }
    }

    /// Looks at the tags of resources of which an instance has few.
    async fn few<R: InstanceResource>(
        &mut self,
        cx: &mut Context<'_>,
        by_name: &'static Index,
    ) -> Result<(), Refusal> {
        let of_instance = Key::new().id(self.instance_id);
        for resource in cx.transaction.all::<R>(by_name, &of_instance).await? {
            for (key, value) in resource.tags().into_iter().flat_map(|tags| tags.iter()) {
                self.note(key, value);
            }
        }
        Ok(())
    }

    /// Looks at the tags of users, in the order of the index that has them, until there are enough for a page.
    async fn users(&mut self, cx: &mut Context<'_>, limit: usize) -> Result<(), Refusal> {
        let start = User::with_tags(self.instance_id);
        let prefix = match self.condition.and_then(only_key) {
            Some(key) => start.clone().text(key),
            None => start.clone(),
        };
        let behind =
            |place: &Key| Key::from_bytes([start.as_bytes(), place.as_bytes()].concat()).end_of_prefix();
        let mut after = self.after.as_ref().map(behind);
        let enough = self.found.len().saturating_add(limit);
        for _ in 0..CHUNKS {
            let range = Range {
                prefix: &prefix,
                after: after.as_ref(),
                limit: CHUNK,
            };
            let entries = cx
                .transaction
                .entries::<User>(&User::BY_TERM, range, None)
                .await?;
            let tags = entries.iter().filter_map(|entry| User::tag_of(&entry.entry));
            let mut last = None;
            for (key, value) in tags {
                self.note(&key, &value);
                last = Some(place(&key, &value));
            }
            self.unread_behind = last.filter(|_| entries.len() == CHUNK);
            after = self.unread_behind.as_ref().map(behind);
            if after.is_none() || self.found.len() > enough {
                break;
            }
        }
        Ok(())
    }

    /// The page, and the tag that the next one starts behind.
    fn page(self, limit: usize) -> (Vec<TagSet>, Option<Key>) {
        let Self {
            mut found,
            unread_behind,
            ..
        } = self;
        if let Some(last) = &unread_behind {
            // What comes behind may have others before it.
            drop(found.split_off(&last.successor()));
        }
        let has_more = found.len() > limit;
        let (places, tags): (Vec<_>, Vec<_>) = found.into_iter().take(limit).unzip();
        let tags = tags.into_iter().map(|(key, value)| TagSet {
            key: Some(TagKey(key)),
            value: Some(TagValue(value)),
        });
        let next = if has_more {
            places.into_iter().last()
        } else {
            unread_behind
        };
        (tags.collect(), next)
    }
}

/// The place of a tag in the order of keys and values.
fn place(key: &str, value: &str) -> Key {
    Key::new().text(key).text(value)
}
