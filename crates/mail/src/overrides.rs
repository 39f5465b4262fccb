//! Templates of the owner, in place of those that Roster brings.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use roster_domain::Language;
use roster_domain::account_mail::AccountMailKind;
use thiserror::Error;

use crate::built_in;
use crate::templates::{TemplateError, Templates};

/// The owner's templates cannot be used.
#[derive(Debug, Error)]
pub enum OverrideError {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file has a name that no template has.
    #[error("{} is no template: see docs/guide/mail.md for their names", .path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
    },
    /// A template cannot be filled.
    #[error("{}: {source}", .path.display())]
    Template {
        /// Its file.
        path: PathBuf,
        /// Why.
        source: TemplateError,
    },
}

impl Templates {
    /// The templates of a folder, and those that Roster brings where it has none: `layout.html`, and for each language a
    /// folder with a file for each kind of mail, such as `de/password-reset.txt`. Each is filled once, to see
    /// whether it can be.
    ///
    /// # Errors
    ///
    /// If a file is unknown, cannot be read or cannot be filled.
    pub fn with_overrides(folder: &Path) -> Result<Self, OverrideError> {
        let mut templates = Self::built_in();
        for path in files(folder)? {
            let is_layout = path == folder.join(built_in::LAYOUT_FILE);
            let kind = kinds().find(|(language, kind)| path == file(folder, *language, *kind));
            if !is_layout && kind.is_none() {
                return Err(OverrideError::Unknown { path });
            }
            let source = fs::read_to_string(&path).map_err(unreadable(&path))?;
            let replaced = match kind {
                Some((language, kind)) => templates.replace(language, kind, &source),
                None => templates.replace_layout(&source),
            };
            replaced.map_err(|source| OverrideError::Template { path, source })?;
        }
        Ok(templates)
    }
}

fn kinds() -> impl Iterator<Item = (Language, AccountMailKind)> {
    let of = |language| AccountMailKind::ALL.map(|kind| (language, kind));
    Language::ALL.into_iter().flat_map(of)
}

fn file(folder: &Path, language: Language, kind: AccountMailKind) -> PathBuf {
    folder.join(language.code()).join(built_in::file(kind))
}

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Result<Vec<PathBuf>, OverrideError> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            files.extend(entries(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, OverrideError> {
    let entries = fs::read_dir(folder).map_err(unreadable(folder))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    paths.collect::<io::Result<_>>().map_err(unreadable(folder))
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> OverrideError {
    let path = path.to_owned();
    move |source| OverrideError::Unreadable { path, source }
}

#[cfg(test)]
mod tests {
    use roster_domain::account_mail::AccountMail;
    use roster_model::shapes::Timestamp;
    use tempfile::TempDir;

    use super::*;
    use crate::values::Addressee;

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, source) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, source).expect("a file");
        }
        folder
    }

    fn refusal(files: &[(&str, &str)]) -> String {
        let folder = folder(files);
        let refused = Templates::with_overrides(folder.path()).err().expect("a refusal");
        refused
            .to_string()
            .replace(&*folder.path().to_string_lossy(), "DIR")
    }

    #[test]
    fn a_template_of_the_owner_replaces_that_of_its_kind_and_language_only() {
        let folder = folder(&[
            (
                "de/welcome.txt",
                "Servus {{ name }}\n\nHereinspaziert.\n\n[Passwort]({{ link }})\n",
            ),
            (
                "layout.html",
                "<main>{% for block in blocks %}{{ block.text }};{% endfor %}</main>",
            ),
        ]);
        let templates = Templates::with_overrides(folder.path()).expect("templates");
        let addressee = Addressee {
            name: "Mary",
            username: "mary",
            instance: "demo",
        };
        let welcome = |language| {
            let link = "https://connect.example/".to_owned();
            let welcome = AccountMail::Welcome { link };
            templates
                .render(language, addressee, &welcome, Timestamp::default())
                .expect("a mail")
        };

        let german = welcome(Language::De);

        assert_eq!(german.subject, "Servus Mary");
        assert_eq!(
            german.text,
            "Hereinspaziert.\n\nPasswort:\nhttps://connect.example/\n"
        );
        assert_eq!(german.html, "<main>Hereinspaziert.;Passwort;</main>");
        assert_eq!(welcome(Language::En).subject, "Welcome to demo");
    }

    #[test]
    fn a_template_that_cannot_be_filled_is_refused_at_once() {
        let refused = refusal(&[("en/welcome.txt", "Hello {{ nmae }}\n\nText.\n")]);
        assert!(refused.starts_with("DIR/en/welcome.txt: "), "{refused}");

        let refused = refusal(&[("en/password-changed.txt", "Hello\n\n[Undo]({{ link }})\n")]);
        assert!(refused.starts_with("DIR/en/password-changed.txt: "), "{refused}");

        let refused = refusal(&[("layout.html", "{% for block in blocks %}")]);
        assert!(refused.starts_with("DIR/layout.html: "), "{refused}");
    }

    #[test]
    fn a_file_that_no_mail_uses_is_refused() {
        for name in ["de/wellcome.txt", "it/welcome.txt", "welcome.txt"] {
            let expected = format!("DIR/{name} is no template: see docs/guide/mail.md for their names");
            assert_eq!(refusal(&[(name, "Hello")]), expected);
        }
    }
}
