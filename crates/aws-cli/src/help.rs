//! `help` on every level and the manual, from the description of the API.

mod facts;
mod manual;
mod page;

use roster_model::schema::{Kind, Member, Schema};
use roster_model::service::Service;

use self::page::{Entry, Page, Section};
use crate::command_line::Arity;
use crate::commands::{self, Command};
use crate::globals;
use crate::options::{self, CommandOption, Meaning};

pub use self::manual::ManualPage;
pub(crate) use self::manual::manual;

/// The version of the AWS CLI that is reproduced.
const AWS_CLI_VERSION: &str = "2.36.7";

/// `--version`: the name and version that scripts look for, then Roster's own.
pub(crate) fn version() -> String {
    let (own, system, machine) = (
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    );
    format!("aws-cli/{AWS_CLI_VERSION} roster/{own} {system}/{machine}\n")
}

/// Help on the program.
pub(crate) fn program() -> String {
    Page {
        name: "aws connect",
        summary: "Amazon Connect's commands, by Roster",
        description: "",
        service: Service::Connect,
        synopsis: ANY_COMMAND.to_owned(),
        sections: vec![Section {
            title: "OPTIONS",
            entries: global_options(),
        }],
    }
    .text()
}

/// Help on the service: its commands.
pub(crate) fn service(service: Service) -> String {
    service_page(service).text()
}

/// Help on a command: its options.
pub(crate) fn command(operation: &Command) -> String {
    command_page(
        operation,
        &commands::hyphenated(operation.name),
        &operation.documentation(),
    )
    .text()
}

const ANY_COMMAND: &str = "<command> [parameters] [options]";

fn service_page(service: Service) -> Page<'static> {
    let commands = commands::all(service).into_iter();
    let entries = commands.map(|(term, command)| Entry {
        term,
        text: command.summary(),
    });
    Page {
        name: service.name(),
        summary: commands::about(service),
        description: "",
        service,
        synopsis: ANY_COMMAND.to_owned(),
        sections: vec![Section {
            title: "COMMANDS",
            entries: entries.collect(),
        }],
    }
}

fn command_page<'a>(operation: &Command, name: &'a str, documentation: &'a str) -> Page<'a> {
    let options = options::options(operation);
    let mut sections = vec![Section {
        title: "OPTIONS",
        entries: options.iter().map(entry).collect(),
    }];
    if operation.has_output() {
        let members = operation.response().members().iter();
        let entries = members.map(|member| Entry {
            term: member.name.to_owned(),
            text: words(member),
        });
        sections.push(Section {
            title: "OUTPUT",
            entries: entries.collect(),
        });
    }
    Page {
        name,
        summary: commands::first_line(documentation),
        description: documentation,
        service: operation.interface.service,
        synopsis: format!("{name} {}", synopsis(&options)),
        sections,
    }
}

fn global_options() -> Vec<Entry> {
    let entry = |option: &globals::GlobalOption| Entry {
        term: usage(option.name, option.arity),
        text: if option.choices.is_empty() {
            option.help.to_owned()
        } else {
            format!("{} One of: {}.", option.help, option.choices.join(", "))
        },
    };
    globals::OPTIONS.iter().map(entry).collect()
}

fn entry(option: &CommandOption) -> Entry {
    let required = if option.required { "Required. " } else { "" };
    Entry {
        term: usage(&option.spec.name, option.spec.arity),
        text: format!("{required}{}", help_text(option)),
    }
}

fn synopsis(options: &[CommandOption]) -> String {
    let shown = options.iter().map(|option| {
        let usage = usage(&option.spec.name, option.spec.arity);
        if option.required {
            usage
        } else {
            format!("[{usage}]")
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn usage(name: &str, arity: Arity) -> String {
    match arity {
        Arity::Zero => name.to_owned(),
        Arity::One => format!("{name} <value>"),
        Arity::ZeroOrOne => format!("{name} [<value>]"),
        Arity::Many => format!("{name} <value> ..."),
    }
}

/// The help text of an option.
pub(crate) fn help_text(option: &CommandOption) -> String {
    match option.meaning {
        Meaning::Member(member) => {
            let target = member.target.schema();
            let what = words(member);
            match shorthand(target) {
                Some(example) => format!("{what} Shorthand: {example}"),
                None => what,
            }
        }
        Meaning::Negation(member) => format!("The contrary of --{}.", commands::hyphenated(member.name)),
        Meaning::InputJson => {
            "The whole request in JSON, or file://PATH; other options win over it.".to_owned()
        }
        Meaning::InputYaml => {
            "The whole request in YAML, or file://PATH; other options win over it.".to_owned()
        }
        Meaning::Skeleton => {
            "Call nothing: print an empty request (input, yaml-input) or an example of an answer \
                              (output)."
                .to_owned()
        }
        Meaning::StartingToken => "Where to start: the NextToken of an earlier answer.".to_owned(),
        Meaning::PageSize => "How many items the service puts into a page.".to_owned(),
        Meaning::MaxItems => "How many items to show; NextToken tells where to go on.".to_owned(),
    }
}

/// What a member is: in Roster's words if it declares the member, else the facts of its shape.
pub(crate) fn words(member: &Member) -> String {
    let target = member.target.schema();
    let words: Vec<_> = member.documentation.split_whitespace().collect();
    match (words.is_empty(), &target.kind) {
        (true, _) => facts::of(target),
        (false, Kind::Enum(choices)) => format!("{} One of: {}.", words.join(" "), choices.join(", ")),
        (false, _) => words.join(" "),
    }
}

/// How a nested value is written in shorthand. `None`: the value is not nested.
fn shorthand(schema: &Schema) -> Option<String> {
    match &schema.kind {
        Kind::Structure(_) => Some(members(schema)),
        Kind::Map { value, .. } => Some(format!("KeyName1={0},KeyName2={0}", nested(value.schema()))),
        Kind::List { member, .. } => shorthand(member.schema()).map(|member| format!("{member} ...")),
        _ => None,
    }
}

fn members(schema: &Schema) -> String {
    let members = schema
        .members()
        .iter()
        .map(|member| format!("{}={}", member.name, nested(member.target.schema())));
    members.collect::<Vec<_>>().join(",")
}

fn nested(schema: &Schema) -> String {
    match &schema.kind {
        Kind::Structure(_) => format!(
            "{{{}}}",
            schema
                .members()
                .iter()
                .map(|member| format!("{}=…", member.name))
                .collect::<Vec<_>>()
                .join(",")
        ),
        Kind::List { .. } => "[…]".to_owned(),
        Kind::Map { .. } | Kind::NoOutput => "{…}".to_owned(),
        Kind::Integer { .. } | Kind::Long { .. } => "integer".to_owned(),
        Kind::Float { .. } => "float".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::String { .. } | Kind::Enum(_) | Kind::Timestamp => "string".to_owned(),
    }
}
