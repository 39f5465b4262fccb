//! Which audit records to list, and short names for what they are about.

use std::collections::HashMap;
use std::time::SystemTime;

use roster_domain::audit::{AuditRecord, TimeRange, Timestamp};
use roster_domain::record::Record;
use roster_domain::records::User;
use serde_json::Value;

use crate::arguments::{AuditList, Outcome};
use crate::time_bound::TimeBound;

/// What stands in a table where there is nothing to show.
pub(super) const NOTHING: &str = "-";

/// The filters of the command line.
pub(super) struct Selection<'a> {
    arguments: &'a AuditList,
    times: TimeRange,
    now: Timestamp,
}

impl<'a> Selection<'a> {
    pub(super) fn of(arguments: &'a AuditList, now: SystemTime) -> Self {
        let bound = |bound: Option<TimeBound>| bound.map(|bound| Timestamp::from(bound.time(now)));
        Self {
            arguments,
            times: TimeRange {
                since: bound(arguments.since),
                until: bound(arguments.until),
            },
            now: now.into(),
        }
    }

    pub(super) fn includes(&self, record: &AuditRecord, usernames: &Usernames) -> bool {
        let AuditList {
            user,
            principal,
            operation,
            outcome,
            field,
            run,
            ..
        } = self.arguments;
        user.as_deref()
            .is_none_or(|user| is_about(record, user, usernames))
            && principal
                .as_deref()
                .is_none_or(|principal| is_by(record, principal))
            && (operation.is_none() || operation.as_deref() == record.operation.as_deref())
            && outcome.is_none_or(|outcome| has(record, outcome))
            && (run.is_none() || run.as_deref() == record.run.as_deref())
            && field.as_deref().is_none_or(|field| changes(record, field))
            && self.times.includes(record, self.now)
    }
}

fn is_about(record: &AuditRecord, user: &str, usernames: &Usernames) -> bool {
    let target = record.resource.as_deref().map(Resource::parse);
    let is_target = target.is_some_and(|resource| {
        resource.is_user() && (resource.name == user || usernames.name(resource.name) == Some(user))
    });
    is_target || user_members(record).any(|(_, value)| value == user)
}

/// Whether a record is of a request of this principal, given by ARN, unique id or name.
pub(crate) fn is_by(record: &AuditRecord, principal: &str) -> bool {
    let names = [record.principal.as_deref(), record.principal_id.as_deref()];
    names.contains(&Some(principal)) || record.principal.as_deref().map(principal_name) == Some(principal)
}

fn has(record: &AuditRecord, outcome: Outcome) -> bool {
    match outcome {
        Outcome::Ok => record.error_code.is_none(),
        Outcome::Refused => record.error_code.is_some(),
    }
}

fn changes(record: &AuditRecord, field: &str) -> bool {
    let is_field = |member: &str| member == field || last_segment(member, '.') == field;
    record.changes.iter().any(|change| is_field(&change.member))
}

/// The usernames that the records read so far have shown, by user id.
#[derive(Default)]
pub(super) struct Usernames(HashMap<String, String>);

impl Usernames {
    /// Takes the usernames from the changes of a record.
    pub(super) fn learn(&mut self, record: &AuditRecord) {
        for (id, name) in named_users(record) {
            self.0.insert(id.to_owned(), name.to_owned());
        }
    }

    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}

/// The ids in the changes of a record, each with the username beside it.
fn named_users(record: &AuditRecord) -> Vec<(&str, &str)> {
    let (mut named, mut id) = (Vec::new(), None);
    // The id comes before the username: changes are in the order of the members.
    for (member, value) in user_members(record) {
        match (member, id) {
            ("Username", Some(id)) => named.push((id, value)),
            ("Username", None) => {}
            _ => id = Some(value),
        }
    }
    named
}

/// The ids of the users that have a username in the changes of a record.
pub(super) fn user_ids<'r>(record: &'r AuditRecord, username: &str) -> Vec<&'r str> {
    let named = named_users(record).into_iter();
    named
        .filter(|(_, name)| *name == username)
        .map(|(id, _)| id)
        .collect()
}

/// The ids of the users that a record is about or that it is of a request of.
pub(super) fn users_of(record: &AuditRecord) -> impl Iterator<Item = &str> {
    let arns = [record.resource.as_deref(), record.principal.as_deref()];
    let resources = arns.into_iter().flatten().map(Resource::parse);
    let of_arns = resources
        .filter(|resource| resource.kind == "agent")
        .map(|resource| resource.name);
    let of_changes = user_members(record)
        .filter(|(member, _)| *member == "Id")
        .map(|(_, id)| id);
    of_arns.chain(of_changes)
}

/// The ids and usernames in the changes of a record. One that is erased has no usernames.
fn user_members(record: &AuditRecord) -> impl Iterator<Item = (&str, &str)> {
    let of_users = record.changes.iter().filter(|change| match &*change.member {
        _ if change.record != User::KIND.name => false,
        "Id" => true,
        "Username" => record.personal.is_none(),
        _ => false,
    });
    of_users.filter_map(|change| {
        let value = change.after.as_ref().or(change.before.as_ref());
        Some((&*change.member, value.and_then(Value::as_str)?))
    })
}

/// What a record is about, in short: a username, or a resource's type and name.
pub(super) fn subject(record: &AuditRecord, usernames: &Usernames) -> String {
    let Some(resource) = record.resource.as_deref().map(Resource::parse) else {
        return NOTHING.to_owned();
    };
    if resource.is_user() {
        return usernames
            .name(resource.name)
            .map_or_else(|| short_id(resource.name), str::to_owned);
    }
    let mut names = user_members(record).filter(|(member, _)| *member == "Username");
    // CreateUser names the instance in its path, and the user in its changes only.
    match (names.next(), names.next()) {
        (Some((_, name)), None) => name.to_owned(),
        _ if resource.kind.is_empty() => short_id(resource.name),
        _ => format!("{}/{}", resource.kind, short_id(resource.name)),
    }
}

/// The name of a principal without its account and path: `ana`, or `Desk/ana` of a role's session.
pub(super) fn principal_name(principal: &str) -> &str {
    let resource = resource_part(principal);
    match resource.split_once('/') {
        Some(("assumed-role", session)) => session,
        _ => last_segment(resource, '/'),
    }
}

/// The type and name in an ARN.
struct Resource<'a> {
    kind: &'a str,
    name: &'a str,
}

impl<'a> Resource<'a> {
    /// Connect's resources are `instance/ID/agent/ID`, IAM's `role/path/Name`.
    fn parse(arn: &'a str) -> Self {
        let resource = resource_part(arn);
        let Some((parents, name)) = resource.rsplit_once('/') else {
            return Self {
                kind: "",
                name: resource,
            };
        };
        let kind = match parents.split_once('/') {
            Some(("instance", _)) => last_segment(parents, '/'),
            Some((kind, _path)) => kind,
            None => parents,
        };
        Self { kind, name }
    }

    fn is_user(&self) -> bool {
        matches!(self.kind, "agent" | "user")
    }
}

/// What follows the account in an ARN; all of a text that is no ARN.
fn resource_part(arn: &str) -> &str {
    arn.splitn(6, ':').nth(5).unwrap_or(arn)
}

pub(super) fn last_segment(path: &str, separator: char) -> &str {
    path.rsplit(separator).next().unwrap_or(path)
}

/// The first group of an id; all of a text that is no id.
fn short_id(text: &str) -> String {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    match text.split_once('-') {
        Some((first, _)) if groups == [8, 4, 4, 4, 12] => format!("{first}…"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::time::Duration;

    use clap::Parser;
    use roster_domain::audit::Change;
    use serde_json::json;

    use super::*;

    pub(in crate::commands::audit) const USER: &str = "12345678-1111-2222-3333-123456789012";

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        list: AuditList,
    }

    fn change(record: &str, member: &str, value: &str) -> Change {
        Change {
            record: record.to_owned(),
            member: member.to_owned(),
            before: None,
            after: Some(json!(value)),
            ..Change::default()
        }
    }

    fn arn(part: &str) -> String {
        format!("arn:aws:connect:us-east-1:123456789012:{part}")
    }

    /// A creation, an update, a refusal, and a change of a role.
    pub(in crate::commands::audit) fn trail() -> [AuditRecord; 4] {
        let create = AuditRecord {
            request_id: "create".to_owned(),
            operation: Some("CreateUser".to_owned()),
            resource: Some(arn("instance/87654321-aaaa-bbbb-cccc-123456789012")),
            principal: Some("arn:aws:iam::123456789012:root".to_owned()),
            changes: vec![change("user", "Id", USER), change("user", "Username", "mary")],
            ..AuditRecord::default()
        };
        let update = AuditRecord {
            request_id: "update".to_owned(),
            operation: Some("UpdateUserIdentityInfo".to_owned()),
            resource: Some(arn(&format!(
                "instance/87654321-aaaa-bbbb-cccc-123456789012/agent/{USER}"
            ))),
            principal: Some("arn:aws:sts::123456789012:assumed-role/Desk/ana".to_owned()),
            principal_id: Some("AROA1:ana".to_owned()),
            changes: vec![change("user", "IdentityInfo.Email", "mary@example.com")],
            ..AuditRecord::default()
        };
        let refusal = AuditRecord {
            request_id: "refusal".to_owned(),
            error_code: Some("AccessDeniedException".to_owned()),
            principal: Some("arn:aws:iam::123456789012:user/team/bob".to_owned()),
            changes: Vec::new(),
            ..update.clone()
        };
        let role = AuditRecord {
            request_id: "role".to_owned(),
            operation: Some("DeleteRole".to_owned()),
            resource: Some("arn:aws:iam::123456789012:role/team/mary".to_owned()),
            principal: Some("roster tidy up".to_owned()),
            ..AuditRecord::default()
        };
        [create, update, refusal, role]
    }

    fn selected(flags: &[&str]) -> Vec<String> {
        let line = Line::try_parse_from([&["list"], flags].concat()).unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let selection = Selection::of(&line.list, now);
        let mut usernames = Usernames::default();
        let included = trail().into_iter().filter(|record| {
            usernames.learn(record);
            selection.includes(record, &usernames)
        });
        included.map(|record| record.request_id).collect()
    }

    #[test]
    fn a_user_is_selected_by_id_and_by_username() {
        for user in [USER, "mary"] {
            assert_eq!(selected(&["--user", user]), ["create", "update", "refusal"]);
        }
        assert_eq!(selected(&["--user", "bob"]), [""; 0]);
    }

    #[test]
    fn a_principal_is_selected_by_arn_by_unique_id_and_by_name() {
        for principal in ["arn:aws:sts::123456789012:assumed-role/Desk/ana", "Desk/ana"] {
            assert_eq!(selected(&["--principal", principal]), ["update"]);
        }
        assert_eq!(selected(&["--principal", "AROA1:ana"]), ["update", "refusal"]);
        assert_eq!(selected(&["--principal", "bob"]), ["refusal"]);
        assert_eq!(selected(&["--principal", "roster tidy up"]), ["role"]);
    }

    #[test]
    fn operations_outcomes_and_fields_are_selected_together() {
        let update = ["--operation", "UpdateUserIdentityInfo"];
        assert_eq!(selected(&update), ["update", "refusal"]);
        assert_eq!(selected(&["--outcome", "refused"]), ["refusal"]);
        assert_eq!(selected(&["--outcome", "ok"]), ["create", "update", "role"]);
        for field in ["Email", "IdentityInfo.Email"] {
            assert_eq!(selected(&["--field", field]), ["update"]);
            assert_eq!(selected(&["--field", field, "--outcome", "refused"]), [""; 0]);
        }
        assert_eq!(selected(&[]).len(), 4);
    }

    #[test]
    fn times_are_selected_as_ages_and_as_points_in_time() {
        // The records are of 1970-01-01T00:00:00Z, and it is 1970-01-12T13:46:40Z.
        assert_eq!(selected(&["--since", "12d"]).len(), 4);
        assert_eq!(selected(&["--since", "11d"]), [""; 0]);
        assert_eq!(selected(&["--until", "1970-01-01T00:00:00Z"]).len(), 4);
        assert_eq!(selected(&["--since", "1970-01-01T00:00:01Z"]), [""; 0]);
    }

    #[test]
    fn subjects_and_principals_are_shown_by_their_names() {
        let [create, update, _, role] = trail();
        let (unknown, mut known) = (Usernames::default(), Usernames::default());
        assert_eq!(subject(&update, &unknown), "12345678…");
        known.learn(&create);
        assert_eq!(subject(&create, &known), "mary");
        assert_eq!(subject(&update, &known), "mary");
        assert_eq!(subject(&role, &known), "role/mary");
        let instance = AuditRecord {
            changes: Vec::new(),
            ..create
        };
        assert_eq!(subject(&instance, &known), "instance/87654321…");
        assert_eq!(subject(&AuditRecord::default(), &known), "-");
        assert_eq!(principal_name("arn:aws:iam::123456789012:user/team/bob"), "bob");
        assert_eq!(principal_name("arn:aws:iam::123456789012:root"), "root");
        assert_eq!(principal_name("roster tidy up"), "roster tidy up");
    }
}
