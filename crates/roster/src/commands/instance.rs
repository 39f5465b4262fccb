//! `roster instance`.

use std::io::{self, Write};
use std::process::ExitCode;

use roster_client::Parameters;
use roster_model::operation::Operation;
use roster_model::ops::roster::settings::{DescribeInstanceSettings, UpdateInstanceSettings};
use serde_json::{Value, json};

use crate::administration::cell;
use crate::arguments::{Instance, InstanceShow, InstanceUpdate, OwnOrDefault};
use crate::terminal_text::{escaped, escaped_json};
use crate::text_table::{TextTable, terminal_width};

const HEADINGS: [&str; 3] = ["SETTING", "VALUE", "SET ON"];

/// Runs the commands on the settings of an instance.
pub(crate) fn instance(command: &Instance) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    match command {
        Instance::Show(arguments) => show(arguments, &mut out)?,
        Instance::Set(arguments) => {
            let id = arguments.administration.instance_id(&arguments.instance)?;
            let parameters = parameters(&id, arguments);
            let operation = UpdateInstanceSettings::DESCRIPTION;
            arguments.administration.call(operation, &parameters)?;
            writeln!(
                out,
                "The settings of instance {} are changed",
                escaped(&arguments.instance)
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(arguments: &InstanceShow, out: &mut impl Write) -> anyhow::Result<()> {
    let administration = &arguments.administration;
    let parameters = of_instance(&administration.instance_id(&arguments.instance)?);
    let settings = administration.call(DescribeInstanceSettings::DESCRIPTION, &parameters)?;
    if administration.json {
        let json = serde_json::to_string_pretty(&settings)?;
        for line in json.lines() {
            writeln!(out, "{}", escaped_json(line))?;
        }
        return Ok(());
    }
    TextTable::of(HEADINGS, rows(&settings)).print(out, terminal_width())?;
    Ok(())
}

fn rows(settings: &Value) -> [[String; 3]; 2] {
    let domains = settings["EmailDomains"].as_array().into_iter().flatten();
    let domains: Vec<_> = domains.map(cell).collect();
    let domains = if domains.is_empty() {
        "any".to_owned()
    } else {
        domains.join(",")
    };
    let defaults = settings["ServerDefaults"].as_array();
    let set_on = |setting: &str| {
        let is_default = defaults.is_some_and(|defaults| defaults.iter().any(|default| default == setting));
        if is_default { "the server" } else { "the instance" }.to_owned()
    };
    let language = cell(&settings["MailLanguage"]);
    [
        ["mail-language".to_owned(), language, set_on("MAIL_LANGUAGE")],
        ["email-domains".to_owned(), domains, set_on("EMAIL_DOMAINS")],
    ]
}

fn parameters(id: &str, arguments: &InstanceUpdate) -> Parameters {
    let mut parameters = of_instance(id);
    let mut defaults = Vec::new();
    let mut set = |member: &str, setting, value| match value {
        Some(OwnOrDefault::Own(value)) => {
            parameters.insert(member.to_owned(), value);
        }
        Some(OwnOrDefault::Default) => defaults.push(json!(setting)),
        None => {}
    };
    let language = arguments.mail_language.as_ref();
    let language = language.map(|language| language.json(|language| json!(language.code())));
    set("MailLanguage", "MAIL_LANGUAGE", language);
    let domains = arguments.email_domains.as_ref();
    let domains = domains.map(|domains| domains.json(|domains| domains.iter().collect()));
    set("EmailDomains", "EMAIL_DOMAINS", domains);
    if !defaults.is_empty() {
        parameters.insert("ServerDefaults".to_owned(), defaults.into());
    }
    parameters
}

impl<T> OwnOrDefault<T> {
    fn json(&self, own: impl FnOnce(&T) -> Value) -> OwnOrDefault<Value> {
        match self {
            Self::Own(value) => OwnOrDefault::Own(own(value)),
            Self::Default => OwnOrDefault::Default,
        }
    }
}

fn of_instance(id: &str) -> Parameters {
    let mut parameters = Parameters::new();
    parameters.insert("InstanceId".to_owned(), id.into());
    parameters
}
