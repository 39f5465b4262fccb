//! The templates of mails: read, checked and filled.

use std::collections::HashMap;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use roster_domain::Language;
use roster_domain::account_mail::{AccountMail, AccountMailKind};
use roster_domain::records::MailContent;
use roster_model::shapes::Timestamp;
use thiserror::Error;

use crate::block::{self, Block};
use crate::built_in;
use crate::samples;
use crate::values::{Addressee, values};

/// A template cannot be read or filled.
#[derive(Debug, Error)]
#[error("{template}: {source}")]
pub struct TemplateError {
    /// Its name: language and kind, or that of the layout.
    template: String,
    source: minijinja::Error,
}

/// The templates of all mails.
pub struct Templates {
    environment: Environment<'static>,
    mails: HashMap<(Language, AccountMailKind), Template>,
}

/// The template of a mail: each text is the name of one in the environment.
struct Template {
    subject: String,
    blocks: Vec<Block>,
}

/// The name of the template that makes HTML of a subject and blocks.
const LAYOUT: &str = built_in::LAYOUT_FILE;

impl Templates {
    /// The templates that Roster brings.
    ///
    /// # Panics
    ///
    /// If one is malformed, which a test rules out.
    pub fn built_in() -> Self {
        Self::try_built_in().expect("the templates that Roster brings are well formed")
    }

    fn try_built_in() -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| match name {
            LAYOUT => AutoEscape::Html,
            _ => AutoEscape::None,
        });
        let mut templates = Self {
            environment,
            mails: HashMap::new(),
        };
        templates.add(LAYOUT, built_in::LAYOUT)?;
        for language in Language::ALL {
            for kind in AccountMailKind::ALL {
                templates.set(language, kind, built_in::template(language, kind))?;
            }
        }
        Ok(templates)
    }

    /// Replaces the template of a kind of mail in a language, if samples can be filled in.
    pub(crate) fn replace(
        &mut self,
        language: Language,
        kind: AccountMailKind,
        source: &str,
    ) -> Result<(), TemplateError> {
        self.set(language, kind, source)?;
        for sample in samples::of(kind) {
            self.render(language, samples::ADDRESSEE, &sample, samples::NOW)?;
        }
        Ok(())
    }

    /// Replaces the layout of HTML, if a sample can be laid out.
    pub(crate) fn replace_layout(&mut self, source: &str) -> Result<(), TemplateError> {
        self.add(LAYOUT, source)?;
        for sample in samples::of(AccountMailKind::PasswordReset) {
            self.render(Language::En, samples::ADDRESSEE, &sample, samples::NOW)?;
        }
        Ok(())
    }

    /// Sets the template of a kind of mail in a language.
    fn set(&mut self, language: Language, kind: AccountMailKind, source: &str) -> Result<(), TemplateError> {
        let (subject, blocks) = block::parse(source);
        let mut part = 0;
        let mut add = |source: &str| {
            let name = format!("{}/{}#{part}", language.code(), kind.name());
            part += 1;
            self.add(&name, source).map(|()| name)
        };
        let subject = add(&subject)?;
        let blocks = blocks
            .iter()
            .map(|block| block.try_map(&mut add))
            .collect::<Result<_, _>>()?;
        self.mails.insert((language, kind), Template { subject, blocks });
        Ok(())
    }

    fn add(&mut self, name: &str, source: &str) -> Result<(), TemplateError> {
        let added = self
            .environment
            .add_template_owned(name.to_owned(), source.to_owned());
        added.map_err(|source| TemplateError {
            template: name.to_owned(),
            source,
        })
    }

    /// The subject and the texts of a mail.
    ///
    /// # Errors
    ///
    /// If the template uses a value that its kind of mail does not have.
    pub fn render(
        &self,
        language: Language,
        addressee: Addressee<'_>,
        account_mail: &AccountMail,
        now: Timestamp,
    ) -> Result<MailContent, TemplateError> {
        let kind = account_mail.kind();
        // There is one for every language and kind.
        let template = &self.mails[&(language, kind)];
        let values = Value::from(values(addressee, account_mail, now));
        let fill = |name: &str| self.fill(name, &values).map(|text| text.trim().to_owned());
        let subject = fill(&template.subject)?;
        let blocks: Vec<_> = template
            .blocks
            .iter()
            .map(|block| block.try_map(fill))
            .filter(|block| block.as_ref().map_or(true, |block| !block.is_empty()))
            .collect::<Result<_, _>>()?;
        Ok(MailContent {
            text: text(&blocks),
            html: self.html(language, &subject, &blocks)?,
            subject,
        })
    }

    fn html(&self, language: Language, subject: &str, blocks: &[Block]) -> Result<String, TemplateError> {
        let blocks: Vec<Value> = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => context! { text },
                Block::Link { label, address } => context! { text => label, link => address },
            })
            .collect();
        let language = language.code();
        self.fill(LAYOUT, &context! { language, subject, blocks })
    }

    fn fill(&self, name: &str, values: &Value) -> Result<String, TemplateError> {
        let filled = self
            .environment
            .get_template(name)
            .and_then(|template| template.render(values));
        filled.map_err(|source| TemplateError {
            template: name.to_owned(),
            source,
        })
    }
}

/// The blocks as plain text.
fn text(blocks: &[Block]) -> String {
    let blocks = blocks.iter().map(|block| match block {
        Block::Paragraph(text) => text.clone(),
        Block::Link { label, address } => format!("{label}:\n{address}"),
    });
    let mut text = blocks.collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    const NOW: Timestamp = Timestamp {
        milliseconds: 1_795_256_130_250,
    };

    fn rendered(name: &str, account_mail: &AccountMail) -> MailContent {
        let addressee = Addressee {
            name,
            username: "mary",
            instance: "demo",
        };
        let rendered = Templates::built_in().render(Language::En, addressee, account_mail, NOW);
        rendered.expect("a mail")
    }

    fn reset() -> AccountMail {
        AccountMail::PasswordReset {
            link: "https://connect.example/console/demo/reset-password?token=a&b=\"c\"".to_owned(),
        }
    }

    #[test]
    fn a_mail_says_the_same_as_text_and_as_html() {
        let mail = rendered("Mary Miller", &reset());

        assert_eq!(mail.subject, "Choose a new password for demo");
        assert!(mail.text.starts_with("Hello Mary Miller,\n\n"), "{}", mail.text);
        assert!(
            mail.text
                .contains("\n\nChoose a new password:\nhttps://connect.example/console/demo/")
        );
        assert!(mail.html.contains("<p>Hello Mary Miller,</p>"), "{}", mail.html);
        assert!(
            mail.html.contains("?token=a&amp;b=&quot;c&quot;\""),
            "{}",
            mail.html
        );
    }

    #[test]
    fn a_user_without_names_is_greeted_by_the_username() {
        assert!(rendered(" ", &reset()).text.starts_with("Hello mary,\n"));
    }

    #[test]
    fn no_value_adds_a_line_or_markup() {
        let name = "Mary\r\n\n[Win](https://evil.example)\u{202e}<script>{{ link }}";

        let mail = rendered(name, &reset());

        let greeting = mail.text.lines().next().expect("a line");
        assert_eq!(
            greeting,
            "Hello Mary   [Win](https://evil.example) <script>{{ link }},"
        );
        assert!(!mail.html.contains("<script>"), "{}", mail.html);
        assert_eq!(mail.html.matches("<a href=").count(), 1);
    }

    /// Every text of a language, as a user sees it.
    fn texts(language: Language) -> String {
        let templates = Templates::built_in();
        let mut texts = String::new();
        for kind in AccountMailKind::ALL {
            for sample in samples::of(kind) {
                let mail = templates.render(language, samples::ADDRESSEE, &sample, samples::NOW);
                let MailContent { subject, text, .. } = mail.expect("a mail");
                writeln!(texts, "=== {}\nSubject: {subject}\n\n{text}", kind.name()).expect("a text");
            }
        }
        texts
    }

    #[test]
    fn every_text_is_as_it_was_read_last() {
        for language in Language::ALL {
            insta::assert_snapshot!(language.code(), texts(language));
        }
    }

    #[test]
    fn the_html_of_a_mail_is_as_it_was_read_last() {
        insta::assert_snapshot!("html", rendered("Mary Miller", &reset()).html);
    }
}
