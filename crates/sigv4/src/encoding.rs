//! Percent-encoding as signatures want it, and hexadecimal.
//!
//! Everything but RFC 3986's unreserved characters is encoded, with upper-case digits.
//!
//! Source: IAM User Guide, "Create a signed AWS API request", function `UriEncode`.

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

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(digit(LOWER, byte >> 4)));
        out.push(char::from(digit(LOWER, byte & 15)));
    }
    out
}

/// The 32 bytes that 64 lower-case hexadecimal digits stand for.
pub(crate) fn decode_hex(text: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
    if digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = value(pair[0])? << 4 | value(pair[1])?;
    }
    Some(bytes)
}

fn is_unreserved(byte: u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~')
}

fn digit(digits: &[u8; 16], nibble: u8) -> u8 {
    digits[usize::from(nibble)]
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
