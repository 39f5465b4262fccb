//! The members of a row, as the audit names them.

use roster_domain::Kind;
use serde_json::{Map, Value};

/// The members of a row with their values: those that changes are recorded of. A list is one value, and null is none.
///
/// # Errors
///
/// If the row is not an object in JSON.
pub(super) fn members(kind: &Kind, row: &[u8]) -> serde_json::Result<Vec<(String, Value)>> {
    let mut object: Map<String, Value> = serde_json::from_slice(row)?;
    object.retain(|name, _| !kind.stamps.contains(&name.as_str()));
    let mut found = Vec::new();
    collect("", object, &mut found);
    Ok(found)
}

fn collect(path: &str, object: Map<String, Value>, found: &mut Vec<(String, Value)>) {
    for (name, value) in object {
        let member = if path.is_empty() {
            name
        } else {
            format!("{path}.{name}")
        };
        match value {
            Value::Object(within) => collect(&member, within, found),
            Value::Null => {}
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                found.push((member, value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::audit::{Change, State, changes};
    use roster_domain::records::kinds;
    use roster_domain::{InAudit, Key};
    use serde_json::json;

    use super::*;

    #[test]
    fn the_members_of_a_row_are_those_that_the_audit_shows_when_it_is_made() {
        let record = json!({
            "Id": "u", "Tags": [{"Key": "a"}], "None": null, "LastModifiedTime": 1,
            "IdentityInfo": {"Email": "mary@example.com", "Name": {"First": "Mary"}, "Empty": {}}
        });
        let user = kinds().find(|kind| kind.name == "user").unwrap();
        assert!(matches!(user.in_audit, InAudit::ValuesOfUser { .. }));
        let made = changes(user, &Key::new(), None, Some(&State::of(&record).unwrap())).unwrap();
        let audited: Vec<_> = made
            .into_iter()
            .filter_map(|Change { member, after, .. }| Some((member, after?)))
            .filter(|(_, after)| !after.is_null())
            .collect();

        let mut of_row = members(user, record.to_string().as_bytes()).unwrap();

        of_row.sort_by(|one, other| one.0.cmp(&other.0));
        let mut expected = audited;
        expected.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(of_row, expected);
        assert_eq!(of_row.len(), 4, "{of_row:?}");
    }
}
