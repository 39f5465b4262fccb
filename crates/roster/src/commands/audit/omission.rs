//! Members that went because a request left them out: an operation that replaces a structure as a whole clears them, which
//! callers who mean to change one member do not expect.

use roster_domain::audit::{AuditRecord, Change};
use serde_json::Value;

/// Whether a member was cleared by a request that has the structure around it, and not the member.
pub(super) fn is_by_omission(record: &AuditRecord, change: &Change) -> bool {
    let Some((structure, member)) = change.member.rsplit_once('.') else {
        return false;
    };
    if change.before.is_none() || change.after.is_some() {
        return false;
    }
    let parameters = record.parameters.as_ref();
    let parameters: Option<Value> = parameters.and_then(|masked| serde_json::from_str(masked.as_str()).ok());
    let around = parameters
        .as_ref()
        .and_then(|input| input.pointer(&format!("/{}", structure.replace('.', "/"))))
        .and_then(Value::as_object);
    around.is_some_and(|around| around.get(member).is_none_or(Value::is_null))
}

#[cfg(test)]
mod tests {
    use roster_domain::audit::Masked;
    use roster_model::operation::Operation;
    use roster_model::ops::connect::users::UpdateUserIdentityInfo;
    use serde_json::json;

    use super::*;

    fn cleared(identity_info: &Value, member: &str, after: Option<Value>) -> bool {
        let input = json!({"InstanceId": "i", "UserId": "u", "IdentityInfo": identity_info});
        let record = AuditRecord {
            parameters: Masked::new(UpdateUserIdentityInfo::DESCRIPTION.request(), &input),
            ..AuditRecord::default()
        };
        let change = Change {
            record: "user".to_owned(),
            member: member.to_owned(),
            before: Some(json!("+12065550100")),
            after,
            ..Change::default()
        };
        is_by_omission(&record, &change)
    }

    #[test]
    fn a_member_that_the_request_leaves_out_or_sends_as_null_is_cleared_by_omission() {
        let names = json!({"FirstName": "Mary", "LastName": "Major"});
        assert!(cleared(&names, "IdentityInfo.Mobile", None));
        let null = json!({"FirstName": "Mary", "LastName": "Major", "Mobile": null});
        assert!(cleared(&null, "IdentityInfo.Mobile", None));
    }

    #[test]
    fn what_the_request_clears_or_changes_is_no_omission() {
        let empty = json!({"FirstName": "Mary", "LastName": "Major", "Mobile": ""});
        assert!(!cleared(&empty, "IdentityInfo.Mobile", None));
        let names = json!({"FirstName": "Mary", "LastName": "Major"});
        assert!(!cleared(
            &names,
            "IdentityInfo.Mobile",
            Some(json!("+12065550199"))
        ));
        assert!(!cleared(&names, "Username", None));
        assert!(!cleared(&names, "PhoneConfig.DeskPhoneNumber", None));
    }
}
