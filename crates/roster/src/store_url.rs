//! The URL of a store, of either engine.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::percent_decode_str;

use crate::data_dir::DataDir;

/// The location of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StoreUrl {
    /// The PostgreSQL database of this URL.
    Postgres(String),
    /// This SQLite file.
    Sqlite(PathBuf),
}

const POSTGRES: [&str; 2] = ["postgres:", "postgresql:"];
const SQLITE: &str = "sqlite:";
/// The extension of SQLite files; any other path that is not a file is a data directory.
const FILE_ENDING: &str = "db";

impl FromStr for StoreUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if POSTGRES.iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = match text.strip_prefix(SQLITE) {
            Some(rest) => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                let path = percent_decode_str(path).decode_utf8();
                path.map_err(|_| "its path is not UTF-8".to_owned())?.into_owned()
            }
            None if text.contains("://") => {
                return Err("it must start with postgres:// or sqlite://, or be a path".to_owned());
            }
            None => text.to_owned(),
        };
        if path.is_empty() {
            return Err("it names no file and no directory".to_owned());
        }
        Ok(Self::Sqlite(file(PathBuf::from(path))))
    }
}

/// The file of a path that names the file or its directory.
fn file(path: PathBuf) -> PathBuf {
    let is_file = path.is_file() || path.extension().is_some_and(|ending| ending == FILE_ENDING);
    if is_file && !path.is_dir() {
        path
    } else {
        DataDir::new(&path).database()
    }
}

impl StoreUrl {
    /// The data directory of an SQLite file.
    pub(crate) fn data_dir(&self) -> Option<DataDir> {
        match self {
            Self::Postgres(_) => None,
            Self::Sqlite(path) => {
                let folder = path.parent().filter(|parent| *parent != "");
                Some(DataDir::new(folder.unwrap_or(Path::new("."))))
            }
        }
    }
}

impl fmt::Display for StoreUrl {
    /// Shows only the engine of a URL, because the URL may hold a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postgres(_) => formatter.write_str("the PostgreSQL database"),
            Self::Sqlite(path) => path.display().fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> StoreUrl {
        text.parse().unwrap()
    }

    fn sqlite(path: &str) -> StoreUrl {
        StoreUrl::Sqlite(PathBuf::from(path))
    }

    #[test]
    fn a_file_is_given_by_url_path_or_directory() {
        assert_eq!(parse("sqlite:///data/roster.db"), sqlite("/data/roster.db"));
        assert_eq!(parse("sqlite:///my%20data"), sqlite("/my data/roster.db"));
        assert_eq!(parse("sqlite:data/other.db"), sqlite("data/other.db"));
        assert_eq!(parse("/nowhere/data"), sqlite("/nowhere/data/roster.db"));
        assert_eq!(parse("data.db"), sqlite("data.db"));
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("named.db");
        std::fs::create_dir(&folder).unwrap();
        let inside = folder.join("roster.db");
        assert_eq!(parse(folder.to_str().unwrap()), StoreUrl::Sqlite(inside));
    }

    #[test]
    fn postgresql_is_given_by_url() {
        for url in ["postgres://ana@host/roster", "postgresql://host/roster"] {
            assert_eq!(parse(url), StoreUrl::Postgres(url.to_owned()));
        }
    }

    #[test]
    fn an_error_does_not_repeat_the_url() {
        for text in ["mysql://ana:secret@host/roster", "sqlite:", "", "sqlite:///%ff"] {
            let refusal = text.parse::<StoreUrl>().unwrap_err();
            assert!(!refusal.contains("secret"), "{refusal}");
        }
    }
}
