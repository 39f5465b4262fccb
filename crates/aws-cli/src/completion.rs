//! What may stand where the cursor is: commands, options and their values, with what they are for. Pure:
//! who asks brings along what the machine and the service know.

pub(crate) mod line;
pub(crate) mod lists;
pub(crate) mod machine;
pub(crate) mod said;

use roster_client::Parameters;
use roster_model::schema::{Kind, Schema};

use self::lists::{Item, List};
use self::said::{Known, Said};
use crate::command_line::Takes;
use crate::globals::{AUTO_PROMPT, CA_BUNDLE, NO_AUTO_PROMPT, PROFILE};
use crate::options::Meaning;
use crate::{commands, help};

/// Something that may stand where the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The whole word.
    pub text: String,
    /// What it is for, or what people call it.
    pub description: String,
    /// Whether the word goes on behind it: a folder, a prefix.
    pub is_open: bool,
}

/// What the machine and the service know.
pub(crate) trait Surroundings {
    /// The names in a folder; those of folders end with `/`.
    fn files(&self, folder: &str) -> Vec<String>;
    /// The profiles of the configuration.
    fn profiles(&self) -> Vec<String>;
    /// What a list holds.
    fn items(&self, question: Question) -> Vec<Item>;
}

/// A list, and how to ask for it.
#[derive(Clone)]
pub(crate) struct Question {
    /// What to ask.
    pub(crate) list: List,
    /// For which instance.
    pub(crate) parameters: Parameters,
    /// Where, and as whom: options, as the line gives them.
    pub(crate) globals: Vec<String>,
}

/// What may follow the words of a line, where a word has been begun; the best first.
pub(crate) fn candidates(words: &[String], current: &str, surroundings: &dyn Surroundings) -> Vec<Candidate> {
    let said = Said::by(words);
    match current.split_once('=') {
        Some((name, begun)) if name.starts_with("--") => joined(&said, name, begun, surroundings),
        Some(_) | None => fitting(words_at(&said, current, surroundings), current),
    }
}

/// Every word that may stand at the cursor.
fn words_at(said: &Said, current: &str, surroundings: &dyn Surroundings) -> Vec<Candidate> {
    match said.waiting() {
        _ if current.starts_with('-') => option_names(said),
        Some(option) => {
            let mut values = values(said, option, current, surroundings);
            if option.flag.takes != Takes::One && current.is_empty() {
                values.extend(option_names(said));
            }
            values
        }
        None if said.is_lost => Vec::new(),
        None if !said.service => {
            vec![Candidate::new(
                "connect",
                "Instances, users and what belongs to them.",
            )]
        }
        None if said.operation.is_none() => command_names(),
        None => option_names(said),
    }
}

/// What the words at the cursor are about: the option begun or waiting for a value, or else the command.
pub(crate) fn topic(words: &[String], current: &str) -> String {
    let said = Said::by(words);
    let begun = current.split('=').next().unwrap_or_default();
    let option = match said.find(begun) {
        Some(index) => Some(&said.known[index]),
        None if current.starts_with('-') => None,
        None => said.waiting(),
    };
    match (option, said.operation) {
        (Some(option), _) => format!("{}: {}", option.flag.name, option.words),
        (None, Some(operation)) => match missing(&said) {
            missing if missing.is_empty() => help::first_line(operation.documentation).to_owned(),
            missing => format!("still required: {}", missing.join(", ")),
        },
        (None, None) => String::new(),
    }
}

fn missing(said: &Said) -> Vec<&str> {
    let describes_request = |known: &Known| {
        matches!(
            known.meaning,
            Some(Meaning::InputJson | Meaning::InputYaml | Meaning::Skeleton)
        )
    };
    if said
        .known
        .iter()
        .any(|known| describes_request(known) && said.has(known))
    {
        return Vec::new();
    }
    let missing = said
        .known
        .iter()
        .filter(|known| known.required && !said.has(known));
    missing.map(|known| known.flag.name.as_str()).collect()
}

fn command_names() -> Vec<Candidate> {
    let commands = commands::all().into_iter();
    commands
        .map(|(name, operation)| Candidate::new(name, help::first_line(operation.documentation)))
        .chain([Candidate::new("help", "What there is.")])
        .collect()
}

/// The options that are not there yet, required ones first.
fn option_names(said: &Said) -> Vec<Candidate> {
    let may_follow = |known: &&Known| !said.has(known) && !is_about_prompting(known);
    let (required, others): (Vec<_>, Vec<_>) = said
        .known
        .iter()
        .filter(may_follow)
        .partition(|known| known.required);
    let candidate = |known: &Known| {
        let required = if known.required { "Required. " } else { "" };
        Candidate::new(&known.flag.name, format!("{required}{}", known.words))
    };
    required.into_iter().chain(others).map(candidate).collect()
}

fn is_about_prompting(known: &Known) -> bool {
    [AUTO_PROMPT, NO_AUTO_PROMPT].contains(&known.flag.name.as_str())
}

/// Values behind `--option=`.
fn joined(said: &Said, name: &str, begun: &str, surroundings: &dyn Surroundings) -> Vec<Candidate> {
    let Some(index) = said.find(name) else {
        return Vec::new();
    };
    let values = values(said, &said.known[index], begun, surroundings);
    let joined = |value: Candidate| Candidate {
        text: format!("{name}={}", value.text),
        ..value
    };
    fitting(values, begun).into_iter().map(joined).collect()
}

/// The values that an option may have, as far as they can be known.
fn values(said: &Said, option: &Known, begun: &str, surroundings: &dyn Surroundings) -> Vec<Candidate> {
    if !option.flag.choices.is_empty() {
        return plain(option.flag.choices.iter().copied());
    }
    match (option.meaning, option.flag.name.as_str()) {
        (None, CA_BUNDLE) => files("", begun, surroundings),
        (None, PROFILE) => plain(surroundings.profiles()),
        (Some(Meaning::InputJson | Meaning::InputYaml), _) => files("file://", begun, surroundings),
        (Some(Meaning::Member(member)), _) => {
            let prefix = ["file://", "fileb://"]
                .into_iter()
                .find(|prefix| begun.starts_with(prefix));
            match prefix {
                Some(prefix) => files(prefix, begun, surroundings),
                None => {
                    let given: Vec<_> = said
                        .find(&option.flag.name)
                        .into_iter()
                        .flat_map(|index| said.values(index))
                        .collect();
                    let mut values = of_shape(said, (member.target)(), surroundings);
                    values.retain(|value| !given.contains(&value.text.as_str()));
                    values
                }
            }
        }
        _ => Vec::new(),
    }
}

fn of_shape(said: &Said, shape: &'static Schema, surroundings: &dyn Surroundings) -> Vec<Candidate> {
    match shape.kind {
        Kind::Enum(choices) => plain(choices.iter().copied()),
        Kind::List { member, .. } => of_shape(said, member(), surroundings),
        _ => listed(said, shape, surroundings),
    }
}

/// The ids that the service knows now, with the names that belong to them.
fn listed(said: &Said, shape: &Schema, surroundings: &dyn Surroundings) -> Vec<Candidate> {
    let question = List::of(shape).and_then(|list| {
        Some(Question {
            parameters: list.parameters(&|name| said.member(name))?,
            list,
            globals: said.global_words(),
        })
    });
    let items = question
        .map(|question| surroundings.items(question))
        .unwrap_or_default();
    items
        .into_iter()
        .map(|item| Candidate::new(item.id, item.name))
        .collect()
}

/// The files that a path may go on to, behind a prefix such as `file://`.
fn files(prefix: &str, begun: &str, surroundings: &dyn Surroundings) -> Vec<Candidate> {
    let Some(path) = begun.strip_prefix(prefix) else {
        return vec![Candidate {
            is_open: true,
            ..Candidate::new(prefix, "A file.")
        }];
    };
    let (folder, name) = path
        .rfind('/')
        .map_or(("", path), |slash| path.split_at(slash + 1));
    let is_wanted = |file: &String| name.starts_with('.') || !file.starts_with('.');
    let files = surroundings.files(folder).into_iter().filter(is_wanted);
    files
        .map(|file| Candidate {
            is_open: file.ends_with('/'),
            ..Candidate::new(format!("{prefix}{folder}{file}"), "")
        })
        .collect()
}

fn plain<T: Into<String>>(values: impl IntoIterator<Item = T>) -> Vec<Candidate> {
    values
        .into_iter()
        .map(|value| Candidate::new(value, ""))
        .collect()
}

/// Those that begin as the word does, then those whose name does, then those that have it inside.
fn fitting(mut all: Vec<Candidate>, current: &str) -> Vec<Candidate> {
    let sought = current.to_lowercase();
    let rank = |candidate: &Candidate| {
        let fits = [
            candidate.text.starts_with(current),
            !current.starts_with('-') && candidate.description.to_lowercase().starts_with(&sought),
            candidate.text.contains(current),
        ];
        fits.iter().position(|fits| *fits)
    };
    all.retain(|candidate| rank(candidate).is_some());
    all.sort_by_key(rank);
    all
}

impl Candidate {
    fn new(text: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            description: description.into(),
            is_open: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::line::Line;
    use super::*;

    const INSTANCE: &str = "--instance-id i-1";

    /// A machine and a service that know little, and note what they are asked.
    #[derive(Default)]
    struct Small(RefCell<Vec<String>>);

    impl Surroundings for Small {
        fn files(&self, folder: &str) -> Vec<String> {
            match folder {
                "" => vec![".hidden".to_owned(), "in/".to_owned(), "users.json".to_owned()],
                "in/" => vec!["mary.json".to_owned()],
                _ => Vec::new(),
            }
        }

        fn profiles(&self) -> Vec<String> {
            vec!["default".to_owned(), "live".to_owned()]
        }

        fn items(&self, question: Question) -> Vec<Item> {
            let (name, parameters) = (question.list.operation.name, question.parameters);
            let parameters: Vec<_> = parameters.values().filter_map(|value| value.as_str()).collect();
            let asked = [
                &[name][..],
                &parameters,
                &question.globals.iter().map(String::as_str).collect::<Vec<_>>(),
            ];
            self.0.borrow_mut().push(asked.concat().join(" "));
            [("a-1", "demo"), ("b-2", "Demo two"), ("c-d", "")]
                .map(|(id, name)| Item {
                    id: id.to_owned(),
                    name: name.to_owned(),
                })
                .into()
        }
    }

    /// The candidates at the end of a line.
    fn at(line: &str) -> Vec<String> {
        let line = Line::read(line);
        let found = candidates(&line.words, &line.current, &Small::default());
        found.into_iter().map(|candidate| candidate.text).collect()
    }

    /// What the service is asked at the end of a line.
    fn asked(line: &str) -> Vec<String> {
        let (line, small) = (Line::read(line), Small::default());
        candidates(&line.words, &line.current, &small);
        small.0.into_inner()
    }

    #[test]
    fn every_place_of_a_line_has_its_candidates() {
        for (line, expected) in [
            ("", &["connect"][..]),
            ("--output json c", &["connect"]),
            ("connect list-u", &["list-users"]),
            ("connect identity", &["update-user-identity-info"]),
            ("s3 ", &[]),
            ("connect no-such-command --", &["--debug"]),
            ("connect list-users --inst", &["--instance-id"]),
            ("connect list-users --i-do-not-exist ", &[]),
            (
                "connect list-users --output ",
                &["json", "text", "table", "yaml", "yaml-stream", "off"],
            ),
            (
                "connect list-users --output=t",
                &["--output=text", "--output=table"],
            ),
            ("--color a", &["auto"]),
            ("connect list-users --profile l", &["live"]),
            ("connect list-users --generate-cli-skeleton y", &["yaml-input"]),
            ("connect create-instance --identity-management-type S", &["SAML"]),
            ("connect list-users --max-items ", &[]),
            ("connect describe-user --cli-input-json ", &["file://"]),
            (
                "connect describe-user --cli-input-json file://",
                &["file://in/", "file://users.json"],
            ),
            (
                "connect describe-user --cli-input-json file://in/m",
                &["file://in/mary.json"],
            ),
            ("connect describe-user --user-id fileb://.h", &["fileb://.hidden"]),
            ("connect describe-user --ca-bundle us", &["users.json"]),
            ("connect describe-user --instance-id ", &["a-1", "b-2", "c-d"]),
            (
                "connect describe-user --instance-id=de",
                &["--instance-id=a-1", "--instance-id=b-2"],
            ),
            ("connect describe-user --instance-id d", &["a-1", "b-2", "c-d"]),
            ("connect describe-user --user-id ", &[]),
            ("connect describe-user --instance-id i-1 --user-id a", &["a-1"]),
            (
                "connect create-user --instance-id i-1 --security-profile-ids a-1 b",
                &["b-2"],
            ),
        ] {
            let found = at(line);
            let found: Vec<_> = found
                .iter()
                .map(String::as_str)
                .take(expected.len().max(1))
                .collect();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn options_that_are_there_are_not_offered_again_and_required_ones_come_first() {
        let options = at(&format!(
            "connect update-user-identity-info {INSTANCE} --output json "
        ));
        assert_eq!(options[..2], ["--identity-info", "--user-id"]);
        for gone in [
            "--instance-id",
            "--output",
            "--cli-auto-prompt",
            "--no-cli-auto-prompt",
        ] {
            assert!(!options.iter().any(|option| option == gone), "{gone}");
        }
        let of_create = at("connect create-instance --no-inbound-calls-enabled --");
        assert!(
            !of_create
                .iter()
                .any(|option| option.ends_with("inbound-calls-enabled"))
        );
        assert!(
            of_create
                .iter()
                .any(|option| option == "--no-outbound-calls-enabled")
        );
    }

    #[test]
    fn an_option_of_many_values_takes_more_or_gives_way() {
        let found = at(&format!(
            "connect create-user {INSTANCE} --security-profile-ids a-1 "
        ));
        assert_eq!(found[..3], ["b-2", "c-d", "--username"]);
    }

    #[test]
    fn lists_are_asked_with_what_the_line_says() {
        let line = "connect create-user --endpoint-url http://h --instance-id i-1 --no-verify-ssl --routing-profile-id ";
        assert_eq!(
            asked(line),
            ["ListRoutingProfiles i-1 --endpoint-url http://h --no-verify-ssl"]
        );
        assert_eq!(asked("connect create-user --username "), [""; 0]);
        assert_eq!(asked("connect describe-user --user-id "), [""; 0]);
    }

    #[test]
    fn what_the_cursor_is_about_is_told() {
        for (line, expected) in [
            ("", ""),
            ("connect ", ""),
            (
                "connect describe-user ",
                "still required: --user-id, --instance-id",
            ),
            ("connect describe-user --cli-input-json x ", "Shows a user."),
            (
                "connect list-users --instance-id i ",
                "Lists the users of an instance, by username.",
            ),
            ("connect describe-user --user-id ", "--user-id: The user."),
            ("connect describe-user --user-id=x", "--user-id: The user."),
            (
                "connect describe-user --nope",
                "still required: --user-id, --instance-id",
            ),
        ] {
            let read = Line::read(line);
            assert_eq!(topic(&read.words, &read.current), expected, "{line}");
        }
    }
}
