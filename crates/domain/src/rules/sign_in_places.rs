//! Which places are unknown to a user. Source: none of AWS's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use ring::digest::{SHA256, digest};
use roster_model::shapes::Timestamp;

use crate::audit::Hash;
use crate::records::{SignInPlace, SignInPlaces};

/// How long a place stays known after the last sign-in from there.
pub const MEMORY: Duration = Duration::from_hours(90 * 24);

/// How many places of a user are known at most; a further one replaces the one that was used the longest time ago.
pub const MOST: usize = 50;

/// Notes a sign-in from an address. True if its place is unknown.
pub fn note(known: &mut SignInPlaces, address: &str, now: Timestamp) -> bool {
    let hash = hash(known, &network(address));
    let places = &mut known.places;
    places.retain(|place| now < place.last_sign_in + MEMORY);
    let count = places.len();
    places.retain(|place| place.hash != hash);
    let is_unknown = places.len() == count;
    let surplus = places.len().saturating_sub(MOST - 1);
    places.drain(..surplus);
    places.push(SignInPlace {
        hash,
        last_sign_in: now,
    });
    is_unknown
}

/// The network of an address, which is one place: 24 bits of an IPv4 address, 64 of an IPv6 address.
fn network(address: &str) -> String {
    match address.parse().map(|address: IpAddr| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => Ipv4Addr::from_bits(address.to_bits() >> 8 << 8).to_string(),
        Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
        Err(_) => address.to_owned(),
    }
}

/// The same network has another hash for another user, so that records do not show which users share one.
fn hash(known: &SignInPlaces, network: &str) -> Hash {
    let text = format!(
        "sign-in place\n{}\n{}\n{network}",
        known.instance_id, known.user_id
    );
    let mut hash = Hash::default();
    hash.0.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    const START: Timestamp = Timestamp {
        milliseconds: 1_795_256_130_000,
    };

    fn nowhere() -> SignInPlaces {
        SignInPlaces::none(Id::from_random([1; 16]), Id::from_random([2; 16]))
    }

    #[test]
    fn addresses_of_one_network_are_one_place() {
        for (first, second, is_other) in [
            ("192.0.2.1", "192.0.2.254", false),
            ("192.0.2.1", "192.0.3.1", true),
            ("192.0.2.1", "::ffff:192.0.2.7", false),
            ("2001:db8::1", "2001:db8::ffff:1:2:3", false),
            ("2001:db8::1", "2001:db8:0:1::1", true),
        ] {
            let mut places = nowhere();
            assert!(note(&mut places, first, START), "{first}");
            assert_eq!(note(&mut places, second, START), is_other, "{first} {second}");
        }
    }

    #[test]
    fn a_place_is_known_for_90_days_after_the_last_sign_in_from_there() {
        let mut places = nowhere();
        let almost = MEMORY.checked_sub(Duration::from_millis(1)).expect("a time");
        assert!(note(&mut places, "192.0.2.1", START));
        assert!(!note(&mut places, "192.0.2.1", START + almost));
        assert!(!note(&mut places, "192.0.2.1", START + almost + almost));
        assert!(note(&mut places, "192.0.2.1", START + almost + almost + MEMORY));
    }

    #[test]
    fn a_user_has_50_places_at_most() {
        let mut places = nowhere();
        let address = |number: usize| format!("192.0.{number}.1");
        for number in 0..=MOST {
            assert!(note(&mut places, &address(number), START));
        }
        assert_eq!(places.places.len(), MOST);
        assert!(!note(&mut places, &address(1), START));
        assert!(note(&mut places, &address(0), START));
    }

    #[test]
    fn users_share_no_hashes() {
        let mut other = SignInPlaces::none(Id::from_random([1; 16]), Id::from_random([3; 16]));
        let mut places = nowhere();
        note(&mut places, "192.0.2.1", START);
        note(&mut other, "192.0.2.1", START);
        assert_ne!(places.places, other.places);
    }
}
