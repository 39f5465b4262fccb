//! `cargo xtask conformance`: runs the cases of `conformance/` against Roster, moto or any other server.

use std::ffi::OsString;

use anyhow::Result;
use clap::Args;

use crate::shell::{Program, cargo, python_tool, target};

/// The version of moto that is measured.
const MOTO: &str = "5.2.5";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Try the server at this address, with credentials and a Region from the usual AWS variables
    #[arg(long, value_name = "URL", conflicts_with_all = ["moto", "write"])]
    endpoint: Option<String>,
    /// Let all cases play in this instance of that server, which they change and fill, instead of instances of their own
    #[arg(long, value_name = "ID", requires = "endpoint")]
    instance: Option<String>,
    /// Try only this operation
    #[arg(long, value_name = "NAME", conflicts_with = "write")]
    operation: Option<String>,
    /// Try moto as well, which is installed from PyPI
    #[arg(long)]
    moto: bool,
    /// Write docs/reference/conformance.md, and with --moto what it says of moto
    #[arg(long)]
    write: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut words: Vec<OsString> = Vec::new();
    if let Some(endpoint) = &arguments.endpoint {
        words.extend(["--endpoint".into(), endpoint.into()]);
    } else {
        cargo(&["build", "--quiet", "--locked", "--package", "roster"]).run()?;
        words.extend(["--roster".into(), target().join("debug/roster").into()]);
    }
    if let Some(instance) = &arguments.instance {
        words.extend(["--instance".into(), instance.into()]);
    }
    if let Some(operation) = &arguments.operation {
        words.extend(["--operation".into(), operation.into()]);
    }
    if arguments.moto {
        // Asks for the tool only to have it installed: the runner starts and stops it.
        python_tool("moto", &format!("moto[server]=={MOTO}"), "moto_server")?;
        let server = target().join("tools/moto/bin/moto_server");
        words.extend(["--moto-server".into(), server.into()]);
        words.extend(["--moto-version".into(), MOTO.into()]);
    }
    if arguments.write {
        words.push("--write".into());
    }
    let runner = [
        "run",
        "--quiet",
        "--locked",
        "--package",
        "roster-conformance",
        "--",
    ];
    words.iter().fold(cargo(&runner), Program::arg).run()
}
