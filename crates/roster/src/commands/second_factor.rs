//! `roster second-factor`.

use std::process::ExitCode;

use roster_client::Parameters;
use roster_model::operation::Operation;
use roster_model::ops::roster::second_factor::DeleteSecondFactor;

use crate::arguments::SecondFactor;
use crate::terminal_text::escaped;

/// Runs the commands on second factors.
pub(crate) fn second_factor(command: &SecondFactor) -> anyhow::Result<ExitCode> {
    let SecondFactor::Delete(arguments) = command;
    let administration = &arguments.administration;
    let instance = administration.instance_id(&arguments.instance)?;
    let user = administration.user_id(&instance, &arguments.user)?;
    let mut parameters = Parameters::new();
    parameters.insert("InstanceId".to_owned(), instance.into());
    parameters.insert("UserId".to_owned(), user.into());
    administration.call(DeleteSecondFactor::DESCRIPTION, &parameters)?;
    println!(
        "User {} has no second factor any more, and is signed out",
        escaped(&arguments.user)
    );
    Ok(ExitCode::SUCCESS)
}
