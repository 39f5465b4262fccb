//! The commands: one for each operation of Connect.

use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::Service;

use crate::command_line::invalid_choice;
use crate::failure::Failure;

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
