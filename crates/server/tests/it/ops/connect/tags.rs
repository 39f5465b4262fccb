mod list_tags_for_resource;
mod search_resource_tags;
mod tag_resource;
mod untag_resource;
