//! The commands: one for each operation of a service.

use roster_client::{Interface, PageMembers};
use roster_model::catalogue::{self, Entry};
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::schema::{Kind, Schema};
use roster_model::service::Service;

use crate::command_line::invalid_choice;
use crate::failure::Failure;

/// The services that have commands, and what each is about, in one line.
pub(crate) const SERVICES: &[(Service, &str)] = &[
    (Service::Connect, "instances, users and what belongs to them"),
    (
        Service::Iam,
        "users, roles, access keys and policies of a Roster server",
    ),
    (
        Service::Sts,
        "the caller's identity and temporary credentials of a Roster server",
    ),
    (
        Service::CloudTrail,
        "the audit of a Roster server, as CloudTrail shows it",
    ),
];

/// The service whose commands are called by this name.
pub(crate) fn service_named(name: &str) -> Option<Service> {
    let mut services = SERVICES.iter().map(|(service, _)| *service);
    services.find(|service| service.name() == name)
}

/// What a service is about, in one line; empty if it has no commands.
pub(crate) fn about(service: Service) -> &'static str {
    let found = SERVICES.iter().find(|(known, _)| *known == service);
    found.map_or("", |(_, about)| about)
}

/// A command: an operation of a service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Command {
    /// AWS's name of the operation.
    pub(crate) name: &'static str,
    source: Source,
    /// What a client must know of it.
    pub(crate) interface: Interface,
}

/// What a command is made from.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// An operation of Connect. Its shapes are read when they are first asked for.
    Catalogue(Entry),
    /// An operation of another service, which Roster offers.
    Declared(&'static Description),
}

impl From<Entry> for Command {
    fn from(entry: Entry) -> Self {
        Self {
            name: entry.name,
            source: Source::Catalogue(entry),
            interface: entry.interface(),
        }
    }
}

impl From<&'static Description> for Command {
    fn from(description: &'static Description) -> Self {
        Self {
            name: description.name,
            source: Source::Declared(description),
            interface: description.into(),
        }
    }
}

impl Command {
    /// The input structure.
    pub(crate) fn request(&self) -> &'static Schema {
        self.interface.request()
    }

    /// The output shape.
    pub(crate) fn response(&self) -> &'static Schema {
        self.interface.response()
    }

    /// Whether a successful answer has a body.
    pub(crate) fn has_output(&self) -> bool {
        !matches!(self.response().kind, Kind::NoOutput)
    }

    /// The output member that is cut into pages, if any.
    pub(crate) fn pages(&self) -> Option<&'static str> {
        match self.source {
            Source::Catalogue(entry) => entry.pages,
            Source::Declared(description) => description.pages,
        }
    }

    /// The members by which its list is read page by page.
    pub(crate) fn page_members(&self) -> PageMembers {
        PageMembers::of(&self.interface)
    }

    /// The output members that are the same on each page.
    pub(crate) fn beside_pages(&self) -> Vec<&'static str> {
        match self.source {
            Source::Catalogue(entry) => entry.beside_pages().collect(),
            Source::Declared(_) => Vec::new(),
        }
    }

    /// What Roster declares of the operation. None: it does not offer it.
    fn declared(&self) -> Option<&'static Description> {
        match self.source {
            Source::Catalogue(entry) => entry.declared(),
            Source::Declared(description) => Some(description),
        }
    }

    /// What it does: in Roster's words if it offers it; else its name in words, and where AWS's words are.
    pub(crate) fn documentation(&self) -> String {
        if let Some(declared) = self.declared() {
            return declared.documentation.trim().to_owned();
        }
        let (name, summary) = (self.name, self.summary());
        format!(
            "{summary}\n\nAWS describes it: https://docs.aws.amazon.com/connect/latest/APIReference/API_{name}.html"
        )
    }

    /// What it does, in one line.
    pub(crate) fn summary(&self) -> String {
        match self.declared() {
            Some(declared) => first_line(declared.documentation).to_owned(),
            None => {
                let words = hyphenated(self.name).replace('-', " ");
                let (first, rest) = words.split_at(1);
                format!("{}{rest}.", first.to_ascii_uppercase())
            }
        }
    }
}

/// The first paragraph of a description.
pub(crate) fn first_line(documentation: &str) -> &str {
    documentation.split("\n\n").next().unwrap_or_default().trim()
}

/// The name of a command or option for a name of AWS: `UserId` becomes `user-id`.
pub(crate) fn hyphenated(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut hyphenated = String::with_capacity(name.len() + 4);
    for (index, character) in characters.iter().enumerate() {
        if index > 0 && starts_word(&characters, index) {
            hyphenated.push('-');
        }
        hyphenated.push(character.to_ascii_lowercase());
    }
    hyphenated
}

/// Whether a word starts at a capital: after a small letter or a digit, or before a small letter.
fn starts_word(characters: &[char], index: usize) -> bool {
    let small = |character: &char| character.is_ascii_lowercase();
    let before = characters[index - 1];
    let is_plural_of_initials = characters.len() == index + 2 && characters[index + 1] == 's';
    characters[index].is_ascii_uppercase()
        && (small(&before)
            || before.is_ascii_digit()
            || (characters.get(index + 1).is_some_and(small) && !is_plural_of_initials))
}

/// Every command of a service with its name, in alphabetical order.
pub(crate) fn all(service: Service) -> Vec<(String, Command)> {
    let commands: Vec<Command> = match service {
        Service::Connect => catalogue::entries().map(Command::from).collect(),
        other => operations::of(other).map(Command::from).collect(),
    };
    let mut commands: Vec<_> = commands
        .into_iter()
        .map(|command| (hyphenated(command.name), command))
        .collect();
    commands.sort_by(|(one, _), (other, _)| one.cmp(other));
    commands
}

/// Every command of every service.
#[cfg(test)]
pub(crate) fn every() -> impl Iterator<Item = Command> {
    let commands = SERVICES.iter().flat_map(|(service, _)| all(*service));
    commands.map(|(_, command)| command)
}

/// Whether a service has a command of this name.
pub(crate) fn is_known(service: Service, name: &str) -> bool {
    command(service, name).is_some()
}

fn command(service: Service, name: &str) -> Option<Command> {
    let found = match service {
        Service::Connect => catalogue::find(&name.replace('-', "")).map(Command::from),
        other => operations::of(other)
            .find(|description| hyphenated(description.name) == name)
            .map(Command::from),
    };
    found.filter(|command| hyphenated(command.name) == name)
}

/// The command of a service of this name.
pub(crate) fn find(service: Service, name: &str) -> Result<Command, Failure> {
    command(service, name).ok_or_else(|| {
        let commands = all(service);
        invalid_choice("operation", name, commands.iter().map(|(name, _)| name.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_hyphenated_as_botocore_hyphenates_them() {
        for (name, expected) in [
            ("UpdateUserIdentityInfo", "update-user-identity-info"),
            ("KMSKeyId", "kms-key-id"),
            ("UserARN", "user-arn"),
            ("InstanceARNs", "instance-arns"),
            ("S3Bucket", "s3-bucket"),
            ("Id", "id"),
        ] {
            assert_eq!(hyphenated(name), expected);
        }
    }
}
