//! Which domains e-mail addresses may have. Source: none of AWS's; an administrator chooses them.

use roster_model::shapes::UserIdentityInfo;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::breach::{Breach, Fault};

/// The domains that e-mail addresses may have, in lower case; any, if there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Stored)]
pub struct EmailDomains(Box<[Box<str>]>);

impl EmailDomains {
    /// The domains of a list such as `example.com, example.org`; none if one of them cannot be a domain.
    pub fn parse(list: &str) -> Option<Self> {
        let domains = list.split(',').map(|domain| {
            let domain = domain.trim().to_lowercase();
            let is_domain = domain.contains('.')
                && domain.split('.').all(|label| !label.is_empty())
                && !domain.contains(|char: char| char.is_whitespace() || char == '@');
            is_domain.then(|| domain.into_boxed_str())
        });
        domains.collect::<Option<_>>().map(Self)
    }

    /// These domains, which have the form of domains.
    pub fn of<'a>(domains: impl IntoIterator<Item = &'a str>) -> Self {
        let domains = domains.into_iter();
        Self(domains.map(|domain| domain.to_lowercase().into()).collect())
    }

    /// The domains, in lower case.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|domain| &**domain)
    }

    fn allow(&self, address: &str) -> bool {
        let is_allowed = |domain: String| self.0.iter().any(|allowed| in_dns(allowed) == domain);
        self.0.is_empty() || domain(address).is_some_and(is_allowed)
    }
}

/// The domain of an address, as the domain name system has it: in lower case and in ASCII.
pub fn domain(address: &str) -> Option<String> {
    address.rsplit_once('@').map(|(_, domain)| in_dns(domain))
}

/// A domain as the domain name system has it: `bücher.example` is `xn--bcher-kva.example`.
fn in_dns(domain: &str) -> String {
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase())
}

/// The addresses of a new identity that have another domain. An address that the identity has already stays allowed,
/// so that a change of the domains keeps no user from being renamed.
pub fn breaches(domains: &EmailDomains, current: &UserIdentityInfo, new: &UserIdentityInfo) -> Vec<Breach> {
    let addresses = [
        (
            "IdentityInfo.Email",
            current.email.as_deref(),
            new.email.as_deref(),
        ),
        (
            "IdentityInfo.SecondaryEmail",
            current.secondary_email.as_deref(),
            new.secondary_email.as_deref(),
        ),
    ];
    let refused = addresses
        .into_iter()
        .filter(|(_, current, new)| current != new && new.is_some_and(|address| !domains.allow(address)));
    refused
        .map(|(member, _, _)| Breach {
            member,
            fault: Fault::OtherDomain {
                allowed: domains.0.clone(),
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(email: &str, secondary: &str) -> UserIdentityInfo {
        let address = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        UserIdentityInfo {
            email: address(email).map(Into::into),
            secondary_email: address(secondary).map(Into::into),
            ..UserIdentityInfo::default()
        }
    }

    fn refused(domains: &str, current: &UserIdentityInfo, new: &UserIdentityInfo) -> Vec<&'static str> {
        let domains = EmailDomains::parse(domains).expect("domains");
        let breaches = breaches(&domains, current, new);
        breaches.into_iter().map(|breach| breach.member).collect()
    }

    #[test]
    fn both_addresses_must_have_an_allowed_domain_in_any_case() {
        let nothing = UserIdentityInfo::default();
        let domains = "example.com, Example.ORG";
        let good = info("mary@EXAMPLE.com", "mary@example.org");
        assert_eq!(refused(domains, &nothing, &good), [""; 0]);
        let bad = info("mary@sub.example.com", "mary@example.com.evil.net");
        assert_eq!(
            refused(domains, &nothing, &bad),
            ["IdentityInfo.Email", "IdentityInfo.SecondaryEmail"]
        );
        let disguised = info("\"mary@example.com\"@evil.net", "");
        assert_eq!(refused(domains, &nothing, &disguised), ["IdentityInfo.Email"]);
    }

    #[test]
    fn an_internationalized_domain_is_the_same_in_both_spellings() {
        let nothing = UserIdentityInfo::default();
        for (allowed, domain) in [
            ("bücher.example", "xn--bcher-kva.example"),
            ("xn--bcher-kva.example", "BÜCHER.example"),
        ] {
            let here = info(&format!("mary@{domain}"), "");
            assert_eq!(refused(allowed, &nothing, &here), [""; 0], "{allowed}");
        }
        let elsewhere = info("mary@büchér.example", "");
        assert_eq!(
            refused("bücher.example", &nothing, &elsewhere),
            ["IdentityInfo.Email"]
        );
    }

    #[test]
    fn an_address_that_is_there_stays_allowed() {
        let old = info("mary@old.example", "");
        assert_eq!(refused("example.com", &old, &old), [""; 0]);
        let other = info("maria@old.example", "");
        assert_eq!(refused("example.com", &old, &other), ["IdentityInfo.Email"]);
    }

    #[test]
    fn without_domains_every_address_is_allowed() {
        let nothing = UserIdentityInfo::default();
        let breaches = breaches(&EmailDomains::default(), &nothing, &info("a@b.example", ""));
        assert_eq!(breaches, []);
    }

    #[test]
    fn what_is_no_list_of_domains_is_refused() {
        for list in [
            "",
            "example",
            "a@example.com",
            "example.com,",
            ".com",
            "exa mple.com",
        ] {
            assert_eq!(EmailDomains::parse(list), None, "{list}");
        }
    }
}
