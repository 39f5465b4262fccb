pub(crate) mod guard;
