//! Statements that ask for condition keys which requests do not have: what they say never counts, or
//! always does.

use std::fmt;

use roster_domain::records::iam::{IamRole, IamUser, InlinePolicy, ManagedPolicy, of_account};
use roster_domain::{Key as RowKey, truncate_chars};
use roster_model::operation::Description;
use roster_model::operations;
use roster_policy::{ConditionKey, Document, Effect, Kind, Lacking, Statement};
use roster_store::{ReadKind, Store, StoreError, Transaction};

use super::keys::{Key, why_absent};
use crate::read_query::{ReadQuery, query};

/// How much of a key is printed, in characters.
const KEY_CHARACTERS: usize = 128;

/// A condition key that a statement asks for in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The statement's place in the policy, from 1.
    pub statement: usize,
    /// Its `Sid`.
    pub sid: Option<Box<str>>,
    /// The key, as the policy writes it.
    pub key: Box<str>,
    why: Why,
    effect: Effect,
    lacking: Lacking,
}

/// Why a key is asked for in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// No request has it.
    NeverThere(&'static str),
    /// No request has it that the statement speaks of.
    NotForItsActions,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = truncate_chars(&self.key, KEY_CHARACTERS).escape_debug();
        write!(formatter, "statement {}", self.statement)?;
        if let Some(sid) = &self.sid {
            write!(formatter, " ({sid})")?;
        }
        write!(formatter, " asks for {key}, ")?;
        match self.why {
            Why::NeverThere(why) => write!(formatter, "but {why}: ")?,
            Why::NotForItsActions => formatter.write_str("which requests for its actions do not have: ")?,
        }
        formatter.write_str(match (self.effect, self.lacking) {
            (Effect::Allow, Lacking::NeverApplies) => "it never allows anything",
            (Effect::Deny, Lacking::NeverApplies) => "it never denies anything",
            (Effect::Allow, Lacking::HoldsAnyway) => "it allows as if this condition were not there",
            (Effect::Deny, Lacking::HoldsAnyway) => "it denies as if this condition were not there",
            (Effect::Allow, Lacking::InResources) => {
                "it allows nothing on the resource that the variable is in"
            }
            (Effect::Deny, Lacking::InResources) => "it denies on every resource",
        })
    }
}

/// The condition keys that the statements of a policy ask for in vain, each once for each statement.
pub fn findings(document: &Document) -> Vec<Finding> {
    let statements = document.statements().iter().enumerate();
    statements
        .flat_map(|(index, statement)| of_statement(index, statement))
        .collect()
}

fn of_statement(index: usize, statement: &Statement) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for key in statement.keys() {
        let is_known = |finding: &Finding| finding.key.eq_ignore_ascii_case(key.as_str());
        if found.iter().any(is_known) {
            continue;
        }
        if let Some(why) = why(statement, key) {
            found.push(Finding {
                statement: index + 1,
                sid: statement.sid().map(Into::into),
                key: key.as_str().into(),
                why,
                effect: statement.effect(),
                lacking: statement.lacking(key),
            });
        }
    }
    found
}

fn why(statement: &Statement, key: &ConditionKey) -> Option<Why> {
    let Some(found) = Key::of(key) else {
        return Some(Why::NeverThere(why_absent(key)));
    };
    let mut covered = operations::ALL
        .iter()
        .copied()
        .filter(|operation| covers(statement, operation))
        .peekable();
    covered.peek()?;
    let when = found.supplied().when;
    (!covered.any(|operation| when.includes(operation))).then_some(Why::NotForItsActions)
}

/// Whether a statement speaks of an operation, or of what it needs besides.
fn covers(statement: &Statement, operation: &Description) -> bool {
    let further = operation.further.iter().map(|permission| permission.action);
    statement.covers(&operation.action()) || further.into_iter().any(|action| statement.covers(action))
}

/// Asks which policies have statements that ask for condition keys in vain.
#[derive(Clone, Debug)]
pub struct Lint {
    /// Of which account; of every one, if none is said.
    pub account: Option<Box<str>>,
}

/// A policy with such statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linted {
    /// Whose it is, such as `user ana of account 123456789012`.
    pub owner: String,
    /// What it is and how it is called, such as `inline policy desk`.
    pub policy: String,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Lint {
    /// The policies in question: those of users, then those of roles, then managed ones, by name.
    ///
    /// # Errors
    ///
    /// If storage fails, or holds a policy that is none.
    pub async fn ask(self, store: &dyn Store) -> Result<Vec<Linted>, StoreError> {
        query(store, ReadKind::Scan, self).await
    }
}

impl ReadQuery for Lint {
    type Output = Vec<Linted>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        let within = self.account.as_deref().map_or_else(RowKey::new, of_account);
        let mut linted = Vec::new();
        for user in transaction.all::<IamUser>(&IamUser::BY_NAME, &within).await? {
            let owner = format!("user {} of account {}", user.name, user.account);
            inline(&mut transaction, &owner, &user.id, &mut linted).await?;
        }
        for role in transaction.all::<IamRole>(&IamRole::BY_NAME, &within).await? {
            let owner = format!("role {} of account {}", role.name, role.account);
            look(
                &owner,
                "trust policy".to_owned(),
                &role.trust_policy,
                Kind::Trust,
                &mut linted,
            )?;
            inline(&mut transaction, &owner, &role.id, &mut linted).await?;
        }
        for policy in transaction
            .all::<ManagedPolicy>(&ManagedPolicy::BY_NAME, &within)
            .await?
        {
            let owner = format!("account {}", policy.account);
            let name = format!("managed policy {}", policy.name);
            look(&owner, name, &policy.document, Kind::Identity, &mut linted)?;
        }
        Ok(linted)
    }
}

async fn inline(
    transaction: &mut Transaction<'_>,
    owner: &str,
    id: &str,
    linted: &mut Vec<Linted>,
) -> Result<(), StoreError> {
    let policies: Vec<InlinePolicy> = transaction
        .all(&InlinePolicy::BY_OWNER, &InlinePolicy::of_owner(id))
        .await?;
    for policy in policies {
        let name = format!("inline policy {}", policy.name);
        look(owner, name, &policy.document, Kind::Identity, linted)?;
    }
    Ok(())
}

fn look(
    owner: &str,
    policy: String,
    document: &str,
    kind: Kind,
    linted: &mut Vec<Linted>,
) -> Result<(), StoreError> {
    let document = Document::parse(document, kind)
        .map_err(|_| StoreError::Corrupt(format!("the {policy} of {owner} is no policy")))?;
    let findings = findings(&document);
    if !findings.is_empty() {
        linted.push(Linted {
            owner: owner.to_owned(),
            policy,
            findings,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn found(statement: &Value) -> Vec<String> {
        let text = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let document = Document::parse(&text, Kind::Identity).expect("a policy");
        findings(&document).iter().map(ToString::to_string).collect()
    }

    fn on(effect: &str, action: &str, condition: &Value) -> Value {
        json!({"Effect": effect, "Action": action, "Resource": "*", "Condition": condition})
    }

    #[test]
    fn the_effect_of_a_statement_without_its_key_is_explained() {
        let organization = |operator: &str| json!({operator: {"aws:PrincipalOrgID": "o-1"}});
        let because = "statement 1 asks for aws:PrincipalOrgID, but there are no organizations:";
        for (effect, operator, follows) in [
            ("Allow", "StringEquals", "it never allows anything"),
            ("Deny", "StringEquals", "it never denies anything"),
            (
                "Deny",
                "StringNotEquals",
                "it denies as if this condition were not there",
            ),
            (
                "Allow",
                "StringEqualsIfExists",
                "it allows as if this condition were not there",
            ),
            (
                "Allow",
                "ForAllValues:StringEquals",
                "it allows as if this condition were not there",
            ),
            ("Deny", "ForAnyValue:StringEquals", "it never denies anything"),
        ] {
            let statement = on(effect, "*", &organization(operator));
            assert_eq!(found(&statement), [format!("{because} {follows}")], "{operator}");
        }
        let null = on("Deny", "*", &json!({"Null": {"aws:PrincipalOrgID": "true"}}));
        assert_eq!(
            found(&null),
            [format!("{because} it denies as if this condition were not there")]
        );
    }

    #[test]
    fn a_key_that_the_actions_do_not_have_is_reported() {
        let weak = json!({"ArnEquals": {"iam:PermissionsBoundary": "arn:aws:iam::1:policy/weak"}});
        assert_eq!(
            found(&on("Deny", "connect:*", &weak)),
            [
                "statement 1 asks for iam:PermissionsBoundary, which requests for its actions do not have: it never denies anything"
            ]
        );
        assert!(found(&on("Deny", "iam:*", &weak)).is_empty());
        let tag = json!({"StringEquals": {"aws:RequestTag/team": "blue"}});
        assert!(found(&on("Allow", "iam:TagUser", &tag)).is_empty());
        // Nothing is known of other services' actions.
        assert!(found(&on("Allow", "s3:GetObject", &tag)).is_empty());
    }

    #[test]
    fn each_key_is_reported_once_with_its_statement() {
        let text = json!([
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Sid": "Net", "Effect": "Deny", "Action": "*", "Resource": "*",
                "Condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-1", "aws:sourcevpc": "vpc-2"}}},
        ]);
        assert_eq!(
            found(&text),
            [
                "statement 2 (Net) asks for aws:SourceVpc, but there are no virtual networks: it denies as if this condition were not there"
            ]
        );
    }

    #[test]
    fn a_variable_in_a_resource_is_reported_too() {
        for (effect, follows) in [
            (
                "Allow",
                "it allows nothing on the resource that the variable is in",
            ),
            ("Deny", "it denies on every resource"),
        ] {
            let statement = json!({"Effect": effect, "Action": "iam:*",
                "Resource": "arn:aws:iam::123456789012:user/${aws:PrincipalOrgID}"});
            let because = "statement 1 asks for aws:PrincipalOrgID, but there are no organizations:";
            assert_eq!(found(&statement), [format!("{because} {follows}")]);
        }
    }
}
