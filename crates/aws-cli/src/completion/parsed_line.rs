//! The unfinished line before the cursor: the command, its options, and the option that awaits a value.
//! Errors are tolerated; `command_line` parses the finished line strictly.

use roster_model::schema::Member;
use roster_model::service::Service;

use crate::command_line::{Arity, OptionSpec};
use crate::commands::Command;
use crate::options::{self, CommandOption, Meaning};
use crate::{commands, globals, help};

/// An option that the line may have.
pub(crate) struct KnownOption {
    /// Its name and values.
    pub(crate) spec: OptionSpec,
    /// Its help text.
    pub(crate) help: String,
    /// What it is for. `None`: every command takes it.
    pub(crate) meaning: Option<Meaning>,
    /// Whether it must be given.
    pub(crate) required: bool,
}

/// A line before the cursor.
pub(crate) struct ParsedLine {
    /// The service that the line names.
    pub(crate) service: Option<Service>,
    /// The command.
    pub(crate) operation: Option<Command>,
    /// The options that the line may have: those of the command, then those of every command.
    pub(crate) options: Vec<KnownOption>,
    /// The options given, in order: the index in `options`, and the values.
    pub(crate) given: Vec<(usize, Vec<String>)>,
    /// Whether a word is neither an option, a value, nor a command.
    pub(crate) has_unexpected_word: bool,
    /// Whether the last option takes another value.
    awaits_value: bool,
}

impl ParsedLine {
    /// Parses the words before the cursor, without the name of the program.
    pub(crate) fn new(words: &[String]) -> Self {
        let mut line = Self {
            service: None,
            operation: None,
            options: globals(),
            given: Vec::new(),
            has_unexpected_word: false,
            awaits_value: false,
        };
        for word in words {
            line.word(word);
        }
        line
    }

    /// The option that takes the next word as its value, or may take it.
    pub(crate) fn option_awaiting_value(&self) -> Option<&KnownOption> {
        let (index, _) = self.given.last().filter(|_| self.awaits_value)?;
        Some(&self.options[*index])
    }

    /// The index of the option with this name, or with the only name that starts with it.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let exact = self.options.iter().position(|option| option.spec.name == name);
        let mut starting =
            (0..self.options.len()).filter(|index| self.options[*index].spec.name.starts_with(name));
        exact.or_else(|| {
            starting
                .next()
                .filter(|_| name.len() > 2 && starting.next().is_none())
        })
    }

    /// The values given for an option.
    pub(crate) fn values(&self, index: usize) -> impl Iterator<Item = &str> {
        let given = self.given.iter().filter(move |(given, _)| *given == index);
        given.flat_map(|(_, values)| values.iter().map(String::as_str))
    }

    /// The last value given for a member of the request.
    pub(crate) fn member(&self, name: &str) -> Option<String> {
        let index = self
            .options
            .iter()
            .position(|option| option.member().is_some_and(|member| member.name == name));
        self.values(index?).last().map(str::to_owned)
    }

    /// Whether an option or its negation is given.
    pub(crate) fn has(&self, option: &KnownOption) -> bool {
        self.given.iter().any(|(index, _)| {
            let other = &self.options[*index];
            let is_same_member = option
                .member()
                .zip(other.member())
                .is_some_and(|(one, other)| one.name == other.name);
            other.spec.name == option.spec.name || is_same_member
        })
    }

    /// The given options that every command takes, as words.
    pub(crate) fn global_words(&self) -> Vec<String> {
        let given = self
            .given
            .iter()
            .filter(|(index, _)| self.options[*index].meaning.is_none());
        given
            .flat_map(|(index, values)| std::iter::once(&self.options[*index].spec.name).chain(values))
            .cloned()
            .collect()
    }

    fn word(&mut self, word: &str) {
        if word.starts_with('-') && word.len() > 1 {
            self.option(word);
            return;
        }
        if self.awaits_value {
            self.value(word.to_owned());
            return;
        }
        match self.service {
            None => {
                self.service = commands::service_named(word);
                self.has_unexpected_word |= self.service.is_none();
            }
            Some(service) if self.operation.is_none() => self.command(service, word),
            Some(_) => self.has_unexpected_word = true,
        }
    }

    fn option(&mut self, word: &str) {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
        self.awaits_value = false;
        match self.find(name) {
            None => self.has_unexpected_word = true,
            Some(index) => {
                self.awaits_value = value.is_none() && self.options[index].spec.arity != Arity::Zero;
                self.given.push((index, value.into_iter().collect()));
            }
        }
    }

    fn value(&mut self, value: String) {
        if let Some((index, values)) = self.given.last_mut() {
            values.push(value);
            self.awaits_value = self.options[*index].spec.arity == Arity::Many;
        }
    }

    fn command(&mut self, service: Service, word: &str) {
        let Ok(operation) = commands::find(service, word) else {
            self.has_unexpected_word = true;
            return;
        };
        self.operation = Some(operation);
        let of_command: Vec<_> = options::options(&operation)
            .into_iter()
            .map(KnownOption::from)
            .collect();
        for (index, _) in &mut self.given {
            *index += of_command.len();
        }
        self.options.splice(0..0, of_command);
    }
}

impl KnownOption {
    /// The member of the request that the option sets.
    pub(crate) fn member(&self) -> Option<&'static Member> {
        match self.meaning? {
            Meaning::Member(member) | Meaning::Negation(member) => Some(member),
            Meaning::InputJson
            | Meaning::InputYaml
            | Meaning::Skeleton
            | Meaning::StartingToken
            | Meaning::PageSize
            | Meaning::MaxItems => None,
        }
    }
}

impl From<CommandOption> for KnownOption {
    fn from(option: CommandOption) -> Self {
        Self {
            help: help::help_text(&option),
            spec: option.spec,
            meaning: Some(option.meaning),
            required: option.required,
        }
    }
}

fn globals() -> Vec<KnownOption> {
    let known = |option: &globals::GlobalOption| KnownOption {
        spec: OptionSpec::new(option.name, option.arity).choices(option.choices),
        help: option.help.to_owned(),
        meaning: None,
        required: false,
    };
    globals::OPTIONS.iter().map(known).collect()
}
