//! The forms in which shells and programs take an environment.

use anyhow::{Result, ensure};
use serde_json::{Map, Value};

/// Variables to set, each with its value, and variables to remove.
pub(super) struct Environment {
    pub(super) set: Vec<(String, String)>,
    pub(super) unset: &'static [&'static str],
}

impl Environment {
    /// Lines for a POSIX shell: `eval "$(roster env)"`.
    pub(super) fn posix(&self) -> String {
        let assignments = self.each(|name, value| format!(" {name}={}", posix_quoted(value)));
        format!("unset {};\nexport{assignments}\n", self.unset.join(" "))
    }

    /// Lines for fish: `roster env --fish | source`. Variables that fish has saved for good stay.
    pub(super) fn fish(&self) -> String {
        let removals = self.each_unset(|name| format!("set -eg {name};\n"));
        let assignments = self.each(|name, value| format!("set -gx {name} {};\n", fish_quoted(value)));
        removals + &assignments
    }

    /// Lines for PowerShell: `roster env --powershell | Out-String | Invoke-Expression`.
    pub(super) fn powershell(&self) -> String {
        let removals = self.each_unset(|name| format!("$env:{name} = $null\n"));
        let assignments = self.each(|name, value| format!("$env:{name} = {}\n", powershell_quoted(value)));
        removals + &assignments
    }

    /// A file of `NAME=value` lines, which can remove nothing.
    ///
    /// # Errors
    ///
    /// If a value has a line break: readers of such files do not agree how it is written.
    pub(super) fn dotenv(&self) -> Result<String> {
        for (name, value) in &self.set {
            ensure!(
                !value.contains(['\n', '\r']),
                "the value of {name} has a line break, which --dotenv cannot write: use --json"
            );
        }
        let assignments = self.each(|name, value| format!("{name}={}\n", dotenv_quoted(value)));
        Ok(format!(
            "# These must not be set: {}\n{assignments}",
            self.unset.join(" ")
        ))
    }

    /// A JSON object, with `null` for each variable to remove.
    pub(super) fn json(&self) -> String {
        let set = self
            .set
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())));
        let unset = self.unset.iter().map(|name| ((*name).to_owned(), Value::Null));
        let object: Map<String, Value> = set.chain(unset).collect();
        format!("{:#}\n", Value::Object(object))
    }

    fn each(&self, line: impl Fn(&str, &str) -> String) -> String {
        self.set.iter().map(|(name, value)| line(name, value)).collect()
    }

    fn each_unset(&self, line: impl Fn(&str) -> String) -> String {
        self.unset.iter().map(|name| line(name)).collect()
    }
}

/// Whether every program that reads environments takes the value as it is.
fn is_plain(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:+@%".contains(&byte);
    !value.is_empty() && value.bytes().all(plain)
}

fn posix_quoted(value: &str) -> String {
    if is_plain(value) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

/// Between single quotes, fish reads `\\` and `\'`.
fn fish_quoted(value: &str) -> String {
    format!("'{}'", value.replace('\\', r"\\").replace('\'', r"\'"))
}

/// Between single quotes, PowerShell reads a doubled quote as one. Any of these ends a text that `'` begins.
fn powershell_quoted(value: &str) -> String {
    const QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
    let mut quoted = String::from("'");
    for character in value.chars() {
        quoted.push(character);
        if QUOTES.contains(&character) {
            quoted.push(character);
        }
    }
    quoted.push('\'');
    quoted
}

/// Single quotes keep everything as it is, in all readers; they cannot hold a single quote.
fn dotenv_quoted(value: &str) -> String {
    if is_plain(value) {
        return value.to_owned();
    }
    if !value.contains('\'') {
        return format!("'{value}'");
    }
    let mut quoted = String::from("\"");
    for character in value.chars() {
        if matches!(character, '\\' | '"' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(value: &str) -> Environment {
        Environment {
            set: vec![
                ("AWS_REGION".to_owned(), "us-east-1".to_owned()),
                ("AWS_CA_BUNDLE".to_owned(), value.to_owned()),
            ],
            unset: &["AWS_PROFILE", "AWS_SESSION_TOKEN"],
        }
    }

    #[test]
    fn a_posix_shell_gets_one_line_to_unset_and_one_to_export() {
        assert_eq!(
            environment("/it's $HOME").posix(),
            "unset AWS_PROFILE AWS_SESSION_TOKEN;\nexport AWS_REGION=us-east-1 AWS_CA_BUNDLE='/it'\\''s $HOME'\n"
        );
    }

    #[test]
    fn fish_gets_backslashes_and_quotes_escaped() {
        assert_eq!(
            environment(r"/it's $HOME\x").fish(),
            "set -eg AWS_PROFILE;\nset -eg AWS_SESSION_TOKEN;\nset -gx AWS_REGION 'us-east-1';\n\
             set -gx AWS_CA_BUNDLE '/it\\'s $HOME\\\\x';\n"
        );
    }

    #[test]
    fn powershell_gets_every_kind_of_single_quote_doubled() {
        assert_eq!(
            environment("/it's \u{2019}$x`").powershell(),
            "$env:AWS_PROFILE = $null\n$env:AWS_SESSION_TOKEN = $null\n$env:AWS_REGION = 'us-east-1'\n\
             $env:AWS_CA_BUNDLE = '/it''s \u{2019}\u{2019}$x`'\n"
        );
    }

    #[test]
    fn a_dotenv_file_quotes_only_what_needs_it() {
        for (value, written) in [
            ("/plain/ca.pem", "/plain/ca.pem"),
            ("/a $HOME", "'/a $HOME'"),
            (r"/it's $HOME\", r#""/it's \$HOME\\""#),
            ("", "''"),
        ] {
            assert_eq!(
                environment(value).dotenv().unwrap(),
                format!(
                    "# These must not be set: AWS_PROFILE AWS_SESSION_TOKEN\nAWS_REGION=us-east-1\nAWS_CA_BUNDLE={written}\n"
                )
            );
        }
    }

    #[test]
    fn a_dotenv_file_with_a_line_break_in_a_value_is_refused_by_name() {
        let refusal = environment("/two\nlines").dotenv().unwrap_err().to_string();

        assert_eq!(
            refusal,
            "the value of AWS_CA_BUNDLE has a line break, which --dotenv cannot write: use --json"
        );
    }

    #[test]
    fn json_has_null_for_what_is_to_be_removed() {
        let read: Value = serde_json::from_str(&environment("/it's \"x\"").json()).unwrap();

        assert_eq!(
            read,
            serde_json::json!({
                "AWS_REGION": "us-east-1", "AWS_CA_BUNDLE": "/it's \"x\"", "AWS_PROFILE": null, "AWS_SESSION_TOKEN": null
            })
        );
    }
}
