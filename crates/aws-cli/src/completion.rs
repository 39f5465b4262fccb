//! Completion: the commands, options and values that may stand at the cursor. Pure: files, profiles and lists
//! come from the caller's [`Sources`].

pub(crate) mod line;
pub(crate) mod lists;
pub(crate) mod local_machine;
pub(crate) mod parsed_line;

use roster_client::Parameters;
use roster_model::schema::{Kind, Schema};
use roster_model::service::Service;

use self::lists::{Item, List};
use self::parsed_line::{KnownOption, ParsedLine};
use crate::command_line::Arity;
use crate::commands;
use crate::globals::{AUTO_PROMPT, CA_BUNDLE, NO_AUTO_PROMPT, PROFILE};
use crate::options::Meaning;

/// A word that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The whole word.
    pub text: String,
    /// Its help text, or the name that belongs to an id.
    pub description: String,
    /// Whether the word continues after it: a folder, a prefix.
    pub is_open: bool,
}

/// Files, profiles and lists.
pub(crate) trait Sources {
    /// The names in a folder. Names of folders end with `/`.
    fn files(&self, folder: &str) -> Vec<String>;
    /// The profiles of the configuration.
    fn profiles(&self) -> Vec<String>;
    /// The items of a list. Empty if they are not option.
    fn items(&self, query: ListQuery) -> Vec<Item>;
}

/// A list and the parameters to fetch it with.
#[derive(Clone)]
pub(crate) struct ListQuery {
    /// The list.
    pub(crate) list: List,
    /// The parameters of the operation.
    pub(crate) parameters: Parameters,
    /// The options for endpoint, Region and profile, as on the line.
    pub(crate) globals: Vec<String>,
}

/// The candidates for the word at the cursor, best first. `current` is its beginning.
pub(crate) fn candidates(words: &[String], current: &str, sources: &dyn Sources) -> Vec<Candidate> {
    let line = ParsedLine::new(words);
    match current.split_once('=') {
        Some((name, prefix)) if name.starts_with("--") => joined(&line, name, prefix, sources),
        Some(_) | None => matching(all_candidates(&line, current, sources), current),
    }
}

/// All words that may stand at the cursor.
fn all_candidates(line: &ParsedLine, current: &str, sources: &dyn Sources) -> Vec<Candidate> {
    match line.option_awaiting_value() {
        _ if current.starts_with('-') => option_names(line),
        Some(option) => {
            let mut values = values(line, option, current, sources);
            if option.spec.arity != Arity::One && current.is_empty() {
                values.extend(option_names(line));
            }
            values
        }
        None if line.has_unexpected_word => Vec::new(),
        None => match (line.service, line.operation) {
            (None, _) => service_names(),
            (Some(service), None) => command_names(service),
            (Some(_), Some(_)) => option_names(line),
        },
    }
}

/// A hint for the cursor: the help of the option there, the missing options, or the help of the command.
pub(crate) fn hint(words: &[String], current: &str) -> String {
    let line = ParsedLine::new(words);
    let prefix = current.split('=').next().unwrap_or_default();
    let option = match line.find(prefix) {
        Some(index) => Some(&line.options[index]),
        None if current.starts_with('-') => None,
        None => line.option_awaiting_value(),
    };
    match (option, &line.operation) {
        (Some(option), _) => format!("{}: {}", option.spec.name, option.help),
        (None, Some(operation)) => match missing(&line) {
            missing if missing.is_empty() => commands::first_line(&operation.documentation()).to_owned(),
            missing => format!("still required: {}", missing.join(", ")),
        },
        (None, None) => String::new(),
    }
}

fn missing(line: &ParsedLine) -> Vec<&str> {
    let describes_request = |option: &KnownOption| {
        matches!(
            option.meaning,
            Some(Meaning::InputJson | Meaning::InputYaml | Meaning::Skeleton)
        )
    };
    if line
        .options
        .iter()
        .any(|option| describes_request(option) && line.has(option))
    {
        return Vec::new();
    }
    let missing = line
        .options
        .iter()
        .filter(|option| option.required && !line.has(option));
    missing.map(|option| option.spec.name.as_str()).collect()
}

fn service_names() -> Vec<Candidate> {
    let services = commands::SERVICES.iter();
    services
        .map(|(service, about)| Candidate::new(service.name(), *about))
        .collect()
}

fn command_names(service: Service) -> Vec<Candidate> {
    let commands = commands::all(service).into_iter();
    commands
        .map(|(name, command)| Candidate::new(name, command.summary()))
        .chain([Candidate::new("help", "What there is.")])
        .collect()
}

/// The options that are not given yet, required ones first.
fn option_names(line: &ParsedLine) -> Vec<Candidate> {
    let may_follow = |option: &&KnownOption| !line.has(option) && !is_about_prompting(option);
    let (required, others): (Vec<_>, Vec<_>) = line
        .options
        .iter()
        .filter(may_follow)
        .partition(|option| option.required);
    let candidate = |option: &KnownOption| {
        let required = if option.required { "Required. " } else { "" };
        Candidate::new(&option.spec.name, format!("{required}{}", option.help))
    };
    required.into_iter().chain(others).map(candidate).collect()
}

fn is_about_prompting(option: &KnownOption) -> bool {
    [AUTO_PROMPT, NO_AUTO_PROMPT].contains(&option.spec.name.as_str())
}

/// Values after `--option=`.
fn joined(line: &ParsedLine, name: &str, prefix: &str, sources: &dyn Sources) -> Vec<Candidate> {
    let Some(index) = line.find(name) else {
        return Vec::new();
    };
    let values = values(line, &line.options[index], prefix, sources);
    let joined = |value: Candidate| Candidate {
        text: format!("{name}={}", value.text),
        ..value
    };
    matching(values, prefix).into_iter().map(joined).collect()
}

/// The values of an option, as far as they are known. `typed` is the beginning of the value.
fn values(line: &ParsedLine, option: &KnownOption, typed: &str, sources: &dyn Sources) -> Vec<Candidate> {
    if !option.spec.choices.is_empty() {
        return plain(option.spec.choices.iter().copied());
    }
    match (option.meaning, option.spec.name.as_str()) {
        (None, CA_BUNDLE) => files("", typed, sources),
        (None, PROFILE) => plain(sources.profiles()),
        (Some(Meaning::InputJson | Meaning::InputYaml), _) => files("file://", typed, sources),
        (Some(Meaning::Member(member)), _) => {
            let scheme = ["file://", "fileb://"]
                .into_iter()
                .find(|scheme| typed.starts_with(scheme));
            match scheme {
                Some(scheme) => files(scheme, typed, sources),
                None => {
                    let given: Vec<_> = line
                        .find(&option.spec.name)
                        .into_iter()
                        .flat_map(|index| line.values(index))
                        .collect();
                    let mut values = of_shape(line, member.target.schema(), sources);
                    values.retain(|value| !given.contains(&value.text.as_str()));
                    values
                }
            }
        }
        _ => Vec::new(),
    }
}

fn of_shape(line: &ParsedLine, shape: &'static Schema, sources: &dyn Sources) -> Vec<Candidate> {
    match shape.kind {
        Kind::Enum(choices) => plain(choices.iter().copied()),
        Kind::List { member, .. } => of_shape(line, member.schema(), sources),
        _ => listed(line, shape, sources),
    }
}

/// The ids of a list, with their names.
fn listed(line: &ParsedLine, shape: &Schema, sources: &dyn Sources) -> Vec<Candidate> {
    let query = List::of(shape).and_then(|list| {
        Some(ListQuery {
            parameters: list.parameters(&|name| line.member(name))?,
            list,
            globals: line.global_words(),
        })
    });
    let items = query.map(|query| sources.items(query)).unwrap_or_default();
    items
        .into_iter()
        .map(|item| Candidate::new(item.id, item.name))
        .collect()
}

/// The files that a path may become, after a scheme such as `file://`.
fn files(scheme: &str, typed: &str, sources: &dyn Sources) -> Vec<Candidate> {
    let Some(path) = typed.strip_prefix(scheme) else {
        return vec![Candidate {
            is_open: true,
            ..Candidate::new(scheme, "A file.")
        }];
    };
    let (folder, name) = path
        .rfind('/')
        .map_or(("", path), |slash| path.split_at(slash + 1));
    let is_wanted = |file: &String| name.starts_with('.') || !file.starts_with('.');
    let files = sources.files(folder).into_iter().filter(is_wanted);
    files
        .map(|file| Candidate {
            is_open: file.ends_with('/'),
            ..Candidate::new(format!("{scheme}{folder}{file}"), "")
        })
        .collect()
}

fn plain<T: Into<String>>(values: impl IntoIterator<Item = T>) -> Vec<Candidate> {
    values
        .into_iter()
        .map(|value| Candidate::new(value, ""))
        .collect()
}

/// The candidates that start with the word, then those whose description does, then those that contain it.
fn matching(mut all: Vec<Candidate>, current: &str) -> Vec<Candidate> {
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

    /// Fixed files, profiles and items. Records the queries for lists.
    #[derive(Default)]
    struct FixedSources(RefCell<Vec<String>>);

    impl Sources for FixedSources {
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

        fn items(&self, query: ListQuery) -> Vec<Item> {
            let (name, parameters) = (query.list.operation.name, query.parameters);
            let parameters: Vec<_> = parameters.values().filter_map(|value| value.as_str()).collect();
            let words = [
                &[name][..],
                &parameters,
                &query.globals.iter().map(String::as_str).collect::<Vec<_>>(),
            ];
            self.0.borrow_mut().push(words.concat().join(" "));
            [("a-1", "demo"), ("b-2", "Demo two"), ("c-d", "")]
                .map(|(id, name)| Item {
                    id: id.to_owned(),
                    name: name.to_owned(),
                })
                .into()
        }
    }

    /// The candidates at the end of a line.
    fn candidates_at(line: &str) -> Vec<String> {
        let line = Line::parse(line);
        let found = candidates(&line.words, &line.current, &FixedSources::default());
        found.into_iter().map(|candidate| candidate.text).collect()
    }

    /// The queries for lists at the end of a line.
    fn queries_at(line: &str) -> Vec<String> {
        let (line, sources) = (Line::parse(line), FixedSources::default());
        candidates(&line.words, &line.current, &sources);
        sources.0.into_inner()
    }

    #[test]
    fn every_position_of_a_line_has_candidates() {
        for (line, expected) in [
            ("", &["connect"][..]),
            ("--output json c", &["connect"]),
            ("connect list-users", &["list-users"]),
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
            let found = candidates_at(line);
            let found: Vec<_> = found
                .iter()
                .map(String::as_str)
                .take(expected.len().max(1))
                .collect();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn given_options_are_not_offered_again_and_required_ones_come_first() {
        let options = candidates_at(&format!(
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
        let of_create = candidates_at("connect create-instance --no-inbound-calls-enabled --");
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
    fn an_option_with_many_values_offers_values_and_options() {
        let found = candidates_at(&format!(
            "connect create-user {INSTANCE} --security-profile-ids a-1 "
        ));
        assert_eq!(found[..3], ["b-2", "c-d", "--username"]);
    }

    #[test]
    fn lists_are_fetched_with_the_options_of_the_line() {
        let line = "connect create-user --endpoint-url http://h --instance-id i-1 --no-verify-ssl --routing-profile-id ";
        assert_eq!(
            queries_at(line),
            ["ListRoutingProfiles i-1 --endpoint-url http://h --no-verify-ssl"]
        );
        assert_eq!(queries_at("connect create-user --username "), [""; 0]);
        assert_eq!(queries_at("connect describe-user --user-id "), [""; 0]);
    }

    #[test]
    fn the_hint_depends_on_the_cursor() {
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
            let read = Line::parse(line);
            assert_eq!(hint(&read.words, &read.current), expected, "{line}");
        }
    }
}
