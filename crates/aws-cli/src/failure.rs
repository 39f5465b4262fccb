//! What can go wrong, as the AWS CLI words it, and the exit code of each kind.

use roster_client::ServiceError;
use serde_json::{Map, Value};

use crate::interrupt::INTERRUPTED;
use crate::pager::NoPager;

/// What the program calls itself: scripts look for the AWS CLI's own name.
pub(crate) const PROGRAM: &str = "aws";

const USAGE: &str = "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line cannot be understood.
    Usage(String),
    /// Options that the command does not have.
    UnknownOptions(Vec<String>),
    /// A value is not acceptable.
    Validation(String),
    /// Something is missing in the configuration: a code and a sentence.
    Configuration(&'static str, String),
    /// The service refused.
    Service(Box<ServiceError>),
    /// Anything else.
    General(String),
    /// Whoever reads the output went away.
    Output,
    /// Who was asked left.
    Interrupted,
}

impl Failure {
    /// The exit code, as AWS CLI v2 defines it.
    pub(crate) const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::UnknownOptions(_) | Self::Validation(_) => 252,
            Self::Configuration(..) => 253,
            Self::Service(_) => 254,
            Self::General(_) | Self::Output => 255,
            Self::Interrupted => INTERRUPTED,
        }
    }

    /// Whether the command line, or a value in it, is not acceptable.
    pub(crate) const fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Usage(_) | Self::UnknownOptions(_) | Self::Validation(_)
        )
    }

    /// What goes to standard error, for people.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Output | Self::Interrupted => String::new(),
            failure => format!("{}\n", failure.untrimmed_text().trim_end()),
        }
    }

    fn untrimmed_text(&self) -> String {
        let error = format!("{PROGRAM}: [ERROR]: ");
        match self {
            Self::Usage(message) => {
                format!("\n{error}An error occurred (ParamValidation): {message}\n\n{USAGE}")
            }
            Self::UnknownOptions(options) => {
                format!("\n{USAGE}\n\n{error}Unknown options: {}", options.join(", "))
            }
            Self::Validation(message) => {
                format!("\n{error}An error occurred (ParamValidation): {message}")
            }
            Self::Configuration(code, message) => {
                format!("\n{error}An error occurred ({code}): {message}")
            }
            Self::Service(refusal) => format!("\n{error}{}", service_sentence(refusal)),
            Self::General(message) => format!("\n{error}{message}"),
            Self::Output | Self::Interrupted => String::new(),
        }
    }

    /// The failure as an object, for programs; none where the AWS CLI has no code for it.
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
            Self::Service(refusal) => {
                let members = [member("Message", &refusal.message), member("Code", &refusal.code)];
                Some(members.into_iter().chain(refusal.details.clone()).collect())
            }
            Self::Usage(_)
            | Self::UnknownOptions(_)
            | Self::General(_)
            | Self::Output
            | Self::Interrupted => None,
        }
    }

    /// What the service says besides code and message.
    pub(crate) const fn details(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Service(refusal) => Some(&refusal.details),
            Self::Usage(_)
            | Self::UnknownOptions(_)
            | Self::Validation(_)
            | Self::Configuration(..)
            | Self::General(_)
            | Self::Output
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
            std::io::ErrorKind::BrokenPipe => Self::Output,
            _ => Self::General(roster_python_values::os_error(&error)),
        }
    }
}
