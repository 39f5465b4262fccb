use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, Answer, DIRECTORY, MANAGED, MARY, REGION, Roster, SAML, each_engine, with};
use serde_json::{Value, json};

async fn create(t: &Roster, input: Value) -> Answer {
    t.root().call("CreateUser", input).await
}

/// Makes a user like `ana` of the `CONNECT_MANAGED` instance, with some members replaced.
async fn create_ana(t: &Roster, replaced: Value) -> Answer {
    create(t, with(t.root().new_user(MANAGED, "ana").await, replaced)).await
}

#[test]
fn a_new_user_can_be_described() {
    each_engine(async |t| {
        let answer = create_ana(&t, json!({})).await;

        assert_snapshot!(answer, @r#"
        200
        {
          "UserId": "11111111-1111-4111-8000-00000000001d",
          "UserArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d"
        }
        "#);
        let id = answer.json()["UserId"].take();
        let described = t
            .root()
            .call("DescribeUser", json!({"InstanceId": MANAGED, "UserId": id}))
            .await;
        assert_snapshot!(described, @r#"
        200
        {
          "User": {
            "Id": "11111111-1111-4111-8000-00000000001d",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d",
            "Username": "ana",
            "IdentityInfo": {
              "FirstName": "Ana",
              "LastName": "Alvarez"
            },
            "DirectoryUserId": "11111111-1111-4111-8000-00000000001d",
            "SecurityProfileIds": [
              "11111111-1111-4111-8000-000000000004"
            ],
            "RoutingProfileId": "11111111-1111-4111-8000-000000000007",
            "Tags": {},
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1"
          }
        }
        "#);
    });
}

#[test]
fn every_member_comes_back_as_it_was_sent() {
    each_engine(async |t| {
        let sent = json!({
            "IdentityInfo": {
                "FirstName": "Zoë", "LastName": "Müller", "Email": "zoe@example.com",
                "SecondaryEmail": "zoe@example.org", "Mobile": "+4915112345678",
            },
            "DirectoryUserId": "zoe",
            "PhoneConfig": {"PhoneType": "DESK_PHONE", "DeskPhoneNumber": "+15555550100"},
            "AutoAcceptConfigs": [
                {"Channel": "VOICE", "AutoAccept": true, "AgentFirstCallbackAutoAccept": false},
                {"Channel": "CHAT", "AutoAccept": false},
            ],
            "AfterContactWorkConfigs": [
                {"Channel": "TASK", "AfterContactWorkConfig": {"AfterContactWorkTimeLimit": 0}},
            ],
            "PersistentConnectionConfigs": [{"Channel": "VOICE", "PersistentConnection": true}],
            "VoiceEnhancementConfigs": [{"Channel": "VOICE", "VoiceEnhancementMode": "NOISE_SUPPRESSION"}],
            "Tags": {"team": "blue", "empty": ""},
        });
        let id = create_ana(&t, sent.clone()).await.json()["UserId"].take();

        let user = t.root().user(MANAGED, id.as_str().expect("an id")).await;

        for (member, value) in sent.as_object().expect("members") {
            assert_eq!(&user[member], value, "{member}");
        }
    });
}

#[test]
fn the_audit_shows_all_of_a_new_user_but_the_password() {
    each_engine(async |t| {
        let input = t.root().new_user(MANAGED, "ana").await;
        let audited = t.audited();

        create(&t, input).await;

        assert_snapshot!(t.audit(audited), @r#"
        CreateUser on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 by arn:aws:iam::123456789012:root
          user Id: - → "11111111-1111-4111-8000-00000000001d"
          user InstanceId: - → "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
          user Username: - → "ana"
          user IdentityInfo.FirstName: - → "Ana"
          user IdentityInfo.LastName: - → "Alvarez"
          user SecurityProfileIds: - → ["11111111-1111-4111-8000-000000000004"]
          user RoutingProfileId: - → "11111111-1111-4111-8000-000000000007"
          password InstanceId: - → -
          password UserId: - → -
          password Password: - → -
        "#);
    });
}

#[test]
fn neither_a_password_nor_its_hash_is_ever_seen_again() {
    each_engine(async |t| {
        let secret = "S3cret-of-Ana";
        let created = create_ana(&t, json!({"Password": secret})).await;
        let id = created.json()["UserId"].take();
        let taken = create_ana(&t, json!({"Password": secret})).await;
        let user = json!({"InstanceId": MANAGED, "UserId": id});
        let described = t.root().call("DescribeUser", user.clone()).await;
        let listed = t.root().call("ListUsers", json!({"InstanceId": MANAGED})).await;
        t.root().done("DeleteUser", user).await;

        for answer in [created, taken, described, listed] {
            let said = format!("{answer}{:?}", answer.headers);
            assert!(!said.contains(secret) && !said.contains("argon2"), "{said}");
        }
        let audit = serde_json::to_string(&t.audit(0).0).expect("JSON");
        assert!(!audit.contains(secret) && !audit.contains("argon2"), "{audit}");
        assert!(
            audit.contains(r#""Record":"password""#),
            "the audit tells that there is one"
        );
    });
}

#[test]
fn a_refused_password_is_not_repeated() {
    each_engine(async |t| {
        for password in [
            "Sh0rt",
            "nouppercase1",
            "NOLOWERCASE1",
            "NoDigitsHere",
            "With Space1",
            "Tab\tTab1x",
        ] {
            let answer = create_ana(&t, json!({"Password": password})).await;

            assert_eq!(answer.error(), Some("InvalidParameterException"), "{password}");
            assert!(!answer.message().contains(password), "{answer}");
        }
        let too_long = format!("Aa1{}", "x".repeat(62));
        assert_snapshot!(create_ana(&t, json!({"Password": too_long})).await, @"
        400 InvalidParameterException
        Password must be 8 to 64 characters without white space, with a lower-case letter, an upper-case letter and a digit
        ");
    });
}

#[test]
fn passwords_have_8_to_64_characters() {
    each_engine(async |t| {
        for (username, length) in [("short", 8), ("long", 64)] {
            let password = format!("Aa1{}", "é".repeat(length - 3));
            let answer = create_ana(&t, json!({"Username": username, "Password": password})).await;
            assert_eq!(answer.status, 200, "{length}: {answer}");
        }
    });
}

#[test]
fn connect_managed_requires_a_password_and_names() {
    each_engine(async |t| {
        let answer = create_ana(&t, json!({"Password": null, "IdentityInfo": null})).await;

        assert_snapshot!(answer, @"
        400 InvalidRequestException
        Password is required on CONNECT_MANAGED instances; IdentityInfo.FirstName is required on CONNECT_MANAGED instances; IdentityInfo.LastName is required on CONNECT_MANAGED instances
        ");
    });
}

#[test]
fn saml_takes_a_user_with_names_and_secondary_address_only() {
    each_engine(async |t| {
        let input = t.root().new_user(SAML, "ana@example.com").await;
        let info = json!({"FirstName": "", "LastName": "", "SecondaryEmail": "ana@example.com"});
        let good = with(input.clone(), json!({"Password": null, "IdentityInfo": info}));

        assert_eq!(create(&t, good).await.status, 200);
        let bad = json!({
            "DirectoryUserId": "ana",
            "IdentityInfo": {"FirstName": "Ana", "LastName": "Alvarez", "Email": "ana@example.com"},
        });
        assert_snapshot!(create(&t, with(input, bad)).await, @"
        400 InvalidRequestException
        Password must be left out on SAML instances; DirectoryUserId must be left out on SAML instances; IdentityInfo.Email must be left out on SAML instances
        ");
    });
}

#[test]
fn saml_usernames_have_2_to_64_characters() {
    each_engine(async |t| {
        let input = with(t.root().new_user(SAML, "ana").await, json!({"Password": null}));
        for (length, fits) in [(1, false), (2, true), (64, true), (65, false)] {
            let input = with(input.clone(), json!({"Username": "a".repeat(length)}));
            assert_eq!(create(&t, input).await.status == 200, fits, "{length}");
        }
        let input = with(input, json!({"Username": "a".repeat(65)}));
        assert_snapshot!(create(&t, input).await, @"
        400 InvalidParameterException
        Username must have 2 to 64 characters on SAML instances, but has 65
        ");
    });
}

#[test]
fn an_existing_directory_knows_passwords_and_names_itself() {
    each_engine(async |t| {
        let input = t.root().new_user(DIRECTORY, "ana").await;

        assert_snapshot!(create(&t, input.clone()).await, @"
        400 InvalidRequestException
        Password must be left out on EXISTING_DIRECTORY instances
        ");
        let bare = with(
            input,
            json!({"Password": null, "IdentityInfo": null, "DirectoryUserId": "ana"}),
        );
        assert_eq!(create(&t, bare).await.status, 200);
    });
}

#[test]
fn a_username_is_unique_within_its_instance() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let elsewhere = t.root().make_instance("elsewhere").await;

        assert_snapshot!(create_ana(&t, json!({})).await, @"
        409 DuplicateResourceException
        There is already a user with this Username
        ");
        t.root().make_user(&elsewhere, "ana").await;
    });
}

#[test]
fn the_case_of_a_username_counts() {
    each_engine(async |t| {
        let small = t.root().make_user(MANAGED, "ana").await;
        let capital = t.root().make_user(MANAGED, "Ana").await;

        assert_ne!(small, capital);
        assert_eq!(t.root().user(MANAGED, &capital).await["Username"], "Ana");
    });
}

#[test]
fn a_username_is_free_again_when_its_user_is_gone() {
    each_engine(async |t| {
        let id = t.root().make_user(MANAGED, "ana").await;
        t.root()
            .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": id}))
            .await;

        let again = t.root().make_user(MANAGED, "ana").await;

        assert_ne!(again, id);
    });
}

#[test]
fn usernames_have_the_documented_form() {
    each_engine(async |t| {
        for username in ["a", "ana-1_x.y", "ana@example.com"] {
            let answer = create_ana(&t, json!({"Username": username})).await;
            assert_eq!(answer.status, 200, "{username}: {answer}");
        }
        let longest = "a".repeat(100);
        assert_eq!(create_ana(&t, json!({"Username": longest})).await.status, 200);
        for username in [
            "",
            "ana smith",
            "ana@example",
            "änä",
            "ana\n",
            "ana/b",
            "ana@x@example.com",
        ] {
            let answer = create_ana(&t, json!({"Username": username})).await;
            assert_eq!(answer.error(), Some("InvalidParameterException"), "{username:?}");
        }
        assert_snapshot!(create_ana(&t, json!({"Username": "a".repeat(101)})).await, @"
        400 InvalidParameterException
        Username must have 1 to 100 characters, but has 101
        ");
    });
}

#[test]
fn profiles_that_the_instance_does_not_have_are_named() {
    each_engine(async |t| {
        let foreign = t.root().new_user(SAML, "ana").await;
        let replaced = json!({
            "SecurityProfileIds": [foreign["SecurityProfileIds"][0], "x"],
            "RoutingProfileId": "00000000-0000-4000-8000-000000000000",
            "HierarchyGroupId": "11111111-0000-4000-8000-000000000000",
        });

        assert_snapshot!(create_ana(&t, replaced).await, @"
        400 InvalidParameterException
        SecurityProfileIds names 11111111-1111-4111-8000-00000000000d, which the instance does not have; SecurityProfileIds names x, which the instance does not have; RoutingProfileId names 00000000-0000-4000-8000-000000000000, which the instance does not have; HierarchyGroupId names 11111111-0000-4000-8000-000000000000, which the instance does not have
        ");
    });
}

#[test]
fn profiles_can_be_named_by_arn_and_twice() {
    each_engine(async |t| {
        let input = t.root().new_user(MANAGED, "ana").await;
        let place = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}");
        let id = |member: &Value| member.as_str().expect("an id").to_owned();
        let (agent, basic) = (
            id(&input["SecurityProfileIds"][0]),
            id(&input["RoutingProfileId"]),
        );
        let by_arn = json!({
            "SecurityProfileIds": [agent, format!("{place}/security-profile/{agent}")],
            "RoutingProfileId": format!("{place}/routing-profile/{basic}"),
        });

        let created = create(&t, with(input, by_arn)).await.json()["UserId"].take();

        let user = t.root().user(MANAGED, &id(&created)).await;
        assert_eq!(user["SecurityProfileIds"], json!([agent]));
        assert_eq!(user["RoutingProfileId"], json!(basic));
    });
}

#[test]
fn a_user_has_1_to_10_security_profiles() {
    each_engine(async |t| {
        let agent = t.root().new_user(MANAGED, "ana").await["SecurityProfileIds"][0].take();

        let ten = json!({"SecurityProfileIds": vec![agent.clone(); 10]});
        assert_eq!(create_ana(&t, ten).await.status, 200);
        let eleven = json!({"SecurityProfileIds": vec![agent; 11]});
        assert_snapshot!(create_ana(&t, eleven).await, @"
        400 InvalidParameterException
        SecurityProfileIds must have 1 to 10 items, but has 11
        ");
        assert_snapshot!(create_ana(&t, json!({"SecurityProfileIds": []})).await, @"
        400 InvalidParameterException
        SecurityProfileIds must have 1 to 10 items, but has 0
        ");
    });
}

#[test]
fn settings_must_not_be_said_twice_and_must_go_together() {
    each_engine(async |t| {
        let replaced = json!({
            "PhoneConfig": {"PhoneType": "DESK_PHONE", "AutoAccept": true, "AfterContactWorkTimeLimit": 5},
            "AutoAcceptConfigs": [{"Channel": "CHAT", "AutoAccept": true, "AgentFirstCallbackAutoAccept": true}],
            "AfterContactWorkConfigs": [
                {"Channel": "VOICE", "AfterContactWorkConfig": {"AfterContactWorkTimeLimit": 5}},
            ],
        });

        assert_snapshot!(create_ana(&t, replaced).await, @"
        400 InvalidRequestException
        PhoneConfig.AutoAccept and AutoAcceptConfigs set the same: send one of them; PhoneConfig.AfterContactWorkTimeLimit and AfterContactWorkConfigs set the same: send one of them; PhoneConfig.DeskPhoneNumber is required with the phone type DESK_PHONE; AutoAcceptConfigs.AgentFirstCallbackAutoAccept applies to the channel VOICE only
        ");
    });
}

#[test]
fn tags_have_bounds() {
    each_engine(async |t| {
        let tags = |count: usize| {
            let tags: serde_json::Map<_, _> = (0..count).map(|key| (format!("k{key}"), json!("v"))).collect();
            json!({"Tags": tags})
        };
        assert_eq!(create_ana(&t, tags(50)).await.status, 200);
        assert_snapshot!(create_ana(&t, tags(51)).await, @"
        400 InvalidParameterException
        Tags must have at most 50 entries, but has 51
        ");
        let reserved = json!({"Tags": {"aws:owner": "x", "good key": "v".repeat(257)}});
        assert_snapshot!(create_ana(&t, reserved).await, @"
        400 InvalidParameterException
        Tags (a key) must be letters, digits, spaces and any of _ . : / = + - @, not starting with aws:; Tags[good key] must have at most 256 characters, but has 257
        ");
    });
}

#[test]
fn all_broken_rules_are_reported_in_one_message() {
    each_engine(async |t| {
        let replaced = json!({
            "Password": null, "IdentityInfo": {"FirstName": "", "Mobile": ""}, "PhoneConfig": {"PhoneType": "DESK_PHONE"},
            "RoutingProfileId": "none",
        });

        assert_snapshot!(create_ana(&t, replaced).await, @"
        400 InvalidRequestException
        Password is required on CONNECT_MANAGED instances; PhoneConfig.DeskPhoneNumber is required with the phone type DESK_PHONE; IdentityInfo.FirstName must have 1 to 255 characters on CONNECT_MANAGED instances, but has 0; IdentityInfo.LastName is required on CONNECT_MANAGED instances; RoutingProfileId names none, which the instance does not have
        ");
    });
}

#[test]
fn a_refused_user_is_not_there() {
    each_engine(async |t| {
        create_ana(&t, json!({"RoutingProfileId": "none"})).await;

        let users = t
            .root()
            .all("ListUsers", json!({"InstanceId": MANAGED}), 100)
            .await;

        assert_eq!(users.len(), 1, "{users:?}");
    });
}

#[test]
fn an_instance_that_is_not_there_has_no_users() {
    each_engine(async |t| {
        let nowhere = json!({"InstanceId": "00000000-0000-4000-8000-000000000000"});

        assert_snapshot!(create_ana(&t, nowhere).await, @"
        404 ResourceNotFoundException
        There is no instance 00000000-0000-4000-8000-000000000000 in this account and Region
        ");
    });
}

#[test]
fn one_of_many_concurrent_requests_gets_a_username() {
    each_engine(async |t| {
        let input = t.root().new_user(MANAGED, "ana").await;
        let ask = || create(&t, input.clone());

        let answers: [Answer; 5] = tokio::join!(ask(), ask(), ask(), ask(), ask()).into();

        let mut statuses = answers.map(|answer| answer.status);
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409, 409, 409]);
    });
}

#[test]
fn a_user_of_one_instance_is_copied_to_another_as_it_is_shown() {
    each_engine(async |t| {
        let root = t.root();
        let mut copy = root.user(MANAGED, MARY).await;
        assert_eq!(
            (&copy["Tags"], &copy["PhoneConfig"]["PhoneType"]),
            (&json!({}), &json!("SOFT_PHONE"))
        );
        let ana = root.new_user(SAML, "mary").await;
        for profile in ["InstanceId", "SecurityProfileIds", "RoutingProfileId"] {
            copy[profile] = ana[profile].clone();
        }
        copy["Username"] = json!("mary");
        copy["IdentityInfo"] = json!({"FirstName": "Mary", "LastName": "Miller"});
        copy.as_object_mut().unwrap().remove("DirectoryUserId");

        let made = root.done("CreateUser", copy.clone()).await;

        let shown = root.user(SAML, made["UserId"].as_str().unwrap()).await;
        for same in ["PhoneConfig", "IdentityInfo", "Tags"] {
            assert_eq!(shown[same], copy[same], "{same}");
        }
    });
}

#[test]
fn only_a_user_of_saml_has_more_than_one_at_sign_in_the_username() {
    each_engine(async |t| {
        let root = t.root();
        for username in ["USERID@ORGID", "ALIAS@USERID@ORGID"] {
            let user = with(root.new_user(SAML, username).await, json!({"Password": null}));
            root.done("CreateUser", user).await;
        }
        let managed = root.new_user(MANAGED, "USERID@ORGID").await;
        assert_snapshot!(root.call("CreateUser", managed).await, @"
        400 InvalidParameterException
        Username must be letters, digits and any of _ - . (an @ only as part of an e-mail address)
        ");
    });
}
