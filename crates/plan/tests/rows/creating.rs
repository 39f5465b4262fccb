//! New people: their calls, and what they cannot begin without.

use serde_json::{Value, json};

use crate::directory::{instance, planned_with_creation};

#[test]
fn a_new_person_is_created_with_all_that_one_call_takes_and_then_gets_proficiencies() {
    let planned = planned_with_creation(
        &[
            "FirstName",
            "LastName",
            "Email",
            "SecurityProfiles",
            "RoutingProfile",
            "AutoAccept",
            "Proficiencies",
            "tag:Team",
        ],
        &[(
            "zoe.z",
            &[
                "Zoë",
                "Zimmer",
                "z@example.com",
                "Agent",
                "Basic",
                "true",
                "Language:German=3",
                "B",
            ],
        )],
    );

    assert_eq!(planned.refusals, []);
    let calls: Vec<_> = planned
        .changes
        .iter()
        .map(|change| {
            (
                change.part.operation().name,
                Value::from(change.parameters(&instance())),
            )
        })
        .collect();
    assert_eq!(
        calls,
        [
            (
                "CreateUser",
                json!({
                    "Username": "zoe.z",
                    "IdentityInfo": {"FirstName": "Zoë", "LastName": "Zimmer", "Email": "z@example.com"},
                    "SecurityProfileIds": ["s1"],
                    "RoutingProfileId": "r1",
                    "PhoneConfig": {"AutoAccept": true},
                    "Tags": {"Team": "B"},
                    "InstanceId": "i",
                })
            ),
            (
                "AssociateUserProficiencies",
                json!({
                    "UserProficiencies": [{"AttributeName": "Language", "AttributeValue": "German", "Level": 3.0}],
                    "UserId": "",
                    "InstanceId": "i",
                })
            ),
        ]
    );
}

#[test]
fn a_new_person_who_lacks_what_is_required_is_refused_beforehand() {
    let refused = planned_with_creation(
        &["FirstName", "Email"],
        &[
            ("zoe", &["Zoe", ""]),
            ("MARY", &["Mary", "m@example.com"]),
            ("zoe", &["", ""]),
            ("z z", &["Z", "z@example.com"]),
        ],
    );

    let told: Vec<_> = refused
        .refusals
        .iter()
        .map(|refusal| format!("{} {}: {}", refusal.row, refusal.column, refusal.rule))
        .collect();
    assert_eq!(
        told,
        [
            "2 SecurityProfiles: is required",
            "2 RoutingProfile: is required",
            "2 LastName: is required on CONNECT_MANAGED instances",
            "2 Email: is required to create a person, who sets the password by a mail to it",
            "3 Login: no person of the instance has this Username",
            "4 Login: row 2 is about the same person",
            "5 Login: must be letters, digits and any of _ - . (an @ only as part of an e-mail address)",
            "5 SecurityProfiles: is required",
            "5 RoutingProfile: is required",
            "5 LastName: is required on CONNECT_MANAGED instances",
        ]
    );
    assert_eq!(
        refused.refusals[4].suggestion.as_deref(),
        Some("did you mean mary?")
    );
}
