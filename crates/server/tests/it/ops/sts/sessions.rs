mod get_caller_identity;
