mod events;
mod trails;
