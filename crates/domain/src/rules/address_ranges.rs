//! From which network addresses users may sign in. Source: the administrator guide on IP-based access control.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use roster_model::ops::connect::authentication_profiles::IpCidrList;

use super::breach::{Breach, Fault};
use crate::records::AuthenticationProfile;

/// How many entries a list may have.
const MOST: usize = 100;

/// Where the IPv4 addresses are among those of IPv6.
const MAPPED: Ipv6Addr = Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0);
const MAPPED_BITS: u8 = 96;

/// Whether a user may come from an address: if it is allowed, or nothing is said to be, and if it is not blocked.
pub fn allow(profile: &AuthenticationProfile, address: IpAddr) -> bool {
    let allowed = &profile.allowed_ips;
    (allowed.is_empty() || is_among(allowed, address)) && !is_among(&profile.blocked_ips, address)
}

/// What is wrong with the lists of a profile.
pub fn breaches(profile: &AuthenticationProfile) -> Vec<Breach> {
    let lists = [
        ("AllowedIps", &profile.allowed_ips),
        ("BlockedIps", &profile.blocked_ips),
    ];
    lists
        .into_iter()
        .filter_map(|(member, list)| {
            Some(Breach {
                member,
                fault: fault(list)?,
            })
        })
        .collect()
}

fn fault(list: &IpCidrList) -> Option<Fault> {
    if list.len() > MOST {
        return Some(Fault::TooManyAddresses {
            max: MOST,
            actual: list.len(),
        });
    }
    let wrong = list.iter().find(|text| range(text).is_none())?;
    Some(Fault::NotAnAddress {
        value: wrong.to_string(),
    })
}

fn is_among(list: &IpCidrList, address: IpAddr) -> bool {
    let address = address.to_canonical();
    list.iter()
        .filter_map(|text| range(text))
        .any(|range| range.contains(&address))
}

/// The range of an address, or of a range in CIDR notation. IPv4 addresses in the form of IPv6 are IPv4 addresses.
fn range(text: &str) -> Option<IpNet> {
    let range = match text.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address),
        Err(_) => text.parse().ok()?,
    };
    match range {
        IpNet::V6(range) if is_mapped(range) => {
            let address = range.addr().to_ipv4_mapped()?;
            Ipv4Net::new(address, range.prefix_len() - MAPPED_BITS)
                .ok()
                .map(IpNet::V4)
        }
        range => Some(range),
    }
}

fn is_mapped(range: Ipv6Net) -> bool {
    let mapped = Ipv6Net::new(MAPPED, MAPPED_BITS);
    mapped.is_ok_and(|mapped| mapped.contains(&range))
}

#[cfg(test)]
pub(crate) mod tests {
    use roster_model::shapes::{DirectoryType, Timestamp};

    use super::*;
    use crate::AccountRegion;
    use crate::id::Id;
    use crate::records::{Instance, InstanceSettings};

    /// The profile of an instance of which nothing was changed.
    pub(crate) fn default_profile() -> AuthenticationProfile {
        AuthenticationProfile::default_of(&Instance {
            id: Id::from_random([1; 16]),
            account_region: AccountRegion::of_region("123456789012", "us-east-1").expect("a Region"),
            identity_management_type: DirectoryType::ConnectManaged,
            alias: None,
            directory_id: None,
            inbound_calls_enabled: true,
            outbound_calls_enabled: true,
            created_time: Timestamp { milliseconds: 0 },
            client_token: None,
            tags: None,
            attributes: Vec::new(),
            settings: InstanceSettings::default(),
        })
    }

    fn profile(allowed: &[&str], blocked: &[&str]) -> AuthenticationProfile {
        let list = |texts: &[&str]| IpCidrList(texts.iter().map(|text| (*text).to_owned().into()).collect());
        AuthenticationProfile {
            allowed_ips: list(allowed),
            blocked_ips: list(blocked),
            ..default_profile()
        }
    }

    /// The examples of the administrator guide, and addresses of IPv6.
    #[test]
    fn what_is_allowed_may_come_unless_it_is_blocked() {
        let only_allowed: (&[&str], &[&str]) = (&["111.222.0.0/16"], &[]);
        let only_blocked: (&[&str], &[&str]) = (&[], &["155.155.155.0/24"]);
        let both: (&[&str], &[&str]) = (
            &["200.255.0.0/16"],
            &["200.255.10.0/24", "200.255.40.50", "192.123.211.211"],
        );
        let of_ipv6: (&[&str], &[&str]) = (&["2001:db8::/32", "::ffff:192.0.2.0/120"], &["2001:db8::1"]);
        let unrestricted: (&[&str], &[&str]) = (&[], &[]);
        let without_ipv4: (&[&str], &[&str]) = (&[], &["0.0.0.0/0"]);
        for ((allowed, blocked), address, expected) in [
            (only_allowed, "111.222.0.0", true),
            (only_allowed, "111.222.255.255", true),
            (only_allowed, "111.223.0.0", false),
            (only_allowed, "::ffff:111.222.3.4", true),
            (only_allowed, "2001:db8::1", false),
            (only_blocked, "155.155.155.1", false),
            (only_blocked, "155.155.156.1", true),
            (only_blocked, "::ffff:155.155.155.1", false),
            (both, "200.255.9.255", true),
            (both, "200.255.10.0", false),
            (both, "200.255.40.50", false),
            (both, "200.255.40.51", true),
            (both, "192.123.211.211", false),
            (of_ipv6, "2001:db8::2", true),
            (of_ipv6, "2001:db8::1", false),
            (of_ipv6, "192.0.2.7", true),
            (of_ipv6, "192.0.3.7", false),
            (unrestricted, "192.0.2.1", true),
            (without_ipv4, "192.0.2.1", false),
            (without_ipv4, "2001:db8::1", true),
        ] {
            let may = allow(&profile(allowed, blocked), address.parse().expect("an address"));
            assert_eq!(may, expected, "{address} {allowed:?} {blocked:?}");
        }
    }

    #[test]
    fn texts_that_are_no_addresses_and_long_lists_are_breaches() {
        for text in [
            "10.0.0.0/33",
            "10.0.0",
            "house",
            "::1/129",
            "10.0.0.1/",
            "2001:db8::/x",
        ] {
            let found = breaches(&profile(&["10.0.0.1"], &[text]));
            let [breach] = &found[..] else {
                panic!("{text}: {found:?}");
            };
            assert_eq!(breach.member, "BlockedIps");
        }
        assert!(breaches(&profile(&["10.0.0.1/8", "::1"], &[])).is_empty());
        let found = breaches(&profile(&["10.0.0.1"; MOST + 1], &[]));
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
