//! What instances are associated with: origins, keys and functions.

use roster_domain::records::AssociationType::{ApprovedOrigin, LambdaFunction, SecurityKey};
use roster_model::ops::connect::integrations::{
    self, AssociateApprovedOrigin, AssociateLambdaFunction, AssociateSecurityKey, DisassociateApprovedOrigin,
    DisassociateLambdaFunction, DisassociateSecurityKey, FunctionArn, ListApprovedOrigins,
    ListLambdaFunctions, ListSecurityKeys, Origin,
};

use crate::associations::{associate, disassociate, disassociate_by_id, page};
use crate::prelude::connect::*;

handler!(AssociateApprovedOrigin, |cx, request| {
    associate(cx, &request.instance_id, ApprovedOrigin, &request.origin).await?;
    Ok(NoOutput)
});

handler!(DisassociateApprovedOrigin, |cx, request| {
    disassociate(cx, &request.instance_id, ApprovedOrigin, &request.origin).await?;
    Ok(NoOutput)
});

handler!(ListApprovedOrigins, |cx, request| -> Response {
    let limit = paging::limit(request.max_results.as_deref().copied(), 25);
    let (id, token) = (&request.instance_id, request.next_token.as_ref());
    let (found, next_token) = page(cx, id, ApprovedOrigin, token, limit).await?;
    let origins: Vec<Origin> = found.into_iter().map(|found| found.value.into()).collect();
    Ok(Response {
        origins: Some(origins.into()),
        next_token,
    })
});

handler!(AssociateSecurityKey, |cx, request| -> Response {
    let made = associate(cx, &request.instance_id, SecurityKey, &request.key).await?;
    Ok(Response {
        association_id: Some(made.id.into_member()),
    })
});

handler!(DisassociateSecurityKey, |cx, request| {
    let id = &request.association_id;
    disassociate_by_id(cx, &request.instance_id, SecurityKey, id).await?;
    Ok(NoOutput)
});

handler!(ListSecurityKeys, |cx, request| -> Response {
    let limit = paging::limit(request.max_results.as_deref().copied(), 2);
    let (id, token) = (&request.instance_id, request.next_token.as_ref());
    let (found, next_token) = page(cx, id, SecurityKey, token, limit).await?;
    let keys = found.into_iter().map(|found| integrations::SecurityKey {
        association_id: Some(found.id.into_member()),
        key: Some(found.value.into()),
        creation_time: Some(found.created_time),
    });
    let keys: Vec<_> = keys.collect();
    Ok(Response {
        security_keys: Some(keys.into()),
        next_token,
    })
});

handler!(AssociateLambdaFunction, |cx, request| {
    associate(cx, &request.instance_id, LambdaFunction, &request.function_arn).await?;
    Ok(NoOutput)
});

handler!(DisassociateLambdaFunction, |cx, request| {
    disassociate(cx, &request.instance_id, LambdaFunction, &request.function_arn).await?;
    Ok(NoOutput)
});

handler!(ListLambdaFunctions, |cx, request| -> Response {
    let limit = paging::limit(request.max_results.as_deref().copied(), 25);
    let (id, token) = (&request.instance_id, request.next_token.as_ref());
    let (found, next_token) = page(cx, id, LambdaFunction, token, limit).await?;
    let functions: Vec<FunctionArn> = found.into_iter().map(|found| found.value.into()).collect();
    Ok(Response {
        lambda_functions: Some(functions.into()),
        next_token,
    })
});
