use std::collections::BTreeMap;

use roster_domain::records::AssociatedType;
use roster_domain::search::{Filter as _, workspace_associations as rules};

use crate::families::{Indexes, Order, Search, search_instance};
use crate::prelude::connect::*;

handler!(SearchWorkspaceAssociations, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let (criteria, filter) = (request.search_criteria.as_ref(), request.search_filter.as_ref());
    refuse(rules::breaches(criteria, filter))?;
    // There are few. Associations of one that was deleted may be there for a while.
    let of_instance = Workspace::of_instance(&instance.id);
    let mut workspaces: Vec<Workspace> = cx.transaction.all(&Workspace::BY_NAME, &of_instance).await?;
    workspaces.retain(|workspace| filter.is_none_or(|filter| filter.passes(workspace.tags.as_ref())));
    let workspaces: BTreeMap<_, _> = workspaces
        .into_iter()
        .map(|workspace| (workspace.id.clone(), workspace))
        .collect();
    let indexes = Indexes {
        by_name: &WorkspaceAssociation::BY_PLACE,
        by_term: &WorkspaceAssociation::BY_TERM,
        order: Order {
            place_of: WorkspaceAssociation::place,
            parts: 1,
        },
    };
    let search = Search {
        sought: &|| format!("{criteria:?} {filter:?}"),
        exact_name: None,
        condition: rules::conditions(criteria, filter),
        is_wanted: |association: &WorkspaceAssociation| {
            workspaces.contains_key(&association.workspace_id)
                && criteria.is_none_or(|criteria| rules::meets(association, criteria))
        },
    };
    let found = search_instance(
        cx,
        &instance,
        &indexes,
        &search,
        request.next_token.as_deref().map(String::as_str),
        request.max_results.as_deref().copied(),
    )
    .await?;
    let resources = Resources::of(cx, &instance, &found.records).await?;
    let summaries = found.records.into_iter().filter_map(|association| {
        let workspace = workspaces.get(&association.workspace_id)?;
        let (arn, name) = resources.0.get(&association.resource_id)?;
        Some(WorkspaceAssociationSearchSummary {
            workspace_arn: Some(cx.arn_of(workspace).into()),
            workspace_id: Some(association.workspace_id.into_member()),
            resource_id: Some(association.resource_id.into_member()),
            resource_arn: Some(arn.clone().into()),
            resource_type: Some(association.resource_type.as_str().to_owned().into()),
            resource_name: Some(name.clone().into()),
        })
    });
    Ok(Response {
        workspace_associations: Some(summaries.collect::<Vec<_>>().into()),
        next_token: found.next_token,
        approximate_total_count: i64::try_from(found.count).ok(),
    })
});

/// ARN and name of each of what workspaces are associated with, by its id.
struct Resources(BTreeMap<Id, (String, String)>);

impl Resources {
    async fn of(
        cx: &mut Context<'_>,
        instance: &Instance,
        associations: &[WorkspaceAssociation],
    ) -> Result<Self, Refusal> {
        let ids_of = |wanted| {
            let of_type = associations
                .iter()
                .filter(move |association| association.resource_type == wanted);
            of_type.map(|association| association.resource_id.clone())
        };
        let users = ids_of(AssociatedType::User).map(|id| User::key_of(&instance.id, &id));
        let users: Vec<User> = cx.transaction.get_all(&distinct(users)).await?;
        let profiles = ids_of(AssociatedType::RoutingProfile);
        let profiles = profiles.map(|id| RoutingProfile::key_of(&instance.id, &id));
        let profiles: Vec<RoutingProfile> = cx.transaction.get_all(&distinct(profiles)).await?;
        let users = users.into_iter().map(|user| {
            let arn = cx.arn_of(&user);
            (user.id, (arn, user.username))
        });
        let profiles = profiles.into_iter().map(|profile| {
            let arn = cx.arn_of(&profile);
            (profile.id, (arn, profile.name))
        });
        Ok(Self(users.chain(profiles).collect()))
    }
}

/// Keys, each once.
fn distinct(keys: impl Iterator<Item = Key>) -> Vec<Key> {
    let keys: std::collections::BTreeSet<_> = keys.collect();
    keys.into_iter().collect()
}
