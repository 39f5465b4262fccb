//! Users and their identities.

use serde_json::{Value, json};

use crate::expectation::{DUPLICATE, Failure, LEADS_NOWHERE, MALFORMED, NOT_FOUND};
use crate::scenario::{NOBODY, Scenario, same};
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "CreateUser",
        rule: "A taken username is refused",
        pinned_by: "a_username_is_unique_within_its_instance",
        run: taken_username,
    },
    Scenario {
        operation: "CreateUser",
        rule: "A username in another case is another one",
        pinned_by: "the_case_of_a_username_counts",
        run: username_in_another_case,
    },
    Scenario {
        operation: "CreateUser",
        rule: "A username is free again once its user is deleted",
        pinned_by: "a_username_is_unique_within_its_instance",
        run: freed_username,
    },
    Scenario {
        operation: "CreateUser",
        rule: "A username has letters, digits and some signs",
        pinned_by: "usernames_have_the_documented_form",
        run: form_of_usernames,
    },
    Scenario {
        operation: "CreateUser",
        rule: "CONNECT_MANAGED needs a password",
        pinned_by: "connect_managed_requires_a_password_and_names",
        run: no_password,
    },
    Scenario {
        operation: "CreateUser",
        rule: "CONNECT_MANAGED needs both names",
        pinned_by: "connect_managed_requires_a_password_and_names",
        run: no_names,
    },
    Scenario {
        operation: "CreateUser",
        rule: "A password has letters of both cases and a digit",
        pinned_by: "passwords_have_8_to_64_characters",
        run: weak_passwords,
    },
    Scenario {
        operation: "CreateUser",
        rule: "Profiles that the instance does not have are refused",
        pinned_by: "profiles_that_the_instance_does_not_have_are_named",
        run: unknown_profiles,
    },
    Scenario {
        operation: "CreateUser",
        rule: "A user can be read at once, as it was made",
        pinned_by: "a_new_user_can_be_described",
        run: read_at_once,
    },
    Scenario {
        operation: "ListUsers",
        rule: "A new user is listed at once, and a deleted one no more",
        pinned_by: "a_new_user_can_be_described",
        run: listed_at_once,
    },
    Scenario {
        operation: "DeleteUser",
        rule: "A deleted user is gone",
        pinned_by: "a_deleted_user_is_gone_with_the_password",
        run: deleted,
    },
    Scenario {
        operation: "DeleteUser",
        rule: "A user is deleted once",
        pinned_by: "a_user_is_deleted_once",
        run: deleted_once,
    },
    Scenario {
        operation: "UpdateUserIdentityInfo",
        rule: "The identity is replaced as a whole: what is left out is cleared",
        pinned_by: "members_left_out_are_cleared_but_the_primary_address_is_kept",
        run: replaced_as_a_whole,
    },
    Scenario {
        operation: "UpdateUserIdentityInfo",
        rule: "A primary address that is left out is kept",
        pinned_by: "members_left_out_are_cleared_but_the_primary_address_is_kept",
        run: address_kept,
    },
    Scenario {
        operation: "UpdateUserIdentityInfo",
        rule: "CONNECT_MANAGED needs both names",
        pinned_by: "connect_managed_and_saml_require_both_names",
        run: update_without_names,
    },
    Scenario {
        operation: "UpdateUserIdentityInfo",
        rule: "A last name has 256 characters at most",
        pinned_by: "a_last_name_may_have_300_characters_under_saml",
        run: long_last_name,
    },
    Scenario {
        operation: "UpdateUserIdentityInfo",
        rule: "Names are in Unicode's form NFC",
        pinned_by: "names_that_are_not_in_nfc_are_refused_not_normalised",
        run: names_in_nfc,
    },
    Scenario {
        operation: "UpdateUserIdentityInfo",
        rule: "A second address must be an address as a whole",
        pinned_by: "addresses_that_only_contain_an_address_are_refused",
        run: form_of_addresses,
    },
    Scenario {
        operation: "UpdateUserIdentityInfo",
        rule: "A mobile number is in E.164 form",
        pinned_by: "mobile_numbers_are_in_e_164_form",
        run: form_of_numbers,
    },
    Scenario {
        operation: "UpdateUserIdentityInfo",
        rule: "What is refused changes nothing",
        pinned_by: "all_broken_rules_are_reported_in_one_message",
        run: refusal_changes_nothing,
    },
    Scenario {
        operation: "UpdateUserPhoneConfig",
        rule: "The settings are replaced, and what is left out is off",
        pinned_by: "the_settings_are_replaced_and_what_is_left_out_is_off",
        run: phone_config_replaced,
    },
    Scenario {
        operation: "UpdateUserSecurityProfiles",
        rule: "The profiles are replaced, each once",
        pinned_by: "the_profiles_are_replaced_each_once",
        run: profiles_replaced,
    },
    Scenario {
        operation: "UpdateUserRoutingProfile",
        rule: "A profile that the instance does not have is refused",
        pinned_by: "a_routing_profile_of_another_instance_is_refused",
        run: unknown_routing_profile,
    },
    Scenario {
        operation: "DescribeUser",
        rule: "A user of another instance is not found",
        pinned_by: "an_arn_that_leads_elsewhere_is_not_found",
        run: in_another_instance,
    },
];

fn create(stage: &Stage<'_>, changed: &Value) -> Result<Value, Failure> {
    let mut input = stage.new_user("ana")?;
    for (name, value) in changed.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    Ok(input)
}

fn describe(stage: &Stage<'_>, user: &str) -> Result<Value, Failure> {
    let mut shown = stage.succeeds("DescribeUser", stage.here(json!({"UserId": user})))?;
    Ok(shown["User"].take())
}

fn update(stage: &Stage<'_>, user: &str, identity: Value) -> Value {
    stage.here(json!({"UserId": user, "IdentityInfo": identity}))
}

fn taken_username(stage: &Stage<'_>) -> Result<(), Failure> {
    stage.make_user("ana")?;
    stage.refused("CreateUser", stage.new_user("ana")?, DUPLICATE)
}

fn username_in_another_case(stage: &Stage<'_>) -> Result<(), Failure> {
    stage.make_user("ana")?;
    stage.succeeds("CreateUser", stage.new_user("Ana")?).map(drop)
}

fn freed_username(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    stage.done("DeleteUser", stage.here(json!({"UserId": user})))?;
    stage.succeeds("CreateUser", stage.new_user("ana")?).map(drop)
}

fn form_of_usernames(stage: &Stage<'_>) -> Result<(), Failure> {
    for bad in ["ana alvarez", "ana@", "ana!"] {
        stage.refused("CreateUser", stage.new_user(bad)?, MALFORMED)?;
    }
    stage
        .succeeds("CreateUser", stage.new_user("ana.a-b_1@example.com")?)
        .map(drop)
}

fn no_password(stage: &Stage<'_>) -> Result<(), Failure> {
    stage.refused(
        "CreateUser",
        create(stage, &json!({"Password": null}))?,
        MALFORMED,
    )
}

fn no_names(stage: &Stage<'_>) -> Result<(), Failure> {
    for names in [json!({"FirstName": "Ana"}), json!({"LastName": "Alvarez"})] {
        let input = create(stage, &json!({"IdentityInfo": names}))?;
        stage.refused("CreateUser", input, MALFORMED)?;
    }
    Ok(())
}

fn weak_passwords(stage: &Stage<'_>) -> Result<(), Failure> {
    for weak in ["passw0rd", "PASSW0RD", "Password", "Passw0r"] {
        let input = create(stage, &json!({"Password": weak}))?;
        stage.refused("CreateUser", input, MALFORMED)?;
    }
    Ok(())
}

fn unknown_profiles(stage: &Stage<'_>) -> Result<(), Failure> {
    for unknown in [
        json!({"RoutingProfileId": NOBODY}),
        json!({"SecurityProfileIds": [NOBODY]}),
    ] {
        stage.refused("CreateUser", create(stage, &unknown)?, LEADS_NOWHERE)?;
    }
    Ok(())
}

fn read_at_once(stage: &Stage<'_>) -> Result<(), Failure> {
    let input = stage.new_user("ana")?;
    let made = stage.succeeds("CreateUser", input.clone())?;
    let user = describe(stage, made["UserId"].as_str().unwrap_or_default())?;
    for member in [
        "Username",
        "IdentityInfo",
        "SecurityProfileIds",
        "RoutingProfileId",
    ] {
        same(member, &user[member], &input[member])?;
    }
    same("the ARN", &user["Arn"], &made["UserArn"])?;
    same("the password", &user["Password"], &Value::Null)
}

fn usernames(stage: &Stage<'_>) -> Result<Vec<Value>, Failure> {
    let listed = stage.succeeds("ListUsers", stage.here(json!({})))?;
    let users = listed["UserSummaryList"].as_array().into_iter().flatten();
    Ok(users.map(|user| user["Username"].clone()).collect())
}

fn listed_at_once(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    same("the list", &usernames(stage)?, &vec![json!("ana")])?;
    stage.done("DeleteUser", stage.here(json!({"UserId": user})))?;
    same("the list", &usernames(stage)?, &Vec::new())
}

fn deleted(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.here(json!({"UserId": stage.make_user("ana")?}));
    stage.succeeds("DeleteUser", user.clone())?;
    stage.refused("DescribeUser", user, NOT_FOUND)
}

fn deleted_once(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.here(json!({"UserId": stage.make_user("ana")?}));
    stage.done("DeleteUser", user.clone())?;
    stage.refused("DeleteUser", user, NOT_FOUND)
}

fn replaced_as_a_whole(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    let whole = json!({
        "FirstName": "Ana", "LastName": "Alvarez", "Email": "ana@example.com",
        "SecondaryEmail": "ana2@example.com", "Mobile": "+15555550100",
    });
    stage.succeeds("UpdateUserIdentityInfo", update(stage, &user, whole.clone()))?;
    same("the identity", &describe(stage, &user)?["IdentityInfo"], &whole)?;
    let part = json!({"FirstName": "Ana", "LastName": "Alvarez", "Email": "ana@example.com"});
    stage.succeeds("UpdateUserIdentityInfo", update(stage, &user, part.clone()))?;
    same("the identity", &describe(stage, &user)?["IdentityInfo"], &part)
}

fn address_kept(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    let names = json!({"FirstName": "Ana", "LastName": "Alvarez"});
    stage.succeeds("UpdateUserIdentityInfo", update(stage, &user, names))?;
    let shown = describe(stage, &user)?;
    same(
        "the address",
        &shown["IdentityInfo"]["Email"],
        &json!("mary@example.com"),
    )
}

/// Each of these identities is refused.
fn refused_identities(stage: &Stage<'_>, identities: &[Value]) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    for identity in identities {
        let input = update(stage, &user, identity.clone());
        stage.refused("UpdateUserIdentityInfo", input, MALFORMED)?;
    }
    Ok(())
}

fn update_without_names(stage: &Stage<'_>) -> Result<(), Failure> {
    refused_identities(
        stage,
        &[
            json!({"FirstName": "Ana"}),
            json!({"LastName": "Alvarez"}),
            json!({"FirstName": "", "LastName": "Alvarez"}),
        ],
    )
}

fn long_last_name(stage: &Stage<'_>) -> Result<(), Failure> {
    refused_identities(stage, &[json!({"FirstName": "Ana", "LastName": "a".repeat(257)})])
}

fn names_in_nfc(stage: &Stage<'_>) -> Result<(), Failure> {
    refused_identities(
        stage,
        &[json!({"FirstName": "Zoe\u{308}", "LastName": "Alvarez"})],
    )
}

fn form_of_addresses(stage: &Stage<'_>) -> Result<(), Failure> {
    let with = |address: &str| json!({"FirstName": "Ana", "LastName": "A", "SecondaryEmail": address});
    refused_identities(stage, &[with("Ana <ana@example.com>"), with("ana"), with("ana@")])
}

fn form_of_numbers(stage: &Stage<'_>) -> Result<(), Failure> {
    let with = |number: &str| json!({"FirstName": "Ana", "LastName": "A", "Mobile": number});
    refused_identities(
        stage,
        &[with("5555550100"), with("+1 555 555 0100"), with("mobile")],
    )
}

fn refusal_changes_nothing(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    let before = describe(stage, &user)?;
    let half_good = json!({"FirstName": "Other", "LastName": "Name", "Mobile": "none"});
    stage.refused(
        "UpdateUserIdentityInfo",
        update(stage, &user, half_good),
        MALFORMED,
    )?;
    same("the user", &describe(stage, &user)?, &before)
}

fn phone_config_replaced(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    let settings = |config: Value| stage.here(json!({"UserId": user, "PhoneConfig": config}));
    let all = json!({"PhoneType": "SOFT_PHONE", "AutoAccept": true, "AfterContactWorkTimeLimit": 30});
    stage.succeeds("UpdateUserPhoneConfig", settings(all))?;
    stage.succeeds(
        "UpdateUserPhoneConfig",
        settings(json!({"PhoneType": "SOFT_PHONE"})),
    )?;
    let shown = describe(stage, &user)?;
    same("AutoAccept", &shown["PhoneConfig"]["AutoAccept"], &json!(false))?;
    same(
        "AfterContactWorkTimeLimit",
        &shown["PhoneConfig"]["AfterContactWorkTimeLimit"],
        &json!(0),
    )
}

fn profiles_replaced(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    let made = json!({"SecurityProfileName": "Team leads"});
    let made = stage.done("CreateSecurityProfile", stage.here(made))?;
    let profile = &made["SecurityProfileId"];
    let input = json!({"UserId": user, "SecurityProfileIds": [profile, profile]});
    stage.succeeds("UpdateUserSecurityProfiles", stage.here(input))?;
    let shown = describe(stage, &user)?;
    same("the profiles", &shown["SecurityProfileIds"], &json!([profile]))
}

fn unknown_routing_profile(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    let input = stage.here(json!({"UserId": user, "RoutingProfileId": NOBODY}));
    stage.refused("UpdateUserRoutingProfile", input, LEADS_NOWHERE)
}

fn in_another_instance(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    let other = json!({
        "IdentityManagementType": "CONNECT_MANAGED",
        "InstanceAlias": format!("other-{}", &stage.instance()[..8]),
        "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
    });
    let other = stage.done("CreateInstance", other)?;
    let input = json!({"InstanceId": other["Id"], "UserId": user});
    stage.refused("DescribeUser", input, NOT_FOUND)
}
