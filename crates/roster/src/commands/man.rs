//! `roster man`: the manual, a page for each command.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::CommandFactory;
use clap_mangen::Man;
use roster_aws_cli::ManualPage;

use crate::arguments::{self, Arguments};

/// Prints a page, or writes every page into a folder.
pub(crate) fn man(asked: &arguments::Man) -> anyhow::Result<ExitCode> {
    match &asked.out {
        Some(folder) => write_pages(folder)?,
        None => print_page(&asked.command)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print_page(command: &[String]) -> anyhow::Result<()> {
    let words = ["roster"].into_iter().chain(command.iter().map(String::as_str));
    let name = words.collect::<Vec<_>>().join("-");
    let Some(page) = pages()?.into_iter().find(|page| page.name == name) else {
        let command = command.join(" ");
        bail!("there is no manual of `{command}`: `roster help` and `roster connect help` show the commands");
    };
    Ok(std::io::stdout().lock().write_all(page.roff.as_bytes())?)
}

fn write_pages(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for page in pages()? {
        let path = folder.join(format!("{}.1", page.name));
        fs::write(&path, page.roff).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// All pages. Those of `connect` and its commands are made from the description of the API.
fn pages() -> anyhow::Result<Vec<ManualPage>> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    add_pages(&mut pages, &command)?;
    pages.extend(roster_aws_cli::manual());
    Ok(pages)
}

fn add_pages(pages: &mut Vec<ManualPage>, command: &clap::Command) -> anyhow::Result<()> {
    let mut roff = Vec::new();
    let name = command.get_display_name().unwrap_or(command.get_name());
    Man::new(command.clone())
        .title(name.to_uppercase())
        // No date: the same source makes the same page. Empty arguments need quotes.
        .date("\"\"")
        .source(concat!("roster ", env!("CARGO_PKG_VERSION")))
        .render(&mut roff)?;
    pages.push(ManualPage {
        name: name.to_owned(),
        roff: String::from_utf8(roff)?,
    });
    let subcommands = command.get_subcommands();
    for subcommand in
        subcommands.filter(|subcommand| !roster_aws_cli::is_service(subcommand.get_name().as_ref()))
    {
        add_pages(pages, subcommand)?;
    }
    Ok(())
}
