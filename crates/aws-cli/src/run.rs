//! One command line from start to end.

use std::io::Write;
use std::process::ExitCode;

use roster_client::environment::variable;
use roster_client::{Config, check_parameters};

use roster_model::service::Service;

use crate::auto_prompt::{self, Mode};
use crate::command_line::invalid_choice;
use crate::commands::Command;
use crate::failure::Failure;
use crate::globals::{self, Globals};
use crate::input;
use crate::interrupt::exit_on_interrupt;
use crate::options::{self, GivenOptions};
use crate::output::{Format, Output};
use crate::printing::{Printer, stderr_line};
use crate::report::{self, ErrorFormat};
use crate::service_call::ServiceCall;
use crate::{commands, help, paging, skeleton};

/// Runs a command line. A failure is written to standard error.
pub(crate) fn run(arguments: &[String]) -> ExitCode {
    exit_on_interrupt();
    let variable = variable("AWS_CLI_ERROR_FORMAT");
    let given = globals::error_format(arguments).or(variable);
    let mut error_format = given.map_or_else(ErrorFormat::default, |name| ErrorFormat::parse(&name));
    match run_or_prompt(arguments, &mut error_format) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report::write(&failure, error_format, &mut std::io::stderr().lock());
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Reports a failure before the command line is read. Returns its exit code.
pub(crate) fn fail(failure: &Failure) -> ExitCode {
    report::write(failure, ErrorFormat::default(), &mut std::io::stderr().lock());
    ExitCode::from(failure.exit_code())
}

/// Runs a command line. Depending on the prompt mode, the user completes it first.
fn run_or_prompt(arguments: &[String], error_format: &mut ErrorFormat) -> Result<(), Failure> {
    let requested = Mode::requested(arguments)?;
    let invocation = match requested {
        Some(Mode::On) => Ok(None),
        Some(Mode::Off | Mode::OnPartial) | None => parse(arguments),
    };
    let mode = requested.unwrap_or_else(|| configured_mode(&invocation));
    let result = match mode {
        Mode::On => return prompt_and_run(arguments, error_format),
        Mode::Off | Mode::OnPartial => {
            invocation.and_then(|invocation| run_invocation(invocation, error_format))
        }
    };
    match result {
        Err(failure) if mode == Mode::OnPartial && failure.is_usage() && auto_prompt::has_terminal() => {
            prompt_and_run(arguments, error_format)
        }
        result => result,
    }
}

/// The prompt mode of the profile.
fn configured_mode(invocation: &Result<Option<Invocation>, Failure>) -> Mode {
    match invocation {
        Ok(Some(invocation)) => Mode::configured(&invocation.config),
        Err(failure) if failure.is_usage() => {
            let config = Config::load(None);
            config.map_or(Mode::Off, |config| Mode::configured(&config))
        }
        Ok(None) | Err(_) => Mode::Off,
    }
}

/// Lets the user complete a command line, and runs it.
fn prompt_and_run(arguments: &[String], error_format: &mut ErrorFormat) -> Result<(), Failure> {
    let completed = auto_prompt::edit(arguments)?;
    run_invocation(parse(&completed)?, error_format)
}

/// A command line with parsed global options, and its configuration.
struct Invocation {
    globals: Globals,
    service: Service,
    rest: Vec<String>,
    config: Config,
}

/// Parses the global options. `None`: they asked for a text, which is printed.
fn parse(arguments: &[String]) -> Result<Option<Invocation>, Failure> {
    let (globals, parsed) = Globals::parse(arguments)?;
    if globals.version {
        return print(help::version()).map(|()| None);
    }
    let service = match parsed.positional.as_deref() {
        Some("help") => return print(help::program()).map(|()| None),
        Some(word) => commands::service_named(word).ok_or_else(|| {
            let services = commands::SERVICES.iter().map(|(service, _)| service.name());
            invalid_choice("command", word, services)
        })?,
        None => return Err(missing("command")),
    };
    let config = Config::load(globals.profile.clone())?;
    Ok(Some(Invocation {
        globals,
        service,
        rest: parsed.rest,
        config,
    }))
}

fn run_invocation(invocation: Option<Invocation>, error_format: &mut ErrorFormat) -> Result<(), Failure> {
    let Some(Invocation {
        globals,
        service,
        mut rest,
        config,
    }) = invocation
    else {
        return Ok(());
    };
    let given = globals.error_format.clone();
    if let Some(name) =
        given.or_else(|| config.variable_or_setting("AWS_CLI_ERROR_FORMAT", "cli_error_format"))
    {
        *error_format = ErrorFormat::parse(&name);
    }

    let command = rest.iter().position(|word| !word.starts_with('-'));
    let command = command
        .map(|index| rest.remove(index))
        .ok_or_else(|| missing("operation"))?;
    if command == "help" {
        return print(help::service(service));
    }
    let operation = commands::find(service, &command)?;
    let given = options::parse(&operation, &rest)?;
    if given.help {
        return print(help::command(&operation));
    }
    call(&operation, given, &globals, &config)
}

fn missing(argument: &str) -> Failure {
    Failure::Usage(format!("the following arguments are required: {argument}"))
}

fn call(
    operation: &Command,
    mut given: GivenOptions,
    globals: &Globals,
    config: &Config,
) -> Result<(), Failure> {
    let mut parameters = input::parameters(&mut given)?;
    let format = format(globals, config)?;
    let mut printer = Printer::new(operation, format, globals, config);
    match given.skeleton.as_deref() {
        Some("output") => {
            check_parameters(&operation.interface, &parameters)?;
            return printer.print(skeleton::output(operation));
        }
        Some("yaml-input") => return print(skeleton::yaml(operation)),
        Some(_) => return skeleton_in_json(operation),
        None => {}
    }

    let pages = match operation.pages() {
        Some(items) if paging::is_wanted(operation, globals.no_paginate, &given.pages, &parameters)? => {
            Some(items)
        }
        Some(_) | None => None,
    };
    if pages.is_none()
        && let Some(member) = paging::own_max_items(operation)
        && let Some(max) = given.pages.max_items.take()
    {
        parameters.insert(member.to_owned(), max.into());
    }
    let service = ServiceCall::new(operation, globals, config)?;
    if given.pages.max_items.is_some_and(|max| max <= 0) {
        stderr_line("warning: Non-positive values for --max-items may result in undefined behavior.");
    }
    match pages {
        None => printer.print(service.call(&parameters)?),
        Some(items) => paging::print(&mut printer, &service, items, parameters, &given.pages),
    }
}

fn skeleton_in_json(operation: &Command) -> Result<(), Failure> {
    let output = Output {
        format: Format::Json,
        operation: operation.name,
        color: false,
    };
    let skeleton = skeleton::input(operation);
    if skeleton.as_object().is_some_and(serde_json::Map::is_empty) {
        return print("{}\n");
    }
    let mut text = Vec::new();
    output.write(&skeleton, &mut text)?;
    print(text)
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

fn print(text: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_ref())?;
    Ok(stdout.flush()?)
}
