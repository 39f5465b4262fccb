//! `roster mail`.

mod page;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use roster_client::Parameters;
use roster_model::operation::Operation;
use roster_model::ops::roster::mail::{GetMail, ListMails, ResendMail};
use serde_json::Value;

use crate::administration::{cell, time};
use crate::arguments::{Administration, Mail, MailList, MailOpen};
use crate::private_file;
use crate::terminal_text::{escaped, write_json};

const HEADINGS: [&str; 6] = ["ID", "CREATED", "STATE", "KIND", "TO", "SUBJECT"];

/// How many mails a page shows.
const SHOWN: usize = 100;

/// What is percent-encoded in the path of a URL.
const NOT_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Runs the commands on mails.
pub(crate) fn mail(command: &Mail) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match command {
        Mail::List(arguments) => list(arguments)?,
        Mail::Show { administration, id } => show(administration, id, &mut out)?,
        Mail::Open(arguments) => open(arguments, &mut out)?,
        Mail::Resend { administration, ids } => {
            for id in ids {
                resend(administration, id, &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn list(arguments: &MailList) -> anyhow::Result<()> {
    arguments.administration.print(&mails(arguments)?, HEADINGS, row)
}

/// All mails, the newest last.
fn mails(arguments: &MailList) -> anyhow::Result<Vec<Value>> {
    let mut parameters = Parameters::new();
    if let Some(instance) = &arguments.instance {
        let id = arguments.administration.instance_id(instance)?;
        parameters.insert("InstanceId".to_owned(), id.into());
    }
    arguments.administration.all(ListMails::DESCRIPTION, parameters)
}

/// Writes a page with the newest mails, and prints its address.
fn open(arguments: &MailOpen, out: &mut impl Write) -> anyhow::Result<()> {
    let mut mails = mails(&arguments.list)?;
    mails.reverse();
    mails.truncate(SHOWN);
    let page = page::page(&mails);
    let file = match &arguments.out {
        Some(path) => {
            private_file::replace(path, &page)?;
            path.canonicalize()?
        }
        None => new_file(&page).context("cannot write a file for the page")?,
    };
    writeln!(out, "{}", file_url(&file))?;
    Ok(())
}

/// A new file in the folder for temporary files, which only its owner can read.
fn new_file(page: &str) -> io::Result<PathBuf> {
    let mut file = tempfile::Builder::new()
        .prefix("roster-mails-")
        .suffix(".html")
        .tempfile()?;
    file.write_all(page.as_bytes())?;
    let (_, path) = file.keep()?;
    path.canonicalize()
}

fn file_url(path: &Path) -> String {
    let path = path.as_os_str().as_encoded_bytes();
    format!("file://{}", percent_encode(path, NOT_IN_PATHS))
}

fn row(mail: &Value) -> [String; 6] {
    [
        cell(&mail["Id"]),
        time(&mail["CreatedAt"]),
        cell(&mail["State"]).to_lowercase(),
        cell(&mail["Kind"]),
        recipients(mail),
        cell(&mail["Subject"]),
    ]
}

fn recipients(mail: &Value) -> String {
    let to = mail["To"].as_array().into_iter().flatten();
    to.map(cell).collect::<Vec<_>>().join(", ")
}

fn show(administration: &Administration, id: &str, out: &mut impl Write) -> anyhow::Result<()> {
    let mut answer = administration.call(GetMail::DESCRIPTION, &of_mail(id))?;
    let mail = answer["Mail"].take();
    if administration.json {
        return write_json(out, &mail);
    }
    writeln!(out, "To: {}", recipients(&mail))?;
    writeln!(out, "Subject: {}", cell(&mail["Subject"]))?;
    writeln!(out, "Date: {}", time(&mail["CreatedAt"]))?;
    writeln!(out, "State: {}", cell(&mail["State"]).to_lowercase())?;
    if let Value::String(error) = &mail["LastError"] {
        writeln!(out, "Last error: {}", escaped(error))?;
    }
    writeln!(out)?;
    for line in mail["Text"].as_str().unwrap_or_default().lines() {
        writeln!(out, "{}", escaped(line))?;
    }
    Ok(())
}

fn resend(administration: &Administration, id: &str, out: &mut impl Write) -> anyhow::Result<()> {
    let answer = administration.call(ResendMail::DESCRIPTION, &of_mail(id))?;
    match answer["State"].as_str() {
        Some("QUEUED") => writeln!(out, "Mail {} is delivered now", escaped(id))?,
        _ => writeln!(
            out,
            "Mail {} stays as it is: the server delivers no mail, as it was started without --smtp",
            escaped(id)
        )?,
    }
    Ok(())
}

fn of_mail(id: &str) -> Parameters {
    let mut parameters = Parameters::new();
    parameters.insert("MailId".to_owned(), id.into());
    parameters
}
