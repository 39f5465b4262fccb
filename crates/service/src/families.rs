//! Handlers that differ only in their record, their index and what they show of it.

/// Lists what an instance has, page by page, by an index whose entries start with the instance's id.
macro_rules! list_of_instance {
    ($operation:ident: $record:ident by $index:ident, $list:ident of |$cx:ident, $item:ident| $summary:expr) => {
        impl $crate::handler::Handler for $operation {
            async fn handle(
                $cx: &mut $crate::context::Context<'_>,
                request: &Self::Request,
            ) -> $crate::handler::Answer<Self> {
                type Response = <$operation as roster_model::operation::Operation>::Response;
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
                    $list: Some(summaries.into()),
                    next_token,
                })
            }
        }
    };
}

/// Shows a resource of an instance.
macro_rules! describe {
    ($operation:ident: $record:ident $id:ident, $member:ident is |$cx:ident, $item:ident| $description:expr) => {
        impl $crate::handler::Handler for $operation {
            async fn handle(
                $cx: &mut $crate::context::Context<'_>,
                request: &Self::Request,
            ) -> $crate::handler::Answer<Self> {
                type Response = <$operation as roster_model::operation::Operation>::Response;
                let $item: $record = $cx.resource_of(&request.instance_id, &request.$id).await?;
                Ok(Response {
                    $member: Some($description),
                })
            }
        }
    };
}

pub(crate) use {describe, list_of_instance};
