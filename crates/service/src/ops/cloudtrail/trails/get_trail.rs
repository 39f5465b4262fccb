use crate::prelude::cloudtrail::*;

handler!(GetTrail, |cx, request| -> Response {
    match cx.request_context.trail(|name| request.name == name) {
        Some(trail) => Ok(Response { trail: Some(trail) }),
        None => Err(Refusal::NotFound {
            kind: ResourceType::Trail,
            reference: request.name.clone(),
        }),
    }
});
