//! Splits a command line into options, one positional argument and the rest, with the rules and
//! messages of Python's `argparse`: abbreviations, `--option=value`, several values, negative numbers.
//! Our own: no crate has `argparse`'s rules for what is left over, and options are known at run time only.

use roster_python_values::{int, repr_str};

use crate::close_matches::close_matches;
use crate::failure::Failure;

/// An option that is understood.
#[derive(Clone, Debug)]
pub(crate) struct Flag {
    /// With its dashes.
    pub(crate) name: String,
    /// How many values it takes.
    pub(crate) takes: Takes,
    /// The values allowed; all, if there are none.
    pub(crate) choices: &'static [&'static str],
    /// Whether the value must be a whole number.
    pub(crate) whole_number: bool,
}

/// How many values an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// None.
    Nothing,
    /// Exactly one.
    One,
    /// One or none.
    AtMostOne,
    /// Any number.
    Any,
}

/// A command line, understood.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The options given, by their place in the list of flags, with their values; in order.
    pub(crate) options: Vec<(usize, Vec<String>)>,
    /// The first argument that is no option's value.
    pub(crate) positional: Option<String>,
    /// What was not understood, in order.
    pub(crate) rest: Vec<String>,
}

/// What one argument is.
enum Word<'a> {
    Option(usize, Option<&'a str>),
    UnknownOption,
    Value,
}

impl Flag {
    /// An option of this name, with its dashes.
    pub(crate) fn new(name: impl Into<String>, takes: Takes) -> Self {
        Self {
            name: name.into(),
            takes,
            choices: &[],
            whole_number: false,
        }
    }

    /// The same with a set of allowed values.
    pub(crate) fn choices(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }

    /// The same for a whole number.
    pub(crate) fn whole_number(mut self) -> Self {
        self.whole_number = true;
        self
    }

    fn check(&self, value: &str) -> Result<(), Failure> {
        if self.whole_number && int(value).is_err() {
            return Err(self.fault(&format!("invalid int value: {}", repr_str(value))));
        }
        if self.choices.is_empty() || self.choices.contains(&value) {
            return Ok(());
        }
        Err(invalid_choice(&self.name, value, self.choices.iter().copied()))
    }

    fn fault(&self, what: &str) -> Failure {
        Failure::Usage(format!("argument {}: {what}", self.name))
    }
}

/// The refusal of a value that is not among the choices.
pub(crate) fn invalid_choice<'a>(
    argument: &str,
    value: &str,
    choices: impl IntoIterator<Item = &'a str>,
) -> Failure {
    let mut lines = vec![format!("argument {argument}: Found invalid choice '{value}'\n")];
    let close = close_matches(value, choices);
    if !close.is_empty() {
        lines.push("Maybe you meant:\n".to_owned());
    }
    lines.extend(close.iter().map(|choice| format!("  * {choice}")));
    Failure::Usage(lines.join("\n"))
}

/// Reads a command line.
pub(crate) fn parse(flags: &[Flag], arguments: &[String]) -> Result<Parsed, Failure> {
    let only_values_from = arguments.iter().position(|argument| argument == "--");
    let mut words = Vec::with_capacity(arguments.len());
    for (place, argument) in arguments.iter().enumerate() {
        words.push(match only_values_from {
            Some(from) if place >= from => Word::Value,
            _ => classify(flags, argument)?,
        });
    }

    let mut parsed = Parsed::default();
    let mut place = 0;
    while place < arguments.len() {
        let argument = &arguments[place];
        place += 1;
        match words[place - 1] {
            Word::Value if Some(place - 1) == only_values_from => {}
            Word::Value if parsed.positional.is_none() => parsed.positional = Some(argument.clone()),
            Word::Value | Word::UnknownOption => parsed.rest.push(argument.clone()),
            Word::Option(index, explicit) => {
                let following = words[place..]
                    .iter()
                    .take_while(|word| matches!(word, Word::Value));
                let available = &arguments[place..place + following.count()];
                let (values, taken) = values(&flags[index], explicit, available)?;
                place += taken;
                parsed.options.push((index, values));
            }
        }
    }
    Ok(parsed)
}

/// The values of an option, and how many of the arguments behind it they take up.
fn values(
    flag: &Flag,
    explicit: Option<&str>,
    available: &[String],
) -> Result<(Vec<String>, usize), Failure> {
    let values = match (flag.takes, explicit) {
        (Takes::Nothing, Some(value)) => {
            let what = format!("ignored explicit argument {}", repr_str(value));
            return Err(flag.fault(&what));
        }
        (Takes::One | Takes::AtMostOne | Takes::Any, Some(value)) => {
            flag.check(value)?;
            return Ok((vec![value.to_owned()], 0));
        }
        (Takes::Nothing, None) => &[],
        (Takes::One, None) => available
            .get(..1)
            .ok_or_else(|| flag.fault("expected one argument"))?,
        (Takes::AtMostOne, None) => &available[..available.len().min(1)],
        (Takes::Any, None) => available,
    };
    values.iter().try_for_each(|value| flag.check(value))?;
    Ok((values.to_vec(), values.len()))
}

fn classify<'a>(flags: &[Flag], argument: &'a str) -> Result<Word<'a>, Failure> {
    if !argument.starts_with('-') || argument == "-" {
        return Ok(Word::Value);
    }
    let (name, explicit) = match argument.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (argument, None),
    };
    if let Some(index) = flags.iter().position(|flag| flag.name == name) {
        return Ok(Word::Option(index, explicit));
    }
    let abbreviated = |flag: &&Flag| name.starts_with("--") && flag.name.starts_with(name);
    let matches: Vec<_> = flags.iter().filter(abbreviated).collect();
    match matches[..] {
        [] if is_negative_number(argument) || argument.contains(' ') => Ok(Word::Value),
        [] => Ok(Word::UnknownOption),
        [only] => {
            let index = flags.iter().position(|flag| flag.name == only.name);
            Ok(index.map_or(Word::UnknownOption, |index| Word::Option(index, explicit)))
        }
        _ => {
            let names: Vec<_> = matches.iter().map(|flag| flag.name.as_str()).collect();
            let names = names.join(", ");
            Err(Failure::Usage(format!(
                "ambiguous option: {argument} could match {names}"
            )))
        }
    }
}

fn is_negative_number(argument: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let number = &argument[1..];
    match number.split_once('.') {
        Some((whole, fraction)) => digits(whole) && !fraction.is_empty() && digits(fraction),
        None => !number.is_empty() && digits(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags() -> Vec<Flag> {
        vec![
            Flag::new("--user-id", Takes::One),
            Flag::new("--username", Takes::One),
            Flag::new("--ids", Takes::Any),
            Flag::new("--dry", Takes::Nothing),
            Flag::new("--limit", Takes::One).whole_number(),
        ]
    }

    fn read(arguments: &[&str]) -> Result<Parsed, String> {
        let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
        parse(&flags(), &arguments).map_err(|failure| match failure {
            Failure::Usage(message) => message,
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn options_may_be_abbreviated_joined_and_repeated() {
        let parsed = read(&[
            "go",
            "--user-i=a=b",
            "--ids",
            "1",
            "-2",
            "--dry",
            "--user-id",
            "c",
            "more",
        ])
        .unwrap();
        assert_eq!(parsed.positional.as_deref(), Some("go"));
        let one = |text: &str| vec![text.to_owned()];
        let expected = [
            (0, one("a=b")),
            (2, vec!["1".to_owned(), "-2".to_owned()]),
            (3, vec![]),
            (0, one("c")),
        ];
        assert_eq!(parsed.options, expected);
        assert_eq!(parsed.rest, ["more"]);
    }

    #[test]
    fn what_cannot_be_read_is_said_as_argparse_says_it() {
        for (arguments, message) in [
            (
                &["--user", "x"][..],
                "ambiguous option: --user could match --user-id, --username",
            ),
            (&["--user-id"], "argument --user-id: expected one argument"),
            (
                &["--user-id", "--dry"],
                "argument --user-id: expected one argument",
            ),
            (&["--dry=yes"], "argument --dry: ignored explicit argument 'yes'"),
            (&["--limit", "few"], "argument --limit: invalid int value: 'few'"),
        ] {
            assert_eq!(read(arguments).unwrap_err(), message);
        }
    }

    #[test]
    fn what_is_not_known_is_left_over() {
        assert_eq!(read(&["--nope", "x", "y"]).unwrap().rest, ["--nope", "y"]);
        assert_eq!(
            read(&["--", "--dry"]).unwrap().positional.as_deref(),
            Some("--dry")
        );
    }
}
