//! What instances can be associated with. Sources: the API references on `AssociateSecurityKey` and
//! `AssociateLambdaFunction`, and the administrator guide on approved origins; the exact forms are assumed.

use super::breach::Fault;
use crate::arn::is_arn_of;
use crate::records::AssociationType;

/// What is wrong with an origin, a key or the ARN of a function, if anything is.
pub fn fault(association_type: AssociationType, value: &str) -> Option<Fault> {
    let (is_right, must_be) = match association_type {
        AssociationType::ApprovedOrigin => (is_origin(value), ORIGIN),
        AssociationType::SecurityKey => (is_public_key(value), "a public key in PEM"),
        AssociationType::LambdaFunction => (is_arn_of("lambda", value), "the ARN of a function of Lambda"),
    };
    (!is_right).then_some(Fault::Form { must_be })
}

const ORIGIN: &str =
    "an origin, such as https://www.example.com or http://localhost:8080, without a path or anything else";

/// Scheme, host and port, as browsers send them. Without encryption there is only the machine itself.
fn is_origin(text: &str) -> bool {
    let (is_encrypted, authority) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(authority), _) => (true, authority),
        (None, Some(authority)) => (false, authority),
        (None, None) => return false,
    };
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    is_host(host)
        && (is_encrypted || host == "localhost")
        && port
            .is_none_or(|port| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok())
}

/// Labels of letters, digits and inner hyphens, with dots between them.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.bytes().all(fits)
    };
    host.split('.').all(is_label)
}

/// Base64 between the lines that a public key in PEM begins and ends with. Source: RFC 7468.
fn is_public_key(text: &str) -> bool {
    let body = text
        .trim()
        .strip_prefix("-----BEGIN PUBLIC KEY-----")
        .and_then(|text| text.strip_suffix("-----END PUBLIC KEY-----"));
    body.is_some_and(|body| {
        let body: String = body.split_ascii_whitespace().collect();
        let digits = body.trim_end_matches('=');
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        !digits.is_empty()
            && body.len().is_multiple_of(4)
            && body.len() - digits.len() <= 2
            && digits.bytes().all(fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_a_scheme_a_host_and_perhaps_a_port() {
        for origin in [
            "https://example.com",
            "https://www.example.com:8443",
            "https://acme-dev-ed.lightning.force.com",
            "http://localhost",
            "http://localhost:8080",
        ] {
            assert_eq!(fault(AssociationType::ApprovedOrigin, origin), None, "{origin}");
        }
        for other in [
            "",
            "example.com",
            "ftp://example.com",
            "http://example.com",
            "https://",
            "https://*.example.com",
            "https://example.com/",
            "https://example.com/a",
            "https://example.com?a",
            "https://ana@example.com",
            "https://example.com:",
            "https://example.com:65536",
            "https://example.com:+1",
            "https://exämple.com",
            "https://-a.example.com",
            "https://a..example.com",
        ] {
            assert!(fault(AssociationType::ApprovedOrigin, other).is_some(), "{other}");
        }
    }

    #[test]
    fn a_key_is_a_public_key_in_pem() {
        let pem = |body: &str| format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n");
        for body in ["AAAA", "AAA=", "AAAA\nBB=="] {
            assert_eq!(fault(AssociationType::SecurityKey, &pem(body)), None, "{body}");
        }
        for body in ["", "AAA", "A===", "AA!A", "äAAA"] {
            assert!(
                fault(AssociationType::SecurityKey, &pem(body)).is_some(),
                "{body}"
            );
        }
        let private = pem("AAAA").replace("PUBLIC", "PRIVATE");
        assert!(fault(AssociationType::SecurityKey, &private).is_some());
    }

    #[test]
    fn a_function_is_named_by_an_arn_of_lambda() {
        let arn = "arn:aws:lambda:us-east-1:123456789012:function:lookup";
        assert_eq!(fault(AssociationType::LambdaFunction, arn), None);
        for other in [
            "lookup",
            "arn:aws:lambda:us-east-1:123456789012:",
            "arn:aws:s3:us-east-1:123456789012:a",
        ] {
            assert!(fault(AssociationType::LambdaFunction, other).is_some(), "{other}");
        }
    }
}
