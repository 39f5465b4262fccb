//! The commands: one for each operation of the description.

use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::Service;

use crate::command_line::invalid_choice;
use crate::failure::Failure;

/// The name of a command or option, made from AWS's name: `UserId` becomes `user-id`.
pub(crate) fn hyphenated(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut hyphenated = String::with_capacity(name.len() + 4);
    for (place, character) in characters.iter().enumerate() {
        if place > 0 && starts_word(&characters, place) {
            hyphenated.push('-');
        }
        hyphenated.push(character.to_ascii_lowercase());
    }
    hyphenated
}

/// A capital starts a word after a small letter or digit, and before a small letter.
fn starts_word(characters: &[char], place: usize) -> bool {
    let small = |character: &char| character.is_ascii_lowercase();
    let before = characters[place - 1];
    let is_plural_of_initials = characters.len() == place + 2 && characters[place + 1] == 's';
    characters[place].is_ascii_uppercase()
        && (small(&before)
            || before.is_ascii_digit()
            || (characters.get(place + 1).is_some_and(small) && !is_plural_of_initials))
}

/// Every command and its operation, in alphabetical order.
pub(crate) fn all() -> Vec<(String, &'static Description)> {
    let mut commands: Vec<_> = operations::of(Service::Connect)
        .map(|operation| (hyphenated(operation.name), operation))
        .collect();
    commands.sort_by(|(one, _), (other, _)| one.cmp(other));
    commands
}

/// The operation of a command.
pub(crate) fn find(name: &str) -> Result<&'static Description, Failure> {
    let found = operations::of(Service::Connect).find(|operation| hyphenated(operation.name) == name);
    found.ok_or_else(|| {
        let commands = all();
        invalid_choice("operation", name, commands.iter().map(|(name, _)| name.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_where_botocore_cuts_them() {
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
