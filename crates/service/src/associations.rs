//! What instances are associated with, with the words of refusals.

use roster_domain::Id;
use roster_domain::records::{Association, AssociationType};
use roster_domain::rules::{Breach, association};
use roster_model::resource_type::Parent;
use roster_model::shapes::{InstanceId, NextToken};

use crate::context::Context;
use crate::paging;
use crate::refusal::{AssociationRefusal, Refusal, refuse};

/// What is said of the associations of a type.
struct Words {
    /// What one is with.
    noun: &'static str,
    /// The member that says what it is with.
    member: &'static str,
}

const fn words(association_type: AssociationType) -> Words {
    match association_type {
        AssociationType::ApprovedOrigin => Words {
            noun: "approved origin",
            member: "Origin",
        },
        AssociationType::SecurityKey => Words {
            noun: "security key",
            member: "Key",
        },
        AssociationType::LambdaFunction => Words {
            noun: "Lambda function",
            member: "FunctionArn",
        },
    }
}

/// Associates an instance with what a request names.
pub(crate) async fn associate(
    cx: &mut Context<'_>,
    instance: &InstanceId,
    association_type: AssociationType,
    value: &str,
) -> Result<Association, Refusal> {
    let instance = cx.instance(instance).await?;
    let words = words(association_type);
    let breach = association::fault(association_type, value).map(|fault| Breach {
        member: words.member,
        fault,
    });
    refuse(breach.into_iter().collect())?;
    let association = Association {
        id: cx.new_id(),
        instance_id: instance.id,
        association_type,
        value: value.to_owned(),
        created_time: cx.now,
    };
    let taken = AssociationRefusal::Taken {
        noun: words.noun,
        members: words.member,
    };
    cx.insert_unless_taken(&association, taken).await?;
    let all = Association::of_type(&association.instance_id, association_type);
    let quota = association_type.quota();
    cx.refuse_beyond::<Association>(quota, &Association::BY_VALUE, &all, Parent::Instance)
        .await?;
    Ok(association)
}

/// Ends the association of an instance with what a request names.
pub(crate) async fn disassociate(
    cx: &mut Context<'_>,
    instance: &InstanceId,
    association_type: AssociationType,
    value: &str,
) -> Result<(), Refusal> {
    let instance = cx.instance(instance).await?;
    let entry = Association::entry_of(&instance.id, association_type, value);
    let found = cx.transaction.find(&entry).await?;
    delete(cx, association_type, found, value).await
}

/// Ends the association of an instance that has an id.
pub(crate) async fn disassociate_by_id(
    cx: &mut Context<'_>,
    instance: &InstanceId,
    association_type: AssociationType,
    id: &str,
) -> Result<(), Refusal> {
    let instance = cx.instance(instance).await?;
    let mut found: Option<Association> = None;
    if let Some(id) = Id::parse(id) {
        found = cx
            .transaction
            .get(&Association::key_of(&instance.id, &id))
            .await?;
    }
    let found = found.filter(|found| found.association_type == association_type);
    delete(cx, association_type, found, id).await
}

/// A page of what an instance is associated with, by value, and the token of the next; a full page by default.
pub(crate) async fn page(
    cx: &mut Context<'_>,
    instance: &InstanceId,
    association_type: AssociationType,
    token: Option<&NextToken>,
    limit: usize,
) -> Result<(Vec<Association>, Option<NextToken>), Refusal> {
    let instance = cx.instance(instance).await?;
    let all = Association::of_type(&instance.id, association_type);
    paging::page(&mut cx.transaction, &Association::BY_VALUE, &all, token, limit).await
}

async fn delete(
    cx: &mut Context<'_>,
    association_type: AssociationType,
    found: Option<Association>,
    reference: &str,
) -> Result<(), Refusal> {
    let found = found.ok_or_else(|| AssociationRefusal::NotFound {
        noun: words(association_type).noun,
        reference: reference.to_owned(),
    })?;
    Ok(cx.transaction.delete(&found).await?)
}
