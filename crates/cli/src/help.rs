//! `help` on every level, out of the description.

use std::fmt::Write as _;

use roster_model::operation::Description;
use roster_model::schema::{Kind, Schema};

use crate::command_line::Takes;
use crate::commands;
use crate::globals;
use crate::options::{self, CommandOption, Meaning};

/// The AWS CLI whose behaviour this is.
const MODEL_VERSION: &str = "2.36.7";

const WIDTH: usize = 78;

/// `--version`: what scripts look for first, then what this really is.
pub(crate) fn version() -> String {
    let (own, system, machine) = (
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    );
    format!("aws-cli/{MODEL_VERSION} roster/{own} {system}/{machine}\n")
}

/// Help on the program.
pub(crate) fn program() -> String {
    let mut help = section("NAME", "aws connect: Amazon Connect's commands, by Roster");
    help += &section("SYNOPSIS", "aws connect <command> [parameters] [options]");
    help += "OPTIONS\n";
    for (name, takes, choices, words) in globals::OPTIONS {
        let what = if choices.is_empty() {
            (*words).to_owned()
        } else {
            format!("{words} One of: {}.", choices.join(", "))
        };
        entry(&mut help, &usage(name, *takes), &what);
    }
    help
}

/// Help on the service: its commands.
pub(crate) fn service() -> String {
    let mut help = section("NAME", "connect: instances, users and what belongs to them");
    help += &section("SYNOPSIS", "aws connect <command> [parameters] [options]");
    help += "COMMANDS\n";
    for (name, operation) in commands::all() {
        entry(&mut help, &name, first_line(operation.documentation));
    }
    help
}

/// Help on a command: its options.
pub(crate) fn command(operation: &'static Description) -> String {
    let name = commands::hyphenated(operation.name);
    let options = options::options(operation);
    let mut help = section(
        "NAME",
        &format!("{name}: {}", first_line(operation.documentation)),
    );
    help += &section("DESCRIPTION", &paragraphs(operation.documentation));
    help += &section("SYNOPSIS", &format!("aws connect {name} {}", synopsis(&options)));
    help += "OPTIONS\n";
    for option in &options {
        let required = if option.required { "Required. " } else { "" };
        let what = format!("{required}{}", words(option));
        entry(&mut help, &usage(&option.flag.name, option.flag.takes), &what);
    }
    if operation.has_output() {
        help += "OUTPUT\n";
        for member in operation.response().members() {
            entry(&mut help, member.name, member.documentation);
        }
    }
    help
}

fn synopsis(options: &[CommandOption]) -> String {
    let shown = options.iter().map(|option| {
        let usage = usage(&option.flag.name, option.flag.takes);
        if option.required {
            usage
        } else {
            format!("[{usage}]")
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn usage(name: &str, takes: Takes) -> String {
    match takes {
        Takes::Nothing => name.to_owned(),
        Takes::One => format!("{name} <value>"),
        Takes::AtMostOne => format!("{name} [<value>]"),
        Takes::Any => format!("{name} <value> ..."),
    }
}

pub(crate) fn words(option: &CommandOption) -> String {
    match option.meaning {
        Meaning::Member(member) => {
            let target = (member.target)();
            let what = member.documentation;
            match shorthand(target) {
                Some(example) => format!("{what} Shorthand: {example}"),
                None => format!("{what}{}", choices(target)),
            }
        }
        Meaning::Not(member) => format!("The contrary of --{}.", commands::hyphenated(member.name)),
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

fn choices(schema: &Schema) -> String {
    match schema.kind {
        Kind::Enum(choices) => format!(" One of: {}.", choices.join(", ")),
        _ => String::new(),
    }
}

/// How a nested value is written in shorthand; none for a plain one.
fn shorthand(schema: &Schema) -> Option<String> {
    match &schema.kind {
        Kind::Structure(_) => Some(members(schema)),
        Kind::Map { value, .. } => Some(format!("KeyName1={0},KeyName2={0}", nested(value()))),
        Kind::List { member, .. } => shorthand(member()).map(|member| format!("{member} ...")),
        _ => None,
    }
}

fn members(schema: &Schema) -> String {
    let members = schema
        .members()
        .iter()
        .map(|member| format!("{}={}", member.name, nested((member.target)())));
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
        Kind::Boolean => "boolean".to_owned(),
        Kind::String { .. } | Kind::Enum(_) | Kind::Timestamp => "string".to_owned(),
    }
}

fn section(title: &str, text: &str) -> String {
    format!("{title}\n{}\n", wrapped(text, 7))
}

fn entry(help: &mut String, term: &str, words: &str) {
    let _ = writeln!(help, "{}{}", wrapped(term, 7), wrapped(words, 10));
}

/// Lines of at most [`WIDTH`] characters, indented.
fn wrapped(text: &str, indent: usize) -> String {
    let mut wrapped = String::new();
    for paragraph in text.split("\n\n") {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
                push_line(&mut wrapped, indent, &std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        push_line(&mut wrapped, indent, &line);
    }
    wrapped
}

fn push_line(text: &mut String, indent: usize, line: &str) {
    let _ = writeln!(text, "{:indent$}{line}", "");
}

pub(crate) fn first_line(documentation: &str) -> &str {
    documentation.split("\n\n").next().unwrap_or_default().trim()
}

fn paragraphs(documentation: &str) -> String {
    documentation.trim().to_owned()
}
