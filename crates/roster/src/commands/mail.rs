//! `roster mail`.

use std::io::{self, Write};
use std::process::ExitCode;

use roster_client::Parameters;
use roster_model::operation::Operation;
use roster_model::ops::roster::mail::{GetMail, ListMails, ResendMail};
use serde_json::Value;

use crate::administration::{cell, time};
use crate::arguments::{Administration, Mail, MailList};
use crate::terminal_text::{escaped, escaped_json};

const HEADINGS: [&str; 6] = ["ID", "CREATED", "STATE", "KIND", "TO", "SUBJECT"];

/// Runs the commands on mails.
pub(crate) fn mail(command: &Mail) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match command {
        Mail::List(arguments) => list(arguments)?,
        Mail::Show { administration, id } => show(administration, id, &mut out)?,
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
    let mut parameters = Parameters::new();
    if let Some(instance) = &arguments.instance_id {
        parameters.insert("InstanceId".to_owned(), instance.clone().into());
    }
    let mails = arguments.administration.all(ListMails::DESCRIPTION, parameters)?;
    arguments.administration.print(&mails, HEADINGS, row)
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
        let json = serde_json::to_string_pretty(&mail)?;
        for line in json.lines() {
            writeln!(out, "{}", escaped_json(line))?;
        }
        return Ok(());
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
