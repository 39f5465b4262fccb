//! The options that every command takes.

use roster_jmespath::Expression;
use roster_python_values::int;

use crate::command_line::{self, Flag, Parsed, Takes};
use crate::failure::Failure;
use crate::output::Format;

/// The options that every command takes, as given.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(crate) struct Globals {
    /// Tell what happens, step by step.
    pub(crate) debug: bool,
    /// Print the version and do nothing else.
    pub(crate) version: bool,
    /// Where the service is.
    pub(crate) endpoint_url: Option<String>,
    /// Accept any TLS certificate.
    pub(crate) no_verify_ssl: bool,
    /// Fetch one page only.
    pub(crate) no_paginate: bool,
    /// The form of the output.
    pub(crate) output: Option<Format>,
    /// What to pick out of the answer.
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
    /// How long to wait for an answer, in seconds.
    pub(crate) read_timeout_seconds: Option<i64>,
    /// How long to wait for a connection, in seconds.
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

/// One option: its name, how many values it takes, which ones, and what it is for.
pub(crate) type Row = (&'static str, Takes, &'static [&'static str], &'static str);

/// Every option, with the words that help shows.
pub(crate) const OPTIONS: &[Row] = &[
    (DEBUG, Takes::Nothing, &[], "Tell step by step what happens."),
    (
        ENDPOINT_URL,
        Takes::One,
        &[],
        "Where the service is, instead of where AWS has it.",
    ),
    (NO_VERIFY_SSL, Takes::Nothing, &[], "Accept any TLS certificate."),
    (NO_PAGINATE, Takes::Nothing, &[], "Fetch one page only."),
    (
        OUTPUT,
        Takes::One,
        &["json", "text", "table", "yaml", "yaml-stream", "off"],
        "The form of the output.",
    ),
    (
        QUERY,
        Takes::One,
        &[],
        "A JMESPath expression that picks from the answer.",
    ),
    (
        PROFILE,
        Takes::One,
        &[],
        "The profile of the configuration files to use.",
    ),
    (REGION, Takes::One, &[], "The Region to work in."),
    (VERSION, Takes::Nothing, &[], "Print the version."),
    (
        COLOR,
        Takes::One,
        &["on", "off", "auto"],
        "When tables are coloured.",
    ),
    (
        NO_SIGN_REQUEST,
        Takes::Nothing,
        &[],
        "Send the request unsigned; no credentials are needed.",
    ),
    (
        CA_BUNDLE,
        Takes::One,
        &[],
        "A file of certificates to trust, in PEM.",
    ),
    (
        READ_TIMEOUT,
        Takes::One,
        &[],
        "How many seconds to wait for an answer; 0 for ever. 60 unless told.",
    ),
    (
        CONNECT_TIMEOUT,
        Takes::One,
        &[],
        "How many seconds to wait for a connection; 0 for ever. 60 unless told.",
    ),
    (
        BINARY_FORMAT,
        Takes::One,
        &["base64", "raw-in-base64-out"],
        "The form of binary values.",
    ),
    (NO_PAGER, Takes::Nothing, &[], "Never start a pager."),
    (AUTO_PROMPT, Takes::Nothing, &[], "Ask for what is missing."),
    (NO_AUTO_PROMPT, Takes::Nothing, &[], "Never ask."),
    (
        ERROR_FORMAT,
        Takes::One,
        &["enhanced", "legacy", "json", "yaml", "text", "table"],
        "The form of errors.",
    ),
];

impl Globals {
    /// Reads the options out of a command line; what remains is the command and its own options.
    pub(crate) fn parse(arguments: &[String]) -> Result<(Self, Parsed), Failure> {
        let flags: Vec<_> = OPTIONS
            .iter()
            .map(|(name, takes, choices, _)| Flag::new(*name, *takes).choices(choices))
            .collect();
        let mut parsed = command_line::parse(&flags, arguments)?;
        let mut globals = Self::default();
        for (index, mut values) in std::mem::take(&mut parsed.options) {
            globals.set(OPTIONS[index].0, values.pop().unwrap_or_default())?;
        }
        Ok((globals, parsed))
    }

    fn set(&mut self, option: &str, value: String) -> Result<(), Failure> {
        match option {
            DEBUG => self.debug = true,
            VERSION => self.version = true,
            ENDPOINT_URL => self.endpoint_url = Some(value),
            NO_VERIFY_SSL => self.no_verify_ssl = true,
            NO_PAGINATE => self.no_paginate = true,
            OUTPUT => self.output = Format::parse(&value),
            QUERY => self.query = Some(query(&value)?),
            PROFILE => self.profile = Some(value),
            REGION => self.region = Some(value),
            COLOR => self.color = Some(value),
            NO_SIGN_REQUEST => self.no_sign_request = true,
            CA_BUNDLE => self.ca_bundle = Some(value),
            READ_TIMEOUT => self.read_timeout_seconds = Some(seconds(&value)?),
            CONNECT_TIMEOUT => self.connect_timeout_seconds = Some(seconds(&value)?),
            NO_PAGER => self.no_cli_pager = true,
            ERROR_FORMAT => self.error_format = Some(value),
            // Connect has no binary values, and asking for values comes later.
            _ => {}
        }
        Ok(())
    }
}

fn query(expression: &str) -> Result<Expression, Failure> {
    Expression::parse(expression)
        .map_err(|error| Failure::Validation(format!("Bad value for --query {expression}: {error}")))
}

fn seconds(value: &str) -> Result<i64, Failure> {
    int(value).map_err(Failure::General)
}
