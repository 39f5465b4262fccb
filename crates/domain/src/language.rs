//! The languages of mails and pages.

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

/// A language of mails and pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Stored)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Japanese.
    Ja,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::En, Self::De, Self::Es, Self::Fr, Self::Ja];

    /// Its code, as in ISO 639-1 and BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Ja => "ja",
        }
    }

    /// The language of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_stored_as_its_code() {
        for language in Language::ALL {
            let stored = serde_json::to_string(&language).expect("JSON");
            assert_eq!(stored, format!("\"{}\"", language.code()));
            assert_eq!(Language::of_code(language.code()), Some(language));
        }
    }
}
