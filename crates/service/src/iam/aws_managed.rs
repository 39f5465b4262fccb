//! The managed policies of AWS that people attach, as far as they are about what Roster serves. They belong to every
//! account, and nobody can change them. Source: the AWS managed policy reference for names and purpose; the documents are
//! Roster's own.

use roster_domain::records::iam::ManagedPolicy;
use roster_model::shapes::Timestamp;

/// What stands for the account in the ARNs of AWS's policies.
pub(crate) const ACCOUNT: &str = "aws";

/// When they were made: a time before every record.
const MADE: Timestamp = Timestamp {
    milliseconds: 1_422_748_800_000,
};

struct OfAws {
    /// The start of the unique id, which the account follows.
    id: &'static str,
    name: &'static str,
    description: &'static str,
    document: &'static str,
}

const POLICIES: [OfAws; 4] = [
    OfAws {
        id: "ANPAROSTERAWSADMINISTR",
        name: "AdministratorAccess",
        description: "Everything on every resource.",
        document: r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
    },
    OfAws {
        id: "ANPAROSTERAWSCONNFULLA",
        name: "AmazonConnect_FullAccess",
        description: "Everything at Amazon Connect.",
        document: r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"connect:*","Resource":"*"}}"#,
    },
    OfAws {
        id: "ANPAROSTERAWSCONNREADO",
        name: "AmazonConnectReadOnlyAccess",
        description: "Reading Amazon Connect, without signing in to an instance.",
        document: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["connect:Describe*","connect:Get*","connect:List*","connect:Search*"],"Resource":"*"},{"Effect":"Deny","Action":"connect:GetFederationToken","Resource":"*"}]}"#,
    },
    OfAws {
        id: "ANPAROSTERAWSREADONLYA",
        name: "ReadOnlyAccess",
        description: "Reading everything.",
        document: r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["cloudtrail:LookupEvents","connect:Describe*","connect:Get*","connect:List*","connect:Search*","iam:Get*","iam:List*","iam:Simulate*","sts:GetCallerIdentity"],"Resource":"*"}}"#,
    },
];

/// All of them, by name, as an account has them: their unique ids are those of the account, so that their use can be counted
/// there.
pub(crate) fn all(account: &str) -> Vec<ManagedPolicy> {
    POLICIES.iter().map(|policy| policy.of(account)).collect()
}

/// The one of a name; case does not count, as everywhere in IAM.
pub(crate) fn named(account: &str, name: &str) -> Option<ManagedPolicy> {
    let found = POLICIES
        .iter()
        .find(|policy| policy.name.eq_ignore_ascii_case(name));
    found.map(|policy| policy.of(account))
}

/// The one of a unique id.
pub(crate) fn with_id(account: &str, id: &str) -> Option<ManagedPolicy> {
    let start = id.strip_suffix(account)?;
    let found = POLICIES.iter().find(|policy| policy.id == start);
    found.map(|policy| policy.of(account))
}

impl OfAws {
    fn of(&self, account: &str) -> ManagedPolicy {
        ManagedPolicy {
            account: ACCOUNT.into(),
            id: format!("{}{account}", self.id),
            name: self.name.to_owned(),
            path: "/".to_owned(),
            description: Some(self.description.to_owned()),
            document: self.document.to_owned(),
            create_date: MADE,
            tags: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use roster_policy::{Document, Kind};

    use super::*;

    #[test]
    fn every_policy_of_aws_is_a_policy_with_an_id_of_its_own_in_the_order_of_names() {
        let all = all("123456789012");
        for policy in &all {
            assert!(
                Document::parse(&policy.document, Kind::Identity).is_ok(),
                "{}",
                policy.name
            );
            assert_eq!(with_id("123456789012", &policy.id).as_ref(), Some(policy));
        }
        assert!(all.is_sorted_by_key(|policy| policy.name.to_lowercase()));
    }
}
