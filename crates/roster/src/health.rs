//! Asking a server of this machine for its health.

use std::time::Duration;

use anyhow::Context;
use ureq::Agent;
use ureq::tls::TlsConfig;

/// How long a healthy server may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What a server answers.
pub(crate) struct Health {
    /// Whether it carries requests out.
    pub(crate) is_ready: bool,
    /// Its answer, in JSON.
    pub(crate) answer: String,
}

/// Asks the server at an endpoint, such as `http://127.0.0.1:7420`. The certificate is not checked: the endpoint is of this machine,
/// by the file that the server has written, and nothing secret is sent.
pub(crate) fn ask(endpoint: &str) -> anyhow::Result<Health> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .tls_config(TlsConfig::builder().disable_verification(true).build())
        .timeout_global(Some(TIMEOUT));
    let url = format!("{endpoint}/_roster/health");
    let mut response = config
        .build()
        .new_agent()
        .get(&url)
        .call()
        .with_context(|| format!("the server does not answer at {url}"))?;
    let answer = response.body_mut().read_to_string();
    Ok(Health {
        is_ready: response.status() == 200,
        answer: answer.with_context(|| format!("the answer of {url} cannot be read"))?,
    })
}
