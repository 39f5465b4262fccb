//! What a line says before the cursor: the command, its options, and whose value comes next. It is read
//! kindly, because the line is not finished; `command_line` reads it strictly once it is.

use roster_model::operation::Description;
use roster_model::schema::Member;

use crate::command_line::{Flag, Takes};
use crate::options::{self, CommandOption, Meaning};
use crate::{commands, globals, help};

/// An option that may be used.
pub(crate) struct Known {
    /// Its form.
    pub(crate) flag: Flag,
    /// What it is for, in words.
    pub(crate) words: String,
    /// What it is for, if it is one of a command's own.
    pub(crate) meaning: Option<Meaning>,
    /// Whether the command line must have it.
    pub(crate) required: bool,
}

/// What a line says.
pub(crate) struct Said {
    /// Whether `connect` is there.
    pub(crate) service: bool,
    /// The command.
    pub(crate) operation: Option<&'static Description>,
    /// The options that may be used: the command's, then those of every command.
    pub(crate) known: Vec<Known>,
    /// The options that are there, by their place in `known`, with their values.
    pub(crate) given: Vec<(usize, Vec<String>)>,
    /// Whether a word is there that fits nowhere.
    pub(crate) is_lost: bool,
    /// Whether the last option takes one more value.
    takes_more: bool,
}

impl Said {
    /// Reads the words before the cursor, without the program's name.
    pub(crate) fn by(words: &[String]) -> Self {
        let mut said = Self {
            service: false,
            operation: None,
            known: globals(),
            given: Vec::new(),
            is_lost: false,
            takes_more: false,
        };
        for word in words {
            said.word(word);
        }
        said
    }

    /// The option whose value the next word is or may be.
    pub(crate) fn waiting(&self) -> Option<&Known> {
        let (index, _) = self.given.last().filter(|_| self.takes_more)?;
        Some(&self.known[*index])
    }

    /// The option of this name, or of the only name that starts so.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let exact = self.known.iter().position(|known| known.flag.name == name);
        let mut starting =
            (0..self.known.len()).filter(|index| self.known[*index].flag.name.starts_with(name));
        exact.or_else(|| {
            starting
                .next()
                .filter(|_| name.len() > 2 && starting.next().is_none())
        })
    }

    /// The values of an option that is there.
    pub(crate) fn values(&self, index: usize) -> impl Iterator<Item = &str> {
        let given = self.given.iter().filter(move |(known, _)| *known == index);
        given.flat_map(|(_, values)| values.iter().map(String::as_str))
    }

    /// The last value of a member of the request.
    pub(crate) fn member(&self, name: &str) -> Option<String> {
        let index = self
            .known
            .iter()
            .position(|known| known.member().is_some_and(|member| member.name == name));
        self.values(index?).last().map(str::to_owned)
    }

    /// Whether an option or its contrary is there.
    pub(crate) fn has(&self, known: &Known) -> bool {
        self.given.iter().any(|(index, _)| {
            let other = &self.known[*index];
            let is_same_member = known
                .member()
                .zip(other.member())
                .is_some_and(|(one, other)| one.name == other.name);
            other.flag.name == known.flag.name || is_same_member
        })
    }

    /// The options of every command that are there, as words.
    pub(crate) fn global_words(&self) -> Vec<String> {
        let given = self
            .given
            .iter()
            .filter(|(index, _)| self.known[*index].meaning.is_none());
        given
            .flat_map(|(index, values)| std::iter::once(&self.known[*index].flag.name).chain(values))
            .cloned()
            .collect()
    }

    fn word(&mut self, word: &str) {
        if word.starts_with('-') && word.len() > 1 {
            self.option(word);
        } else if self.takes_more {
            self.value(word.to_owned());
        } else if !self.service {
            self.service = word == "connect";
            self.is_lost |= !self.service;
        } else if self.operation.is_none() {
            self.command(word);
        } else {
            self.is_lost = true;
        }
    }

    fn option(&mut self, word: &str) {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
        self.takes_more = false;
        match self.find(name) {
            None => self.is_lost = true,
            Some(index) => {
                self.takes_more = value.is_none() && self.known[index].flag.takes != Takes::Nothing;
                self.given.push((index, value.into_iter().collect()));
            }
        }
    }

    fn value(&mut self, value: String) {
        if let Some((index, values)) = self.given.last_mut() {
            values.push(value);
            self.takes_more = self.known[*index].flag.takes == Takes::Any;
        }
    }

    fn command(&mut self, word: &str) {
        let Ok(operation) = commands::find(word) else {
            self.is_lost = true;
            return;
        };
        self.operation = Some(operation);
        let of_command: Vec<_> = options::options(operation).into_iter().map(Known::from).collect();
        for (index, _) in &mut self.given {
            *index += of_command.len();
        }
        self.known.splice(0..0, of_command);
    }
}

impl Known {
    /// The member of the request that it gives, or denies.
    pub(crate) fn member(&self) -> Option<&'static Member> {
        match self.meaning? {
            Meaning::Member(member) | Meaning::Not(member) => Some(member),
            Meaning::InputJson
            | Meaning::InputYaml
            | Meaning::Skeleton
            | Meaning::StartingToken
            | Meaning::PageSize
            | Meaning::MaxItems => None,
        }
    }
}

impl From<CommandOption> for Known {
    fn from(option: CommandOption) -> Self {
        Self {
            words: help::words(&option),
            flag: option.flag,
            meaning: Some(option.meaning),
            required: option.required,
        }
    }
}

fn globals() -> Vec<Known> {
    let option = |(name, takes, choices, words): &globals::Row| Known {
        flag: Flag::new(*name, *takes).choices(choices),
        words: (*words).to_owned(),
        meaning: None,
        required: false,
    };
    globals::OPTIONS.iter().map(option).collect()
}
