mod get_bucket_location;
mod get_object;
mod list_objects;
