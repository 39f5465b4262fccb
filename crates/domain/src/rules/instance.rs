//! What a new instance needs, by identity management type. Sources: the API reference on
//! `CreateInstance`; Terraform's provider for the alias.

use roster_model::shapes::DirectoryType;

use super::breach::{Breach, Fault};

/// Checks which of alias and directory a new instance comes with: the one that its address is made
/// of.
pub fn create(kind: DirectoryType, alias: bool, directory: bool) -> Vec<Breach> {
    let needs_directory = kind == DirectoryType::ExistingDirectory;
    let rules = [
        ("InstanceAlias", !needs_directory && !alias, Fault::Required(kind)),
        (
            "DirectoryId",
            needs_directory && !directory,
            Fault::Required(kind),
        ),
        (
            "DirectoryId",
            !needs_directory && directory,
            Fault::Forbidden(kind),
        ),
    ];
    let broken = rules.into_iter().filter(|(_, broken, _)| *broken);
    broken
        .map(|(member, _, fault)| Breach { member, fault })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_the_alias_or_the_directory() {
        use DirectoryType::{ConnectManaged, ExistingDirectory, Saml};

        for (kind, alias, directory, broken) in [
            (ConnectManaged, true, false, 0),
            (ConnectManaged, false, false, 1),
            (Saml, false, true, 2),
            (ExistingDirectory, false, true, 0),
            (ExistingDirectory, true, true, 0),
            (ExistingDirectory, true, false, 1),
        ] {
            assert_eq!(
                create(kind, alias, directory).len(),
                broken,
                "{kind} {alias} {directory}"
            );
        }
    }
}
