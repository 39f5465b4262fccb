//! The options of one command, derived from the members of its operation's request.

use roster_client::PageOptions;
use roster_model::schema::{Kind, Member};

use crate::command_line::{self, Arity, OptionSpec};
use crate::commands::{Command, hyphenated};
use crate::failure::Failure;
use crate::values;

/// An option of a command.
pub(crate) struct CommandOption {
    /// Its name and values.
    pub(crate) spec: OptionSpec,
    /// What it is for.
    pub(crate) meaning: Meaning,
    /// Whether it must be given.
    pub(crate) required: bool,
}

/// What an option is for.
#[derive(Clone, Copy)]
pub(crate) enum Meaning {
    /// A member of the request.
    Member(&'static Member),
    /// Sets a member to false.
    Negation(&'static Member),
    /// The whole request, in JSON.
    InputJson,
    /// The whole request, in YAML.
    InputYaml,
    /// Prints an example of a request or an output.
    Skeleton,
    /// Where the first page starts.
    StartingToken,
    /// How many items the service puts into a page.
    PageSize,
    /// The most items to show.
    MaxItems,
}

/// The options of one command line.
#[derive(Default)]
pub(crate) struct GivenOptions {
    /// Members and their values, in the order of the description.
    pub(crate) members: Vec<(&'static Member, RawValue)>,
    /// The whole request, in JSON.
    pub(crate) input_json: Option<String>,
    /// The whole request, in YAML.
    pub(crate) input_yaml: Option<String>,
    /// The skeleton to print instead of calling the service.
    pub(crate) skeleton: Option<String>,
    /// Where a list starts and how much of it is fetched.
    pub(crate) pages: PageOptions,
    /// Whether to print help.
    pub(crate) help: bool,
}

/// The value of an option as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RawValue {
    /// An option without values: `--x` or `--no-x`.
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
const MAX_ITEMS: &str = "--max-items";
const SKELETON: &str = "--generate-cli-skeleton";

/// The options of an operation's command.
pub(crate) fn options(operation: &Command) -> Vec<CommandOption> {
    let mut options = Vec::new();
    for member in operation.request().members() {
        add_member(&mut options, member);
    }
    if operation.pages().is_some() {
        // The limit of a list wins over a member of the same name, which limits a page.
        options.retain(|option| option.spec.name != MAX_ITEMS);
    }
    let mut add = |spec, meaning| {
        options.push(CommandOption {
            spec,
            meaning,
            required: false,
        });
    };
    add(OptionSpec::new(INPUT_JSON, Arity::One), Meaning::InputJson);
    add(OptionSpec::new(INPUT_YAML, Arity::One), Meaning::InputYaml);
    if operation.pages().is_some() {
        add(
            OptionSpec::new("--starting-token", Arity::One),
            Meaning::StartingToken,
        );
        if operation
            .request()
            .member(operation.page_members().size)
            .is_some()
        {
            add(
                OptionSpec::new("--page-size", Arity::One).integer(),
                Meaning::PageSize,
            );
        }
        add(
            OptionSpec::new(MAX_ITEMS, Arity::One).integer(),
            Meaning::MaxItems,
        );
    }
    let skeleton = OptionSpec::new(SKELETON, Arity::ZeroOrOne);
    add(
        skeleton.choices(&["input", "output", "yaml-input"]),
        Meaning::Skeleton,
    );
    options
}

fn add_member(options: &mut Vec<CommandOption>, member: &'static Member) {
    let name = hyphenated(member.name);
    let mut add = |dashed: String, arity, meaning, required| {
        let spec = OptionSpec::new(dashed, arity);
        options.push(CommandOption {
            spec,
            meaning,
            required,
        });
    };
    match member.target.schema().kind {
        Kind::Boolean => {
            add(format!("--{name}"), Arity::Zero, Meaning::Member(member), false);
            add(
                format!("--no-{name}"),
                Arity::Zero,
                Meaning::Negation(member),
                false,
            );
        }
        Kind::List { .. } => add(
            format!("--{name}"),
            Arity::Many,
            Meaning::Member(member),
            member.required,
        ),
        _ => add(
            format!("--{name}"),
            Arity::One,
            Meaning::Member(member),
            member.required,
        ),
    }
}

/// Parses the options of a command.
pub(crate) fn parse(operation: &Command, arguments: &[String]) -> Result<GivenOptions, Failure> {
    let options = options(operation);
    let specs: Vec<_> = options.iter().map(|option| option.spec.clone()).collect();
    let parsed = command_line::parse(&specs, arguments)?;
    let mut given = GivenOptions::default();
    if let Some(word) = &parsed.positional {
        given.help = word == "help";
    }
    if !given.help {
        check_required(&options, &parsed.options, arguments)?;
        let mut unknown = parsed.rest;
        unknown.extend(parsed.positional.filter(|word| !word.is_empty()));
        if !unknown.is_empty() {
            return Err(Failure::UnknownOptions(unknown));
        }
    }
    for (index, values) in parsed.options {
        let many = options[index].spec.arity == Arity::Many;
        given.set(options[index].meaning, values, many);
    }
    if let Some(token) = given.pages.starting_token.take() {
        given.pages.starting_token = Some(values::loaded("--starting-token", token)?);
    }
    let members = operation.request().members();
    let index = |name: &str| members.iter().position(|member| member.name == name);
    given.members.sort_by_key(|(member, _)| index(member.name));
    Ok(given)
}

fn check_required(
    options: &[CommandOption],
    given: &[(usize, Vec<String>)],
    arguments: &[String],
) -> Result<(), Failure> {
    if may_lack_members(arguments) {
        return Ok(());
    }
    let missing: Vec<_> = options
        .iter()
        .enumerate()
        .filter(|(index, option)| option.required && given.iter().all(|(known, _)| known != index))
        .map(|(_, option)| option.spec.name.as_str())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join(", ");
    Err(Failure::Usage(format!(
        "the following arguments are required: {missing}"
    )))
}

/// Whether required members may be missing: a document has them, or only a skeleton is printed.
fn may_lack_members(arguments: &[String]) -> bool {
    let document = |argument: &&String| argument.starts_with(INPUT_JSON) || argument.starts_with(INPUT_YAML);
    let skeleton = arguments.iter().position(|argument| argument == SKELETON);
    let is_output = |index: usize| arguments.get(index + 1).is_some_and(|kind| kind == "output");
    arguments.iter().any(|argument| document(&argument)) || skeleton.is_some_and(|index| !is_output(index))
}

impl GivenOptions {
    fn set(&mut self, meaning: Meaning, mut values: Vec<String>, many: bool) {
        let number = |values: &[String]| {
            values
                .last()
                .and_then(|value| roster_python_values::int(value).ok())
        };
        match meaning {
            Meaning::Member(member) if many => self.set_member(member, RawValue::Many(values)),
            Meaning::Member(member) => {
                let value = values.pop().map_or(RawValue::Boolean(true), RawValue::One);
                self.set_member(member, value);
            }
            Meaning::Negation(member) => self.set_member(member, RawValue::Boolean(false)),
            Meaning::InputJson => self.input_json = values.pop(),
            Meaning::InputYaml => self.input_yaml = values.pop(),
            Meaning::Skeleton => self.skeleton = Some(values.pop().unwrap_or_else(|| "input".to_owned())),
            Meaning::StartingToken => self.pages.starting_token = values.pop(),
            Meaning::PageSize => self.pages.page_size = number(&values),
            Meaning::MaxItems => self.pages.max_items = number(&values),
        }
    }

    /// The last value given wins.
    fn set_member(&mut self, member: &'static Member, value: RawValue) {
        self.members.retain(|(known, _)| known.name != member.name);
        self.members.push((member, value));
    }
}
