//! The arguments of `roster connect`, `roster iam` and so on, which the AWS CLI's rules apply to.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Args;
use roster_model::service::Service;

#[derive(Args, Debug)]
pub(crate) struct ServiceArguments {
    /// The arguments of the AWS CLI
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    arguments: Vec<OsString>,
}

impl ServiceArguments {
    /// Runs the command line, as the AWS CLI does.
    pub(crate) fn run(self, service: Service) -> ExitCode {
        roster_aws_cli::run(std::iter::once(service.name().into()).chain(self.arguments))
    }
}
