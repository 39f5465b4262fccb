//! The cookies of the pages: for the session, for a sign-in that waits, and for the browser. All hold secret tokens.

use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use http::HeaderValue;
use http::header::COOKIE;
use roster_domain::SecretToken;
use roster_domain::rules::second_factor::WAITS;

use crate::request::Request;

/// A cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// The session of a user, as long as the browser runs.
    Session,
    /// A sign-in that waits for the second factor.
    SignIn,
    /// The browser, which can open links from mails once.
    Browser,
}

/// How long a browser is known.
const BROWSER_AGE: Duration = Duration::days(180);

/// How long a sign-in waits.
const SIGN_IN_AGE: Duration = Duration::seconds(WAITS.as_secs().cast_signed());

impl Name {
    /// Its name. With `__Host-` browsers take it from this host over TLS only.
    const fn text(self, is_secure: bool) -> &'static str {
        match (self, is_secure) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::SignIn, true) => "__Host-sign-in",
            (Self::SignIn, false) => "sign-in",
            (Self::Browser, true) => "__Host-browser",
            (Self::Browser, false) => "browser",
        }
    }

    /// The token that a request shows.
    pub(super) fn of(self, request: &Request, is_secure: bool) -> Option<SecretToken> {
        let name = self.text(is_secure);
        let headers = request.head.headers.get_all(COOKIE).iter();
        let texts = headers.filter_map(|header| header.to_str().ok());
        let mut cookies = texts.flat_map(|text| Cookie::split_parse(text).filter_map(Result::ok));
        let found = cookies.find(|cookie| cookie.name() == name)?;
        SecretToken::parse(found.value())
    }

    /// The header that sets it.
    pub(super) fn set(self, token: &SecretToken, is_secure: bool) -> Option<HeaderValue> {
        let mut cookie = self.cookie(token.to_text(), is_secure);
        match self {
            Self::Session => {}
            Self::SignIn => cookie.set_max_age(SIGN_IN_AGE),
            Self::Browser => cookie.set_max_age(BROWSER_AGE),
        }
        header(&cookie)
    }

    /// The header that removes it.
    pub(super) fn remove(self, is_secure: bool) -> Option<HeaderValue> {
        let mut cookie = self.cookie(String::new(), is_secure);
        cookie.set_max_age(Duration::ZERO);
        header(&cookie)
    }

    fn cookie(self, value: String, is_secure: bool) -> Cookie<'static> {
        let same_site = match self {
            Self::Session | Self::SignIn => SameSite::Strict,
            // It is needed when a link in a mail is followed.
            Self::Browser => SameSite::Lax,
        };
        Cookie::build((self.text(is_secure), value))
            .path("/")
            .http_only(true)
            .same_site(same_site)
            .secure(is_secure)
            .build()
    }
}

fn header(cookie: &Cookie<'_>) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&cookie.to_string()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use roster_domain::random::SystemEntropy;

    use super::*;

    #[test]
    fn cookies_are_out_of_reach_of_scripts_and_other_sites_and_of_plain_connections_under_tls() {
        let token = SecretToken::new(&SystemEntropy::default());
        let text =
            |header: Option<HeaderValue>| header.unwrap().to_str().unwrap().replace(&token.to_text(), "T");

        assert_eq!(
            text(Name::Session.set(&token, true)),
            "__Host-session=T; HttpOnly; SameSite=Strict; Secure; Path=/"
        );
        assert_eq!(
            text(Name::Session.set(&token, false)),
            "session=T; HttpOnly; SameSite=Strict; Path=/"
        );
        assert_eq!(
            text(Name::Browser.set(&token, true)),
            "__Host-browser=T; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=15552000"
        );
        assert_eq!(
            text(Name::SignIn.set(&token, true)),
            "__Host-sign-in=T; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=300"
        );
        assert_eq!(
            text(Name::Session.remove(true)),
            "__Host-session=; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=0"
        );
    }
}
