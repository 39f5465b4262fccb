mod list_pending_changes;
