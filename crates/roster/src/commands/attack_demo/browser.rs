//! What the attack needs of a browser.

use std::collections::BTreeMap;

use anyhow::Context;
use http::header::{COOKIE, SET_COOKIE};
use ureq::{Agent, Body};

/// A browser that keeps cookies, and shows no page.
pub(super) struct Browser {
    agent: Agent,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(super) fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None);
        Self {
            agent: config.build().new_agent(),
            cookies: BTreeMap::new(),
        }
    }

    /// Opens a page. Returns the status.
    pub(super) fn open(&mut self, url: &str) -> anyhow::Result<u16> {
        let response = self.agent.get(url).header(COOKIE, self.cookies()).call();
        self.take(response, url)
    }

    /// Sends the form of a page. Returns the status.
    pub(super) fn submit(&mut self, url: &str, fields: &[(&str, &str)]) -> anyhow::Result<u16> {
        let request = self.agent.post(url).header(COOKIE, self.cookies());
        let response = request.send_form(fields.iter().copied());
        self.take(response, url)
    }

    fn cookies(&self) -> String {
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn take(
        &mut self,
        response: Result<http::Response<Body>, ureq::Error>,
        url: &str,
    ) -> anyhow::Result<u16> {
        let (page, _) = url.split_once('?').unwrap_or((url, ""));
        let response = response.with_context(|| format!("{page} does not answer"))?;
        for cookie in response.headers().get_all(SET_COOKIE) {
            let (pair, _) = cookie
                .to_str()?
                .split_once(';')
                .context("a cookie without attributes")?;
            let (name, value) = pair.split_once('=').context("a cookie without a value")?;
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Ok(response.status().as_u16())
    }
}
