//! The story of one command line.

use std::io::Write;
use std::process::ExitCode;

use roster_client::environment::variable;
use roster_client::{Config, check_parameters};
use roster_model::operation::Description;

use crate::auto_prompt::{self, Mode};
use crate::command_line::invalid_choice;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::input;
use crate::interrupt::end_when_interrupted;
use crate::options::{self, Given};
use crate::output::{Format, Output};
use crate::printing::{Printer, stderr_line};
use crate::report::{self, ErrorFormat};
use crate::service_call::ServiceCall;
use crate::{commands, help, paging, skeleton};

/// Does what a command line asks for, and tells on standard error what went wrong.
pub(crate) fn run(arguments: &[String]) -> ExitCode {
    end_when_interrupted();
    let variable = variable("AWS_CLI_ERROR_FORMAT");
    let mut error_format = variable.map_or_else(ErrorFormat::default, |name| ErrorFormat::parse(&name));
    match answer(arguments, &mut error_format) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report::tell(&failure, error_format, &mut std::io::stderr().lock());
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Does what a command line asks for, after letting a person finish it if that is wanted.
fn answer(arguments: &[String], error_format: &mut ErrorFormat) -> Result<(), Failure> {
    let told = Mode::told(arguments)?;
    let opened = match told {
        Some(Mode::On) => Ok(None),
        Some(Mode::Off | Mode::OnPartial) | None => open(arguments),
    };
    let mode = told.unwrap_or_else(|| configured_mode(&opened));
    let done = match mode {
        Mode::On => return finish(arguments, error_format),
        Mode::Off | Mode::OnPartial => opened.and_then(|opened| carry_out(opened, error_format)),
    };
    match done {
        Err(failure) if mode == Mode::OnPartial && failure.is_usage() && auto_prompt::is_possible() => {
            finish(arguments, error_format)
        }
        done => done,
    }
}

/// What the configuration says about asking.
fn configured_mode(opened: &Result<Option<Opened>, Failure>) -> Mode {
    match opened {
        Ok(Some(opened)) => Mode::configured(&opened.config),
        Err(failure) if failure.is_usage() => {
            let config = Config::load(None);
            config.map_or(Mode::Off, |config| Mode::configured(&config))
        }
        Ok(None) | Err(_) => Mode::Off,
    }
}

/// Lets a person finish a command line, and does what it says then.
fn finish(arguments: &[String], error_format: &mut ErrorFormat) -> Result<(), Failure> {
    let finished = auto_prompt::ask(arguments)?;
    carry_out(open(&finished)?, error_format)
}

/// A command line with its general options understood, and the configuration it works with.
struct Opened {
    globals: Globals,
    rest: Vec<String>,
    config: Config,
}

/// Understands the general options; none if they ask for something that is done by now.
fn open(arguments: &[String]) -> Result<Option<Opened>, Failure> {
    let (globals, parsed) = Globals::parse(arguments)?;
    if globals.version {
        return print(&help::version()).map(|()| None);
    }
    match parsed.positional.as_deref() {
        Some("connect") => {}
        Some("help") => return print(&help::program()).map(|()| None),
        Some(other) => return Err(invalid_choice("command", other, ["connect"])),
        None => return Err(missing("command")),
    }
    let config = Config::load(globals.profile.clone())?;
    Ok(Some(Opened {
        globals,
        rest: parsed.rest,
        config,
    }))
}

fn carry_out(opened: Option<Opened>, error_format: &mut ErrorFormat) -> Result<(), Failure> {
    let Some(Opened {
        globals,
        mut rest,
        config,
    }) = opened
    else {
        return Ok(());
    };
    let told = globals.error_format.clone();
    if let Some(name) =
        told.or_else(|| config.variable_or_setting("AWS_CLI_ERROR_FORMAT", "cli_error_format"))
    {
        *error_format = ErrorFormat::parse(&name);
    }

    let command = rest.iter().position(|word| !word.starts_with('-'));
    let command = command
        .map(|place| rest.remove(place))
        .ok_or_else(|| missing("operation"))?;
    if command == "help" {
        return print(&help::service());
    }
    let operation = commands::find(&command)?;
    let given = options::parse(operation, &rest)?;
    if given.help {
        return print(&help::command(operation));
    }
    call(operation, given, &globals, &config)
}

fn missing(argument: &str) -> Failure {
    Failure::Usage(format!("the following arguments are required: {argument}"))
}

fn call(
    operation: &'static Description,
    mut given: Given,
    globals: &Globals,
    config: &Config,
) -> Result<(), Failure> {
    let parameters = input::parameters(&mut given)?;
    let format = format(globals, config)?;
    let mut printer = Printer::new(operation, format, globals, config);
    match given.skeleton.as_deref() {
        Some("output") => {
            check_parameters(operation, &parameters)?;
            return printer.answer(skeleton::output(operation));
        }
        Some("yaml-input") => return print(&skeleton::yaml(operation)),
        Some(_) => return skeleton_in_json(operation),
        None => {}
    }

    let pages = match operation.pages {
        Some(items) if paging::is_wanted(globals.no_paginate, &given.pages, &parameters)? => Some(items),
        Some(_) | None => None,
    };
    let service = ServiceCall::new(operation, globals, config)?;
    if given.pages.max_items.is_some_and(|max| max <= 0) {
        stderr_line("warning: Non-positive values for --max-items may result in undefined behavior.");
    }
    match pages {
        None => printer.answer(service.call(&parameters)?),
        Some(items) => paging::print(&mut printer, &service, items, parameters, &given.pages),
    }
}

fn skeleton_in_json(operation: &'static Description) -> Result<(), Failure> {
    let output = Output {
        format: Format::Json,
        operation: operation.name,
        color: false,
    };
    let skeleton = skeleton::input(operation);
    if skeleton.as_object().is_some_and(serde_json::Map::is_empty) {
        return print("{}\n");
    }
    Ok(output.answer(&skeleton, &mut std::io::stdout().lock())?)
}

fn format(globals: &Globals, config: &Config) -> Result<Format, Failure> {
    if let Some(format) = globals.output {
        return Ok(format);
    }
    match config.variable_or_setting("AWS_DEFAULT_OUTPUT", "output") {
        None => Ok(Format::Json),
        Some(name) => {
            Format::parse(&name).ok_or_else(|| Failure::General(format!("Unknown output type: {name}")))
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}
