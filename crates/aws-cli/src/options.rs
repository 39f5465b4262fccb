//! The options of one command, made from the members of its operation's request.

use roster_client::{MAX_RESULTS, PageOptions};
use roster_model::operation::Description;
use roster_model::schema::{Kind, Member};

use crate::command_line::{self, Flag, Takes};
use crate::commands::hyphenated;
use crate::failure::Failure;

/// An option of a command.
pub(crate) struct CommandOption {
    /// Its form.
    pub(crate) flag: Flag,
    /// What it is for.
    pub(crate) meaning: Meaning,
    /// Whether the command line must have it.
    pub(crate) required: bool,
}

/// What an option is for.
#[derive(Clone, Copy)]
pub(crate) enum Meaning {
    /// A member of the request.
    Member(&'static Member),
    /// A member that is to be false.
    Not(&'static Member),
    /// The whole request, in JSON.
    InputJson,
    /// The whole request, in YAML.
    InputYaml,
    /// Print what a request or an answer looks like.
    Skeleton,
    /// Where the first page starts.
    StartingToken,
    /// How much the service puts into a page.
    PageSize,
    /// How many items are shown.
    MaxItems,
}

/// What a command line says about a request.
#[derive(Default)]
pub(crate) struct Given {
    /// Members and their values, in the order of the description.
    pub(crate) members: Vec<(&'static Member, Raw)>,
    /// The whole request, in JSON.
    pub(crate) input_json: Option<String>,
    /// The whole request, in YAML.
    pub(crate) input_yaml: Option<String>,
    /// What to print instead of calling.
    pub(crate) skeleton: Option<String>,
    /// Where a list starts and how much of it is fetched.
    pub(crate) pages: PageOptions,
    /// Whether help is asked for.
    pub(crate) help: bool,
}

/// The value of an option as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Raw {
    /// A flag that says yes or no.
    Boolean(bool),
    /// One value.
    One(String),
    /// Any number of values.
    Many(Vec<String>),
}

/// The option that takes a whole request in JSON.
pub(crate) const INPUT_JSON: &str = "--cli-input-json";
/// The option that takes a whole request in YAML.
pub(crate) const INPUT_YAML: &str = "--cli-input-yaml";
const SKELETON: &str = "--generate-cli-skeleton";

/// The options of an operation's command.
pub(crate) fn options(operation: &'static Description) -> Vec<CommandOption> {
    let mut options = Vec::new();
    for member in operation.request().members() {
        add_member(&mut options, member);
    }
    let mut add = |flag, meaning| {
        options.push(CommandOption {
            flag,
            meaning,
            required: false,
        });
    };
    add(Flag::new(INPUT_JSON, Takes::One), Meaning::InputJson);
    add(Flag::new(INPUT_YAML, Takes::One), Meaning::InputYaml);
    let skeleton = Flag::new(SKELETON, Takes::AtMostOne);
    add(
        skeleton.choices(&["input", "output", "yaml-input"]),
        Meaning::Skeleton,
    );
    if operation.pages.is_some() {
        add(Flag::new("--starting-token", Takes::One), Meaning::StartingToken);
        if operation.request().member(MAX_RESULTS).is_some() {
            add(
                Flag::new("--page-size", Takes::One).whole_number(),
                Meaning::PageSize,
            );
        }
        add(
            Flag::new("--max-items", Takes::One).whole_number(),
            Meaning::MaxItems,
        );
    }
    options
}

fn add_member(options: &mut Vec<CommandOption>, member: &'static Member) {
    let name = hyphenated(member.name);
    let mut add = |dashed: String, takes, meaning, required| {
        let flag = Flag::new(dashed, takes);
        options.push(CommandOption {
            flag,
            meaning,
            required,
        });
    };
    match (member.target)().kind {
        Kind::Boolean => {
            add(
                format!("--{name}"),
                Takes::Nothing,
                Meaning::Member(member),
                false,
            );
            add(
                format!("--no-{name}"),
                Takes::Nothing,
                Meaning::Not(member),
                false,
            );
        }
        Kind::List { .. } => add(
            format!("--{name}"),
            Takes::Any,
            Meaning::Member(member),
            member.required,
        ),
        _ => add(
            format!("--{name}"),
            Takes::One,
            Meaning::Member(member),
            member.required,
        ),
    }
}

/// Reads the options of a command.
pub(crate) fn parse(operation: &'static Description, arguments: &[String]) -> Result<Given, Failure> {
    let options = options(operation);
    let flags: Vec<_> = options.iter().map(|option| option.flag.clone()).collect();
    let parsed = command_line::parse(&flags, arguments)?;
    let mut given = Given::default();
    if let Some(word) = &parsed.positional {
        given.help = word == "help";
    }
    if !given.help {
        check_required(&options, &parsed.options, arguments)?;
        let mut unknown = parsed.rest;
        unknown.extend(parsed.positional);
        if !unknown.is_empty() {
            return Err(Failure::UnknownOptions(unknown));
        }
    }
    for (index, values) in parsed.options {
        let many = options[index].flag.takes == Takes::Any;
        given.set(options[index].meaning, values, many);
    }
    let members = operation.request().members();
    let place = |name: &str| members.iter().position(|member| member.name == name);
    given.members.sort_by_key(|(member, _)| place(member.name));
    Ok(given)
}

fn check_required(
    options: &[CommandOption],
    given: &[(usize, Vec<String>)],
    arguments: &[String],
) -> Result<(), Failure> {
    if describes_request_elsewhere(arguments) {
        return Ok(());
    }
    let missing: Vec<_> = options
        .iter()
        .enumerate()
        .filter(|(index, option)| option.required && given.iter().all(|(known, _)| known != index))
        .map(|(_, option)| option.flag.name.as_str())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join(", ");
    Err(Failure::Usage(format!(
        "the following arguments are required: {missing}"
    )))
}

/// Whether members may be missing: they stand in a document, or only a skeleton is wanted.
fn describes_request_elsewhere(arguments: &[String]) -> bool {
    let document = |argument: &&String| argument.starts_with(INPUT_JSON) || argument.starts_with(INPUT_YAML);
    let skeleton = arguments.iter().position(|argument| argument == SKELETON);
    let wants_output = |place: usize| arguments.get(place + 1).is_some_and(|kind| kind == "output");
    arguments.iter().any(|argument| document(&argument)) || skeleton.is_some_and(|place| !wants_output(place))
}

impl Given {
    fn set(&mut self, meaning: Meaning, mut values: Vec<String>, many: bool) {
        let number = |values: &[String]| {
            values
                .last()
                .and_then(|value| roster_python_values::int(value).ok())
        };
        match meaning {
            Meaning::Member(member) if many => self.set_member(member, Raw::Many(values)),
            Meaning::Member(member) => {
                let value = values.pop().map_or(Raw::Boolean(true), Raw::One);
                self.set_member(member, value);
            }
            Meaning::Not(member) => self.set_member(member, Raw::Boolean(false)),
            Meaning::InputJson => self.input_json = values.pop(),
            Meaning::InputYaml => self.input_yaml = values.pop(),
            Meaning::Skeleton => self.skeleton = Some(values.pop().unwrap_or_else(|| "input".to_owned())),
            Meaning::StartingToken => self.pages.starting_token = values.pop(),
            Meaning::PageSize => self.pages.page_size = number(&values),
            Meaning::MaxItems => self.pages.max_items = number(&values),
        }
    }

    /// The last value given is the one that counts.
    fn set_member(&mut self, member: &'static Member, value: Raw) {
        self.members.retain(|(known, _)| known.name != member.name);
        self.members.push((member, value));
    }
}
