//! Passwords of new people. They are neither shown nor kept: each person sets another by a mail to the
//! primary address.

use roster_domain::random::Random;

/// Letters and digits without those that look alike; as many as fit into a byte without a rest.
const CHARACTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A password of 160 random bits, with what the service asks of passwords: a letter of each case and a digit.
pub(crate) fn password(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    let letters = bytes.map(|byte| char::from(CHARACTERS[usize::from(byte) % CHARACTERS.len()]));
    ["A", "a", "1"]
        .into_iter()
        .map(str::to_owned)
        .chain(letters.map(String::from))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bytes(u8);

    impl Random for Bytes {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn a_password_has_a_letter_of_each_case_and_a_digit_and_changes_with_every_byte() {
        assert_eq!(password(&Bytes(0)), format!("Aa1{}", "a".repeat(32)));
        assert_ne!(password(&Bytes(1)), password(&Bytes(2)));
        assert_eq!(password(&Bytes(255)).len(), 35);
    }
}
