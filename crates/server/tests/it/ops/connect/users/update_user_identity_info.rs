use std::time::Duration;

use insta::assert_snapshot;
use roster_domain::rules::identity_info::OmittedEmail;
use roster_testkit::{
    ACCOUNT, Answer, AuditRecords, DIRECTORY, DORA, MANAGED, MARY, OTHER_ACCOUNT, REGION, Roster, SAM, SAML,
    Setup, each_engine,
};
use serde_json::{Value, json};

async fn update(t: &Roster, instance: &str, user: &str, info: Value) -> Answer {
    let input = json!({"InstanceId": instance, "UserId": user, "IdentityInfo": info});
    t.root().call("UpdateUserIdentityInfo", input).await
}

async fn update_mary(t: &Roster, info: Value) -> Answer {
    update(t, MANAGED, MARY, info).await
}

async fn identity_info(t: &Roster, instance: &str, user: &str) -> Value {
    t.root().user(instance, user).await["IdentityInfo"].take()
}

/// What is left of a mary who had everything.
async fn left_of_mary(t: &Roster, info: Value) -> Value {
    let full = json!({
        "FirstName": "Mary", "LastName": "Miller", "Email": "mary@example.com",
        "SecondaryEmail": "mary@example.org", "Mobile": "+15555550100",
    });
    assert_eq!(update_mary(t, full).await.status, 200);
    assert_eq!(update_mary(t, info).await.status, 200);
    identity_info(t, MANAGED, MARY).await
}

#[test]
fn the_call_of_awss_documentation_works_verbatim() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Mary", "LastName": "Major", "Email": "marym@example.com"});

        let answer = update_mary(&t, info.clone()).await;

        assert_snapshot!(answer, @"200");
        assert_eq!(identity_info(&t, MANAGED, MARY).await, info);
    });
}

#[test]
fn every_change_is_in_the_audit_with_before_and_after() {
    each_engine(async |t| {
        let before = t.audited();

        let info = json!({"FirstName": "Mary", "LastName": "Major", "Email": "marym@example.com", "Mobile": "+15555550100"});
        update_mary(&t, info).await;

        assert_snapshot!(t.audit(before), @r#"
        UpdateUserIdentityInfo on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root
          user IdentityInfo.LastName: "Miller" → "Major"
          user IdentityInfo.Email: "mary@example.com" → "marym@example.com"
          user IdentityInfo.Mobile: - → "+15555550100"
          address_change Id: - → "11111111-1111-4111-8000-00000000001c"
        "#);
    });
}

#[test]
fn an_update_stamps_the_user_with_its_time() {
    each_engine(async |t| {
        let before = t.root().user(MANAGED, MARY).await["LastModifiedTime"].take();
        t.clock.advance(Duration::from_millis(1500));

        update_mary(&t, json!({"FirstName": "Mary", "LastName": "Major"})).await;

        let after = t.root().user(MANAGED, MARY).await["LastModifiedTime"].take();
        assert_eq!(before, json!(1_795_256_130.0));
        assert_eq!(after, json!(1_795_256_131.5));
    });
}

#[test]
fn repeating_an_update_changes_nothing_but_is_audited() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Mary", "LastName": "Major"});
        update_mary(&t, info.clone()).await;
        let (before, audited) = (t.root().user(MANAGED, MARY).await, t.audited());

        assert_eq!(update_mary(&t, info).await.status, 200);

        assert_eq!(t.root().user(MANAGED, MARY).await, before);
        assert!(t.audit(audited).only().changes.is_empty());
    });
}

#[test]
fn members_left_out_are_cleared_but_the_primary_address_is_kept() {
    each_engine(async |t| {
        let left = left_of_mary(&t, json!({"FirstName": "Mary", "LastName": "Major"})).await;

        assert_eq!(
            left,
            json!({"FirstName": "Mary", "LastName": "Major", "Email": "mary@example.com"})
        );
    });
}

#[test]
fn null_counts_as_left_out() {
    each_engine(async |t| {
        let info = json!({
            "FirstName": "Mary", "LastName": "Major", "Email": null, "SecondaryEmail": null, "Mobile": null,
        });

        let left = left_of_mary(&t, info).await;

        assert_eq!(
            left,
            json!({"FirstName": "Mary", "LastName": "Major", "Email": "mary@example.com"})
        );
    });
}

#[test]
fn empty_counts_as_left_out() {
    each_engine(async |t| {
        let info = json!({
            "FirstName": "Mary", "LastName": "Major", "Email": "", "SecondaryEmail": "", "Mobile": "",
        });

        let left = left_of_mary(&t, info).await;

        assert_eq!(
            left,
            json!({"FirstName": "Mary", "LastName": "Major", "Email": "mary@example.com"})
        );
    });
}

#[test]
fn the_setting_clear_makes_of_an_omitted_address_a_cleared_one() {
    let setup = Setup {
        omitted_email: OmittedEmail::Clear,
        ..Setup::default()
    };
    setup.each_engine(async |t| {
        for email in [json!(null), json!("")] {
            let info = json!({"FirstName": "Mary", "LastName": "Major", "Email": email});

            let left = left_of_mary(&t, info).await;

            assert_eq!(left, json!({"FirstName": "Mary", "LastName": "Major"}));
        }
    });
}

#[test]
fn unknown_members_are_ignored() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Mary", "LastName": "Major", "Nickname": "M", "firstname": "x"});

        assert_eq!(update_mary(&t, info).await.status, 200);

        assert_eq!(
            identity_info(&t, MANAGED, MARY).await,
            json!({"FirstName": "Mary", "LastName": "Major", "Email": "mary@example.com"})
        );
    });
}

#[test]
fn connect_managed_and_saml_require_both_names() {
    each_engine(async |t| {
        assert_snapshot!(update_mary(&t, json!({})).await, @"
        400 InvalidRequestException
        IdentityInfo.FirstName is required on CONNECT_MANAGED instances; IdentityInfo.LastName is required on CONNECT_MANAGED instances
        ");
        assert_snapshot!(update_mary(&t, json!({"FirstName": "Mary"})).await, @"
        400 InvalidRequestException
        IdentityInfo.LastName is required on CONNECT_MANAGED instances
        ");
        assert_snapshot!(update(&t, SAML, SAM, json!({"LastName": "Santos"})).await, @"
        400 InvalidRequestException
        IdentityInfo.FirstName is required on SAML instances
        ");
    });
}

#[test]
fn connect_managed_refuses_empty_names_and_saml_takes_them() {
    each_engine(async |t| {
        let nameless = json!({"FirstName": "", "LastName": ""});

        assert_snapshot!(update_mary(&t, nameless.clone()).await, @"
        400 InvalidParameterException
        IdentityInfo.FirstName must have 1 to 255 characters on CONNECT_MANAGED instances, but has 0; IdentityInfo.LastName must have 1 to 256 characters on CONNECT_MANAGED instances, but has 0
        ");
        assert_snapshot!(update(&t, SAML, SAM, nameless.clone()).await, @"200");
        assert_eq!(identity_info(&t, SAML, SAM).await, nameless);
    });
}

#[test]
fn saml_refuses_a_primary_address_even_an_empty_one() {
    each_engine(async |t| {
        let info = |email: &str| json!({"FirstName": "Sam", "LastName": "Santos", "Email": email});

        assert_snapshot!(update(&t, SAML, SAM, info("sam@example.com")).await, @"
        400 InvalidRequestException
        IdentityInfo.Email must be left out on SAML instances
        ");
        assert_snapshot!(update(&t, SAML, SAM, info("")).await, @"
        400 InvalidRequestException
        IdentityInfo.Email must be left out on SAML instances
        ");
    });
}

#[test]
fn saml_takes_a_secondary_address_and_a_mobile_number() {
    each_engine(async |t| {
        let info = json!({
            "FirstName": "Sam", "LastName": "Santos", "SecondaryEmail": "sam@example.com", "Mobile": "+15555550101",
        });

        assert_eq!(update(&t, SAML, SAM, info.clone()).await.status, 200);

        assert_eq!(identity_info(&t, SAML, SAM).await, info);
    });
}

#[test]
fn what_the_directory_keeps_cannot_be_changed_here() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Dora", "LastName": "Doe", "Email": "dora@example.org"});

        assert_snapshot!(update(&t, DIRECTORY, DORA, info).await, @"
        400 InvalidRequestException
        IdentityInfo.FirstName is kept by the directory: change it there; IdentityInfo.LastName is kept by the directory: change it there; IdentityInfo.Email is kept by the directory: change it there
        ");
    });
}

#[test]
fn what_the_directory_does_not_keep_is_replaced() {
    each_engine(async |t| {
        let info = json!({"SecondaryEmail": "dora@example.org", "Mobile": "+15555550102"});
        assert_eq!(update(&t, DIRECTORY, DORA, info).await.status, 200);
        assert_eq!(
            update(&t, DIRECTORY, DORA, json!({"Mobile": "+15555550103"}))
                .await
                .status,
            200
        );

        assert_eq!(
            identity_info(&t, DIRECTORY, DORA).await,
            json!({"FirstName": "Dora", "LastName": "Diaz", "Email": "dora@example.com", "Mobile": "+15555550103"})
        );
    });
}

#[test]
fn names_are_counted_in_code_points() {
    each_engine(async |t| {
        let longest = json!({"FirstName": "😀".repeat(255), "LastName": "é".repeat(256)});
        assert_eq!(update_mary(&t, longest.clone()).await.status, 200);
        assert_eq!(
            identity_info(&t, MANAGED, MARY).await["FirstName"],
            longest["FirstName"]
        );

        let too_long = json!({"FirstName": "😀".repeat(256), "LastName": "Major"});
        assert_snapshot!(update_mary(&t, too_long).await, @"
        400 InvalidParameterException
        IdentityInfo.FirstName must have at most 255 characters, but has 256
        ");
        let too_long = json!({"FirstName": "Mary", "LastName": "é".repeat(257)});
        assert_snapshot!(update_mary(&t, too_long).await, @"
        400 InvalidParameterException
        IdentityInfo.LastName must have 1 to 256 characters on CONNECT_MANAGED instances, but has 257
        ");
    });
}

#[test]
fn a_last_name_may_have_300_characters_under_saml() {
    each_engine(async |t| {
        let named = |length| json!({"FirstName": "Sam", "LastName": "é".repeat(length)});

        assert_eq!(update(&t, SAML, SAM, named(300)).await.status, 200);
        assert_snapshot!(update(&t, SAML, SAM, named(301)).await, @"
        400 InvalidParameterException
        IdentityInfo.LastName must have at most 300 characters, but has 301
        ");
    });
}

#[test]
fn names_that_are_not_in_nfc_are_refused_not_normalised() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Zoe\u{308}", "LastName": "Mu\u{308}ller"});

        assert_snapshot!(update_mary(&t, info).await, @"
        400 InvalidParameterException
        IdentityInfo.FirstName must be in Unicode Normalization Form C (compose its accents and send it again); IdentityInfo.LastName must be in Unicode Normalization Form C (compose its accents and send it again)
        ");
        assert_eq!(identity_info(&t, MANAGED, MARY).await["FirstName"], "Mary");
    });
}

#[test]
fn an_address_that_is_not_in_nfc_is_refused() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Mary", "LastName": "Major", "Email": "zoe\u{308}@example.com"});

        assert_snapshot!(update_mary(&t, info).await, @"
        400 InvalidParameterException
        IdentityInfo.Email must be in Unicode Normalization Form C (compose its accents and send it again)
        ");
    });
}

#[test]
fn addresses_that_only_contain_an_address_are_refused() {
    each_engine(async |t| {
        for address in [
            "x zoe@example.com y",
            "zoe@example.com\n",
            "\nzoe@example.com",
            "zoe@example.com\u{0}",
            "<zoe@example.com>",
            "zoe@example.com,zoe@example.com",
            "zoe@@example.com",
            "zoe@example",
            "zoe@example.c",
            "@example.com",
            "zoe",
            " ",
        ] {
            for member in ["Email", "SecondaryEmail"] {
                let mut info = json!({"FirstName": "Mary", "LastName": "Major"});
                info[member] = address.into();

                let answer = update_mary(&t, info).await;

                assert_eq!(answer.error(), Some("InvalidParameterException"), "{address:?}");
                let said = answer.message();
                assert!(
                    said.starts_with(&format!("IdentityInfo.{member} must be an e-mail")),
                    "{said}"
                );
                assert!(!said.contains("zoe"), "the message repeats personal data: {said}");
            }
        }
        assert_eq!(
            identity_info(&t, MANAGED, MARY).await["Email"],
            "mary@example.com"
        );
    });
}

#[test]
fn an_address_may_have_265_characters() {
    each_engine(async |t| {
        let info = |length: usize| {
            let label = "m".repeat(60);
            let address = format!(
                "mary@{label}.{label}.{label}.{label}.{}",
                "m".repeat(length - 249)
            );
            json!({"FirstName": "Mary", "LastName": "Major", "Email": address})
        };

        assert_eq!(update_mary(&t, info(265)).await.status, 200);
        assert_snapshot!(update_mary(&t, info(266)).await, @"
        400 InvalidParameterException
        IdentityInfo.Email must be an e-mail address of at most 265 characters, such as mary@example.com
        ");
    });
}

#[test]
fn mobile_numbers_are_in_e_164_form() {
    each_engine(async |t| {
        let info = |mobile: &str| json!({"FirstName": "Mary", "LastName": "Major", "Mobile": mobile});
        for number in ["+15", "+15555550100", "+123456789012345"] {
            assert_eq!(update_mary(&t, info(number)).await.status, 200, "{number}");
        }
        for number in [
            "+1",
            "+05555550100",
            "15555550100",
            "+1 555 555 0100",
            "+1234567890123456",
            "\\+15555550100",
            "+15555550100\n",
            "+1٥٥٥",
            "x+15555550100",
        ] {
            let answer = update_mary(&t, info(number)).await;
            assert_eq!(answer.error(), Some("InvalidParameterException"), "{number:?}");
        }
        assert_snapshot!(update_mary(&t, info("5550100")).await, @"
        400 InvalidParameterException
        IdentityInfo.Mobile must be a telephone number in E.164 form, such as +15555550100
        ");
    });
}

#[test]
fn all_violations_are_reported_in_one_message() {
    each_engine(async |t| {
        let info = json!({
            "FirstName": "e\u{301}", "LastName": "é".repeat(301), "Email": "mary", "SecondaryEmail": "mary@", "Mobile": "0",
        });

        assert_snapshot!(update_mary(&t, info).await, @"
        400 InvalidParameterException
        IdentityInfo.FirstName must be in Unicode Normalization Form C (compose its accents and send it again); IdentityInfo.LastName must have at most 300 characters, but has 301; IdentityInfo.Email must be an e-mail address of at most 265 characters, such as mary@example.com; IdentityInfo.SecondaryEmail must be an e-mail address of at most 265 characters, such as mary@example.com, with letters (a to z), digits and any of . _ % + - before the @; IdentityInfo.Mobile must be a telephone number in E.164 form, such as +15555550100
        ");
    });
}

#[test]
fn malformed_members_come_before_bad_values() {
    each_engine(async |t| {
        let info = json!({"FirstName": 7, "LastName": ["Major"], "Email": "mary"});

        assert_snapshot!(update_mary(&t, info).await, @"
        400 InvalidRequestException
        IdentityInfo.FirstName must be a string, but is a number; IdentityInfo.LastName must be a string, but is a list
        ");
    });
}

#[test]
fn all_broken_rules_are_reported_in_one_message() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Sam", "Email": "sam@example.com"});

        assert_snapshot!(update(&t, SAML, SAM, info).await, @"
        400 InvalidRequestException
        IdentityInfo.LastName is required on SAML instances; IdentityInfo.Email must be left out on SAML instances
        ");
    });
}

#[test]
fn identity_info_is_required() {
    each_engine(async |t| {
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});

        let answer = t.root().call("UpdateUserIdentityInfo", mary).await;
        assert_snapshot!(answer, @"
        400 InvalidRequestException
        IdentityInfo is required
        ");
        assert_snapshot!(update_mary(&t, json!(null)).await, @"
        400 InvalidRequestException
        IdentityInfo is required
        ");
        assert_snapshot!(update_mary(&t, json!("Mary")).await, @"
        400 InvalidRequestException
        IdentityInfo must be an object, but is a string
        ");
    });
}

#[test]
fn a_refusal_changes_nothing_and_is_in_the_audit() {
    each_engine(async |t| {
        let (before, audited) = (t.root().user(MANAGED, MARY).await, t.audited());

        let info = json!({"FirstName": "Maria", "LastName": "", "Email": "maria@example.com"});
        update_mary(&t, info).await;

        assert_eq!(t.root().user(MANAGED, MARY).await, before);
        assert_snapshot!(t.audit(audited), @"UpdateUserIdentityInfo on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root: InvalidParameterException");
    });
}

#[test]
fn who_is_not_there_cannot_be_updated() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Mary", "LastName": "Major"});
        let nobody = "00000000-0000-4000-8000-000000000000";

        assert_snapshot!(update(&t, MANAGED, nobody, info.clone()).await, @"
        404 ResourceNotFoundException
        There is no user 00000000-0000-4000-8000-000000000000 in this instance
        ");
        assert_snapshot!(update(&t, nobody, MARY, info.clone()).await, @"
        404 ResourceNotFoundException
        There is no instance 00000000-0000-4000-8000-000000000000 in this account and Region
        ");
        assert_snapshot!(update(&t, MANAGED, SAM, info.clone()).await, @"
        404 ResourceNotFoundException
        There is no user 98765432-3333-2345-2345-222345678902 in this instance
        ");
        assert_snapshot!(update(&t, MANAGED, "mary", info.clone()).await, @r#"
        400 InvalidParameterException
        UserId must be an id or an ARN, but is "mary"
        "#);
        assert_snapshot!(update(&t, MANAGED, "", info).await, @r#"
        400 InvalidParameterException
        UserId must be an id or an ARN, but is ""
        "#);
    });
}

#[test]
fn arns_serve_as_ids() {
    each_engine(async |t| {
        let instance = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}");
        let user = format!("{instance}/agent/{MARY}");
        let audited = t.audited();

        let info = json!({"FirstName": "Maria", "LastName": "Major"});
        assert_eq!(update(&t, &instance, &user, info).await.status, 200);

        assert_eq!(identity_info(&t, MANAGED, MARY).await["FirstName"], "Maria");
        assert_snapshot!(t.audit(audited), @r#"
        UpdateUserIdentityInfo on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root
          user IdentityInfo.FirstName: "Mary" → "Maria"
          user IdentityInfo.LastName: "Miller" → "Major"
        "#);
    });
}

#[test]
fn an_arn_that_leads_elsewhere_is_not_found() {
    each_engine(async |t| {
        let arn = |partition: &str, region: &str, account: &str, path: &str| {
            format!("arn:{partition}:connect:{region}:{account}:instance/{path}")
        };
        let mary = format!("{MANAGED}/agent/{MARY}");
        for (what, user) in [
            ("another account", arn("aws", REGION, OTHER_ACCOUNT, &mary)),
            ("another Region", arn("aws", "eu-west-2", ACCOUNT, &mary)),
            ("another partition", arn("aws-cn", REGION, ACCOUNT, &mary)),
            (
                "another instance",
                arn("aws", REGION, ACCOUNT, &format!("{SAML}/agent/{MARY}")),
            ),
            (
                "another kind",
                arn("aws", REGION, ACCOUNT, &format!("{MANAGED}/queue/{MARY}")),
            ),
            ("an instance", arn("aws", REGION, ACCOUNT, MANAGED)),
        ] {
            let answer = update(
                &t,
                MANAGED,
                &user,
                json!({"FirstName": "Eve", "LastName": "Evil"}),
            )
            .await;

            assert_eq!(
                answer.error(),
                Some("ResourceNotFoundException"),
                "{what}: {answer}"
            );
        }
        assert_eq!(identity_info(&t, MANAGED, MARY).await["FirstName"], "Mary");
    });
}

#[test]
fn an_update_outlives_a_restart() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Maria", "LastName": "Müller", "Email": "maria@example.com"});
        update_mary(&t, info.clone()).await;

        let Some(t) = t.restarted().await else { return };

        assert_eq!(identity_info(&t, MANAGED, MARY).await, info);
        assert_eq!(t.stored_audit().map(|stored| stored == t.audit(0)), Some(true));
    });
}

#[test]
fn of_two_updates_at_once_one_comes_last_as_a_whole() {
    each_engine(async |t| {
        let one = json!({"FirstName": "One", "LastName": "Ones", "Email": "one@example.com"});
        let two = json!({"FirstName": "Two", "LastName": "Twos", "Email": "two@example.com"});
        let audited = t.audited();

        let (first, second) = tokio::join!(update_mary(&t, one.clone()), update_mary(&t, two.clone()));

        assert_eq!((first.status, second.status), (200, 200));
        let left = identity_info(&t, MANAGED, MARY).await;
        assert!(left == one || left == two, "{left}");
        let AuditRecords(records) = t.audit(audited);
        let last = &records[1]
            .changes
            .iter()
            .find(|change| change.member == "IdentityInfo.Email");
        assert_eq!(last.expect("a change").after.as_ref(), Some(&left["Email"]));
    });
}

#[test]
fn addresses_need_not_be_unique() {
    each_engine(async |t| {
        let other = t.root().make_user(MANAGED, "ana").await;
        let info = json!({"FirstName": "Ana", "LastName": "Alvarez", "Email": "mary@example.com"});
        let input = json!({"InstanceId": MANAGED, "UserId": other, "IdentityInfo": info});

        t.root().done("UpdateUserIdentityInfo", input).await;

        assert_eq!(t.root().user(MANAGED, &other).await["IdentityInfo"], info);
    });
}

#[test]
fn a_primary_address_is_one_that_mail_servers_deliver_to() {
    each_engine(async |t| {
        for address in [
            "o'brien@example.com",
            "a&b@example.com",
            "müller@example.com",
            "mary@bücher.example",
            "mary@example.xn--p1ai",
        ] {
            let info = json!({"FirstName": "Mary", "LastName": "Miller", "Email": address});
            assert_eq!(update_mary(&t, info.clone()).await.status, 200, "{address}");
            assert_eq!(identity_info(&t, MANAGED, MARY).await, info);
        }
        for address in [
            ".mary@example.com",
            "mary.@example.com",
            "mary..miller@example.com",
            "mary miller@example.com",
            "mary@example.com, eve@example.com",
            "mary@localhost",
            "mary@-example.com",
            "mary@",
            "mary",
        ] {
            let info = json!({"FirstName": "Mary", "LastName": "Miller", "Email": address});
            let answer = update_mary(&t, info).await;
            let message = "IdentityInfo.Email must be an e-mail address of at most 265 characters, such as mary@example.com";
            assert_eq!(
                (answer.status, answer.message().as_str()),
                (400, message),
                "{address}"
            );
        }
        let secondary =
            json!({"FirstName": "Mary", "LastName": "Miller", "SecondaryEmail": "o'brien@example.com"});
        assert_snapshot!(update_mary(&t, secondary).await, @"
        400 InvalidParameterException
        IdentityInfo.SecondaryEmail must be an e-mail address of at most 265 characters, such as mary@example.com, with letters (a to z), digits and any of . _ % + - before the @
        ");
    });
}

#[test]
fn a_name_has_no_characters_that_nobody_sees() {
    each_engine(async |t| {
        for name in ["a\0b", "a\u{202e}b", "\u{feff}Mary"] {
            assert_snapshot!(update_mary(&t, json!({"FirstName": name, "LastName": "Miller"})).await, @"
            400 InvalidParameterException
            IdentityInfo.FirstName must be text without control characters, byte order marks and overrides of the writing direction
            ");
        }
        let single_name = json!({"FirstName": "Suharto", "LastName": " "});
        assert_eq!(update_mary(&t, single_name).await.status, 200);
    });
}
