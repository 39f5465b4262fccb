//! Families: handlers that differ in their record, index and summary, and in nothing else. An operation of a
//! family states these on one line; what the handler does stands here, once.

mod search_instance;
mod users_and_roles;

use roster_model::shapes::EmptyList;

pub(crate) use search_instance::{Indexes, Order, Search, search_instance};
pub(crate) use users_and_roles::for_users_and_roles;

/// A handler, as one that has nothing but a body: what every family is made of.
macro_rules! handler {
    ($operation:path, $(reads $kind:ident,)? |$cx:ident, $request:ident| $(-> $response:ident)? $body:block) => {
        impl $crate::handler::Handler for $operation {
            $(const READ_KIND: roster_store::ReadKind = roster_store::ReadKind::$kind;)?

            async fn handle(
                $cx: &mut $crate::context::Context<'_>,
                $request: &Self::Request,
            ) -> $crate::handler::Answer<Self> {
                $(type $response = <$operation as roster_model::operation::Operation>::Response;)?
                $body
            }
        }
    };
}

/// A member of an answer: one that AWS's model requires is not optional.
macro_rules! member {
    ($value:expr) => {
        Some($value)
    };
    ($value:expr, required) => {
        $value
    };
}

/// Lists what an instance has, page by page, by an index whose entries start with the instance's id. What lists is
/// `required`, if AWS's model requires it.
macro_rules! list {
    (
        $operation:ident: $record:ident by $index:ident,
        $list:ident $(: $required:tt)? of |$cx:ident, $item:ident| $summary:expr
    ) => {
        $crate::families::handler!($operation, reads Scan, |$cx, request| -> Response {
            let (records, next_token) = $crate::paging::of_instance::<$record>(
                $cx,
                &request.instance_id,
                &$record::$index,
                request.next_token.as_ref(),
                request.max_results.as_ref(),
            )
            .await?;
            let summaries: Vec<_> = records.into_iter().map(|$item| $summary).collect();
            Ok(Response {
                $list: $crate::families::member!(summaries.into() $(, $required)?),
                next_token,
            })
        });
    };
}

/// Lists what no instance has, or searches in it. It gives out no token, so each is one of another list. What a search
/// looks for is not looked at, but for its shape.
macro_rules! empty_list {
    ($operation:ident: $list:ident $(, $total:ident)?) => {
        $crate::families::handler!($operation, |cx, request| -> Response {
            cx.instance(&request.instance_id).await?;
            $crate::paging::refuse_token(request.next_token.as_deref())?;
            Ok(Response {
                $list: $crate::families::empty(),
                next_token: None,
                $($total: Some(0),)?
            })
        });
    };
}

/// An empty list, as the member of an output that may have one.
pub(crate) fn empty<L: From<EmptyList>>() -> L {
    EmptyList(Vec::new()).into()
}

/// Lists what a resource of an instance holds, page by page, with the time of the resource's last change.
macro_rules! list_held {
    (
        $operation:ident: $record:ident $id:ident,
        $list:ident of |$resource:ident| $held:expr
    ) => {
        $crate::families::handler!($operation, |cx, request| -> Response {
            let $resource: $record = cx.resource_of(&request.instance_id, &request.$id).await?;
            let (page, next_token) = $crate::paging::slice(
                &$crate::paging::List::new(stringify!($list), &$resource.key()),
                $held,
                request.next_token.as_ref(),
                $crate::paging::limit(request.max_results.as_deref().copied(), 100),
            )?;
            let page: Vec<_> = page.iter().cloned().map(Into::into).collect();
            Ok(Response {
                $list: Some(page.into()),
                next_token,
                last_modified_time: Some($resource.last_modified_time),
                last_modified_region: Some($resource.last_modified_region()),
            })
        });
    };
}

/// Searches what an instance has, by its index `BY_TERM`, in the order of another index. `$rules` is a module with the functions
/// `breaches`, `exact_name`, `conditions`, `meets` and `passes`, for the criteria and the filter. A summary is made of each
/// record, or the summaries of all records of a page at once.
macro_rules! search {
    (
        $operation:ident: $record:ident by $index:ident in $order:expr, $(sought $sought:ident,)? with $rules:path,
        $list:ident of all |$cx:ident, $items:ident| $summaries:expr
    ) => {
        $crate::families::handler!($operation, reads Scan, |$cx, request| -> Response {
            use $rules as rules;
            let instance = $cx.instance(&request.instance_id).await?;
            let (criteria, filter) = (
                request.search_criteria.as_ref(),
                request.search_filter.as_ref(),
            );
            let breaches = rules::breaches$(::<$sought, _, _>)?(criteria, filter);
            if !breaches.is_empty() {
                return Err($crate::refusal::Refusal::Rules(breaches));
            }
            let indexes = $crate::families::Indexes {
                by_name: &$record::$index,
                by_term: &$record::BY_TERM,
                order: $order,
            };
            let search = $crate::families::Search {
                sought: &|| format!("{criteria:?} {filter:?}"),
                exact_name: criteria.and_then(rules::exact_name),
                condition: rules::conditions(criteria, filter),
                is_wanted: |record: &$record| {
                    criteria.is_none_or(|criteria| rules::meets(record, criteria))
                        && filter.is_none_or(|filter| rules::passes(record, filter))
                },
            };
            let found = $crate::families::search_instance(
                $cx,
                &instance,
                &indexes,
                &search,
                request.next_token.as_deref().map(String::as_str),
                request.max_results.as_deref().copied(),
            )
            .await?;
            let $items = found.records;
            let summaries: Vec<_> = $summaries;
            Ok(Response {
                $list: Some(summaries.into()),
                next_token: found.next_token.map(|token| token.0.into()),
                approximate_total_count: i64::try_from(found.count).ok(),
            })
        });
    };
    (
        $operation:ident: $record:ident by $index:ident in $order:expr, $(sought $sought:ident,)? with $rules:path,
        $list:ident of |$cx:ident, $item:ident| $summary:expr
    ) => {
        $crate::families::search!(
            $operation: $record by $index in $order, $(sought $sought,)? with $rules,
            $list of all |$cx, items| {
                let mut summaries = Vec::new();
                for $item in items {
                    summaries.push($summary);
                }
                summaries
            }
        );
    };
    ($operation:ident: $record:ident by $index:ident, $($summaries:tt)*) => {
        $crate::families::search!(
            $operation: $record by $index in $crate::families::Order {
                place_of: roster_domain::records::Searchable::place,
                parts: <$record as roster_domain::records::Searchable>::PARTS_OF_PLACE,
            },
            sought $record, with roster_domain::search::resources, $($summaries)*
        );
    };
}

/// Shows a resource of an instance, in a member that is `required` if AWS's model requires it.
macro_rules! describe {
    (
        $operation:ident: $record:ident $id:ident,
        $member:ident $(: $required:tt)? is |$cx:ident, $item:ident| $description:expr
    ) => {
        $crate::families::handler!($operation, |$cx, request| -> Response {
            let $item: $record = $cx.resource_of(&request.instance_id, &request.$id).await?;
            Ok(Response {
                $member: $crate::families::member!($description $(, $required)?),
            })
        });
    };
}

/// Changes a resource of an instance, and answers nothing; `of instance`, if the change needs the instance; `with another "Name"`, if the
/// change can take a name that another has.
macro_rules! update {
    (
        $operation:ident: $record:ident $id:ident $(of $instance:ident)? $(with another $name:literal)?,
        |$cx:ident, $request:ident, $item:ident| $change:block
    ) => {
        $crate::families::handler!($operation, |$cx, $request| -> Response {
            let within = $cx.instance(&$request.instance_id).await?;
            let old: $record = $cx.resource(&within, &$request.$id).await?;
            $(let $instance = &within;)?
            let mut new = old.clone();
            let $item = &mut new;
            $change
            $crate::families::replace!($cx, &old, new $(, $name)?).await?;
            Ok(Response::default())
        });
    };
}

/// Replaces the old state of a resource by a new one, of which the name may be taken.
macro_rules! replace {
    ($cx:ident, $old:expr, $new:expr) => {
        $cx.update($old, $new)
    };
    ($cx:ident, $old:expr, $new:expr, $name:literal) => {
        $cx.update_unless_named($old, $new, $name)
    };
}

/// Deletes a resource of an instance, the records that are kept under the same key beside it, and all that belong to
/// it, once it has done something else `first`; or deletes it `unless` there is a reason to refuse.
macro_rules! delete {
    ($operation:ident: $record:ident $id:ident, unless |$cx:ident, $item:ident| $refusal:block) => {
        $crate::families::handler!($operation, |$cx, request| {
            let $item: $record = $cx.resource_of(&request.instance_id, &request.$id).await?;
            let refusal: Option<$crate::refusal::Refusal> = $refusal;
            if let Some(refusal) = refusal {
                return Err(refusal);
            }
            $cx.transaction.delete(&$item).await?;
            Ok(roster_model::schema::NoOutput)
        });
    };
    (
        $operation:ident: $record:ident $id:ident $(and $beside:ident)* $(, all $owned:ident)*
        $(, first $before:path)?
    ) => {
        $crate::families::handler!($operation, |cx, request| {
            let resource: $record = cx.resource_of(&request.instance_id, &request.$id).await?;
            $(
                cx.delete_if_there::<$beside>(&$beside::key_of(&resource.instance_id, &resource.id))
                    .await?;
            )*
            $(
                let owned = $owned::of_user(&resource.instance_id, &resource.id);
                cx.delete_each::<$owned>($owned::BY_USER, &owned).await?;
            )*
            $($before(cx, &resource).await?;)?
            cx.transaction.delete(&resource).await?;
            Ok(roster_model::schema::NoOutput)
        });
    };
}

pub(crate) use {delete, describe, empty_list, handler, list, list_held, member, replace, search, update};
