//! The failures of a command in the AWS CLI's words, and the exit code of each kind.

use roster_client::ServiceError;
use serde_json::{Map, Value};

use crate::interrupt::INTERRUPTED;
use crate::pager::NoPager;

/// The name of the program in messages. Scripts look for the AWS CLI's name.
pub(crate) const PROGRAM: &str = "aws";

const USAGE: &str = "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line cannot be parsed.
    Usage(String),
    /// Options that the command does not have.
    UnknownOptions(Vec<String>),
    /// A value is invalid.
    Validation(String),
    /// The configuration is incomplete: a code and a sentence.
    Configuration(&'static str, String),
    /// The service refused the request.
    Service(Box<ServiceError>),
    /// Anything else.
    General(String),
    /// The reader of the output closed it.
    OutputClosed,
    /// The user left the prompt.
    Interrupted,
}

impl Failure {
    /// The exit code, as AWS CLI v2 defines it.
    pub(crate) const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::UnknownOptions(_) | Self::Validation(_) => 252,
            Self::Configuration(..) => 253,
            Self::Service(_) => 254,
            Self::General(_) => 255,
            // A reader that has seen enough, such as `head`, is no failure.
            Self::OutputClosed => 0,
            Self::Interrupted => INTERRUPTED,
        }
    }

    /// Whether the command line, or a value in it, is invalid.
    pub(crate) const fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Usage(_) | Self::UnknownOptions(_) | Self::Validation(_)
        )
    }

    /// The text for standard error in the legacy form: what is found before anything is sent has no code.
    pub(crate) fn legacy_text(&self) -> String {
        match self {
            Self::Usage(message) => format!("\n{PROGRAM}: [ERROR]: {message}\n\n{USAGE}"),
            Self::Validation(message) | Self::Configuration(_, message) => {
                format!("\n{PROGRAM}: [ERROR]: {}\n", message.trim_end())
            }
            Self::UnknownOptions(_)
            | Self::Service(_)
            | Self::General(_)
            | Self::OutputClosed
            | Self::Interrupted => self.text(),
        }
    }

    /// The text for standard error.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::OutputClosed | Self::Interrupted => String::new(),
            failure => format!("{}\n", failure.untrimmed_text().trim_end()),
        }
    }

    fn untrimmed_text(&self) -> String {
        let prefix = format!("{PROGRAM}: [ERROR]: ");
        match self {
            Self::Usage(message) => {
                format!("\n{prefix}An error occurred (ParamValidation): {message}\n\n{USAGE}")
            }
            Self::UnknownOptions(options) => {
                format!("\n{USAGE}\n\n{prefix}Unknown options: {}", options.join(", "))
            }
            Self::Validation(message) => {
                format!("\n{prefix}An error occurred (ParamValidation): {message}")
            }
            Self::Configuration(code, message) => {
                format!("\n{prefix}An error occurred ({code}): {message}")
            }
            Self::Service(error) => format!("\n{prefix}{}", service_sentence(error)),
            Self::General(message) => format!("\n{prefix}{message}"),
            Self::OutputClosed | Self::Interrupted => String::new(),
        }
    }

    /// The failure as an object, for programs. `None`: the AWS CLI has no code for it.
    pub(crate) fn object(&self) -> Option<Map<String, Value>> {
        let member = |name: &str, value: &str| (name.to_owned(), Value::from(value));
        match self {
            Self::Validation(message) => Some(Map::from_iter([
                member("Code", "ParamValidation"),
                member("Message", message),
            ])),
            Self::Configuration(code, message) => {
                Some(Map::from_iter([member("Code", code), member("Message", message)]))
            }
            Self::Service(error) => {
                let members = [member("Message", &error.message), member("Code", &error.code)];
                Some(members.into_iter().chain(error.details.clone()).collect())
            }
            Self::Usage(_)
            | Self::UnknownOptions(_)
            | Self::General(_)
            | Self::OutputClosed
            | Self::Interrupted => None,
        }
    }

    /// The members of the service's exception besides code and message.
    pub(crate) const fn details(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Service(error) => Some(&error.details),
            Self::Usage(_)
            | Self::UnknownOptions(_)
            | Self::Validation(_)
            | Self::Configuration(..)
            | Self::General(_)
            | Self::OutputClosed
            | Self::Interrupted => None,
        }
    }
}

fn service_sentence(error: &ServiceError) -> String {
    let ServiceError {
        operation,
        code,
        message,
        ..
    } = error;
    let retries = if error.is_attempt_limit {
        format!(" (reached max retries: {})", error.attempts - 1)
    } else {
        String::new()
    };
    format!("An error occurred ({code}) when calling the {operation} operation{retries}: {message}")
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error
            .get_ref()
            .is_some_and(<dyn std::error::Error + Send + Sync>::is::<NoPager>)
        {
            return Self::Configuration("Pager", error.to_string());
        }
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::General(roster_python_values::os_error(&error)),
        }
    }
}
