//! The arguments of `roster login`.

use std::path::{Path, PathBuf};

use anyhow::ensure;
use clap::Args;

use super::Data;

/// The server that is logged in to.
pub(crate) enum LoginServer<'a> {
    /// That of a data directory, as a profile of its credentials file.
    Local { data: Data, account: &'a str },
    /// That of an address.
    Remote {
        endpoint_url: &'a str,
        ca_bundle: Option<&'a Path>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Login {
    /// Data directory of a running server, whose root access key is taken; or an address such as `https://roster.example.com`,
    /// with the access key of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or one that is asked for [default: --data-dir]
    #[arg(value_name = "DIR|URL")]
    server: Option<String>,

    #[command(flatten)]
    pub(crate) data: Data,

    /// Name of the profile to write
    #[arg(long, value_name = "NAME", default_value = "roster")]
    pub(crate) profile: String,

    /// Profile in the credentials file of the data directory whose access key to take [default: default]
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,

    /// Region [default: the main Region of the account's partition, such as us-east-1]
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,

    /// File of trusted certificates, in PEM, for a server whose certificate nobody else signs
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_bundle: Option<PathBuf>,

    /// Replace a profile of the name that `roster login` has not written
    #[arg(long)]
    pub(crate) replace: bool,
}

impl Login {
    /// The server that the arguments name.
    pub(crate) fn server(&self) -> anyhow::Result<LoginServer<'_>> {
        let named = self.server.as_deref();
        if let Some(endpoint_url) = named.filter(|server| server.contains("://")) {
            ensure!(
                self.account.is_none(),
                "--account names a profile of a data directory, and {endpoint_url} is an address: leave it out"
            );
            return Ok(LoginServer::Remote {
                endpoint_url,
                ca_bundle: self.ca_bundle.as_deref(),
            });
        }
        ensure!(
            self.ca_bundle.is_none(),
            "--ca-bundle is for a server that is named by its address: leave it out"
        );
        let data = named.map_or_else(
            || self.data.clone(),
            |data_dir| Data {
                data_dir: data_dir.into(),
            },
        );
        Ok(LoginServer::Local {
            data,
            account: self.account.as_deref().unwrap_or("default"),
        })
    }
}
