//! The options that every command takes.

use roster_jmespath::Expression;
use roster_python_values::int;

use crate::command_line::{self, Arity, OptionSpec, Parsed};
use crate::failure::Failure;
use crate::output::Format;

/// The values of the options that every command takes.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(crate) struct Globals {
    /// Print each request and response.
    pub(crate) debug: bool,
    /// Print the version and do nothing else.
    pub(crate) version: bool,
    /// The address of the service.
    pub(crate) endpoint_url: Option<String>,
    /// Accept any TLS certificate.
    pub(crate) no_verify_ssl: bool,
    /// Fetch one page only.
    pub(crate) no_paginate: bool,
    /// The form of the output.
    pub(crate) output: Option<Format>,
    /// The part of the output to show.
    pub(crate) query: Option<Expression>,
    /// The profile to use.
    pub(crate) profile: Option<String>,
    /// The Region to work in.
    pub(crate) region: Option<String>,
    /// When to use colour: `on`, `off` or `auto`.
    pub(crate) color: Option<String>,
    /// Send the request unsigned.
    pub(crate) no_sign_request: bool,
    /// The certificates to trust, in PEM.
    pub(crate) ca_bundle: Option<String>,
    /// The time limit for a response, in seconds.
    pub(crate) read_timeout_seconds: Option<i64>,
    /// The time limit for a connection, in seconds.
    pub(crate) connect_timeout_seconds: Option<i64>,
    /// Never start a pager.
    pub(crate) no_cli_pager: bool,
    /// The form of errors.
    pub(crate) error_format: Option<String>,
}

const DEBUG: &str = "--debug";
const VERSION: &str = "--version";
const ENDPOINT_URL: &str = "--endpoint-url";
const NO_VERIFY_SSL: &str = "--no-verify-ssl";
const NO_PAGINATE: &str = "--no-paginate";
const OUTPUT: &str = "--output";
const QUERY: &str = "--query";
pub(crate) const PROFILE: &str = "--profile";
const REGION: &str = "--region";
const COLOR: &str = "--color";
const NO_SIGN_REQUEST: &str = "--no-sign-request";
pub(crate) const CA_BUNDLE: &str = "--ca-bundle";
const READ_TIMEOUT: &str = "--cli-read-timeout";
const CONNECT_TIMEOUT: &str = "--cli-connect-timeout";
const BINARY_FORMAT: &str = "--cli-binary-format";
const NO_PAGER: &str = "--no-cli-pager";
pub(crate) const AUTO_PROMPT: &str = "--cli-auto-prompt";
pub(crate) const NO_AUTO_PROMPT: &str = "--no-cli-auto-prompt";
const ERROR_FORMAT: &str = "--cli-error-format";

/// The description of an option that every command takes.
pub(crate) struct GlobalOption {
    /// The name, with its dashes.
    pub(crate) name: &'static str,
    /// How many values it takes.
    pub(crate) arity: Arity,
    /// The values allowed. Empty: all values.
    pub(crate) choices: &'static [&'static str],
    /// The text that help shows.
    pub(crate) help: &'static str,
}

const fn option(
    name: &'static str,
    arity: Arity,
    choices: &'static [&'static str],
    help: &'static str,
) -> GlobalOption {
    GlobalOption {
        name,
        arity,
        choices,
        help,
    }
}

/// All options.
pub(crate) const OPTIONS: &[GlobalOption] = &[
    option(DEBUG, Arity::Zero, &[], "Tell step by step what happens."),
    option(
        ENDPOINT_URL,
        Arity::One,
        &[],
        "Where the service is, instead of where AWS has it.",
    ),
    option(NO_VERIFY_SSL, Arity::Zero, &[], "Accept any TLS certificate."),
    option(NO_PAGINATE, Arity::Zero, &[], "Fetch one page only."),
    option(
        OUTPUT,
        Arity::One,
        &["json", "text", "table", "yaml", "yaml-stream", "off"],
        "The form of the output.",
    ),
    option(
        QUERY,
        Arity::One,
        &[],
        "A JMESPath expression that picks from the answer.",
    ),
    option(
        PROFILE,
        Arity::One,
        &[],
        "The profile of the configuration files to use.",
    ),
    option(REGION, Arity::One, &[], "The Region to work in."),
    option(VERSION, Arity::Zero, &[], "Print the version."),
    option(
        COLOR,
        Arity::One,
        &["on", "off", "auto"],
        "When tables are coloured.",
    ),
    option(
        NO_SIGN_REQUEST,
        Arity::Zero,
        &[],
        "Send the request unsigned; no credentials are needed.",
    ),
    option(
        CA_BUNDLE,
        Arity::One,
        &[],
        "A file of certificates to trust, in PEM.",
    ),
    option(
        READ_TIMEOUT,
        Arity::One,
        &[],
        "How many seconds to wait for an answer; 0 for ever. 60 unless told.",
    ),
    option(
        CONNECT_TIMEOUT,
        Arity::One,
        &[],
        "How many seconds to wait for a connection; 0 for ever. 60 unless told.",
    ),
    option(
        BINARY_FORMAT,
        Arity::One,
        &["base64", "raw-in-base64-out"],
        "The form of binary values.",
    ),
    option(NO_PAGER, Arity::Zero, &[], "Never start a pager."),
    option(AUTO_PROMPT, Arity::Zero, &[], "Ask for what is missing."),
    option(NO_AUTO_PROMPT, Arity::Zero, &[], "Never ask."),
    option(
        ERROR_FORMAT,
        Arity::One,
        &["enhanced", "legacy", "json", "yaml", "text", "table"],
        "The form of errors.",
    ),
];

impl Globals {
    /// Takes the options out of a command line. The rest is the command and its own options.
    pub(crate) fn parse(arguments: &[String]) -> Result<(Self, Parsed), Failure> {
        let specs: Vec<_> = OPTIONS
            .iter()
            .map(|option| OptionSpec::new(option.name, option.arity).choices(option.choices))
            .collect();
        let mut parsed = command_line::parse(&specs, arguments)?;
        let mut globals = Self::default();
        for (index, mut values) in std::mem::take(&mut parsed.options) {
            globals.set(OPTIONS[index].name, values.pop().unwrap_or_default())?;
        }
        Ok((globals, parsed))
    }

    fn set(&mut self, option: &str, value: String) -> Result<(), Failure> {
        match option {
            DEBUG => self.debug = true,
            VERSION => self.version = true,
            ENDPOINT_URL => self.endpoint_url = endpoint_url(value)?,
            NO_VERIFY_SSL => self.no_verify_ssl = true,
            NO_PAGINATE => self.no_paginate = true,
            OUTPUT => self.output = Format::parse(&value),
            QUERY => self.query = Some(query(&value)?),
            PROFILE => self.profile = not_empty(value),
            REGION => self.region = not_empty(value),
            COLOR => self.color = Some(value),
            NO_SIGN_REQUEST => self.no_sign_request = true,
            CA_BUNDLE => self.ca_bundle = not_empty(value),
            READ_TIMEOUT => self.read_timeout_seconds = Some(seconds(&value)?),
            CONNECT_TIMEOUT => self.connect_timeout_seconds = Some(seconds(&value)?),
            NO_PAGER => self.no_cli_pager = true,
            ERROR_FORMAT => self.error_format = Some(value),
            // Connect has no binary values; `auto_prompt` reads its options itself.
            _ => {}
        }
        Ok(())
    }
}

/// The form of errors that a command line asks for, whether the rest of it is valid or not.
pub(crate) fn error_format(arguments: &[String]) -> Option<String> {
    let index = arguments.iter().position(|word| word.starts_with(ERROR_FORMAT))?;
    match arguments[index][ERROR_FORMAT.len()..].strip_prefix('=') {
        Some(value) => Some(value.to_owned()),
        None => arguments.get(index + 1).cloned(),
    }
}

/// An empty value counts as none.
fn not_empty(value: String) -> Option<String> {
    Some(value).filter(|value| !value.is_empty())
}

fn endpoint_url(value: String) -> Result<Option<String>, Failure> {
    let has_scheme = value.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme));
    if value.is_empty() || has_scheme {
        return Ok(not_empty(value));
    }
    Err(Failure::Validation(format!(
        "Bad value for --endpoint-url \"{value}\": scheme is missing.  Must be of the form http://<hostname>/ or \
         https://<hostname>/"
    )))
}

fn is_scheme(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_part)
}

fn query(expression: &str) -> Result<Expression, Failure> {
    Expression::parse(expression)
        .map_err(|error| Failure::Validation(format!("Bad value for --query {expression}: {error}")))
}

fn seconds(value: &str) -> Result<i64, Failure> {
    int(value).map_err(Failure::General)
}
