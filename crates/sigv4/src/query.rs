//! The canonical query string: every key and value encoded the same way, sorted by key, then by value. The signature itself
//! is left out of it.
//!
//! A `+` means a space, as it does to the services themselves; a client that means a plus must send `%2B`. A
//! `%` that begins no escape stands for itself.
//!
//! Source: IAM User Guide, "Create a signed AWS API request", step 1.

use std::borrow::Cow;

use crate::encoding::{percent_encode, percent_escape};

/// Appends a query in canonical form, without the parameters of these names, which need no encoding.
pub(crate) fn write_query(out: &mut Vec<u8>, query: &str, left_out: &[&str]) {
    if query.is_empty() {
        return;
    }
    let is_left_out = |key: &[u8]| left_out.iter().any(|name| name.as_bytes() == key);
    let mut pairs: Vec<_> = pairs(query)
        .map(|(key, value)| (canonical(key), canonical(value)))
        .filter(|(key, _)| !is_left_out(key))
        .collect();
    pairs.sort_unstable();
    for (index, (key, value)) in pairs.iter().enumerate() {
        if index > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(key);
        out.push(b'=');
        out.extend_from_slice(value);
    }
}

/// The keys and values of a query, still encoded.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

fn canonical(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    percent_encode(&mut out, &decode(text.as_bytes()), |_| false);
    out
}

/// A key or value without its encoding.
pub(crate) fn decode(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let (byte, after) = match percent_escape(rest) {
            Some(byte) => (byte, &rest[3..]),
            None if *first == b'+' => (b' ', tail),
            None => (*first, tail),
        };
        out.push(byte);
        rest = after;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_come_out_sorted_and_strictly_encoded() {
        for (query, canonical) in [
            ("", ""),
            ("&&", ""),
            ("b&a", "a=&b="),
            ("a=2&a=1&a=10", "a=1&a=10&a=2"),
            ("a-b=1&a=2", "a=2&a-b=1"),
            ("B=1&a=1&A=1", "A=1&B=1&a=1"),
            ("a=b=c", "a=b%3Dc"),
            ("a=x+y&b=x%20y&c=x%2By", "a=x%20y&b=x%20y&c=x%2By"),
            ("a=%7E%7e%41%3a", "a=~~A%3A"),
            ("a=%zz%4&b=%", "a=%25zz%254&b=%25"),
            ("ሴ=%E1%88%B4", "%E1%88%B4=%E1%88%B4"),
            ("=v", "=v"),
            ("a=/?:@*'()", "a=%2F%3F%3A%40%2A%27%28%29"),
        ] {
            let mut out = Vec::new();
            write_query(&mut out, query, &[]);
            assert_eq!(String::from_utf8_lossy(&out), canonical, "{query}");
        }
    }

    #[test]
    fn parameters_are_left_out_by_name_however_the_name_is_written() {
        for (query, canonical) in [
            ("X=1", ""),
            ("b=2&X=1&a=1&X=2", "a=1&b=2"),
            ("%58=1&a", "a="),
            ("x=1&XX=1&a=X", "XX=1&a=X&x=1"),
        ] {
            let mut out = Vec::new();
            write_query(&mut out, query, &["X"]);
            assert_eq!(String::from_utf8_lossy(&out), canonical, "{query}");
        }
    }
}
