//! Plain text that YAML 1.2 does not parse as a string: `null`, `true`, `12`, `0x1f`, `1e3`, `2020-01-01`, `<<`.
//! The patterns are those of ruamel.yaml, which are wider than the standard's (`1_000` is a number).

/// Whether plain text would be parsed as something other than a string.
pub(super) fn has_implicit_type(text: &str) -> bool {
    is_word(text) || is_integer(text) || is_float(text) || is_timestamp(text)
}

fn is_word(text: &str) -> bool {
    matches!(
        text,
        "" | "~"
            | "null"
            | "Null"
            | "NULL"
            | "true"
            | "True"
            | "TRUE"
            | "false"
            | "False"
            | "FALSE"
            | "<<"
            | "="
    )
}

fn is_integer(text: &str) -> bool {
    let digits = unsigned(text);
    let based = |prefix, is_digit: fn(u8) -> bool| {
        digits
            .strip_prefix(prefix)
            .is_some_and(|digits| all(digits, |byte| byte == b'_' || is_digit(byte)))
    };
    all(digits, |byte| byte == b'_' || byte.is_ascii_digit()) && !text.starts_with('_')
        || based("0b", |byte| matches!(byte, b'0' | b'1'))
        || based("0o", |byte| matches!(byte, b'0'..=b'7'))
        || based("0x", |byte| byte.is_ascii_hexdigit())
}

fn is_float(text: &str) -> bool {
    let number = unsigned(text);
    if matches!(number, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (number, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte == b'_' || byte.is_ascii_digit());
    let signed = exponent.is_none_or(|exponent| exponent.starts_with(['+', '-']));
    exponent.is_none_or(|exponent| all(unsigned(exponent), |byte| byte.is_ascii_digit()))
        && match mantissa.split_once('.') {
            Some(("", fraction)) => !fraction.is_empty() && digits(fraction) && signed,
            Some((whole, fraction)) => {
                whole.starts_with(|first: char| first.is_ascii_digit()) && digits(whole) && digits(fraction)
            }
            None => {
                exponent.is_some()
                    && mantissa.starts_with(|first: char| first.is_ascii_digit())
                    && digits(mantissa)
            }
        }
}

/// `2020-01-31`, or a date and a time: `2020-1-31 9:05:00.5 +01:00`, `2020-01-31T09:05:00Z`.
fn is_timestamp(text: &str) -> bool {
    let mut rest = Rest(text.as_bytes());
    if !(rest.digits(4, 4) && rest.byte(b"-")) {
        return false;
    }
    let (month, day) = (
        rest.0.iter().take_while(|byte| byte.is_ascii_digit()).count(),
        rest.0.len(),
    );
    if !(rest.digits(1, 2) && rest.byte(b"-")) {
        return false;
    }
    let padded = month == 2 && day == 5;
    rest.digits(1, 2) && (rest.0.is_empty() && padded || rest.time())
}

/// The bytes that are not parsed yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn time(&mut self) -> bool {
        let separated = self.byte(b"Tt") || self.blanks() > 0;
        if !(separated
            && self.digits(1, 2)
            && self.byte(b":")
            && self.digits(2, 2)
            && self.byte(b":")
            && self.digits(2, 2))
        {
            return false;
        }
        if self.byte(b".") {
            self.digits(0, usize::MAX);
        }
        self.blanks();
        self.0.is_empty() || self.zone()
    }

    fn zone(&mut self) -> bool {
        if self.byte(b"Z") {
            return self.0.is_empty();
        }
        self.byte(b"+-")
            && self.digits(1, 2)
            && (self.0.is_empty() || self.byte(b":") && self.digits(2, 2) && self.0.is_empty())
    }

    fn byte(&mut self, choice: &[u8]) -> bool {
        let found = self.0.first().is_some_and(|byte| choice.contains(byte));
        self.0 = &self.0[usize::from(found)..];
        found
    }

    fn digits(&mut self, least: usize, most: usize) -> bool {
        let count = self
            .0
            .iter()
            .take(most)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        self.0 = &self.0[count..];
        count >= least
    }

    fn blanks(&mut self) -> usize {
        let count = self
            .0
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        self.0 = &self.0[count..];
        count
    }
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

fn all(text: &str, is_digit: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(is_digit)
}
