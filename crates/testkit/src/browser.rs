//! A browser without scripts: it keeps cookies, and fills in the forms of pages.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::answer::Answer;
use crate::roster::Roster;

/// A browser.
pub struct Browser<'t> {
    roster: &'t Roster,
    cookies: BTreeMap<String, String>,
    headers: Vec<(String, String)>,
    source: Option<IpAddr>,
}

/// A page that a browser shows.
pub struct WebPage {
    /// The answer.
    pub answer: Answer,
}

impl<'t> Browser<'t> {
    pub(crate) fn new(roster: &'t Roster) -> Self {
        Self {
            roster,
            cookies: BTreeMap::new(),
            headers: Vec::new(),
            source: None,
        }
    }

    /// The same, on another address of this machine, such as 127.0.0.2.
    #[must_use]
    pub fn from(mut self, source: IpAddr) -> Self {
        self.source = Some(source);
        self
    }

    /// The same, which sends one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Takes a cookie from elsewhere.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Shows a page. A redirection is not followed.
    pub async fn get(&mut self, path: &str) -> WebPage {
        self.send("GET", path, None).await
    }

    /// Sends a form with these fields.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> WebPage {
        let escaped = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
            .collect();
        self.send("POST", path, Some(fields.join("&"))).await
    }

    /// Sends a request with any method and body.
    pub async fn send(&mut self, method: &str, path: &str, body: Option<String>) -> WebPage {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nuser-agent: Testfox/1.0\r\n",
            self.roster.address()
        );
        for (name, value) in &self.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if !self.cookies.is_empty() {
            let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
            head.extend(["cookie: ", &cookies.collect::<Vec<_>>().join("; "), "\r\n"]);
        }
        if let Some(body) = &body {
            let length = body.len().to_string();
            head.extend([
                "content-type: application/x-www-form-urlencoded\r\ncontent-length: ",
                &length,
                "\r\n",
            ]);
        }
        head.push_str("\r\n");
        head.push_str(body.as_deref().unwrap_or_default());
        let mut connection = match self.source {
            Some(source) => self.roster.connect_from(source).await,
            None => self.roster.connect().await,
        };
        connection.send(head.as_bytes()).await;
        let answer = if method == "HEAD" {
            connection.answer_head().await.expect("a head")
        } else {
            connection.answer().await
        };
        self.keep_cookies(&answer);
        WebPage { answer }
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for header in answer.headers.get_all("set-cookie") {
            let header = header.to_str().expect("text");
            let pair = header.split(';').next().expect("a cookie");
            let (name, value) = pair.split_once('=').expect("a cookie");
            if header.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Signs in to the instance with the alias `demo`.
    pub async fn sign_in(&mut self, username: &str, password: &str) -> WebPage {
        self.post(
            "/console/demo/sign-in",
            &[("username", username), ("password", password)],
        )
        .await
    }

    /// Shows the profile at the instance with the alias `demo`.
    pub async fn profile(&mut self) -> WebPage {
        self.get("/console/demo/profile").await
    }
}

impl WebPage {
    /// The status.
    pub fn status(&self) -> u16 {
        self.answer.status
    }

    /// The HTML.
    pub fn text(&self) -> String {
        String::from_utf8(self.answer.body.clone()).expect("text")
    }

    /// Where it redirects to.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.answer.headers.get(name)?;
        Some(value.to_str().expect("text"))
    }

    /// The values of the hidden fields of this name, in order.
    pub fn hidden(&self, name: &str) -> Vec<String> {
        let text = self.text();
        let start = format!("type=\"hidden\" name=\"{name}\" value=\"");
        let values = text.split(&start).skip(1);
        values
            .map(|rest| rest.split('"').next().expect("a value").to_owned())
            .collect()
    }

    /// The token against forged forms.
    pub fn csrf(&self) -> String {
        let found = self.hidden("csrf").into_iter().next();
        found.unwrap_or_else(|| panic!("no form with a token: {self}"))
    }
}

impl fmt::Display for WebPage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.status(), self.text())
    }
}
