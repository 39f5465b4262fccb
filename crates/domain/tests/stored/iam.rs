//! The records of IAM.

use roster_domain::records::iam::{
    AccessKey, AccessKeySecret, Attachment, IamRole, IamUser, InlinePolicy, ManagedPolicy, TrustedPrincipal,
};
use roster_model::shapes::iam::{StatusType, Tag, TagListType};

use crate::sample::{Sample, TIME};

const USER: &str = "AIDAQCAIBAEAQCAIBAEA";
const ROLE: &str = "AROAQCAIBAEAQCAIBAEA";
const POLICY: &str = "ANPAQCAIBAEAQCAIBAEA";
const KEY: &str = "AKIAQCAIBAEAQCAIBAEA";
const DOCUMENT: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(&AccessKey {
            id: KEY.to_owned(),
            account: account(),
            user_id: USER.to_owned(),
            status: StatusType::Inactive,
            create_date: TIME,
        }),
        Sample::of(&AccessKeySecret {
            access_key_id: KEY.to_owned(),
            encrypted: "c2VjcmV0".to_owned(),
        }),
        Sample::of(&Attachment {
            account: account(),
            owner_id: USER.to_owned(),
            policy_id: POLICY.to_owned(),
        }),
        Sample::of(&IamRole {
            account: account(),
            id: ROLE.to_owned(),
            name: "HelpDesk".to_owned(),
            path: "/team/".to_owned(),
            trust_policy: DOCUMENT.to_owned(),
            principals: Some(vec![TrustedPrincipal {
                arn: "arn:aws:iam::123456789012:user/ana".to_owned(),
                account: account(),
                id: USER.to_owned(),
            }]),
            description: Some("Fixes names.".to_owned()),
            max_session_duration: 3_600,
            create_date: TIME,
            boundary_id: Some(POLICY.to_owned()),
            tags: Some(tags()),
        }),
        Sample::of(&IamUser {
            account: account(),
            id: USER.to_owned(),
            name: "ana".to_owned(),
            path: "/".to_owned(),
            create_date: TIME,
            boundary_id: Some(POLICY.to_owned()),
            tags: Some(tags()),
        }),
        Sample::of(&InlinePolicy {
            owner_id: USER.to_owned(),
            name: "names".to_owned(),
            document: DOCUMENT.to_owned(),
        }),
        Sample::of(&ManagedPolicy {
            account: account(),
            id: POLICY.to_owned(),
            name: "FixNames".to_owned(),
            path: "/".to_owned(),
            description: Some("May fix names.".to_owned()),
            document: DOCUMENT.to_owned(),
            create_date: TIME,
            tags: Some(tags()),
        }),
    ]
}

fn account() -> Box<str> {
    "123456789012".into()
}

fn tags() -> TagListType {
    TagListType(vec![Tag {
        key: "team".to_owned().into(),
        value: "red".to_owned().into(),
    }])
}
