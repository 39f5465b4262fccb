//! Faults of policies that are accepted nevertheless, logged once the policy is stored.

use roster_domain::truncate_chars;
use roster_model::operation::{Description, Effect};
use roster_model::patterns::POLICY_DOCUMENT;
use roster_model::schema::{Kind as SchemaKind, Member};
use roster_model::service::Service;
use roster_policy::{Document, Kind};
use serde_json::Value;

use crate::access::{Finding, findings};

/// How much of a name is logged, in characters.
const NAME_CHARACTERS: usize = 128;

/// The condition keys that the policies in a request ask for in vain.
#[derive(Default)]
pub(crate) struct Remarks {
    policy: String,
    found: Vec<(&'static str, Finding)>,
}

impl Remarks {
    /// Of what an operation is to store. Costs nothing where that can be no policy.
    pub(crate) fn of(operation: &Description, input: &Value) -> Self {
        let has_policies = match operation.service {
            Service::Iam | Service::Sts => operation.effect == Effect::Write,
            Service::Connect | Service::CloudTrail | Service::S3 | Service::Roster | Service::Console => {
                false
            }
        };
        if !has_policies {
            return Self::default();
        }
        let documents = operation
            .request()
            .members()
            .iter()
            .filter(|member| is_policy(member));
        let found = documents.flat_map(|member| {
            let document = input[member.name].as_str().and_then(read);
            let found = document.as_ref().map(findings).unwrap_or_default();
            found.into_iter().map(|finding| (member.name, finding))
        });
        let found: Vec<_> = found.collect();
        if found.is_empty() {
            return Self::default();
        }
        let names = ["PolicyName", "RoleName", "RoleSessionName"];
        let name = names.iter().find_map(|name| input[*name].as_str());
        let policy = truncate_chars(name.unwrap_or_default(), NAME_CHARACTERS).to_owned();
        Self { policy, found }
    }

    /// Logs which policy, which statement, which key.
    pub(crate) fn log(&self, operation: &Description) {
        for (member, finding) in &self.found {
            tracing::warn!(
                operation = operation.name,
                policy = ?self.policy,
                document = member,
                finding = %finding,
                "a policy asks for a condition key that its requests do not have: see `roster access lint`"
            );
        }
    }
}

fn is_policy(member: &Member) -> bool {
    match member.target.schema().kind {
        SchemaKind::String {
            pattern: Some(pattern),
            ..
        } => pattern.expression == POLICY_DOCUMENT.expression,
        _ => false,
    }
}

fn read(text: &str) -> Option<Document> {
    let identity = Document::parse(text, Kind::Identity);
    identity.or_else(|_| Document::parse(text, Kind::Trust)).ok()
}

#[cfg(test)]
mod tests {
    use roster_model::operations;
    use serde_json::json;

    use super::*;

    #[test]
    fn every_policy_that_is_to_be_stored_is_looked_at() {
        let statement = json!({"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}});
        let identity = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let trust = identity.replace(r#""Resource":"*""#, r#""Principal":{"AWS":"*"}"#);
        let mut looked_at = Vec::new();
        for operation in operations::ALL {
            let names = operation.request().members().iter().map(|member| member.name);
            let is_trust = |name: &str| name == "AssumeRolePolicyDocument";
            let input = names.map(|name| {
                let document = if is_trust(name) { &trust } else { &identity };
                (name.to_owned(), Value::from(document.as_str()))
            });
            let remarks = Remarks::of(operation, &Value::Object(input.collect()));
            looked_at.extend(remarks.found.iter().map(|(member, _)| (operation.name, *member)));
        }
        assert_eq!(
            looked_at,
            [
                ("PutUserPolicy", "PolicyDocument"),
                ("CreateRole", "AssumeRolePolicyDocument"),
                ("PutRolePolicy", "PolicyDocument"),
                ("CreatePolicy", "PolicyDocument"),
                ("AssumeRole", "Policy"),
            ]
        );
    }
}
