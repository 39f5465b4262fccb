//! A page that shows mails as their readers see them. Its file needs no server (docs/decisions/0044-a-page-of-mails.md).

use maud::{Markup, html};
use serde_json::Value;

use super::recipients;
use crate::administration::time;
use crate::commands::page::page as page_of;

/// What the HTML of a mail may do in its frame: open its links in other tabs.
const SANDBOX: &str = "allow-popups allow-popups-to-escape-sandbox";

/// So that a link of a mail leads to another tab.
const OTHER_TAB: &str = "<head><base target=\"_blank\">";

const STYLE: &str = include_str!("page.css");

/// The page, with the first mail on top.
pub(super) fn page(mails: &[Value]) -> String {
    let body = html! {
        p { "The newest is on top. Links in mails work: every reader of this page can use them." }
        @if mails.is_empty() { p { "There are none." } }
        @for mail in mails { (article(mail)) }
    };
    page_of("Mails · Roster", "Mails", STYLE, &body)
}

fn article(mail: &Value) -> Markup {
    let subject = text(&mail["Subject"]);
    html! {
        article {
            h2 { (subject) }
            dl {
                dt { "To" } dd { (recipients(mail)) }
                dt { "Kind" } dd { (text(&mail["Kind"])) }
                dt { "Date" } dd { (time(&mail["CreatedAt"])) }
                dt { "State" } dd { (text(&mail["State"]).to_lowercase()) }
            }
            iframe title={ "HTML of: " (subject) } sandbox=(SANDBOX) srcdoc=(framed(text(&mail["Html"]))) {}
            details {
                summary { "Plain text" }
                pre { (text(&mail["Text"])) }
            }
        }
    }
}

/// The HTML of a mail for its frame.
fn framed(html: &str) -> String {
    html.replacen("<head>", OTHER_TAB, 1)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mail_cannot_leave_its_frame() {
        let mail = json!({
            "Subject": "<script>subject</script>", "To": ["<script>to</script>@example.com"], "Kind": "PasswordReset",
            "CreatedAt": 1_795_342_530.0, "State": "CAPTURED", "Text": "</pre><script>text</script>",
            "Html": "<head></head>\"></iframe><script>html</script>",
        });

        let page = page(&[mail]);

        assert!(!page.contains("<script>"), "{page}");
        assert_eq!(page.matches("<iframe").count(), 1);
        assert_eq!(page.matches("</iframe>").count(), 1);
        let framed = "srcdoc=\"&lt;head&gt;&lt;base target=&quot;_blank&quot;&gt;&lt;/head&gt;&quot;&gt;&lt;/iframe&gt;\
                      &lt;script&gt;html&lt;/script&gt;\"";
        assert!(page.contains(framed), "{page}");
    }
}
