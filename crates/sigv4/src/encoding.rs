//! Percent-encoding as signatures want it, and hexadecimal.
//!
//! Everything but RFC 3986's unreserved characters is encoded, with upper-case digits.
//!
//! Source: IAM User Guide, "Create a signed AWS API request", function `UriEncode`.

use std::fmt::{self, Write};

const LOWER: &[u8; 16] = b"0123456789abcdef";
const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// Appends `text`, percent-encoded except for unreserved characters and those that `keep` lets through.
pub(crate) fn percent_encode(out: &mut Vec<u8>, text: &[u8], keep: impl Fn(u8) -> bool) {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&byte| !is_unreserved(byte) && !keep(byte)) {
        let byte = rest[at];
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(&[b'%', digit(UPPER, byte >> 4), digit(UPPER, byte & 15)]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

/// The byte that a `%XX` at the start of `text` stands for.
pub(crate) fn percent_escape(text: &[u8]) -> Option<u8> {
    match text {
        [b'%', high, low, ..] => Some(value(*high)? << 4 | value(*low)?),
        _ => None,
    }
}

/// 32 bytes in lower-case hexadecimal.
pub(crate) struct Hex(pub(crate) [u8; 64]);

impl Hex {
    /// The digits of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            pair.copy_from_slice(&[digit(LOWER, byte >> 4), digit(LOWER, byte & 15)]);
        }
        Self(digits)
    }

    /// The digits.
    pub(crate) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|digit| f.write_char(char::from(*digit)))
    }
}

/// The 32 bytes that 64 lower-case hexadecimal digits stand for.
pub(crate) fn decode_hex(text: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
    if digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let (mut bytes, mut seen) = ([0; 32], 0);
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
        *byte = high << 4 | low;
        seen |= high | low;
    }
    (seen < 16).then_some(bytes)
}

fn is_unreserved(byte: u8) -> bool {
    UNRESERVED[usize::from(byte)]
}

/// By byte: the digits of hashes are too random for branch prediction.
const UNRESERVED: [bool; 256] = {
    let characters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    let mut unreserved = [false; 256];
    let mut place = 0;
    while place < characters.len() {
        unreserved[characters[place] as usize] = true;
        place += 1;
    }
    unreserved
};

fn digit(digits: &[u8; 16], nibble: u8) -> u8 {
    digits[usize::from(nibble)]
}

fn value(digit: u8) -> Option<u8> {
    Some(VALUES[usize::from(digit)]).filter(|value| *value < 16)
}

/// What each byte is worth as a hexadecimal digit; of others, more than 15.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < 16 {
        values[LOWER[value as usize] as usize] = value;
        values[UPPER[value as usize] as usize] = value;
        value += 1;
    }
    values
};
