//! Whether a form was sent from a page of this server. Browsers say so, and no page of another site can change what
//! they say. Source: the OWASP cheat sheet on the prevention of cross-site request forgery.

use http::header::{HOST, ORIGIN};

use super::visit::Visit;

const FETCH_SITE: &str = "sec-fetch-site";

/// Whether a form is from a page of this server, or from a program that is no browser: it has no cookies that another
/// site could use.
pub(super) fn is_own(visit: &Visit<'_>) -> bool {
    let headers = &visit.request.head.headers;
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    decide(
        text(FETCH_SITE),
        text(ORIGIN.as_str()),
        text(HOST.as_str()),
        visit.pipeline.service.public_url(),
    )
}

fn decide(fetch_site: Option<&str>, origin: Option<&str>, host: Option<&str>, public_url: &str) -> bool {
    match (fetch_site, origin) {
        // `none` is a person's own doing, such as sending a form again.
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            // Behind a proxy, `Host` may be another than browsers see.
            let is_public = public_url
                .strip_prefix(origin)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            is_public || authority.is_some_and(|authority| Some(authority) == host)
        }
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: &str = "https://roster.example.com/directory";

    #[test]
    fn a_form_of_another_site_is_not_ones_own() {
        let host = Some("10.0.0.1:7420");
        for (fetch_site, origin, expected) in [
            (Some("same-origin"), None, true),
            (Some("none"), None, true),
            (Some("same-site"), Some("https://roster.example.com"), false),
            (Some("cross-site"), None, false),
            (None, Some("https://roster.example.com"), true),
            (None, Some("http://10.0.0.1:7420"), true),
            (None, Some("https://roster.example"), false),
            (None, Some("https://roster.example.com.evil.example"), false),
            (None, Some("https://evil.example"), false),
            (None, Some("null"), false),
            (None, Some(""), false),
            (None, None, true),
        ] {
            assert_eq!(
                decide(fetch_site, origin, host, PUBLIC),
                expected,
                "{fetch_site:?} {origin:?}"
            );
        }
    }
}
