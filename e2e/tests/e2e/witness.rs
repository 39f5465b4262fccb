//! What a client has been answered about a user, and whether it is true.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::harness::{Answer, INSTANCE, Wire, user};

/// A client that alone changes a user, each time to another number.
pub(crate) struct Witness {
    pub(crate) user: String,
    /// The numbers that the user may have: the last that was acknowledged, and those that were sent
    /// since, with an unknown outcome. None while nothing is known.
    possible: Option<Vec<usize>>,
    /// The ids of the acknowledged requests, with the numbers they wrote.
    request_ids: Vec<(String, usize)>,
}

impl Witness {
    /// A client that knows nothing yet.
    pub(crate) fn of(user: &str) -> Self {
        Self {
            user: user.to_owned(),
            possible: None,
            request_ids: Vec::new(),
        }
    }

    /// A change was acknowledged.
    pub(crate) fn got_answer(&mut self, number: usize, answer: &Answer) {
        let id = answer.header("x-amzn-RequestId").expect("an id");
        self.request_ids.push((id.to_owned(), number));
        self.possible = Some(vec![number]);
    }

    /// A change may have been made, or not.
    pub(crate) fn got_no_answer(&mut self, number: usize) {
        // What it was before this client came, it does not know.
        if let Some(possible) = &mut self.possible {
            possible.push(number);
        }
    }

    /// Checks that the user is as answered, and changed as a whole.
    pub(crate) fn check_record(&self, wire: &Wire) {
        let shown = wire.send("GET", &user(INSTANCE, &self.user), None).json();
        let shown = &shown["User"]["IdentityInfo"];
        let number = shown["FirstName"]
            .as_str()
            .and_then(|name| name.strip_prefix("First ")?.parse().ok());
        let number: usize = number.unwrap_or_else(|| panic!("not written by this test: {shown}"));
        assert_eq!(*shown, info(number), "all of an update or nothing");
        if let Some(possible) = &self.possible {
            assert!(
                possible.contains(&number),
                "{number} is read, and not of {possible:?}"
            );
        }
    }
}

/// Checks that every acknowledged change has its record.
pub(crate) fn check_audit(records: &[Value], witnesses: &[Witness]) {
    let by_id: HashMap<_, _> = records
        .iter()
        .filter_map(|record| Some((record["RequestId"].as_str()?, record)))
        .collect();
    for (request_id, number) in witnesses.iter().flat_map(|witness| &witness.request_ids) {
        let record = by_id.get(request_id.as_str());
        let record = record.unwrap_or_else(|| panic!("update {number} has no record"));
        assert_eq!(record.get("ErrorCode"), None);
        let changes = record["Changes"].as_array().expect("changes");
        let name = json!(format!("First {number}"));
        assert!(
            changes
                .iter()
                .any(|change| change["Member"] == "IdentityInfo.FirstName" && change["After"] == name),
            "{record}"
        );
    }
}

/// Identity information whose members all have the same number.
pub(crate) fn info(number: usize) -> Value {
    json!({
        "FirstName": format!("First {number}"),
        "LastName": format!("Last {number}"),
        "Email": format!("n{number}@example.com"),
        "SecondaryEmail": format!("n{number}@example.org"),
        "Mobile": format!("+1{number}"),
    })
}

/// What makes a user with a number, given the ids of a security profile and a routing profile.
pub(crate) fn new_user((security, routing): &(Value, Value), name: &str, number: usize) -> Value {
    json!({
        "Username": name,
        "Password": "Correct-Horse-7",
        "IdentityInfo": info(number),
        "SecurityProfileIds": [security],
        "RoutingProfileId": routing,
    })
}
