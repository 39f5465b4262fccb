use crate::prelude::cloudtrail::*;

handler!(DescribeTrails, |cx, request| -> Response {
    let names = request.trail_name_list.as_ref().filter(|names| !names.is_empty());
    let is_wanted = |name: &str| names.is_none_or(|names| names.iter().any(|wanted| wanted == name));
    let trail = cx.request_context.trail(is_wanted);
    Ok(Response {
        trail_list: Some(TrailList(trail.into_iter().collect())),
    })
});
