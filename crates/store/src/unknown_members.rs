//! Members of stored records that this version does not know: a newer server has written them, which may run beside this
//! one. A record that is written again keeps them.

use serde_json::{Map, Value};

/// The new state of a record, with the members of the stored state that this version does not know.
///
/// `known` is the stored state as this version writes it. An unknown member goes with the object that it stands in, and with an
/// item of a list that changes: what it would say of the new one is unknown, too.
///
/// # Errors
///
/// If a state is not JSON.
pub(crate) fn keep(stored: &[u8], known: &[u8], new: Vec<u8>) -> serde_json::Result<Vec<u8>> {
    // Almost always: no newer server has written it.
    if stored == known {
        return Ok(new);
    }
    let (stored, known) = (serde_json::from_slice(stored)?, serde_json::from_slice(known)?);
    let mut merged = serde_json::from_slice(&new)?;
    if merge(&stored, &known, &mut merged) {
        serde_json::to_vec(&merged)
    } else {
        Ok(new)
    }
}

/// Adds the members that only the stored value has, at every depth. Returns whether there were any.
fn merge(stored: &Value, known: &Value, new: &mut Value) -> bool {
    match (stored, known, new) {
        (Value::Object(stored), Value::Object(known), Value::Object(new)) => {
            merge_objects(stored, known, new)
        }
        (Value::Array(stored), Value::Array(known), Value::Array(new)) if stored.len() == known.len() => {
            let mut found = false;
            for item in new {
                if let Some(same) = known.iter().position(|known| known == item) {
                    found |= merge(&stored[same], &known[same], item);
                }
            }
            found
        }
        _ => false,
    }
}

fn merge_objects(
    stored: &Map<String, Value>,
    known: &Map<String, Value>,
    new: &mut Map<String, Value>,
) -> bool {
    let mut found = false;
    for (name, value) in stored {
        match (known.get(name), new.get_mut(name)) {
            (Some(known), Some(new)) => found |= merge(value, known, new),
            (None, None) => {
                new.insert(name.clone(), value.clone());
                found = true;
            }
            // It is known, and the new state has it not; or it is new to this version, and set anew.
            (Some(_), None) | (None, Some(_)) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn kept(stored: &Value, known: &Value, new: &Value) -> Value {
        let [stored, known, new] = [stored, known, new].map(Value::to_string);
        let kept = keep(stored.as_bytes(), known.as_bytes(), new.into_bytes()).unwrap();
        serde_json::from_slice(&kept).unwrap()
    }

    #[test]
    fn unknown_members_are_kept_at_every_depth() {
        let stored = json!({"Name": "a", "Shoe": 42, "Identity": {"Email": "a@b.c", "Fax": {"Number": "1"}}});
        let known = json!({"Name": "a", "Identity": {"Email": "a@b.c"}});
        let new = json!({"Name": "b", "Identity": {"Email": "x@y.z", "Mobile": "+1"}});

        assert_eq!(
            kept(&stored, &known, &new),
            json!({"Name": "b", "Shoe": 42, "Identity": {"Email": "x@y.z", "Mobile": "+1", "Fax": {"Number": "1"}}})
        );
    }

    #[test]
    fn known_members_that_go_do_not_come_back() {
        let stored = json!({"Name": "a", "Group": "g", "Tags": {"k": "v"}, "Shoe": 42});
        let known = json!({"Name": "a", "Group": "g", "Tags": {"k": "v"}});

        assert_eq!(
            kept(&stored, &known, &json!({"Name": "a", "Tags": {}})),
            json!({"Name": "a", "Tags": {}, "Shoe": 42})
        );
    }

    #[test]
    fn unknown_members_go_with_their_object_and_with_items_that_change() {
        let stored = json!({"Target": {"User": {"Id": 1, "Colour": "red"}}, "Items": [{"Id": 1, "New": 1}, {"Id": 2, "New": 2}]});
        let known = json!({"Target": {"User": {"Id": 1}}, "Items": [{"Id": 1}, {"Id": 2}]});
        let new = json!({"Target": {"Phone": {"Id": 1}}, "Items": [{"Id": 2}, {"Id": 3}]});

        assert_eq!(
            kept(&stored, &known, &new),
            json!({"Target": {"Phone": {"Id": 1}}, "Items": [{"Id": 2, "New": 2}, {"Id": 3}]})
        );
    }

    #[test]
    fn a_record_without_unknown_members_keeps_its_bytes() {
        let new = b"{ \"Name\": 1 }".to_vec();
        assert_eq!(keep(b"{}", b"{}", new.clone()).unwrap(), new);
        // Older versions may have written it in another form.
        assert_eq!(
            keep(b"{\"Name\":null}", b"{ \"Name\":null}", new.clone()).unwrap(),
            new
        );
    }
}
