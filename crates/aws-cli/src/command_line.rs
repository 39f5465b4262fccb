//! Parses a command line into options, one positional argument and the rest, with the rules and messages of
//! Python's `argparse`: abbreviations, `--option=value`, several values, negative numbers. No crate has
//! `argparse`'s rules for left-over arguments, and the options are only known at run time.

use roster_python_values::{int, repr_str};

use crate::close_matches::close_matches;
use crate::failure::Failure;

/// The description of an option.
#[derive(Clone, Debug)]
pub(crate) struct OptionSpec {
    /// The name, with its dashes.
    pub(crate) name: String,
    /// How many values it takes.
    pub(crate) arity: Arity,
    /// The values allowed. Empty: all values.
    pub(crate) choices: &'static [&'static str],
    /// Whether the value must be an integer.
    pub(crate) is_integer: bool,
}

/// How many values an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arity {
    /// None.
    Zero,
    /// Exactly one.
    One,
    /// One or none.
    ZeroOrOne,
    /// Any number.
    Many,
}

/// A parsed command line.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The options given, in order: the index of the description, and the values.
    pub(crate) options: Vec<(usize, Vec<String>)>,
    /// The first argument that is neither an option nor its value.
    pub(crate) positional: Option<String>,
    /// All other arguments, in order.
    pub(crate) rest: Vec<String>,
}

/// The role of one argument.
enum Word<'a> {
    Option(usize, Option<&'a str>),
    UnknownOption,
    Value,
}

impl OptionSpec {
    /// An option of this name, with its dashes.
    pub(crate) fn new(name: impl Into<String>, arity: Arity) -> Self {
        Self {
            name: name.into(),
            arity,
            choices: &[],
            is_integer: false,
        }
    }

    /// The same with a set of allowed values.
    pub(crate) fn choices(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }

    /// The same for an integer.
    pub(crate) fn integer(mut self) -> Self {
        self.is_integer = true;
        self
    }

    fn check(&self, value: &str) -> Result<(), Failure> {
        if self.is_integer && int(value).is_err() {
            return Err(self.usage_error(&format!("invalid int value: {}", repr_str(value))));
        }
        if self.choices.is_empty() || self.choices.contains(&value) {
            return Ok(());
        }
        Err(invalid_choice(&self.name, value, self.choices.iter().copied()))
    }

    fn usage_error(&self, problem: &str) -> Failure {
        Failure::Usage(format!("argument {}: {problem}", self.name))
    }
}

/// The error for a value that is not among the choices.
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

/// Parses a command line.
pub(crate) fn parse(specs: &[OptionSpec], arguments: &[String]) -> Result<Parsed, Failure> {
    let only_values_from = arguments.iter().position(|argument| argument == "--");
    let mut words = Vec::with_capacity(arguments.len());
    for (position, argument) in arguments.iter().enumerate() {
        words.push(match only_values_from {
            Some(from) if position >= from => Word::Value,
            _ => classify(specs, argument)?,
        });
    }

    let mut parsed = Parsed::default();
    let mut position = 0;
    while position < arguments.len() {
        let argument = &arguments[position];
        position += 1;
        match words[position - 1] {
            Word::Value if Some(position - 1) == only_values_from => {}
            Word::Value if parsed.positional.is_none() => parsed.positional = Some(argument.clone()),
            Word::Value | Word::UnknownOption => parsed.rest.push(argument.clone()),
            Word::Option(index, explicit) => {
                let following = words[position..]
                    .iter()
                    .take_while(|word| matches!(word, Word::Value));
                let available = &arguments[position..position + following.count()];
                let (values, taken) = values(&specs[index], explicit, available)?;
                position += taken;
                parsed.options.push((index, values));
            }
        }
    }
    Ok(parsed)
}

/// The values of an option, and how many of the following arguments they are.
fn values(
    spec: &OptionSpec,
    explicit: Option<&str>,
    available: &[String],
) -> Result<(Vec<String>, usize), Failure> {
    let values = match (spec.arity, explicit) {
        (Arity::Zero, Some(value)) => {
            let problem = format!("ignored explicit argument {}", repr_str(value));
            return Err(spec.usage_error(&problem));
        }
        (Arity::One | Arity::ZeroOrOne | Arity::Many, Some(value)) => {
            spec.check(value)?;
            return Ok((vec![value.to_owned()], 0));
        }
        (Arity::Zero, None) => &[],
        (Arity::One, None) => available
            .get(..1)
            .ok_or_else(|| spec.usage_error("expected one argument"))?,
        (Arity::ZeroOrOne, None) => &available[..available.len().min(1)],
        (Arity::Many, None) => available,
    };
    values.iter().try_for_each(|value| spec.check(value))?;
    Ok((values.to_vec(), values.len()))
}

fn classify<'a>(specs: &[OptionSpec], argument: &'a str) -> Result<Word<'a>, Failure> {
    if !argument.starts_with('-') || argument == "-" {
        return Ok(Word::Value);
    }
    let (name, explicit) = match argument.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (argument, None),
    };
    if let Some(index) = specs.iter().position(|spec| spec.name == name) {
        return Ok(Word::Option(index, explicit));
    }
    let abbreviated = |spec: &&OptionSpec| name.starts_with("--") && spec.name.starts_with(name);
    let matches: Vec<_> = specs.iter().filter(abbreviated).collect();
    match matches[..] {
        [] if is_negative_number(argument) || argument.contains(' ') => Ok(Word::Value),
        [] => Ok(Word::UnknownOption),
        [only] => {
            let index = specs.iter().position(|spec| spec.name == only.name);
            Ok(index.map_or(Word::UnknownOption, |index| Word::Option(index, explicit)))
        }
        _ => {
            let names: Vec<_> = matches.iter().map(|spec| spec.name.as_str()).collect();
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

    fn specs() -> Vec<OptionSpec> {
        vec![
            OptionSpec::new("--user-id", Arity::One),
            OptionSpec::new("--username", Arity::One),
            OptionSpec::new("--ids", Arity::Many),
            OptionSpec::new("--dry", Arity::Zero),
            OptionSpec::new("--limit", Arity::One).integer(),
        ]
    }

    fn read(arguments: &[&str]) -> Result<Parsed, String> {
        let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
        parse(&specs(), &arguments).map_err(|failure| match failure {
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
    fn usage_errors_are_those_of_argparse() {
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
    fn unknown_arguments_are_left_over() {
        assert_eq!(read(&["--nope", "x", "y"]).unwrap().rest, ["--nope", "y"]);
        assert_eq!(
            read(&["--", "--dry"]).unwrap().positional.as_deref(),
            Some("--dry")
        );
    }
}
