//! The commands: one for each operation of Connect.

use roster_client::Interface;
use roster_model::catalogue::{self, Entry};
use roster_model::schema::{Kind, Schema};

use crate::command_line::invalid_choice;
use crate::failure::Failure;

/// A command: an operation of Connect. Its shapes are read from the catalogue when they are first asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Command {
    /// AWS's name of the operation.
    pub(crate) name: &'static str,
    /// What the catalogue says of it.
    entry: Entry,
    /// What a client must know of it.
    pub(crate) interface: Interface,
}

impl From<Entry> for Command {
    fn from(entry: Entry) -> Self {
        Self {
            name: entry.name,
            entry,
            interface: entry.interface(),
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
        self.entry.pages
    }

    /// The output members that are the same on each page.
    pub(crate) fn beside_pages(&self) -> Vec<&'static str> {
        self.entry.beside_pages().collect()
    }

    /// What it does: a paragraph, or more.
    pub(crate) fn documentation(&self) -> String {
        documentation(self.entry)
    }
}

/// What an operation does: in Roster's words if it offers it; else its name in words, and where AWS's words are.
fn documentation(entry: Entry) -> String {
    if let Some(declared) = entry.declared() {
        return declared.documentation.trim().to_owned();
    }
    let name = entry.name;
    let summary = summary(entry);
    format!(
        "{summary}\n\nAWS describes it: https://docs.aws.amazon.com/connect/latest/APIReference/API_{name}.html"
    )
}

/// What an operation does, in one line.
pub(crate) fn summary(entry: Entry) -> String {
    match entry.declared() {
        Some(declared) => first_line(declared.documentation).to_owned(),
        None => {
            let words = hyphenated(entry.name).replace('-', " ");
            let (first, rest) = words.split_at(1);
            format!("{}{rest}.", first.to_ascii_uppercase())
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

/// Every command and its operation, in alphabetical order.
pub(crate) fn all() -> Vec<(String, Entry)> {
    let entries = catalogue::entries();
    let mut commands: Vec<_> = entries.map(|entry| (hyphenated(entry.name), entry)).collect();
    commands.sort_by(|(one, _), (other, _)| one.cmp(other));
    commands
}

/// Whether there is a command of this name.
pub(crate) fn is_known(name: &str) -> bool {
    entry(name).is_some()
}

fn entry(name: &str) -> Option<Entry> {
    let found = catalogue::find(&name.replace('-', ""));
    found.filter(|entry| hyphenated(entry.name) == name)
}

/// The command of this name.
pub(crate) fn find(name: &str) -> Result<Command, Failure> {
    entry(name).map(Command::from).ok_or_else(|| {
        let commands = all();
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
