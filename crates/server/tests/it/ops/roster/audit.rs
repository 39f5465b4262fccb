mod list_audit_records;
