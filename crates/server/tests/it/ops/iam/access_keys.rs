mod create_access_key;
