//! The client's typed errors in the AWS CLI's words.

use roster_client::{
    ConfigError, CredentialsError, Error, InvalidParameter, NEXT_TOKEN, ParameterProblem, Quantity, SignIn,
    TransportError, TransportErrorKind,
};
use roster_model::schema::Kind;
use roster_python_values::{invalid_int, repr, str, type_name};
use serde_json::json;

use crate::failure::Failure;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Config(error) => error.into(),
            Error::Credentials(error) => error.into(),
            Error::InvalidParameters(parameters) => Self::Validation(invalid_parameters(&parameters)),
            error @ Error::HeaderValue(_) => Self::General(error.to_string()),
            Error::UnreadableResponse(reason) => Self::General(format!(
                "Unable to parse response ({reason}), invalid JSON received."
            )),
            Error::Signing(error) => Self::General(error.to_string()),
            Error::Transport(error) => Self::General(transport(&error)),
            Error::Service(error) => Self::Service(error),
            Error::RepeatedToken(token) => {
                let token = repr(&json!({NEXT_TOKEN: token}));
                Self::General(format!(
                    "Error during pagination: The same next token was received twice: {token}"
                ))
            }
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::General(match error {
            ConfigError::NoRegion => {
                let sentence = "You must specify a region. You can also configure your region by running \"aws configure\".";
                return Self::Configuration("NoRegion", sentence.to_owned());
            }
            ConfigError::NoEndpoint => {
                "You must specify an endpoint: this command calls a Roster server, never AWS. \
                 Run eval \"$(roster env)\" first, or give --endpoint-url or --profile."
                    .to_owned()
            }
            ConfigError::MalformedFile { path } => {
                format!("Unable to parse config file: {}", path.display())
            }
            ConfigError::UnknownProfile { profile } => {
                format!("The config profile ({profile}) could not be found")
            }
            ConfigError::UnknownServices { name } => format!(
                "The profile is configured to use the services section but the \"{name}\" services configuration \
                 does not exist."
            ),
            ConfigError::InvalidRegion { region } => {
                format!("Provided region_name '{region}' doesn't match a supported format.")
            }
            ConfigError::InvalidEndpoint { address } => format!("Invalid endpoint: {address}"),
            ConfigError::InvalidRetryMode { mode } => format!(
                "Invalid value provided to \"mode\": \"{mode}\" must be one of: \"standard\" or \"adaptive\""
            ),
            ConfigError::AttemptsNotAnInteger { text } => invalid_int(&text),
            ConfigError::AttemptsOutOfRange { attempts } => format!(
                "Value provided to \"max_attempts\": {attempts} must be an integer greater than or equal to one."
            ),
            ConfigError::InvalidCaBundle { path } => {
                format!("Could not find a suitable TLS CA certificate bundle, invalid path: {path}")
            }
            ConfigError::InvalidProxy { address } => format!("Invalid proxy: {address}"),
        })
    }
}

impl From<CredentialsError> for Failure {
    fn from(error: CredentialsError) -> Self {
        Self::General(match error {
            CredentialsError::NotFound => {
                let sentence =
                    "Unable to locate credentials. You can configure credentials by running \"aws login\".";
                return Self::Configuration("NoCredentials", sentence.to_owned());
            }
            CredentialsError::Runtime(error) => return error.into(),
            CredentialsError::Partial { source_name, missing } => {
                format!("Partial credentials found in {source_name}, missing: {missing}")
            }
            CredentialsError::NotAssumed(error) => return (*error).into(),
            CredentialsError::UnknownSourceProfile {
                profile,
                source_profile,
            } => format!(
                "The source_profile \"{source_profile}\" referenced in the profile \"{profile}\" does not exist."
            ),
            CredentialsError::RoleOfItself { profile, visited } => format!(
                "Infinite loop in credential configuration detected. Attempting to load from profile {profile} which has \
                 already been visited. Visited profiles: {}",
                repr(&json!(visited))
            ),
            CredentialsError::NeedsMfaCode { profile } => format!(
                "The role of the profile ({profile}) needs an MFA code (mfa_serial), and there is no terminal to ask for it: \
                 run the command on a terminal once, or assume the role with \"aws sts assume-role\" and put the keys into \
                 the environment"
            ),
            CredentialsError::ProviderFailed { reason, sign_in } => reason + remedy(sign_in),
            CredentialsError::NoProviders { profile } => format!(
                "The profile ({profile}) has no keys of its own, and this build cannot ask for them elsewhere"
            ),
        })
    }
}

fn remedy(sign_in: Option<SignIn>) -> &'static str {
    match sign_in {
        Some(SignIn::Sso) => ". You can sign in by running \"aws sso login\".",
        Some(SignIn::Console) => ". You can sign in by running \"aws login\".",
        None => "",
    }
}

/// What happened, as botocore words it.
pub(crate) fn transport(error: &TransportError) -> String {
    let TransportError { kind, url, reason } = error;
    match kind {
        TransportErrorKind::ConnectTimeout => format!("Connect timeout on endpoint URL: \"{url}\""),
        TransportErrorKind::ReadTimeout => format!("Read timeout on endpoint URL: \"{url}\""),
        TransportErrorKind::Tls => format!("SSL validation failed for {url} {reason}"),
        TransportErrorKind::ConnectionClosed => {
            format!("Connection was closed before we received a valid response from endpoint URL: \"{url}\".")
        }
        TransportErrorKind::ProxyConnectionFailed => {
            format!("Failed to connect to proxy URL: \"{url}\"")
        }
        TransportErrorKind::Unreachable => {
            format!("Could not connect to the endpoint URL: \"{url}\"")
        }
    }
}

/// A line for each parameter.
fn invalid_parameters(parameters: &[InvalidParameter]) -> String {
    let lines: Vec<_> = parameters.iter().map(invalid_parameter).collect();
    format!("Parameter validation failed:\n{}", lines.join("\n"))
}

fn invalid_parameter(parameter: &InvalidParameter) -> String {
    let path = match parameter.path.as_str() {
        "" => "input",
        path => path.strip_prefix('.').unwrap_or(path),
    };
    match &parameter.problem {
        ParameterProblem::Missing { name } => format!("Missing required parameter in {path}: \"{name}\""),
        ParameterProblem::Unknown { name, known } => {
            let known = known.join(", ");
            format!("Unknown parameter in {path}: \"{name}\", must be one of: {known}")
        }
        ParameterProblem::NotOneMember { given: 0, known } => {
            let known = known.join(". ");
            format!("Must set one of the following keys for tagged unionstructure {path}: {known}.")
        }
        ParameterProblem::NotOneMember { given: _, known } => {
            let known = known.join(". ");
            format!(
                "Invalid number of parameters set for tagged union structure {path}. Can only set one of the \
                 following keys: {known}."
            )
        }
        ParameterProblem::BelowMinimum {
            quantity,
            found,
            minimum,
        } => {
            let quantity = match quantity {
                Quantity::Length => "length",
                Quantity::Value => "value",
            };
            format!(
                "Invalid {quantity} for parameter {path}, value: {found}, valid min {quantity}: {minimum}"
            )
        }
        ParameterProblem::WrongType { value, expected } => {
            let (shown, found, valid) = (str(value), type_name(value), python_types(expected));
            format!(
                "Invalid type for parameter {path}, value: {shown}, type: <class '{found}'>, valid types: {valid}"
            )
        }
    }
}

const fn python_types(kind: &Kind) -> &'static str {
    match kind {
        Kind::NoOutput | Kind::Structure(_) | Kind::Map { .. } => "<class 'dict'>",
        Kind::List { .. } => "<class 'list'>, <class 'tuple'>",
        Kind::String { .. } | Kind::Enum(_) => "<class 'str'>",
        Kind::Integer { .. } | Kind::Long { .. } => "<class 'int'>",
        Kind::Float { .. } => "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
        Kind::Boolean => "<class 'bool'>",
        Kind::Timestamp => "<class 'datetime.datetime'>, timestamp-string",
    }
}

#[cfg(test)]
mod tests {
    use roster_client::check_parameters;
    use roster_model::operation::Operation;
    use roster_model::ops::connect::users::CreateUser;
    use serde_json::Value;

    use super::*;

    #[test]
    fn invalid_parameters_are_reported_as_botocore_reports_them() {
        let request = json!({
            "Username": "", "SecurityProfileIds": [5, "x"], "InstanceId": null, "Nope": 1,
            "PhoneConfig": {"AutoAccept": "yes", "AfterContactWorkTimeLimit": -1, "PhoneType": []},
            "Tags": {"": "x"},
        });
        let Value::Object(parameters) = request else {
            panic!("no parameters")
        };
        let failure =
            Failure::from(check_parameters(&CreateUser::DESCRIPTION.into(), &parameters).unwrap_err());
        let Failure::Validation(sentence) = failure else {
            panic!("{failure:?}")
        };

        let known = CreateUser::DESCRIPTION
            .request()
            .members()
            .iter()
            .map(|member| member.name);
        let known = known.collect::<Vec<_>>().join(", ");
        let expected = [
            "Parameter validation failed:",
            "Missing required parameter in input: \"RoutingProfileId\"",
            &format!("Unknown parameter in input: \"Nope\", must be one of: {known}"),
            "Invalid length for parameter Username, value: 0, valid min length: 1",
            "Invalid type for parameter SecurityProfileIds[0], value: 5, type: <class 'int'>, valid types: <class 'str'>",
            "Invalid type for parameter InstanceId, value: None, type: <class 'NoneType'>, valid types: <class 'str'>",
            "Invalid type for parameter PhoneConfig.AutoAccept, value: yes, type: <class 'str'>, valid types: <class 'bool'>",
            "Invalid value for parameter PhoneConfig.AfterContactWorkTimeLimit, value: -1, valid min value: 0",
            "Invalid type for parameter PhoneConfig.PhoneType, value: [], type: <class 'list'>, valid types: <class 'str'>",
            "Invalid length for parameter Tags (key: ), value: 0, valid min length: 1",
        ];
        assert_eq!(sentence.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn invalid_retry_settings_are_reported_as_botocore_reports_them() {
        let mode = "legacy".to_owned();
        let text = "often".to_owned();
        for (error, sentence) in [
            (
                ConfigError::InvalidRetryMode { mode },
                "Invalid value provided to \"mode\": \"legacy\" must be one of: \"standard\" or \"adaptive\"",
            ),
            (
                ConfigError::AttemptsOutOfRange { attempts: 0 },
                "Value provided to \"max_attempts\": 0 must be an integer greater than or equal to one.",
            ),
            (
                ConfigError::AttemptsNotAnInteger { text },
                "invalid literal for int() with base 10: 'often'",
            ),
        ] {
            let text = Failure::from(error).text();
            assert_eq!(text, format!("\naws: [ERROR]: {sentence}\n"));
        }
    }

    #[test]
    fn a_repeated_token_is_shown_as_python_shows_it() {
        let text = Failure::from(Error::RepeatedToken(json!("a"))).text();
        assert!(text.ends_with("received twice: {'NextToken': 'a'}\n"), "{text}");
    }
}
