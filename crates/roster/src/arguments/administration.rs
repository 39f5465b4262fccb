//! The arguments of the commands that call a running server's administration.

use std::ops::Deref;

use clap::Args;

/// The server to call, the access key to sign with, and the form of the output.
#[derive(Args, Clone, Debug)]
pub(crate) struct Administration {
    #[command(flatten)]
    pub(crate) server: CalledServer,

    /// Print the answer as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Deref for Administration {
    type Target = CalledServer;

    fn deref(&self) -> &CalledServer {
        &self.server
    }
}

/// The server to call, and the access key to sign with.
#[derive(Args, Clone, Debug)]
pub(crate) struct CalledServer {
    /// Address of the server [default: as `roster connect` finds it, such as from `roster env`]
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,

    /// Profile of AWS's shared files whose access key signs
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,

    /// Region of the instances
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,

    /// File of certificates to trust, in PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_bundle: Option<String>,
}
